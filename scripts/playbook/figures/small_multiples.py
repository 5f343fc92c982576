"""Small multiples: one small chart an indicator or a place, all drawn alike."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Sequence
from functools import cache
from io import StringIO
from typing import Any, NamedTuple

import altair as alt
import pandas as pd

from playbook.figures import judged, words
from playbook.figures.components import Minis
from playbook.figures.drawing import ROWS, layer, specification
from playbook.figures.measure import Measure
from playbook.figures.rows import each
from playbook.figures.theme import FAINT, INK, NAVY, config

WIDTH, HEIGHT = 280, 130
KEY = {
    "own": {"mark": "line", "colour": NAVY, "label": ""},
    "benchmark": {"mark": "dash", "colour": INK, "label": ""},
    "others": {"mark": "line", "colour": FAINT, "label": ""},
}


def of_places(measure: Measure) -> Minis | None:
    """Draw one indicator for each of the system's areas; None for one area or one period."""
    if len(measure.local) < 2 or measure.rows["period_end"].nunique() < 2:
        return None
    items = [
        _item(measure, code, measure.name(code), "", f"place-{measure.catalogue.area(code).slug}")
        for code in measure.local
    ]
    return Minis(key=key(measure, "This place"), items=items)


def of_area(measure: Measure, code: str) -> dict[str, Any]:
    """Draw one indicator for one area, with its siblings in grey and the benchmark dashed.

    Returns
    -------
    dict
        An item of `Minis`, which leads to the indicator's page.
    """
    one = measure.indicator
    return _item(measure, code, one.short_title, f"indicators/{one.id}", one.id)


def key(measure: Measure, own: str) -> list[dict[str, str]]:
    """Explain the lines of a small chart; ``own`` is what the strong one is called."""
    labels = {"own": own, "others": f"The other {len(measure.local) - 1}"}
    if _with_benchmark(measure):
        labels["benchmark"] = measure.name(measure.reference)
    return [KEY[role] | {"label": label} for role, label in labels.items()]


def _with_benchmark(measure: Measure) -> bool:
    """Say whether the benchmark is drawn: a count of the whole country would dwarf its parts."""
    return measure.indicator.value_type != "Count"


def _item(measure: Measure, code: str, title: str, href: str, anchor: str) -> dict[str, Any]:
    own = measure.series(code)
    row = measure.newest(code)
    points = _points(measure, code)
    period = words.period(row["period_start"], row["period_end"])
    reference = measure.reference_in(row["period_start"], row["period_end"])
    drawn = _with_benchmark(measure) and pd.notna(reference)
    against = f" {measure.name(measure.reference)} {measure.number(reference)}." if drawn else ""
    description = (
        f"{measure.name(code)}, {measure.indicator.short_title}: "
        f"{measure.number(own['value'].iloc[0])} at the start of the series, "
        f"{measure.number(row['value'])} in {period}.{against}"
    )
    return measure.credits | {
        "id": anchor,
        "title": title,
        "href": href,
        "value": measure.quantity(row["value"]),
        "rank": _rank(measure, code),
        "spec": spec(points),
        "description": description,
        "comparison": judged.compared(measure, code),
        "trend": judged.change(measure, code),
        "period": period,
        "age": words.age(row["period_end"], measure.catalogue.edition.date),
        "table": {
            "caption": f"{measure.subject}, {measure.name(code)}",
            "columns": [
                {"label": "Period", "align": "left"},
                {"label": measure.name(code), "align": "right"},
                {"label": "95% interval", "align": "right"},
            ],
            "rows": [
                [
                    words.period(r.period_start, r.period_end),
                    measure.number(r.value),
                    measure.interval(r.lower95, r.upper95) or "none published",
                ]
                for r in each(own[["period_start", "period_end", "value", "lower95", "upper95"]])
            ],
            "row_headers": True,
        },
        "csv": {"filename": f"{anchor}.csv", "text": _csv(points)},
    }


def _rank(measure: Measure, code: str) -> str:
    now = measure.local_latest
    values = dict(zip(now["area"], now["value"].tolist(), strict=True))
    if code not in values or len(values) < 2:
        return ""
    own, known = values[code], list(values.values())
    place = 1 + sum(value > own for value in known)
    tied = " equal" if known.count(own) > 1 else ""
    if place == 1:
        return f"Highest{tied} of {len(known)}"
    if own == min(known):
        return f"Lowest{tied} of {len(known)}"
    return f"{words.ordinal(place)}{tied} highest of {len(known)}"


