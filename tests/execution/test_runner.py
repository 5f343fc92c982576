"""Executing pages: both engines agree, failures are named, and one page cannot harm another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from playbook.execution import engine, runner
from playbook.execution.engine import Failure
from playbook.execution.pages import Page
from playbook.execution.store import Run, RunStore
from tests.catalogue.editing import replace
from tests.execution.pages import every_page, execute, notebook


def test_both_engines_give_the_same_pages_to_the_byte(mini: Path) -> None:
    project, listed = every_page(mini)
    store = RunStore(project.root)
    seen = []
    for how in ("fork", "kernel"):
        recap = runner.run(project, runner.plan(project, listed, force=True), engine=how)
        assert recap.failures == []
        seen.append({page.slug: store.notebook_path(page.slug).read_bytes() for page in listed})
        reads = {slug: [run.reads, run.look_ups] for slug, run in recap.runs.items()}
        assert all(look_ups for _, look_ups in reads.values())
        seen[-1] |= {f"{slug} reads": json.dumps(read).encode() for slug, read in reads.items()}
    assert seen[0] == seen[1]


@pytest.mark.parametrize("how", ["fork", "kernel"])
def test_outputs_come_in_order_and_warnings_go_to_the_record(tmp_path: Path, how: str) -> None:
    sources = (
        "print('one', n)\nimport sys\nprint('quiet', file=sys.stderr)\nprint('two')",
        "display({'a': 1})\n'last'",
        "1 + 1;",
    )
    run = execute(tmp_path, *sources, how=how)
    assert isinstance(run, Run)
    cells = RunStore(tmp_path).notebook(run)["cells"]
    outputs = [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]
    first, second, third = outputs[-3:]
    assert "".join("".join(o["text"]) for o in first) == "one 2\ntwo\n"
    assert [o["output_type"] for o in second] == ["display_data", "execute_result"]
    assert third == []
    assert run.warnings == ["quiet"]


@pytest.mark.parametrize("how", ["fork", "kernel"])
def test_an_error_names_cell_and_line(tmp_path: Path, how: str) -> None:
    failure = execute(tmp_path, "x = 1", "y = 2\nz = y / 0", how=how)
    assert isinstance(failure, Failure)
    assert (failure.cell, failure.line) == (4, 2)
    assert failure.message == "ZeroDivisionError: division by zero"
    assert RunStore(tmp_path).get("try") is None


def test_a_cell_that_hangs_is_stopped_and_named(tmp_path: Path) -> None:
    failure = execute(tmp_path, "while True: pass", timeout=2)
    assert isinstance(failure, Failure)
    assert "CellTimeoutError: no answer within 2 seconds" in failure.message
    assert failure.cell == 3


def test_a_process_that_dies_is_a_failure_of_its_page_alone(tmp_path: Path) -> None:
    failure = execute(tmp_path, "import os; os._exit(3)")
    assert isinstance(failure, Failure)
    assert "DeadKernelError: the process ended" in failure.message


LEAKS = {
    "a builtin": (
        "import builtins; builtins.leak = 1",
        "import builtins; hasattr(builtins, 'leak')",
    ),
    "a module": ("import sys; sys.modules['leak'] = sys", "import sys; 'leak' in sys.modules"),
    "the folder": ("import os; os.chdir('/')", "import os; os.getcwd() == '/'"),
    "the environment": ("import os; os.environ['LEAK'] = '1'", "import os; 'LEAK' in os.environ"),
    "an option": (
        "import pandas; pandas.set_option('display.max_rows', 7)",
        "import pandas; pandas.get_option('display.max_rows') == 7",
    ),
    "chance": (
        "import random; random.seed(5); state = random.getstate()",
        "import random; now = random.getstate(); random.seed(5); now == random.getstate()",
    ),
    "a name": ("leak = 1", "'leak' in globals()"),
    "a record": (
        "from playbook.catalogue import Catalogue; Catalogue.leak = 1",
        "from playbook.catalogue import Catalogue; hasattr(Catalogue, 'leak')",
    ),
    "a reader": ("import pandas; pandas.concat = None", "import pandas; pandas.concat is None"),
}


@pytest.mark.parametrize("what", LEAKS)
def test_nothing_leaks_from_page_to_page(tmp_path: Path, what: str) -> None:
    poison, leaked = LEAKS[what]
    before, _, question = leaked.rpartition("; ")
    check = f"{before}\nassert not ({question})" if before else f"assert not ({question})"
    # What is asked is true where it was done, and nowhere else.
    assert isinstance(execute(tmp_path, f"{poison}\n{check.replace('not ', '', 1)}"), Run)
    assert isinstance(execute(tmp_path, check), Run)


def test_a_page_without_a_title_is_refused(tmp_path: Path) -> None:
    path = notebook(tmp_path / "notebooks" / "try.ipynb")
    node = nbformat.read(path, as_version=4)
    node.cells.pop(1)
    nbformat.write(node, path)
    failure = engine.execute(Page("try", path), tmp_path, {}, "fork", 60)
    assert isinstance(failure, Failure)
    assert "exactly one Page(title=..., description=...), not 0" in failure.message


def test_a_figure_made_twice_is_refused(tmp_path: Path) -> None:
    source = (
        "from playbook.figures.components import Value, Values\n"
        "v = Value(key='a.b', number=1, unit='', text='1', period='2024')\nValues(values=[v, v])"
    )
    failure = execute(tmp_path, source)
    assert isinstance(failure, Failure)
    assert "value 'a.b' is made twice" in failure.message


def test_the_plan_says_why_in_words(mini: Path) -> None:
    project, listed = every_page(mini)
    chosen = [page for page in listed if page.slug == "indicators/smoking"]
    assert runner.plan(project, chosen)[0].reasons == ["it has no run yet"]
    assert runner.run(project, runner.plan(project, chosen)).failures == []
    assert runner.plan(project, chosen)[0].reasons == []
    table = mini / "data" / "observations" / "smoking.csv"
    replace(table, ",14,210,1500,", ",14.2,213,1500,")
    assert runner.plan(project, chosen)[0].reasons == ["data: smoking × Northbrook changed"]
    replace(table, ",14.2,213,1500,", ",14,210,1500,")
    assert runner.plan(project, chosen)[0].reasons == []
    replace(mini / "notebooks" / "indicator.ipynb", "Facts(items=", "Facts( items=")
    assert runner.plan(project, chosen)[0].reasons == ["the notebook's code changed"]


@pytest.mark.parametrize(
    ("name", "old", "new", "stale"),
    [
        (
            "indicators/within_4_hours.yml",
            "short_title: ",
            "short_title: More ",
            [
                "missions/days-at-home",
                "indicators/within_4_hours",
                "trusts/northbrook-hospital",
                "boards/change",
            ],
        ),
        ("indicators/smoking.yml", "id: smoking", "id: smoking  # a comment", []),
    ],
)
def test_an_edited_record_makes_only_the_pages_stale_that_looked_at_it(
    mini: Path, name: str, old: str, new: str, stale: list[str]
) -> None:
    project, listed = every_page(mini)
    assert runner.run(project, runner.plan(project, listed)).failures == []
    replace(mini / "data" / name, old, new)
    found = {one.page.slug: one.reasons for one in runner.plan(project, listed) if one.reasons}
    assert list(found) == stale
    assert all(reasons[0].startswith("record: indicator") for reasons in found.values())


@pytest.mark.parametrize("options", [(), ("--engine", "playbook-fork")])
def test_a_notebook_runs_alone_under_papermill(mini: Path, options: tuple[str, ...]) -> None:
    command = [str(Path(sys.executable).parent / "papermill"), *options, "--no-progress-bar"]
    command += ["notebooks/indicator.ipynb", "out.ipynb", "-p", "indicator", "smoking"]
    done = subprocess.run(command, cwd=mini, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    shown = engine.components(json.loads((mini / "out.ipynb").read_text()))
    assert {"page", "answer", "figure", "metadata"} <= {one["component"] for one in shown}


def test_the_environment_is_left_as_it_was(tmp_path: Path) -> None:
    before = dict(os.environ)
    assert isinstance(execute(tmp_path, "1 + 1"), Run)
    assert dict(os.environ) == before
