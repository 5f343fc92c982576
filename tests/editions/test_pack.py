"""A packed page runs again in an empty folder, and says whether it gives the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.editions.pack import pack
from playbook.errors import PlaybookError
from tests.catalogue.editing import replace

PAGE = "indicators/within_4_hours"
TABLE = "data/observations/within_4_hours.csv"


def rerun(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the pack as its README says, by this interpreter and with nothing else of ours."""
    kept = {key: value for key, value in os.environ.items()
            if key != "PYTHONPATH" and not key.startswith("PLAYBOOK_")}  # fmt: skip
    return subprocess.run(
        [sys.executable, "rerun.py"], cwd=folder, env=kept, capture_output=True, text=True
    )


def test_a_pack_holds_what_the_page_read_and_says_how_to_run_it(mini: Path, tmp_path: Path) -> None:
    folder = unpacked(mini, tmp_path)
    said = (folder / "README.md").read_text()
    assert "indicator = within_4_hours" in said
    assert "python rerun.py" in said
    sheet = json.loads((folder / "pack.json").read_text())
    rows = (folder / TABLE).read_text().splitlines()
    assert sheet["rows"][TABLE] == len(rows) - 1
    # What the page did not read is not in it.
    assert not (folder / "data/observations/smoking.csv").exists()


@pytest.mark.audit
def test_a_pack_gives_the_same_numbers_elsewhere_and_tells_when_not(
    mini: Path, tmp_path: Path
) -> None:
    folder = unpacked(mini, tmp_path)
    other = tmp_path / "other.zip"
    pack(Project(mini), PAGE, other)
    assert (tmp_path / "one.zip").read_bytes() == other.read_bytes()
    # The playbook itself is out of the way: nothing of it can be what is run.
    mini.rename(tmp_path / "away")

    done = rerun(folder)
    values = len(json.loads((folder / "pack.json").read_text())["values"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith(f"every output and {values} values: the same.\n")

    replace(folder / TABLE, "all,76,1558,2050", "all,75.6098,1550,2050")
    done = rerun(folder)
    assert done.returncode == 1
    assert f"{TABLE} is not as it was packed" in done.stdout
    assert "within_4_hours.mini" in done.stdout
    assert "cell 2: other outputs" not in done.stdout


def unpacked(mini: Path, place: Path) -> Path:
    """Pack a page of the miniature, and lay the pack out in a folder of its own."""
    pack(Project(mini), PAGE, place / "one.zip")
    folder = place / "elsewhere"
    with zipfile.ZipFile(place / "one.zip") as packed:
        packed.extractall(folder)
    return folder


def test_a_page_that_is_none_is_refused(mini: Path, tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match="indicators/smokin"):
        pack(Project(mini), "indicators/smokin", tmp_path / "none.zip")
    assert not (tmp_path / "none.zip").exists()
