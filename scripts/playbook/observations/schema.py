"""The one tidy table: its columns, its rules, reading and writing it.

Every rule is a vectorised predicate. A table that a page reads passes all of them in a few
milliseconds; only when one fails does pandera look at each cell and say what is wrong where.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from playbook.errors import PlaybookError

KEY = ["indicator", "area", "period_start", "period_end", "sex", "age", "group"]
DATES = ["period_start", "period_end"]
TEXTS = ["indicator", "area", "sex", "age", "group", "status", "note"]
NUMBERS = ["value", "count", "denominator", "lower95", "upper95"]
COLUMNS = [*KEY, *NUMBERS, "status", "note"]
ORDER = ["area", "period_start", "period_end", "sex", "age", "group"]
SEXES = ("Persons", "Female", "Male")
STATUSES = ("published", "suppressed", "missing")
WITHHELD = ["value", "count", "lower95", "upper95"]
"""Columns that must be empty in a row that is suppressed or missing."""

_GROUP = re.compile(r"all|[a-z0-9_]+=.+")

Holds = Callable[[pd.DataFrame], "pd.Series[bool]"]


@dataclass(frozen=True)
class Rule:
    """Something that must hold for every row."""

    column: str
    message: str
    holds: Holds


def _withheld_empty(column: str) -> Holds:
    return lambda frame: frame[column].isna() | (frame["status"] == "published")


def _finite(column: str) -> Holds:
    return lambda frame: ~np.isinf(frame[column])


RULES: tuple[Rule, ...] = (
    Rule(
        "period_end",
        "is before period_start",
        lambda f: f["period_end"] >= f["period_start"],
    ),
    Rule("sex", f"is none of {', '.join(SEXES)}", lambda f: f["sex"].isin(SEXES)),
    Rule("age", "is empty; write the ages, such as All ages", lambda f: f["age"] != ""),
    Rule(
        "group",
        "is neither all nor dimension=level",
        # Mapping a category looks at each level once, not at each row.
        lambda f: f["group"].map(lambda text: bool(_GROUP.fullmatch(text))).astype(bool),
    ),
    Rule(
        "status",
        f"is none of {', '.join(STATUSES)}",
        lambda f: f["status"].isin(STATUSES),
    ),
    Rule(
        "value",
        "is empty in a published row; give the value, or the status suppressed or missing",
        lambda f: f["value"].notna() | (f["status"] != "published"),
    ),
    *(
        Rule(
            column,
            "is given in a row that is not published; leave it empty",
            _withheld_empty(column),
        )
        for column in WITHHELD
    ),
    Rule(
        "note",
        "is empty in a row that is not published; say why there is no value",
        lambda f: (f["note"] != "") | (f["status"] == "published"),
    ),
    Rule("count", "is below 0", lambda f: ~(f["count"] < 0)),
    Rule("denominator", "is not above 0", lambda f: ~(f["denominator"] <= 0)),
    Rule("lower95", "is above value", lambda f: ~(f["lower95"] > f["value"])),
    Rule("upper95", "is below value", lambda f: ~(f["upper95"] < f["value"])),
    Rule(
        "upper95",
        "needs lower95 beside it, and the other way round",
        lambda f: f["lower95"].isna() == f["upper95"].isna(),
    ),
    *(Rule(column, "is not a finite number", _finite(column)) for column in NUMBERS),
)


def read(
    path: Path,
    *,
    shown: str | None = None,
    areas: Collection[str] | None = None,
    content: bytes | None = None,
) -> pd.DataFrame:
    """Read a table of observations and check it.

    Parameters
    ----------
    path
        A CSV file whose stem is the indicator's id.
    shown
        How messages name the file.
    areas
        Known area codes; not checked when not given.
    content
        Bytes of the file, when they have been read already.

    Returns
    -------
    pandas.DataFrame
        One row an observation, in the order of the file. Dates are ``datetime64``, numbers
        ``float64`` with NaN for empty, everything else a category.

    Raises
    ------
    PlaybookError
        If anything is wrong: every problem with the file, the line and the column.
    """
    file = shown or path.as_posix()
    raw = path.read_bytes() if content is None else content
    _check_header(raw, file)
    try:
        frame = _typed(raw)
        # A row on several lines would give a wrong line in messages, and a wrong hash of reads.
        sound = raw.count(b"\n") - raw.endswith(b"\n") == len(frame)
        sound = sound and _sound(frame, path.stem, areas)
    except (ValueError, TypeError, pd.errors.ParserError):
        sound = False
    if not sound:
        from playbook.observations import diagnosis

        raise diagnosis.explain(raw, file, path.stem, areas)
    return frame


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write observations as the one canonical CSV: sorted, shortest numbers that round-trip.

    Parameters
    ----------
    frame
        Has the columns of an observation, in any order; other columns are refused.
    path
        Where to; written beside it and moved there, so that no reader sees half a table.

    Raises
    ------
    PlaybookError
        If a column is missing or unknown.
    """
    partial = path.with_name(f".{path.name}.partial")
    partial.parent.mkdir(parents=True, exist_ok=True)
    partial.write_text(text(frame), encoding="utf-8", newline="\n")
    partial.replace(path)


