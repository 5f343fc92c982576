"""Rows of a table in the shape in which its publisher answers: small records for the tests."""

from __future__ import annotations

import csv
import io
from pathlib import Path

Row = dict[str, str]

FINGERTIPS = [
    "Indicator ID",
    "Indicator Name",
    "Parent Code",
    "Parent Name",
    "Area Code",
    "Area Name",
    "Area Type",
    "Sex",
    "Age",
    "Category Type",
    "Category",
    "Time period",
    "Value",
    "Lower CI 95.0 limit",
    "Upper CI 95.0 limit",
    "Lower CI 99.8 limit",
    "Upper CI 99.8 limit",
    "Count",
    "Denominator",
    "Value note",
    "Recent Trend",
    "Compared to England value or percentiles",
    "Compared to Counties and UAs (from Apr 2023) value or percentiles",
    "Time period Sortable",
    "New data",
    "Compared to goal",
    "Time period range",
]


def rows(path: Path, **wanted: str) -> list[Row]:
    """Rows of a table that have the texts wanted."""
    with path.open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    return [row for row in found if all(row[name] == text for name, text in wanted.items())]


def text(columns: list[str], lines: list[Row]) -> str:
    """Write rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


def fingertips(table: list[Row], number: str, age: str) -> bytes:
    """Write a series as Fingertips does: England twice, a split, a mark of bytes at the start."""
    lines = []
    for row in table:
        start, end = row["period_start"], row["period_end"]
        year, last = int(start[:4]), int(end[:4])
        period = str(year)
        if start[5:7] == "04":
            period = f"{year}/{last % 100:02}"
        elif last > year:
            period = f"{year} - {last % 100:02}"
        line = {
            "Indicator ID": number,
            "Indicator Name": "As recorded",
            "Area Code": row["area"],
            "Area Name": row["area"],
            "Sex": row["sex"],
            "Age": age,
            "Time period": period,
            "Value": row["value"],
            "Lower CI 95.0 limit": row["lower95"],
            "Upper CI 95.0 limit": row["upper95"],
            "Count": row["count"],
            "Denominator": row["denominator"],
            "Time period Sortable": f"{year}0000",
            "Time period range": "1y",
        }
        lines.append(line)
        if row["area"].startswith("E92"):
            lines.append(line | {"Parent Code": "E92000001", "Parent Name": "England"})
            split = {"Category Type": "Deprivation deciles", "Category": "Most deprived decile"}
            lines.append(line | split | {"Value": "1"})
    return ("\ufeff" + text(FINGERTIPS, lines)).encode("utf-8")
