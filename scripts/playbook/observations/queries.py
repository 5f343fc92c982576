"""A query on the data: plain values that can be stored, asked again, and hashed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from playbook.catalogue import Project
from playbook.errors import PlaybookError, nearest
from playbook.observations import as_of, context
from playbook.observations import table as tables
from playbook.observations.as_of import Cut
from playbook.observations.table import Table

Query = dict[str, Any]
"""``table`` and what to take from it; only text, lists and null, so that JSON holds it."""

OBSERVATIONS = "observations"
ALL, DIMENSION = "all", "="


def find(query: Query, project: Project) -> tuple[Table, np.ndarray]:
    """Open the table of a query and mark the rows that it asks for.

    Raises
    ------
    PlaybookError
        If the table is missing or wrong, or if it has no such dimension.
    """
    name = query["table"]
    if name != OBSERVATIONS:
        table = context.table(project, name)
        return table, _for_areas(table, query)
    table = as_of.known(project, query["indicator"])
    marked = _for_areas(table, query)
    for column in ("sex", "age"):
        if query[column] is not None:
            marked &= _for_text(table, column, query)
    if query["groups"] is not None:
        marked &= _for_groups(table, query)
    # The dates of a query stand in ISO form, and so does the comparison.
    if query["start"] is not None:
        marked &= (table.frame["period_start"] >= pd.Timestamp(query["start"])).to_numpy()
    if query["end"] is not None:
        marked &= (table.frame["period_end"] <= pd.Timestamp(query["end"])).to_numpy()
    if cut := as_of.cut(project, query["indicator"]):
        marked &= cut.marked(table.frame["period_end"])
    return table, marked


@dataclass(frozen=True)
class Answer:
    """What a query gives: how many rows, their hash, and how to hash those of each area."""

    rows: int
    sha256: str
    parts: Callable[[], dict[str, str]]


def answer(query: Query, project: Project) -> Answer:
    """Answer a query without copying its rows; the same query on the same file is asked once."""
    name, cut = query["table"], None
    if name == OBSERVATIONS:
        path = tables.path_of(project, query["indicator"])
        cut = as_of.cut(project, query["indicator"])
    else:
        path = project.data / context.FILES[name]
    try:
        stat = path.stat()
    except OSError:
        # Whoever opens it says what is missing.
        return _answer(query, project)
    stamp = (stat.st_mtime_ns, stat.st_size)
    key = (path, cut, json.dumps(query, sort_keys=True))
    known = _ANSWERS.get(key)
    if known is None or known[0] != stamp:
        _ANSWERS[key] = known = (stamp, _answer(query, project))
    return known[1]


_ANSWERS: dict[tuple[Path, Cut | None, str], tuple[tuple[int, int], Answer]] = {}


def _answer(query: Query, project: Project) -> Answer:
    if query["table"] == context.BOUNDARIES:
        return Answer(1, hashlib.sha256(context.boundaries(project)).hexdigest(), dict)
    return of_rows(*find(query, project))


def of_rows(table: Table, marked: np.ndarray) -> Answer:
    """Describe marked rows of a table as the answer to a query."""
    return Answer(*table.hash(marked), lambda: table.parts(marked))


def _for_areas(table: Table, query: Query) -> np.ndarray:
    areas = query.get("areas")
    return table.everything() if areas is None else table.among("area", areas)


def _for_text(table: Table, column: str, query: Query) -> np.ndarray:
    levels, _ = table.codes[column]
    wanted = query[column]
    if wanted not in levels:
        raise PlaybookError(
            f"{query['indicator']} has no {column} {wanted!r}. {nearest(wanted, levels)}"
        )
    return table.among(column, [wanted])


def _for_groups(table: Table, query: Query) -> np.ndarray:
    groups = query["groups"]
    if groups == ALL:
        return table.among("group", [ALL])
    levels, _ = table.codes["group"]
    wanted = [level for level in levels if level.startswith(groups + DIMENSION)]
    if not wanted:
        known = {level.partition(DIMENSION)[0] for level in levels} | {ALL}
        raise PlaybookError(
            f"{query['indicator']} has no groups {groups!r}. {nearest(groups, known)}"
        )
    return table.among("group", wanted)