class Point(NamedTuple):
    """One figure of a small chart.

    Attributes
    ----------
    series : str
        Whose it is.
    role : str
        How it is drawn, a key of `KEY`.
    end : date
        Last day of its period.
    value : float or None
        None for a period that was not reported.
    """

    series: str
    role: str
    end: dt.date
    value: float | None


def _points(measure: Measure, code: str) -> list[Point]:
    roles = dict.fromkeys(measure.local, "others")
    if _with_benchmark(measure):
        roles[measure.reference] = "benchmark"
    roles[code] = "own"
    named = [(measure.name(area), role, measure.line(area)) for area, role in roles.items()]
    return [Point(name, role, *one) for name, role, line in named for one in line]


def _csv(points: list[Point]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Point._fields)
    writer.writerows(points)
    return text.getvalue()


def spec(points: Sequence[Point], shared: Sequence[Point] = ()) -> dict[str, Any]:
    """Draw series as lines over time, or one period as points.

    Parameters
    ----------
    points : sequence of Point
        At least one of the role ``own`` with a value.
    shared : sequence of Point
        Those of another drawing whose scales this one shares, to be looked at beside it.
    """
    spanned = [*points, *shared]
    values = [one.value for one in spanned if one.value is not None]
    low, high = min(values), max(values)
    floor = 0.0 if low < 0.4 * high else low - (high - low) * 0.1
    domain = [floor, high + ((high - floor) * 0.05 or 1)]
    first, last = min(one.end for one in spanned), max(one.end for one in spanned)
    # Text, so that every chart has a copy of its own at little cost.
    drawing: dict[str, Any] = json.loads(_strip() if first == last else _lines())
    for mark in drawing["layer"]:
        encoding = mark["encoding"]
        if first == last:
            encoding["x"]["scale"]["domain"] = domain
        else:
            encoding["x"]["axis"]["values"] = _ticks(first, last)
            if shared:
                encoding["x"]["scale"] = {"domain": [_date(day) for day in (first, last)]}
            encoding["y"]["scale"]["domain"] = domain
            encoding["y"]["axis"]["format"] = f",.{0 if domain[1] - domain[0] >= 10 else 1}f"
    own = [one for one in points if one.role == "own" and one.value is not None]
    newest = max(own, key=lambda one: one.end)
    rows = [one._asdict() | {"end": str(one.end), "newest": one is newest} for one in points]
    return drawing | {"datasets": {ROWS: rows}}


def _ticks(first: dt.date, last: dt.date) -> list[dict[str, int]]:
    if last.year - first.year < 2:
        return [_date(day) for day in (first, last)]
    return [{"year": first.year + 1, "month": 1}, {"year": last.year, "month": 1}]


def _date(day: dt.date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "date": day.day}


def templates() -> None:
    """Make what all small charts share; it stays for every page that is made after."""
    _lines()
    _strip()


@cache
def _lines() -> str:
    """Lines over time, but for the rows, the ticks and the scale. A page holds dozens of them, and
    Altair takes longer over one than everything else about it together."""
    base = alt.Chart()
    x = alt.X("end:T", title=None, axis=alt.Axis(format="%Y", labelFlush=True))
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(nice=False, zero=False),
        axis=alt.Axis(tickCount=3, grid=True),
    )

    def only(role: str) -> alt.Chart:
        return base.transform_filter(f"datum.role === '{role}'").encode(x=x, y=y)

    return _themed(
        HEIGHT,
        only("others").mark_line(color=FAINT, strokeWidth=1).encode(detail=alt.Detail("series:N")),
        only("benchmark").mark_line(color=INK, strokeDash=[4, 3], strokeWidth=1.5),
        only("own").mark_line(color=NAVY, strokeWidth=2.25),
        only("own").transform_filter("datum.newest").mark_point(size=55, color=NAVY, filled=True),
    )


@cache
def _strip() -> str:
    """One period as points on a line, but for the rows and the scale: a trend needs two."""
    base = alt.Chart()
    scale = alt.Scale(nice=False, zero=False)
    x = alt.X("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=4))

    def only(role: str) -> alt.Chart:
        return base.transform_filter(f"datum.role === '{role}'").encode(x=x)

    return _themed(
        70,
        only("benchmark").mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=1.5),
        only("others").mark_point(size=45, color=FAINT, filled=True),
        only("own").mark_point(size=90, color=NAVY, filled=True),
    )


def _themed(height: int, *layers: alt.Chart) -> str:
    drawing = specification(layer(*layers)) | {
        "width": WIDTH,
        "height": height,
        "config": config(),
        "background": "#FFFFFF",
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 2,
    }
    return json.dumps(drawing)
