"""The gate of notebooks: as they are committed, each is clean and can run anywhere.

What they do is for others to judge: ruff reads their code, and nbval runs each from top to bottom.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import tokenize
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat

from playbook.catalogue import Project
from playbook.checks.findings import Finding
from playbook.errors import PlaybookError
from playbook.execution import fork, notebooks
from playbook.execution.notebooks import Notebook
from playbook.writing import put

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
"""The kernel that every machine with Jupyter has."""

CHECKED = "nbval-check-output"
"""Tag of a cell whose outputs are kept, and compared when the notebook runs again."""

COUNT = 1
"""The count of each checked cell: nbval takes one without a count for one that never ran."""

MADE = ("_build/**", "_build", ".venv/**", ".venv", "**/node_modules/**", "**/__pycache__/**")
"""Where a build and a set-up put what they make; never committed, whatever .gitignore says."""

MACHINE = re.compile(
    r"(?<![\w.:/])(?:/(?:home|Users|root|tmp|var|mnt|opt|srv)/|[A-Za-z]:\\|~/|\\\\\w)[^\s\"']*"
)
"""A path that only one machine has."""

FIX = "Run `playbook check notebooks --fix`; the hook of pre-commit does it at each commit."

Found = tuple[str, int | None, int | None, str, str]
"""Rule, cell, line, problem and remedy."""


def check(project: Project) -> list[Finding]:
    """Look at each notebook under ``notebooks/``, and for runs that somebody committed."""
    found = list(_committed(project))
    for path in sorted(project.notebooks.glob("*.ipynb")):
        shown = project.shown(path)
        try:
            notebook = notebooks.read(path)
        except PlaybookError as error:
            refused = Finding.of_error(error, "parameters", "Mend the cell tagged parameters.")
            found += [replace(one, file=shown) for one in refused]
            continue
        for rule, cell, line, problem, remedy in _of_notebook(notebook):
            found.append(
                Finding(rule=rule, problem=problem, remedy=remedy, file=shown, cell=cell, line=line)
            )
    return found


def _committed(project: Project) -> Iterator[Finding]:
    """Find what was made and is committed: a build would take such a run or program for its own."""
    git = shutil.which("git")
    # Outside a repository nothing is committed.
    inside = any((folder / ".git").exists() for folder in (project.root, *project.root.parents))
    if git is None or not inside:
        return
    # Where capitals are not told apart, a folder of another spelling is the same.
    made = [f":(icase,glob){name}" for name in MADE]
    words = [git, "-C", str(project.root), "ls-files", "-z", "--", *made]
    listed = subprocess.run(words, capture_output=True, text=True)
    if listed.returncode:
        yield Finding(
            rule="made",
            problem=f"git cannot list what is committed: {listed.stderr.strip()}",
            remedy="Run `git status` here, and do what it says.",
            file=".git",
        )
    for name in filter(None, listed.stdout.split("\0")):
        yield Finding(
            rule="made",
            problem="is made by a build or a set-up, and committed.",
            remedy=f"Run `git rm --cached {name}`: each machine makes its own.",
            file=name,
        )


def fix(project: Project) -> list[Path]:
    """Strip outputs but those of checked cells, counts and ids of a session; say what changed."""
    return [path for path in sorted(project.notebooks.glob("*.ipynb")) if _fix(path)]


def record(project: Project) -> list[Path]:
    """Run each notebook as it is, and keep the outputs of its checked cells; say what changed.

    Raises
    ------
    PlaybookError
        Naming the notebook, the cell and the error where one fails.
    """
    return [path for path in sorted(project.notebooks.glob("*.ipynb")) if _record(project, path)]


def _record(project: Project, path: Path) -> bool:
    # Here, since only this needs what executes.
    import papermill
    from papermill.exceptions import PapermillExecutionError

    node = nbformat.read(path, as_version=4)
    checked = [n for n, cell in enumerate(node.cells) if CHECKED in cell.metadata.get("tags", [])]
    if not checked:
        return False
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = papermill.execute_notebook(
                path, Path(folder) / path.name, kernel_name="python3", progress_bar=False,
                cwd=project.root, engine_name=fork.NAME if fork.available() else None,
            )  # fmt: skip
        except PapermillExecutionError as error:
            message = f"{error.ename}: {error.evalue}"
            raise PlaybookError(message, file=project.shown(path), cell=error.cell_index) from None
    for number in checked:
        node.cells[number].outputs = done.cells[number].outputs
    before = path.read_bytes()
    put(path, f"{nbformat.writes(node)}\n".encode())
    _fix(path)
    return path.read_bytes() != before


def _fix(path: Path) -> bool:
    node = nbformat.read(path, as_version=4)
    node.metadata["kernelspec"] = dict(KERNEL)
    node.metadata["language_info"] = {"name": "python"}
    node.metadata.pop("widgets", None)
    for cell in node.cells:
        if cell.cell_type == "code":
            if CHECKED not in cell.metadata.get("tags", []):
                cell.outputs = []
            cell.execution_count = COUNT if cell.outputs else None
            for output in cell.outputs:
                if "execution_count" in output:
                    output["execution_count"] = COUNT
            cell.metadata.pop("execution", None)
        for name in ("collapsed", "scrolled", "papermill"):
            cell.metadata.pop(name, None)
    return put(path, f"{nbformat.writes(node)}\n".encode())


def _of_notebook(notebook: Notebook) -> Iterator[Found]:
    if notebook.node.metadata.get("kernelspec") != KERNEL:
        yield "kernelspec", None, None, "does not name the kernel python3.", FIX
    yield from _parameters(notebook)
    for number, cell in enumerate(notebook.node.cells, start=1):
        for line, text in enumerate(cell.source.splitlines(), start=1):
            if path := MACHINE.search(text):
                remedy = "Name files from the root of the playbook, or ask playbook.observations."
                yield "path", number, line, f"{path[0]} is a path of one machine.", remedy
        if cell.cell_type == "code":
            yield from _code(number, cell)


def _code(number: int, cell: Any) -> Iterator[Found]:
    kept = CHECKED in cell.metadata.get("tags", [])
    if cell.outputs and not kept:
        yield "outputs", number, None, "has outputs. A notebook is committed without them.", FIX
    if kept and not cell.outputs:
        remedy = "Run `playbook check notebooks --record`; or take the tag away."
        yield "unchecked", number, None, f"is tagged {CHECKED}, but keeps no output.", remedy
    if cell.execution_count != (COUNT if kept and cell.outputs else None):
        yield "outputs", number, None, "has the count of a session.", FIX


def _parameters(notebook: Notebook) -> Iterator[Found]:
    """Say which parameters have no comment that tells what they are."""
    number, cell = next(
        (number, cell)
        for number, cell in enumerate(notebook.node.cells, start=1)
        if "parameters" in cell.metadata.get("tags", [])
    )
    tokens = list(tokenize.generate_tokens(io.StringIO(cell.source).readline))
    told = {token.start[0] for token in tokens if token.type == tokenize.COMMENT}
    for name in notebook.parameters:
        line = next(t.start[0] for t in tokens if t.type == tokenize.NAME and t.string == name)
        if not told & {line, line - 1}:
            problem = f"{name} is not documented."
            remedy = "Say what it is, in a comment behind it or on the line before."
            yield "parameters", number, line, problem, remedy
