"""The page on speed says what the benchmark wrote, and refuses anything else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playbook.errors import PlaybookError
from playbook.site import speed

ABOUT = {"date": "2026-11-23", "machine": "2 cores", "python": "3.11", "versions": {"pandas": "3"}}
ROW = {"task": "Nothing changed", "tool": "This playbook", "seconds": 1.16, "peak_mb": 30}


def write(folder: Path, rows: list[dict[str, object]], **about: str) -> Path:
    path = folder / "speed.json"
    path.write_text(json.dumps({"about": ABOUT | about, "rows": rows}))
    return path


def test_every_measurement_has_a_row_with_its_machine_and_its_note(tmp_path: Path) -> None:
    other = ROW | {"tool": "Papermill loop", "seconds": 400.5, "pages": 1041}
    path = write(tmp_path, [ROW | {"pages": 0}, other], note="Twice.")
    figure = speed.figure(path, "2026.11")
    assert figure.table()["rows"] == [
        ["Nothing changed", "This playbook", "1.2", "30", "0"],
        ["Nothing changed", "Papermill loop", "400.5", "30", "1,041"],
    ]
    assert figure.period == "23 November 2026"
    assert "2 cores, Python 3.11, pandas 3" in figure.notes[0]
    assert figure.notes[-1] == "Twice."
    for narrow in (False, True):
        (rows,) = figure.spec(narrow)["datasets"].values()
        assert [row["value"] for row in rows] == [1.16, 400.5]


@pytest.mark.parametrize("text", ["", "{}", '{"rows": [], "about": {}}', "[1]"])
def test_another_file_is_refused_with_what_to_do(tmp_path: Path, text: str) -> None:
    path = tmp_path / "speed.json"
    path.write_text(text)
    with pytest.raises(PlaybookError, match=r"speed.json: is not what `make bench` writes"):
        speed.figure(path, "2026.11")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match="make bench"):
        speed.figure(tmp_path / "speed.json", "2026.11")


def test_the_embedded_measurement_can_be_drawn(root: Path) -> None:
    figure = speed.figure(root / "book" / "speed.json", "2026.11")
    assert {"This playbook", "Jupyter Book's cache"} <= set(figure.data["tool"])
