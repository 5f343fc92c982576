"""Say what is wrong with a table of observations: file, line, column and what to do.

Only loaded when a table is known to be wrong, since pandera takes half a second to import.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from functools import partial

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from playbook.errors import PlaybookError, nearest
from playbook.observations.schema import (
    COLUMNS,
    DATES,
    KEY,
    NUMBERS,
    ORDER,
    RULES,
    TEXTS,
)


def schema() -> pa.DataFrameSchema:
    """The columns, their types and the rules between them, as a pandera schema."""
    types = {**dict.fromkeys(TEXTS, str), **dict.fromkeys(DATES, "datetime64[ns]")}
    types |= dict.fromkeys(NUMBERS, float)
    return pa.DataFrameSchema(
        {
            column: pa.Column(types[column], nullable=column in NUMBERS, coerce=True)
            for column in COLUMNS
        },
        checks=[
            # Pandera has no place for a column in a check of the whole frame; the name has.
            pa.Check(rule.holds, name=f"{number}", error=rule.message)
            for number, rule in enumerate(RULES)
        ],
        strict=True,
        ordered=True,
    )


def explain(raw: bytes, file: str, indicator: str, areas: Collection[str] | None) -> PlaybookError:
    """Find every problem of a table that is known to have one.

    Parameters
    ----------
    raw
        Bytes of the file; its header has been checked.
    file
        How the messages name it.
    indicator
        Id that every row must have.
    areas
        Known area codes, or None when they are not to be checked.

    Returns
    -------
    PlaybookError
        All problems together, in the order of the lines.
    """
    try:
        rows, lines = _cells(raw, file)
    except PlaybookError as error:
        return error
    cells = pd.DataFrame(rows, columns=COLUMNS, dtype="str")
    at = partial(_error, file, lines)
    frame, problems = _converted(cells, at)
    # Rules on values that are no values would only repeat the same problem.
    if not problems:
        problems += _broken_rules(frame, cells, at)
    problems += [
        at(
            row,
            "indicator",
            f"is {cells['indicator'][row]!r}, but the file is {indicator}.csv",
        )
        for row in _rows(cells["indicator"] != indicator)
    ]
    if areas is not None:
        unknown = ~cells["area"].isin(list(areas))
        hints = {
            code: nearest(code, areas, noun="area code") for code in cells["area"][unknown].unique()
        }
        problems += [
            at(
                row,
                "area",
                f"{cells['area'][row]!r} is not in places/areas.csv. {hints[cells['area'][row]]}",
            )
            for row in _rows(unknown)
        ]
    if not problems:
        problems = _misplaced(cells, lines, at)
    if not problems:
        raise AssertionError(f"{file} fails a rule that its diagnosis does not know")
    return PlaybookError.together(sorted(problems, key=lambda problem: problem.line or 0))


def _error(file: str, lines: list[int], row: int, column: str, message: str) -> PlaybookError:
    ending = "" if message.endswith((".", "?")) else "."
    return PlaybookError(message + ending, file=file, line=lines[row], field=column)


def _cells(raw: bytes, file: str) -> tuple[list[list[str]], list[int]]:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise PlaybookError("is not UTF-8 text. Save it as UTF-8.", file=file, line=line) from None
    reader = csv.reader(io.StringIO(text, newline=""))
    next(reader)
    rows, lines, problems = [], [], []
    for row in reader:
        if len(row) != len(COLUMNS):
            message = (
                f"has {len(row)} cells; a row has {len(COLUMNS)}. Check the commas and quotes."
            )
            problems.append(PlaybookError(message, file=file, line=reader.line_num))
        elif any("\n" in cell for cell in row):
            message = "has a line break inside a cell. Write it on one line."
            problems.append(PlaybookError(message, file=file, line=reader.line_num))
        rows.append(row)
        lines.append(reader.line_num)
    if not rows:
        raise PlaybookError("has no rows. Write them, or remove the file.", file=file, line=1)
    if problems:
        raise PlaybookError.together(problems)
    return rows, lines


def _converted(
    cells: pd.DataFrame, at: partial[PlaybookError]
) -> tuple[pd.DataFrame, list[PlaybookError]]:
    frame, problems = cells.copy(), []
    for column in NUMBERS:
        frame[column] = pd.to_numeric(cells[column], errors="coerce").astype(float)
        wrong = frame[column].isna() & (cells[column] != "")
        problems += [_no(cells, row, column, "a number", at) for row in _rows(wrong)]
    for column in DATES:
        frame[column] = pd.to_datetime(cells[column], format="%Y-%m-%d", errors="coerce")
        wrong = frame[column].isna()
        problems += [
            _no(cells, row, column, "a date such as 2026-11-22", at) for row in _rows(wrong)
        ]
    return frame, problems


def _no(
    cells: pd.DataFrame, row: int, column: str, wanted: str, at: partial[PlaybookError]
) -> PlaybookError:
    return at(row, column, f"is {cells[column][row]!r}, not {wanted}")


def _broken_rules(
    frame: pd.DataFrame, cells: pd.DataFrame, at: partial[PlaybookError]
) -> list[PlaybookError]:
    try:
        schema().validate(frame, lazy=True)
    except SchemaErrors as error:
        broken = error.schema_errors
    else:
        return []
    problems = []
    for failure in broken:
        rule = RULES[int(failure.check.name)]
        for row in _rows(~failure.check_output.to_numpy(bool)):
            given = cells[rule.column][row]
            shown = f"is {given!r}, which " if given else ""
            problems.append(at(row, rule.column, shown + rule.message))
    return problems


def _misplaced(
    cells: pd.DataFrame, lines: list[int], at: partial[PlaybookError]
) -> list[PlaybookError]:
    """Rows that repeat a key; when there are none, the first row that is out of order."""
    first = cells.groupby(KEY, sort=False).ngroup().drop_duplicates()
    keys = cells.groupby(KEY, sort=False).ngroup()
    first_row = dict(zip(first, first.index, strict=True))
    repeats = [
        at(
            row,
            ", ".join(KEY),
            f"has the same key as line {lines[first_row[keys[row]]]}. Keep one",
        )
        for row in _rows(keys.duplicated())
    ]
    if repeats:
        return repeats
    order = list(cells[ORDER].itertuples(index=False, name=None))
    for row in range(1, len(order)):
        if order[row] < order[row - 1]:
            return [
                at(
                    row,
                    "area",
                    f"is out of order: rows are sorted by {', '.join(ORDER)}",
                )
            ]
    return []


def _rows(marked: pd.Series[bool] | np.ndarray) -> list[int]:
    return [int(row) for row in np.flatnonzero(marked)]
