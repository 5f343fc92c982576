"""What a page read, and what of it changed, in words for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from playbook.catalogue import Catalogue
from playbook.catalogue.lookups import BETWEEN
from playbook.errors import PlaybookError
from playbook.observations import queries

SHOWN = 3
"""More names than this are counted: a reason is one line."""

QUALIFIERS = {"sex": "", "age": "", "groups": "", "start": "from ", "end": "to "}
"""What may narrow a query, and the word before it."""


def look_up(catalogue: Catalogue, name: str, of: Iterable[str]) -> str:
    """Name a look-up and what it was asked of: ``source of smoking``, ``area Brent``."""
    subjects = [
        " × ".join(_name(catalogue, part) for part in one.split(BETWEEN)) for one in of if one
    ]
    noun = name.replace("_", " ")
    return f"{noun} {_listed(subjects)}" if subjects else noun


def read(catalogue: Catalogue, recorded: dict[str, Any]) -> str:
    """Name a table and the areas whose rows are not those that were recorded.

    Parameters
    ----------
    recorded : dict
        A read as a run keeps it.

    Returns
    -------
    str
        Such as ``smoking × Brent``; the table alone where it has no areas.
    """
    query, before = recorded["query"], recorded.get("parts") or {}
    table = subject(query)
    try:
        now = queries.answer(query, catalogue.project).parts()
    except PlaybookError:
        return table
    changed = [code for code in sorted({*before, *now}) if before.get(code) != now.get(code)]
    if not changed:
        return table
    return f"{table} × {_listed([_name(catalogue, code) for code in changed])}"


def subject(query: dict[str, Any]) -> str:
    """Name what a query reads: the indicator, or the table."""
    return str(query.get("indicator") or query["table"])


def asked(catalogue: Catalogue, query: dict[str, Any]) -> str:
    """Write a query in words: ``smoking × Brent, Harrow; Persons; from 2024-01-01``."""
    said = subject(query)
    if query.get("areas"):
        said += f" × {_listed([_name(catalogue, code) for code in query['areas']])}"
    elif "areas" in query:
        said += ", every area"
    for key, before in (
        ("sex", ""),
        ("age", ""),
        ("groups", ""),
        ("start", "from "),
        ("end", "to "),
    ):
        if query.get(key) not in (None, queries.ALL):
            said += f"; {before}{query[key]}"
    return said


def _name(catalogue: Catalogue, part: str) -> str:
    try:
        return catalogue.label(part)
    except PlaybookError:
        return part


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:SHOWN])
    return shown if len(names) <= SHOWN else f"{shown} and {len(names) - SHOWN} more"
