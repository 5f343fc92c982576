"""The committed tables, read with plain Python: nothing here uses the code that made them."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[2] / "data"
Row = dict[str, str]
INDICATORS = sorted(path.stem for path in (DATA / "observations").glob("*.csv"))
COUNTRY = "E92000001"


@cache
def table(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def observed(indicator: str, **wanted: str) -> list[Row]:
    """Rows of an indicator that have the values wanted."""
    rows = table(f"observations/{indicator}.csv")
    return [row for row in rows if all(row[c] == value for c, value in wanted.items())]


def one(indicator: str, **wanted: str) -> Row:
    (row,) = observed(indicator, **wanted)
    return row


def year_total(indicator: str, area: str, start: int) -> int:
    """Sum over the 12 months from April."""
    rows = [
        row
        for row in observed(indicator, area=area)
        if f"{start}-04" <= row["period_start"] < f"{start + 1}-04"
    ]
    assert len(rows) == 12
    return sum(int(row["value"]) for row in rows)


def last_of_month(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1
