"""A query on the data: plain values that can be stored, asked again, and hashed."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from playbook.catalogue import Project
from playbook.errors import PlaybookError, nearest
from playbook.observations import context
from playbook.observations import table as tables
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
    table = tables.observations(project, query["indicator"])
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
    return table, marked


def answer(query: Query, project: Project) -> tuple[int, str]:
    """Number and hash of the rows that a query gives now."""
    if query["table"] == context.BOUNDARIES:
        path = project.data / context.FILES[context.BOUNDARIES]
        if not path.is_file():
            raise PlaybookError("is missing. Maps read it.", file=project.shown(path))
        stat = path.stat()
        return 1, _file_hash(str(path), stat.st_mtime_ns, stat.st_size)
    table, marked = find(query, project)
    return table.hash(marked)


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


@cache
def _file_hash(path: str, _modified: int, _size: int) -> str:
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
