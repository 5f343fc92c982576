"""Reading a parameterised notebook: its cells, its parameters and their types."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat

from playbook.errors import PlaybookError
from playbook.hashing import stamp

TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool, "list": list}
"""The parameter types a notebook may declare."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a notebook: its name, its type's name and its default."""

    name: str
    type: str
    default: Any


@dataclass(frozen=True)
class Notebook:
    """A notebook as the contributor edits it.

    Attributes
    ----------
    path : Path
        The file under ``notebooks/``.
    node : NotebookNode
        Its cells, without outputs of interest.
    parameters : dict of str to Parameter
        What the cell tagged ``parameters`` declares, in order.
    """

    path: Path
    node: nbformat.NotebookNode
    parameters: dict[str, Parameter]

    def code_cells(self) -> Iterator[nbformat.NotebookNode]:
        """Give the code cells in order."""
        return (cell for cell in self.node.cells if cell.cell_type == "code")

    def code_hash(self) -> str:
        """Hash the code cells and their tags; prose and outputs do not count."""
        digest = hashlib.sha256()
        for cell in self.code_cells():
            tags = ",".join(sorted(cell.metadata.get("tags", [])))
            digest.update(f"{tags}\0{cell.source}\0".encode())
        return digest.hexdigest()


def read(path: Path) -> Notebook:
    """Read a notebook and its typed parameters; to be changed by nobody, as others get it too.

    Parameters
    ----------
    path : Path
        A version 4 notebook.

    Raises
    ------
    PlaybookError
        When the file is missing or no notebook, has no cell tagged ``parameters`` or more than one,
        or when that cell holds anything but assignments of plain values.
    """
    try:
        return _read(path, *stamp(path.stat()))
    except FileNotFoundError:
        raise PlaybookError("there is no such notebook", file=path) from None


@lru_cache
def _read(path: Path, *_state: int) -> Notebook:
    try:
        node = nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise PlaybookError(f"is not a valid notebook: {reason}", file=path) from error
    tagged = [i for i, c in enumerate(node.cells) if "parameters" in c.metadata.get("tags", [])]
    if len(tagged) != 1:
        found = "no cell is" if not tagged else f"{len(tagged)} cells are"
        raise PlaybookError(
            f"{found} tagged 'parameters'. Tag exactly one cell, with lines such as "
            f"'indicator: str = \"ae_four_hour\"'",
            file=path,
            cell=tagged[1] + 1 if tagged else None,
        )
    return Notebook(path, node, _parameters(path, tagged[0], node.cells[tagged[0]].source))


def _parameters(path: Path, index: int, source: str) -> dict[str, Parameter]:
    def refuse(line: int, why: str) -> PlaybookError:
        return PlaybookError(f"line {line}: {why}", file=path, cell=index + 1)

    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise refuse(error.lineno or 1, f"is not Python: {error.msg}") from error
    found: dict[str, Parameter] = {}
    for statement in tree.body:
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            raise refuse(
                statement.lineno, "the parameters cell takes only lines such as 'name: str = \"x\"'"
            )
        kind = ast.unparse(statement.annotation)
        if kind not in TYPES:
            raise refuse(statement.lineno, f"type {kind!r} is not one of {', '.join(TYPES)}")
        try:
            default = ast.literal_eval(statement.value) if statement.value else None
        except ValueError:
            raise refuse(statement.lineno, "the default must be a plain value") from None
        if not _fits(default, kind):
            raise refuse(statement.lineno, f"the default {default!r} is not of type {kind}")
        found[statement.target.id] = Parameter(statement.target.id, kind, default)
    return found


def check_parameters(notebook: Notebook, values: dict[str, Any]) -> None:
    """Refuse a parameter that the notebook does not know or whose value has another type.

    Raises
    ------
    PlaybookError
        Naming the notebook, the parameter, and what is allowed.
    """
    for name, value in values.items():
        parameter = notebook.parameters.get(name)
        if parameter is None:
            known = ", ".join(notebook.parameters) or "none"
            raise PlaybookError(
                f"unknown parameter {name!r}; this notebook has: {known}", file=notebook.path
            )
        if not _fits(value, parameter.type):
            raise PlaybookError(
                f"parameter {name!r} must be {parameter.type}, "
                f"not {type(value).__name__} ({value!r})",
                file=notebook.path,
            )


def _fits(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "bool"
    if kind == "float":
        return isinstance(value, int | float)
    return isinstance(value, TYPES[kind])
