"""A publication that a gate stops: what readers see stays as it was, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from playbook.catalogue import Catalogue, Project
from playbook.catalogue.manifest import Manifest
from playbook.editions import publish, tree, verify
from playbook.editions.branch import MARK
from playbook.errors import PlaybookError
from tests.catalogue.editing import replace
from tests.conftest import make_mini, playbook
from tests.editions import shelves

Stand = dict[str, tuple[int, int, bytes | str]]


def stand(place: str) -> Stand:
    """Note each file that readers see or saw: which it is, since when, and what it holds."""
    folder = Path(place.partition(MARK)[0])
    tops = [folder, folder.with_name(f".{folder.name}.editions")]
    found = [*tops, *(path for top in tops if top.is_dir() for path in top.rglob("*"))]
    return {
        str(path): (
            path.lstat().st_ino,
            path.lstat().st_mtime_ns,
            str(path.readlink()) if path.is_symlink() else path.read_bytes(),
        )
        for path in found
        if path.is_symlink() or path.is_file()
    }


@pytest.mark.parametrize("kind", ["folder", "branch"])
def test_a_site_that_is_refused_leaves_the_tree_byte_for_byte_as_it_was(
    kind: str, web: str, mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = web if kind == "branch" else str(mini.parent / "web")
    shelves.put(place, "2026.08", shelves.site(mini.parent / "before"))
    edition = mini / "data" / "edition.yml"
    edition.write_text(edition.read_text() + "previous: '2026.08'\n")
    shelves.commit(mini)
    site = shelves.site(mini.parent / "after", smoking="<h1>Less</h1>")

    def made(_: Project, commit: str, last: Manifest | None, *__: object) -> tuple[Manifest, Path]:
        return shelves.manifest(site, "2026.11", last), site

    # How a site is built is not what is tried here.
    monkeypatch.setattr(publish, "made", made)
    before, shown = stand(place), []

    def refuse(error: BaseException) -> None:
        def judge(project: Project) -> None:
            shown.append(Catalogue.read(project).edition.name)
            raise error

        with pytest.raises(type(error)):
            publish.publish(Project.find(mini), "2026.11", place, judge=judge)
        assert stand(place) == before

    for error in (typer.Exit(3), PlaybookError("no"), KeyboardInterrupt(), MemoryError()):
        refuse(error)
    assert shown == ["2026.11"] * 4
    # Nothing that was left behind is in the way, and what is compared can tell.
    assert publish.publish(Project.find(mini), "2026.11", place).new
    assert stand(place) != before


@pytest.mark.audit
def test_the_gates_of_the_command_stop_an_edition_that_names_a_person(tmp_path: Path) -> None:
    folder, place = make_mini(tmp_path / "mini"), tmp_path / "web"
    shelves.commit(folder)
    assert playbook(folder, "publish", "2026.11", "--to", str(place)).returncode == 0
    before = stand(str(place))
    replace(folder / "data" / "edition.yml", "2026.11", "2026.12")
    edition = folder / "data" / "edition.yml"
    edition.write_text(edition.read_text() + "previous: '2026.11'\n")
    page = folder / "book" / "index.md"
    page.write_text(page.read_text() + "\nCall `999 000 0069`.\n")
    shelves.commit(folder)
    done = playbook(folder, "publish", "2026.12", "--to", str(place))
    assert done.returncode == 3
    assert "book/index.md" in done.stderr
    assert "_build/site/index.html" in done.stderr
    assert stand(str(place)) == before
    assert verify.problems(place) == []
    assert set(tree.contents(place)["editions"]) == {"2026.11"}
