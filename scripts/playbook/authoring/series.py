"""What a record has to say of a series, read off its figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from playbook.catalogue import Catalogue
from playbook.catalogue.indicator import TREND_VALUE_TYPES
from playbook.observations.queries import ALL, DIMENSION

YEAR = 365.25
STARTS = {1: "Calendar", 4: "Financial", 9: "Academic"}
KINDS = {
    "utla": "borough",
    "ltla": "borough",
    "trust": "trust",
    "region": "region",
    "country": "england",
    "sub_icb": "sub_icb",
}
"""Kind of place that an indicator is shown for, by the type of its first area; else the board."""


def rhythm(frame: pd.DataFrame) -> dict[str, Any]:
    """Tell the kind of period and how often there is one."""
    first = frame.iloc[0]
    start, days = first["period_start"], (first["period_end"] - first["period_start"]).days + 1
    if days <= 31:
        return {"year_type": "Month", "frequency": "Monthly"}
    if days <= 92:
        return {"year_type": "Quarter", "frequency": "Quarterly"}
    years = round(days / YEAR)
    kind = STARTS.get(start.month, "Yearly")
    if years >= 2:
        kind = "FinancialMultiYear" if kind == "Financial" else "CalendarMultiYear"
        return {"year_type": kind, "years_in_period": years, "frequency": "Annually"}
    return {"year_type": kind, "frequency": "Annually"}


def span(frame: pd.DataFrame) -> dict[str, date]:
    """Give the first and the last day."""
    return {
        "first": frame["period_start"].min().date(),
        "last": frame["period_end"].max().date(),
    }


def geography(frame: pd.DataFrame, catalogue: Catalogue) -> dict[str, Any]:
    """Tell the types of area; first the one of which the system's own book has members."""
    types = {code: catalogue.areas[code].type for code in frame["area"].unique()}
    own = {code for level in set(types.values()) for code in catalogue.system.members(level)}
    count = pd.Series(types).value_counts()
    # The own areas first, then the level with most of them: pages compare the first.
    levels = sorted(
        count.index,
        key=lambda level: (not any(types.get(c) == level for c in own), -count[level], level),
    )
    code = next(code for code, level in types.items() if level == levels[0])
    return {
        "type": KINDS.get(levels[0], "icb_former"),
        "levels": levels,
        "vintage": str(frame["period_end"].max().year),
        "code_system": catalogue.areas[code].code_system,
    }


def splits(frame: pd.DataFrame, catalogue: Catalogue, sex: str) -> list[dict[str, Any]]:
    """Tell the breakdowns: those of ``group``, and sex where there are several."""
    found: dict[str, list[str]] = {}
    for group in frame["group"].unique():
        if group != ALL:
            dimension, _, level = group.partition(DIMENSION)
            found.setdefault(dimension, []).append(level)
    if others := [one for one in frame["sex"].unique() if one != sex]:
        found["sex"] = others
    lowest = geography(frame, catalogue)["levels"][0]
    return [
        {"dimension": name, "levels": levels, "lowest_geography": lowest}
        for name, levels in found.items()
    ]


def judgement(
    frame: pd.DataFrame, value_type: str, frequency: dict[str, Any], country: str
) -> dict[str, Any]:
    """Choose interval, comparison and test of change that the figures bear, or say why none."""
    shown = frame[frame["status"] == "published"]
    counted = bool(shown[["count", "denominator"]].notna().all(axis=None))
    methods = {"Proportion": "wilson", "Crude rate": "byars"}
    if shown["lower95"].notna().any():
        ci: dict[str, Any] = {"method": "producer", "level": [0.95]}
    elif counted and value_type in methods:
        ci = {"method": methods[value_type], "level": [0.95]}
    else:
        reason = "The table that was added has neither counts nor confidence limits."
        ci = {"method": "none", "level": [], "reason": reason}
    has_limits = ci["method"] != "none"
    if country not in set(frame["area"]):
        benchmark = _none("The table that was added has no row of the country.") | {"area": "none"}
    elif not has_limits:
        why = "Without confidence limits no difference can be told from chance."
        benchmark = _none(why) | {"area": country}
    else:
        benchmark = {"area": country, "method": "CIOverlappingReferenceValue95"}
    yearly = frequency["frequency"] == "Annually" and "years_in_period" not in frequency
    if yearly and has_limits and value_type in TREND_VALUE_TYPES:
        trend: dict[str, Any] = {"method": "fingertips_5pt"}
    else:
        trend = _none("No test of change was chosen when the figures were added.")
    return {"ci": ci, "benchmark": benchmark, "trend": trend}


def _none(reason: str) -> dict[str, Any]:
    return {"method": "none", "reason": reason}
