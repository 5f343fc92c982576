"""The gate of notebooks: what may not be committed is found, and stripped where that mends it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from playbook.catalogue import Project
from playbook.checks import notebooks
from tests.conftest import playbook

Change = Callable[[nbformat.NotebookNode], None]


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Project:
    """One clean notebook."""
    (tmp_path / "notebooks").mkdir()
    shutil.copy(root / "notebooks" / "trust.ipynb", tmp_path / "notebooks")
    return Project(tmp_path)


def change(project: Project, how: Change) -> None:
    path = project.notebooks / "trust.ipynb"
    node = nbformat.read(path, as_version=4)
    how(node)
    nbformat.write(node, path)


def outputs(node: nbformat.NotebookNode) -> None:
    node.cells[3].outputs = [nbformat.v4.new_output("stream", text="3 rows")]


def count(node: nbformat.NotebookNode) -> None:
    node.cells[3].execution_count = 3


def kernel(node: nbformat.NotebookNode) -> None:
    node.metadata.kernelspec = {"display_name": "mine", "language": "python", "name": "mine"}


def checked(node: nbformat.NotebookNode) -> None:
    node.cells[3].metadata.tags = [notebooks.CHECKED]


def test_the_real_notebooks_are_clean_and_nothing_is_left_to_strip(root: Path) -> None:
    project = Project(root)
    before = {path: path.read_bytes() for path in project.notebooks.glob("*.ipynb")}
    assert len(before) >= 9
    assert notebooks.check(project) == []
    assert notebooks.fix(project) == []


@pytest.mark.parametrize(
    ("how", "rule", "cell"),
    [(outputs, "outputs", 4), (count, "outputs", 4), (kernel, "kernelspec", None)],
)
def test_what_a_session_left_is_found_and_stripped(
    project: Project, how: Change, rule: str, cell: int | None
) -> None:
    path = project.notebooks / "trust.ipynb"
    clean = path.read_bytes()
    assert notebooks.check(project) == []
    change(project, how)
    (one,) = notebooks.check(project)
    assert (one.rule, one.cell, one.file) == (rule, cell, "notebooks/trust.ipynb")
    assert "--fix" in one.remedy
    assert notebooks.fix(project) == [path]
    assert path.read_bytes() == clean


def test_the_output_of_a_checked_cell_is_kept_and_a_checked_cell_without_one_is_found(
    project: Project,
) -> None:
    change(project, checked)
    (one,) = notebooks.check(project)
    assert (one.rule, one.cell) == ("unchecked", 4)
    change(project, outputs)
    # nbval compares only what was run: a cell without a count was not.
    assert [one.problem for one in notebooks.check(project)] == ["has the count of a session."]
    assert len(notebooks.fix(project)) == 1
    assert notebooks.check(project) == []
    assert notebooks.fix(project) == []


def test_every_real_notebook_has_its_key_numbers_checked(root: Path) -> None:
    paths = sorted((root / "notebooks").glob("*.ipynb"))
    for path in paths:
        kept = [
            "".join(output["data"]["text/plain"])
            for cell in nbformat.read(path, as_version=4).cells
            if notebooks.CHECKED in cell.metadata.get("tags", [])
            for output in cell.outputs
        ]
        assert any(character.isdigit() for character in "".join(kept)), path.name
    assert len(paths) >= 9


def test_a_run_that_somebody_committed_is_found(project: Project) -> None:
    names = (
        "_build/runs/forged.run.json",
        "_BUILD/runs/forged.run.json",
        ".venv/bin/python",
        "scripts/playbook/__pycache__/errors.cpython-311.pyc",
        "tests/audits/node_modules/x.js",
    )
    for path in (project.root / name for name in names):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    assert notebooks.check(project) == []
    for words in (["init", "--quiet"], ["add", "notebooks"]):
        subprocess.run(["git", *words], cwd=project.root, check=True)
    assert notebooks.check(project) == []
    for name in names:
        subprocess.run(["git", "add", "--force", name], cwd=project.root, check=True)
    found = notebooks.check(project)
    assert {(one.rule, one.file) for one in found} == {("made", name) for name in names}


def test_a_link_in_the_place_of_what_is_made_is_found(project: Project, tmp_path: Path) -> None:
    (project.root / "_build").symlink_to(tmp_path)
    for words in (["init", "--quiet"], ["add", "--force", "_build"]):
        subprocess.run(["git", *words], cwd=project.root, check=True)
    assert [one.file for one in notebooks.check(project)] == ["_build"]


def test_a_repository_that_git_cannot_read_is_no_clean_one(project: Project) -> None:
    (project.root / ".git").write_text("gitdir: nowhere\n")
    (found,) = notebooks.check(project)
    assert (found.rule, found.file) == ("made", ".git")
    assert "nowhere" in found.problem


def nbval(path: Path) -> subprocess.CompletedProcess[str]:
    """Run a notebook as `make test` does."""
    words = ["-m", "pytest", "--nbval-lax", "-q", "-p", "no:cacheprovider", path.name]
    return subprocess.run([sys.executable, *words], cwd=path.parent, capture_output=True, text=True)


@pytest.mark.audit
def test_a_key_number_that_is_another_fails_and_is_recorded_when_it_is_meant(mini: Path) -> None:
    project, path = Project(mini), mini / "notebooks" / "validation.ipynb"
    for other in set(project.notebooks.glob("*.ipynb")) - {path}:
        other.unlink()
    first = nbval(path)
    assert first.returncode == 0, first.stdout
    kept = path.read_text()
    path.write_text(re.sub(r"All \d+ worked", "All 7 worked", kept))
    done = nbval(path)
    assert done.returncode == 1
    assert "All 7 worked" in done.stdout
    assert notebooks.record(project) == [path]
    assert path.read_text() == kept
    assert notebooks.record(project) == []


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("open('/home/ada/a.csv')", "/home/ada/a.csv"),
        ("open(r'C:\\Users\\ada')", "C:\\Users\\ada"),
        ("a = '~/data'", "~/data"),
        ("a = '/srv/x'", "/srv/x"),
        ("a = 'https://example.org/home/x' + 'b/tmp/c'", None),
        ("a = b / home / c", None),
    ],
)
def test_a_path_of_a_machine_is_found(project: Project, source: str, path: str | None) -> None:
    change(project, lambda node: node.cells[3].update(source=f"x = 1\n{source}"))
    said = [(one.cell, one.line, one.problem) for one in notebooks.check(project)]
    assert said == ([(4, 2, f"{path} is a path of one machine.")] if path else [])


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('trust: str = "R1K"', "trust is not documented."),
        ('# the short name of a trust\ntrust: str = "R1K"', None),
        ('trust = "R1K"  # a trust', "takes only lines such as"),
    ],
)
def test_a_parameter_is_typed_and_documented(
    project: Project, source: str, said: str | None
) -> None:
    change(project, lambda node: node.cells[1].update(source=source))
    found = notebooks.check(project)
    assert [(one.rule, one.cell) for one in found] == ([("parameters", 2)] if said else [])
    assert all(said in one.problem for one in found if said)


def test_the_command_strips_and_then_looks(mini: Path) -> None:
    change(Project(mini), outputs)
    assert playbook(mini, "check", "notebooks").returncode == 3
    done = playbook(mini, "check", "notebooks", "--fix")
    assert done.returncode == 0
    assert "notebooks/trust.ipynb: stripped." in done.stderr
