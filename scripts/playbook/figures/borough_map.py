"""The map: the system's boroughs in thirds by value; on a phone a tile each instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from playbook.figures import outlines, tiles, words
from playbook.figures.drawing import Layers, layer, records
from playbook.figures.figure import Column, Figure
from playbook.figures.measure import LOCAL, Measure
from playbook.figures.rows import each
from playbook.figures.theme import GUIDE, INK, NARROW, NAVY, RULE, SKY, WIDE

THIRDS = {"lowest third": RULE, "middle third": SKY, "highest third": NAVY}
"""The classes and their colours, from low to high; dark mode keeps the strongest the highest."""

FEWEST = 3
"""With fewer boroughs there are no thirds."""

HEIGHT = 420
TILE = (74, 78)
"""Width and height of a tile in pixels: four abreast fill a phone's drawing."""

BOROUGHS = "boroughs"


def has_map(measure: Measure) -> bool:
    """Say whether each of the system's boroughs has a figure of the newest period to map.

    Counts are not mapped: the largest place would look the worst.
    """
    if LOCAL.get(measure.level) != BOROUGHS or measure.indicator.value_type == "Count":
        return False
    known = set(measure.latest.loc[measure.latest["value"].notna(), "area"])
    boroughs = measure.catalogue.system.boroughs
    return len(boroughs) >= FEWEST and known.issuperset(boroughs)


def borough_map(measure: Measure, boundaries: dict[str, Any]) -> Figure | None:
    """Draw the system's boroughs in three colours by the thirds of their values.

    Parameters
    ----------
    measure : Measure
        The indicator.
    boundaries : dict
        GeoJSON features in degrees with the property ``code``, from `load_boundaries`.

    Returns
    -------
    Figure or None
        Rows: one a borough, the highest value first. None without a figure for each borough (see
        `has_map`) or without a boundary for each.
    """
    codes = measure.catalogue.system.boroughs
    features = boundaries["features"]
    outlined = {feature["properties"].get("code") for feature in features}
    if not has_map(measure) or not outlined.issuperset(codes):
        return None
    frame = _frame(measure, codes)
    unit = measure.indicator.unit.long
    listed = [
        f"{words.capital(third)}: " + ", ".join(f"{row.area} {row.text}" for row in each(part))
        for third, part in _parts(frame)
    ]
    return Figure(
        id="map",
        title=_title(frame),
        subtitle=(f"{measure.subject}, {len(frame)} boroughs in thirds by value, {measure.period}"),
        description=f"A map of the boroughs, {unit}. {'. '.join(listed)}.",
        data=frame,
        columns=[
            Column(name="area", label="Area"),
            Column(name="value", label=words.capital(unit), write=measure.number, number=True),
            Column(name="interval", label="95% interval", number=True),
            Column(name="third", label="Third", write=words.capital),
        ],
        draw=lambda data, narrow: _tiles(data, features) if narrow else _map(data, features),
        heights=(HEIGHT, _rows(features, codes) * TILE[1]),
        key=[
            {"mark": "square", "colour": THIRDS[third], "label": _range(third, part)}
            for third, part in _parts(frame)
        ],
        notes=[
            "The stronger the colour, the higher the figure. Each colour stands for a third of the "
            "boroughs by order, so 2 with nearly the same figure can differ in colour.",
            *([measure.indicator.ci.reason] if measure.indicator.ci.reason else []),
            "On a narrow screen each borough is a tile of the same size, roughly where it lies.",
        ],
        **measure.credits,
    )


