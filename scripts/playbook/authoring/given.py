"""A table of figures as a contributor has it, checked and put into the one tidy form."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from playbook.catalogue import Catalogue
from playbook.errors import PlaybookError, nearest
from playbook.observations import schema

NEEDED = ("area", "period_start", "period_end", "value")
OPTIONAL = tuple(name for name in schema.COLUMNS if name not in (*NEEDED, "indicator"))
DEFAULTS = {"sex": "Persons", "group": "all", "status": "", "note": ""}
NO_FIGURE = "No figure in the table that was added."


def read(path: Path, indicator: str, age: str, catalogue: Catalogue) -> pd.DataFrame:
    """Read a table with at least area, period_start, period_end and value.

    Parameters
    ----------
    path : Path
        A CSV file. Areas are codes or names; days are as in 2026-11-22. Columns that it lacks are
        filled in: persons, all groups, published where there is a value.
    indicator : str
        Id of the indicator.
    age : str
        Ages covered, where there is no such column.
    catalogue : Catalogue
        Knows the areas.

    Returns
    -------
    pandas.DataFrame
        Observations with every column of the schema, in the order of the file.

    Raises
    ------
    PlaybookError
        Everything that is wrong, with line and column.
    """
    frame = _cells(path)
    known = {*NEEDED, *OPTIONAL}
    faults = [_fault(path, 1, name, "is missing.") for name in NEEDED if name not in frame]
    for name in frame:
        if name not in known | {"indicator"}:
            hint = nearest(str(name), known, noun="column")
            faults.append(_fault(path, 1, str(name), f"is no column of a table. {hint}"))
    if faults:
        raise PlaybookError.together(faults)
    frame = frame.assign(indicator=indicator)
    for name, value in (DEFAULTS | {"age": age}).items():
        frame[name] = frame.get(name, value)
    problems: list[PlaybookError] = []
    for name in schema.NUMBERS:
        frame[name] = _numbers(path, frame, name, problems)
    for name in schema.DATES:
        frame[name] = _days(path, frame, name, problems)
    frame["area"] = _areas(path, frame["area"], catalogue, problems)
    blank = frame["status"] == ""
    frame.loc[blank, "status"] = np.where(frame.loc[blank, "value"].isna(), "missing", "published")
    frame.loc[(frame["status"] != "published") & (frame["note"] == ""), "note"] = NO_FIGURE
    if not problems:
        problems = list(_broken_rules(path, frame))
    if problems:
        raise PlaybookError.together(sorted(problems, key=lambda one: one.line or 0))
    return frame[schema.COLUMNS]


def _cells(path: Path) -> pd.DataFrame:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    except FileNotFoundError:
        raise PlaybookError("is not there. Name a CSV file.", file=path) from None
    except UnicodeDecodeError:
        raise PlaybookError("is not UTF-8 text. Save it as CSV in UTF-8.", file=path) from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise PlaybookError(f"is not a table of CSV: {error}", file=path) from None
    if frame.empty:
        raise PlaybookError("has no rows.", file=path)
    return frame.apply(lambda column: column.str.strip())


def _numbers(
    path: Path, frame: pd.DataFrame, name: str, problems: list[PlaybookError]
) -> pd.Series[float]:
    if name not in frame:
        return pd.Series(np.nan, index=frame.index)
    numbers = pd.to_numeric(frame[name], errors="coerce")
    for row in np.flatnonzero(numbers.isna() & (frame[name] != "")):
        message = f"is {frame[name][row]!r}, not a number. Leave it empty where there is none."
        problems.append(_fault(path, int(row) + 2, name, message))
    return numbers.astype(float)


def _days(
    path: Path, frame: pd.DataFrame, name: str, problems: list[PlaybookError]
) -> pd.Series[pd.Timestamp]:
    days = pd.to_datetime(frame[name], format="%Y-%m-%d", errors="coerce")
    for row in np.flatnonzero(days.isna()):
        message = f"is {frame[name][row]!r}, not a day such as 2026-11-22."
        problems.append(_fault(path, int(row) + 2, name, message))
    return days


def _areas(
    path: Path, given: pd.Series[str], catalogue: Catalogue, problems: list[PlaybookError]
) -> pd.Series[str]:
    codes: dict[str, str] = {}
    for row, name in enumerate(given):
        if name in codes:
            continue
        codes[name] = name
        if name not in catalogue.areas:
            fitting = [
                one.code
                for one in catalogue.areas.values()
                if one.valid_to is None and name in (one.name, one.short_name)
            ]
            if len(fitting) == 1:
                codes[name] = fitting[0]
                continue
            if fitting:
                message = f"{name!r} could be {', '.join(fitting)}. Write the code."
            else:
                names = [one.short_name for one in catalogue.areas.values()]
                hint = nearest(name, [*catalogue.areas, *names], noun="area")
                message = f"there is no area {name!r}. {hint}"
            problems.append(_fault(path, row + 2, "area", message))
    return given.map(codes)


def _broken_rules(path: Path, frame: pd.DataFrame) -> Iterator[PlaybookError]:
    for rule in schema.RULES:
        for row in np.flatnonzero(~rule.holds(frame)):
            yield _fault(path, int(row) + 2, rule.column, f"{rule.message}.")
    for row in np.flatnonzero(frame.duplicated(schema.KEY)):
        message = "has the area, period, sex, age and group of a row above. Keep one."
        yield _fault(path, int(row) + 2, "area", message)


def _fault(path: Path, line: int, field: str, message: str) -> PlaybookError:
    return PlaybookError(message, file=path, line=line, field=field)
