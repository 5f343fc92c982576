"""A page may not open data/ past the loaders: each way of reading is refused in a sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from playbook.execution import guard
from playbook.execution.engine import Failure
from playbook.execution.store import Run
from tests.execution.pages import execute, notebook

SMOKING = "data/observations/smoking.csv"
OWN = "import os, tempfile; own = tempfile.gettempdir()\n"
WAYS = {
    "open": f"open('{SMOKING}').read()",
    "bytes": f"open(b'{SMOKING}', 'rb').read()",
    "io": f"import io; io.FileIO('{SMOKING}')",
    "path": f"from pathlib import Path; Path('{SMOKING}').read_text()",
    "absolute": f"from pathlib import Path; Path('{SMOKING}').resolve().read_bytes()",
    "dots": "open('notebooks/../data/observations/smoking.csv')",
    "another folder": "import os; os.chdir('data/observations'); open('smoking.csv')",
    "os": f"import os; os.open('{SMOKING}', os.O_RDONLY)",
    "folder": "import os; os.open('data', os.O_RDONLY)",
    "pandas": f"import pandas; pandas.read_csv('{SMOKING}')",
    "numpy": f"import numpy; numpy.genfromtxt('{SMOKING}', delimiter=',')",
    "a link to the file": f"{OWN}os.symlink(os.path.abspath('{SMOKING}'), own + '/out.csv')\n"
    "open(own + '/out.csv')",
    "a link to the folder": f"{OWN}os.symlink(os.path.abspath('data'), own + '/elsewhere')\n"
    "open(own + '/elsewhere/observations/smoking.csv')",
    "a copy": f"{OWN}import shutil; shutil.copy('{SMOKING}', own + '/out.csv')",
    "a thread": f"from concurrent.futures import ThreadPoolExecutor\n"
    f"ThreadPoolExecutor(1).submit(open, '{SMOKING}').result()",
}
SAID = (
    "data/observations/smoking.csv is not opened from a notebook: the page would not know when "
    "it changes. Call playbook.observations.load('smoking')."
)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_reading_is_refused(mini: Path, way: str) -> None:
    failure = execute(mini, WAYS[way])
    assert isinstance(failure, Failure)
    assert failure.cell == 3
    said = failure.message.removeprefix("PlaybookError: ")
    if way == "folder":
        assert said.startswith("data/. is not opened from a notebook")
    else:
        assert said == SAID


@pytest.mark.parametrize("how", ["fork", "kernel"])
def test_both_engines_refuse_and_both_let_the_loaders_through(mini: Path, how: str) -> None:
    loads = (
        "from playbook.catalogue import Catalogue\nfrom playbook.observations import *",
        "load('smoking'), load_population(), load_deprivation(), load_boundaries()",
        "catalogue = Catalogue.read()\ncatalogue.system, catalogue.indicators, catalogue.areas",
        f"{OWN}open(own + '/a.txt', 'w').write('its own'); open(own + '/a.txt').read()",
    )
    assert isinstance(execute(mini, *loads, how=how), Run)
    failure = execute(mini, *loads, WAYS["pandas"], how=how)
    assert isinstance(failure, Failure)
    assert failure.message == f"PlaybookError: {SAID}"


def test_papermill_with_the_fork_engine_refuses_too(mini: Path) -> None:
    path = notebook(mini / "notebooks" / "try.ipynb", WAYS["open"])
    command = [str(Path(sys.executable).parent / "papermill"), "--engine", "playbook-fork"]
    command += ["--no-progress-bar", str(path), "out.ipynb"]
    done = subprocess.run(command, cwd=mini, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Call playbook.observations.load('smoking')." in done.stderr


@pytest.mark.parametrize("how", ["fork", "kernel"])
def test_look_ups_and_reads_are_noted_alike(mini: Path, how: str) -> None:
    run = execute(
        mini,
        "from playbook.catalogue import Catalogue\nfrom playbook.observations import load",
        "load('smoking', areas='northbrook')\nCatalogue.read().source_of('smoking').title",
        how=how,
    )
    assert isinstance(run, Run)
    assert [read["query"]["areas"] for read in run.reads] == [["E09000901"]]
    assert {name: list(of) for name, of in run.look_ups.items()} == {
        "area": ["northbrook"],
        "indicator": ["smoking"],
        "source_of": ["smoking"],
    }


@pytest.mark.parametrize(
    ("file", "instead"),
    [
        ("population.csv", "playbook.observations.load_population()"),
        ("indicators/smoking.yml", "Catalogue.read().indicator('smoking')"),
        ("places/areas.csv", "Catalogue.read().area(code)"),
        ("missions.yml", "Catalogue.read().missions"),
        ("playbook.yml", "Catalogue.read().system"),
        ("datapackage.json", "Catalogue.read() of playbook.catalogue, or a load function"),
    ],
)
def test_the_refusal_names_what_to_call(file: str, instead: str) -> None:
    assert f"Call {instead}" in guard.refusal(file)


def test_a_notebook_outside_a_playbook_reads_what_it_likes(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.json").write_text(json.dumps([1]))
    assert isinstance(execute(tmp_path, "open('data/x.json').read()"), Run)
