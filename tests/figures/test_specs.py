"""Figures of the miniature are drawn as they were; of one that is not there is a picture.

What was meant is accepted with ``python -m tests.figures.test_specs``, which writes what is drawn
now; the picture of each difference is in ``_build/figures/``.
"""

from __future__ import annotations

import copy
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from playbook.catalogue import Catalogue, Project
from playbook.editions import pictures
from playbook.errors import PlaybookError
from playbook.execution import pages, runner
from tests.conftest import ROOT, make_mini, playbook

KEPT = Path(__file__).with_name("specs.json")
LOOK = ROOT / "_build" / "figures"


def test_every_figure_of_the_miniature_is_drawn_as_it_was(mini_site: Path) -> None:
    now, kept = pictures.of(Project(mini_site.parents[1])), json.loads(KEPT.read_text())
    assert len(kept) >= 12
    assert sorted(now) == sorted(kept)
    changed = [path.relative_to(ROOT).as_posix() for path in pictures.between(kept, now, LOOK)]
    assert changed == [], "Look at them; if they are as meant: python -m tests.figures.test_specs"


def dots(panel: Image.Image) -> int:
    """Count the dots that are marked."""
    return sum(number for number, colour in panel.getcolors(1 << 24) if colour == pictures.MARKED)


def panels(png: bytes) -> list[Image.Image]:
    """Take the three pictures from their sheet."""
    sheet = Image.open(io.BytesIO(png)).convert("RGB")
    tall = sheet.height // 3
    return [
        sheet.crop((0, n * tall + pictures.HEAD, sheet.width, (n + 1) * tall)) for n in range(3)
    ]


def moved(spec: dict[str, Any]) -> dict[str, Any]:
    """The same chart with one figure a little higher."""
    spec = copy.deepcopy(spec)
    rows = next(rows for rows in spec["datasets"].values() if rows and "value" in rows[0])
    row = next(row for row in rows if row["value"])
    row["value"] += 2
    return spec


def test_a_changed_figure_gives_a_picture_that_a_person_can_look_at(tmp_path: Path) -> None:
    kept = json.loads(KEPT.read_text())
    name = "indicators/within_4_hours#over-time"
    changed = kept | {name: moved(kept[name])}
    (path,) = pictures.between(kept, changed, tmp_path)
    assert path.name == "indicators-within_4_hours--over-time.png"
    before, after, differs = panels(path.read_bytes())
    assert min(before.size) > 150
    assert before.tobytes() != after.tobytes()
    # What moved is marked, and what did not is there, but faint.
    assert 20 < dots(differs) < 0.05 * differs.width * differs.height
    assert dots(before) == dots(after) == 0
    assert len(differs.getcolors(1 << 24)) > 3
    # Without a difference nothing is drawn, and a drawing of none would mark nothing.
    assert pictures.between(kept, kept, tmp_path / "none") == []
    assert dots(panels(pictures.picture(kept[name], kept[name]))[2]) == 0


def test_a_figure_that_is_new_or_gone_is_not_one_that_differs() -> None:
    assert list(pictures.differing({"a": {}, "b": {}}, {"b": {}, "c": {}})) == []


def test_changes_between_two_working_trees_come_with_pictures(mini: Path, tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match="has no runs"):
        pictures.of(Project(mini))
    done = playbook(mini, "changes", "../none", ".", "--pictures", str(tmp_path / "look"))
    assert done.returncode == 3


def main() -> None:
    """Keep what is drawn now."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project(make_mini(Path(folder) / "mini").resolve())
        listed = pages.expand(project, Catalogue.read(project))
        recap = runner.run(project, runner.plan(project, listed))
        assert recap.failures == []
        specs = pictures.of(project)
    KEPT.write_text(json.dumps(specs, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