def text(frame: pd.DataFrame) -> str:
    """Write observations as the text of their file: see :func:`write`.

    Raises
    ------
    PlaybookError
        If a column is missing or unknown.
    """
    odd = set(frame.columns) ^ set(COLUMNS)
    if odd:
        raise PlaybookError(f"columns missing or unknown: {', '.join(sorted(odd))}.")
    table = frame[COLUMNS].sort_values(ORDER, kind="stable")
    for column in DATES:
        table[column] = pd.to_datetime(table[column]).dt.strftime("%Y-%m-%d")
    for column in NUMBERS:
        table[column] = [number_text(number) for number in table[column].astype(float)]
    return str(table.to_csv(index=False, lineterminator="\n"))


def number_text(number: float) -> str:
    """Write a number so that reading gives it back: 12 and not 12.0, and nothing for NaN."""
    return "" if np.isnan(number) else repr(float(number)).removesuffix(".0")


def sort_key(frame: pd.DataFrame) -> np.ndarray:
    """Fold the key of each row into one integer that sorts as the columns of ``ORDER`` do."""
    key = np.zeros(len(frame), dtype=np.int64)
    for column in ORDER:
        codes, values = pd.factorize(frame[column], sort=True)
        key = key * (len(values) + 1) + codes
    return key


def _check_header(raw: bytes, file: str) -> None:
    header = raw.split(b"\n", 1)[0].decode("utf-8", errors="replace").rstrip("\r").split(",")
    if header == COLUMNS:
        return
    missing = [column for column in COLUMNS if column not in header]
    extra = [column for column in header if column not in COLUMNS]
    if missing or extra:
        parts = [f"has no column {name}" for name in missing]
        parts += [f"has the unknown column {name or '(no name)'}" for name in extra]
        problem = " and ".join(parts)
    else:
        problem = "has its columns in another order"
    raise PlaybookError(
        f"{problem}. The columns are {','.join(COLUMNS)}.",
        file=file,
        line=1,
        field=next(iter(missing or extra), None),
    )


def _typed(raw: bytes) -> pd.DataFrame:
    frame = pd.read_csv(
        io.BytesIO(raw),
        dtype={
            **dict.fromkeys([*TEXTS, *DATES], "category"),
            **dict.fromkeys(NUMBERS, "float64"),
        },
        keep_default_na=False,
        skip_blank_lines=False,
        na_values={column: [""] for column in NUMBERS},
        encoding="utf-8",
    )
    for column in [*TEXTS, *DATES]:
        if (frame[column].cat.codes < 0).any():
            raise ValueError(f"a row is too short: it has no {column}")
    for column in DATES:
        days = pd.to_datetime(frame[column].cat.categories, format="%Y-%m-%d")
        frame[column] = days.take(frame[column].cat.codes.to_numpy())
    return frame


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn the categories that make checking quick into text that analysts expect."""
    texts = [column for column in TEXTS if column != "status"]
    statuses = pd.CategoricalDtype(list(STATUSES))
    return frame.astype({**dict.fromkeys(texts, "str"), "status": statuses})


def _sound(frame: pd.DataFrame, indicator: str, areas: Collection[str] | None) -> bool:
    """Tell whether a table keeps every rule, without saying which row does not."""
    if list(frame["indicator"].cat.categories) != [indicator]:
        return False
    if areas is not None and not set(frame["area"].cat.categories) <= set(areas):
        return False
    if not all(bool(rule.holds(frame).all()) for rule in RULES):
        return False
    return bool((np.diff(sort_key(frame)) > 0).all())