def thirds(values: pd.Series) -> pd.Series:
    """Put values into thirds by order; equal values stay together.

    Parameters
    ----------
    values : Series
        Without gaps.

    Returns
    -------
    Series
        ``lowest third``, ``middle third`` or ``highest third``, by the mean rank of equal values.
    """
    # Twice the rank is a whole number, so nothing is decided by rounding.
    twice = values.rank(method="average") * 2 - 1
    return (twice * len(THIRDS) // (2 * len(values))).astype(int).map(dict(enumerate(THIRDS)))


def _frame(measure: Measure, codes: Iterable[str]) -> pd.DataFrame:
    rows = measure.latest[measure.latest["area"].isin(list(codes))]
    rows = rows.sort_values(["value", "area"], ascending=[False, True])
    return pd.DataFrame(
        {
            "area": [measure.name(code) for code in rows["area"]],
            "code": rows["area"],
            **measure.estimates(rows),
            "third": thirds(rows["value"]),
            "text": [measure.number(value) for value in rows["value"]],
        }
    ).reset_index(drop=True)


def _parts(frame: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Give the classes that there are, the highest first."""
    found = [(third, frame[frame["third"] == third]) for third in reversed(THIRDS)]
    return [(third, part) for third, part in found if len(part)]


def _title(frame: pd.DataFrame) -> str:
    if frame["value"].nunique() == 1:
        return f"All {len(frame)} boroughs have the same figure"
    third, part = _parts(frame)[0]
    return f"{words.capital(third)}: {words.listing(list(part['area']))}"


def _range(third: str, part: pd.DataFrame) -> str:
    low, high = part["text"].iloc[-1], part["text"].iloc[0]
    return f"{words.capital(third)}, {low if low == high else f'{low} to {high}'}"


def _rows(features: list[dict[str, Any]], codes: Iterable[str]) -> int:
    return 1 + max(row for _, row in tiles.grid(tiles.centres(features, codes)).values())


def _pixels(field: str) -> dict[str, Any]:
    """Take a field as it is: no scale stands between the layout and the drawing."""
    return {"shorthand": f"{field}:Q", "scale": None, "axis": None}


def _told(chart: alt.Chart) -> alt.Chart:
    """Say in the live chart what a mark stands for, the words on it included."""
    names = {"area": "Area", "text": "Value", "third": "Third"}
    return chart.encode(
        tooltip=[alt.Tooltip(f"{field}:N", title=title) for field, title in names.items()]
    )


def _classed(chart: alt.Chart) -> alt.Chart:
    """Colour a mark by its third."""
    scale = alt.Scale(domain=list(THIRDS), range=list(THIRDS.values()))
    return _told(chart).encode(color=alt.Color("third:N", scale=scale))


def _words(chart: alt.Chart, field: str, **mark: Any) -> list[alt.Chart]:
    """Write a field at ``x`` and ``y``, with a halo that keeps it readable on every colour."""
    placed = _told(chart).encode(
        x=alt.X(**_pixels("x")), y=alt.Y(**_pixels("y")), text=alt.Text(f"{field}:N")
    )
    halo: dict[str, Any] = {"stroke": "#FFFFFF", "strokeWidth": 3.5, "strokeJoin": "round"}
    return [placed.mark_text(**mark, **halo), placed.mark_text(**mark, color=INK)]


def _spot(*fields: str) -> alt.LookupData:
    """Take where a borough stands on the drawing."""
    return alt.LookupData(data=alt.NamedData(name="spots"), key="code", fields=list(fields))


def _map(data: pd.DataFrame, features: list[dict[str, Any]]) -> Layers:
    names = dict(zip(data["code"], data["area"], strict=True))
    laid = outlines.arrange(features, names, WIDE - 8, HEIGHT - 12)
    shapes = [{"type": "Feature", "id": one.code, "geometry": one.geometry} for one in laid]
    spots = pd.DataFrame(
        [{"code": one.code, "x": one.label[0], "y": one.label[1], "side": one.side} for one in laid]
    ).round(1)
    lines = [np.array(one.line).ravel() for one in laid if one.side]
    base = alt.Chart()
    outlined = alt.LookupData(
        data=alt.NamedData(name="shapes"), key="id", fields=["type", "geometry"]
    )
    layers = [
        _classed(base.transform_lookup(lookup="code", from_=outlined))
        .mark_geoshape(stroke="#FFFFFF", strokeWidth=1.5)
        .project(type="identity", scale=1, translate=[0, 0])
    ]
    if lines:
        led = alt.Chart(pd.DataFrame(lines, columns=["x", "y", "x2", "y2"]).round(1))
        layers += [
            led.mark_rule(color=GUIDE, strokeWidth=1, tooltip=None).encode(
                x=alt.X(**_pixels("x")),
                y=alt.Y(**_pixels("y")),
                x2=alt.X2("x2:Q"),
                y2=alt.Y2("y2:Q"),
            ),
            led.mark_point(
                size=40, filled=True, color=GUIDE, stroke="#FFFFFF", strokeWidth=1.5, tooltip=None
            ).encode(x=alt.X(**_pixels("x2")), y=alt.Y(**_pixels("y2"))),
        ]
    placed = base.transform_lookup(lookup="code", from_=_spot("x", "y", "side"))
    for side, align in (("", "center"), ("left", "right"), ("right", "left")):
        if side in set(spots["side"]):
            some = placed.transform_filter(f"datum.side === '{side}'")
            style: dict[str, Any] = {"align": align, "baseline": "middle"}
            layers += _words(some, "area", dy=-8, **style)
            layers += _words(some, "text", dy=9, fontWeight="bold", **style)
    return layer(*layers, data=data, shapes=shapes, spots=records(spots))


def _tiles(data: pd.DataFrame, features: list[dict[str, Any]]) -> Layers:
    squares = tiles.grid(tiles.centres(features, data["code"]))
    columns = 1 + max(column for column, _ in squares.values())
    wide, high = min(TILE[0], (NARROW - 4) / columns), TILE[1]
    start = (NARROW - 4 - wide * columns) / 2
    spots = pd.DataFrame(
        [
            {"code": code, "left": start + column * wide, "top": row * high}
            for code, (column, row) in squares.items()
        ]
    )
    spots = spots.assign(right=spots["left"] + wide - 3, bottom=spots["top"] + high - 3)
    spots = spots.assign(x=(spots["left"] + spots["right"]) / 2).round(1)
    base = alt.Chart().transform_lookup(lookup="code", from_=_spot(*spots.columns.drop("code")))
    named = base.transform_calculate(y="datum.top + 14", line="split(datum.area, ' ')")
    valued = base.transform_calculate(y="datum.bottom - 12")
    return layer(
        _classed(base)
        .mark_rect()
        .encode(
            x=alt.X(**_pixels("left")),
            x2=alt.X2("right:Q"),
            y=alt.Y(**_pixels("top")),
            y2=alt.Y2("bottom:Q"),
        ),
        *_words(named, "line", fontSize=12, lineHeight=13),
        *_words(valued, "text", fontWeight="bold"),
        data=data,
        spots=records(spots),
    )
