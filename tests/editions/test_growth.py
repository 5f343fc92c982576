"""How a tree grows is counted in what is served and in what is stored."""

from __future__ import annotations

from pathlib import Path

from playbook.editions import growth
from tests.editions import shelves


def test_what_an_earlier_edition_has_is_not_counted_as_new(tmp_path: Path) -> None:
    place = tmp_path / "web"
    shelves.put(place, "2026.08", shelves.site(tmp_path / "one"))
    assert growth.ahead(list(growth.of(place)), 60) == ""
    shelves.put(place, "2026.11", shelves.site(tmp_path / "two", smoking="<h1>Less</h1>"))
    first, second = growth.of(place)
    own = (place / "2026.11/edition.json").stat().st_size
    assert (first.files, first.new_files) == (4, 4)
    assert (second.files, second.new_files) == (4, 2)
    assert second.new_bytes == len("<h1>Less</h1>") + own
    assert second.total == first.bytes + second.new_bytes
    # What is on the disk, each file once, but for what stands at the root of the tree.
    inodes = {p.stat().st_ino: p.stat().st_size for e in (first, second)
              for p in (place / e.name).rglob("*") if p.is_file()}  # fmt: skip
    assert sum(inodes.values()) == second.total
    said = growth.ahead([first, second], 4)
    assert f"{(first.bytes + 4 * second.bytes) / 1000:,.0f} kB as they are served" in said
    assert f"{(second.total + 2 * second.new_bytes) / 1000:,.0f} kB as they are stored" in said
