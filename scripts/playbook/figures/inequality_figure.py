"""Inequality across deprivation: the groups in order, a straight line, and the gap along it.

The line and its two ends are those of `playbook.methods.inequality.slope_index`.
"""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from playbook.catalogue.indicator_parts import Split
from playbook.figures import words
from playbook.figures.drawing import Layers, layer
from playbook.figures.figure import Column, Figure
from playbook.figures.measure import Measure
from playbook.figures.rows import each
from playbook.figures.theme import GUIDE, INK, MAROON, NAVY
from playbook.methods import inequality

FIFTHS = {"imd_quintile": "fifth", "imd_decile": "tenth"}
"""The splits by deprivation, and what one of their groups is called."""

SCALES = {
    "Proportion": "proportion",
    "Crude rate": "rate",
    "Directly standardised rate": "rate",
}
"""On which scale the error of a group is symmetric, by type of value; a count has no slope."""

STRAIGHT = 0.5
"""Without intervals: the line fits badly when it explains less than this share of the spread."""

NARROW_ROOM, WIDE_ROOM = 0.2, 0.09
"""Share of the axis that a written value takes, on a phone and on a desk."""


@dataclass(frozen=True, kw_only=True)
class Slope:
    """The slope across deprivation of one indicator in one area.

    Attributes
    ----------
    groups : DataFrame
        One row a group, the most deprived first: ``level``, ``position`` (0 the most deprived end,
        1 the least), ``value``, ``lower``, ``upper``, ``fitted``.
    index : SlopeIndex
        The slope and relative index; least deprived against most deprived.
    misfit : str
        Why the straight line fits badly; empty when it does not.
    """

    groups: pd.DataFrame
    index: inequality.SlopeIndex
    misfit: str

    @property
    def gap(self) -> float:
        """Fitted value at the least deprived end less that at the most deprived end."""
        return float(self.index.sii or 0)

    @property
    def tested(self) -> bool:
        """Whether there is an interval."""
        return self.index.sii_lower is not None and self.index.sii_upper is not None

    @property
    def clear(self) -> bool:
        """Whether there is an interval and it leaves out 0."""
        low, high = self.index.sii_lower, self.index.sii_upper
        return low is not None and high is not None and (low > 0 or high < 0)


def worked_out(measure: Measure, rows: pd.DataFrame) -> Slope | None:
    """Work out the slope of one area.

    Parameters
    ----------
    measure : Measure
        The indicator.
    rows : DataFrame
        One row a group, from the most deprived to the least, with the column ``level``.

    Returns
    -------
    Slope or None
        None for a count, for fewer than 5 groups, and where a group has no value or no denominator.
    """
    scale = SCALES.get(measure.indicator.value_type)
    people = rows["denominator"]
    whole = rows["value"].notna().all() and people.gt(0).all()
    if scale is None or len(rows) < inequality.FEWEST_GROUPS or not whole:
        return None
    index = inequality.slope_index(
        rows["value"],
        people,
        lower=rows["lower95"],
        upper=rows["upper95"],
        value_type=scale,
        whole=measure.indicator.multiplier or 1,
    )
    if index.sii is None or index.intercept is None:
        return None
    _, position = inequality.ridit(people)
    groups = pd.DataFrame(
        {
            "level": rows["level"].astype(str).to_numpy(),
            "position": position,
            "value": rows["value"].astype(float).to_numpy(),
            "lower": rows["lower95"].astype(float).to_numpy(),
            "upper": rows["upper95"].astype(float).to_numpy(),
            "fitted": index.intercept + index.sii * position,
        }
    )
    return Slope(groups=groups, index=index, misfit=_misfit(groups, people.to_numpy(dtype=float)))


def _misfit(groups: pd.DataFrame, people: np.ndarray) -> str:
    if groups["lower"].notna().all():
        missed = groups[~groups["fitted"].between(groups["lower"], groups["upper"])]
        if missed.empty:
            return ""
        group = "the interval of group" if len(missed) == 1 else "the intervals of groups"
        return f"the line lies outside {group} {words.listing(list(missed['level']))}"
    mean = np.average(groups["value"], weights=people)
    spread = np.average((groups["value"] - mean) ** 2, weights=people)
    left = np.average((groups["value"] - groups["fitted"]) ** 2, weights=people)
    if left <= (1 - STRAIGHT) * spread:
        return ""
    return "the line explains less than half of the differences between the groups"


def gradient(measure: Measure, rows: pd.DataFrame, split: Split) -> Figure | None:
    """Draw the groups with their intervals and the fitted line.

    Parameters
    ----------
    measure, rows
        As for `worked_out`.
    split : Split
        The breakdown that the rows are the levels of.

    Returns
    -------
    Figure or None
        None for another dimension, and where there is no slope.
    """
    dimension = split.dimension
    if dimension not in FIFTHS:
        return None
    slope = worked_out(measure, rows)
    if slope is None:
        return None
    frame = slope.groups.assign(
        interval=[
            measure.interval(row.lower, row.upper) or "none published" for row in each(slope.groups)
        ],
        text=[measure.number(value) for value in slope.groups["value"]],
    )
    noun, unit = FIFTHS[dimension], measure.indicator.unit.long
    area = measure.name(rows["area"].iloc[0])
    period = words.period(rows["period_start"].iloc[0], rows["period_end"].iloc[0])
    listed = ", ".join(f"{row.level} {row.text}" for row in each(frame))
    return Figure(
        id=f"by-{dimension.replace('_', '-')}",
        title=direction(measure, slope),
        subtitle=(
            f"{measure.indicator.full_title}, {area}, by deprivation {noun} of the area where "
            f"people live, 1 the most deprived, {period}"
        ),
        description=(
            f"Dots{' with 95% intervals' if slope.tested else ''} and a straight line, {unit}, "
            f"from the most deprived {noun} to the least: {listed}. "
            f"{direction(measure, slope)}."
        ),
        data=frame,
        columns=[
            Column(name="level", label=f"Deprivation {noun}"),
            Column(
                name="value",
                label=words.capital(unit),
                write=measure.number,
                number=True,
            ),
            Column(name="interval", label="95% interval", number=True),
            Column(name="fitted", label="On the line", write=measure.number, number=True),
        ],
        draw=lambda data, narrow: _draw(data, narrow, slope.index, noun),
        heights=(340, 320),
        key=_key(slope),
        notes=notes(measure, slope) + ([split.note] if split.note else []),
        **(measure.credits | {"period": period}),
    )


def direction(measure: Measure, slope: Slope) -> str:
    """Say in words which end is higher, and by how much along the line."""
    gap = difference(measure, abs(slope.gap))
    if slope.tested and not slope.clear:
        return "No clear slope across deprivation"
    if slope.misfit and not slope.tested:
        return "No straight slope across deprivation"
    word = "Higher" if slope.gap < 0 else "Lower"
    tail = "" if slope.tested else "; chance is not tested"
    return f"{word} among the most deprived, by {gap}{tail}"


def kind(slope: Slope) -> str:
    """Give the kind of mark for the direction; neither way is called better."""
    if not slope.tested:
        return "none"
    if not slope.clear:
        return "same"
    return "higher" if slope.gap < 0 else "lower"


def difference(measure: Measure, value: float) -> str:
    """Write a difference with its unit: two percentages differ by percentage points."""
    written = words.number(value, measure.indicator.rounding.decimals)
    unit = measure.indicator.unit.short
    return f"{written} {'percentage points' if unit == '%' else unit}".strip()


def absolute(measure: Measure, slope: Slope) -> tuple[str, str]:
    """Write the slope index and its 95% interval; the second is empty where there is none."""
    index, decimals = slope.index, measure.indicator.rounding.decimals
    if index.sii_lower is None or index.sii_upper is None:
        return difference(measure, slope.gap), ""
    ends = words.interval(index.sii_lower, index.sii_upper, "", decimals)
    return difference(measure, slope.gap), ends


def relative(slope: Slope) -> tuple[str, str]:
    """Write the relative index and its 95% interval; both may be empty."""
    index = slope.index
    if index.rii is None:
        return "", ""
    if index.rii_lower is None or index.rii_upper is None:
        return words.number(index.rii, 2), ""
    return words.number(index.rii, 2), words.interval(index.rii_lower, index.rii_upper, "", 2)


def notes(measure: Measure, slope: Slope) -> list[str]:
    """Give both indices with their intervals, and say where the straight line fits badly."""
    parts = [("Slope index of inequality (SII)", *absolute(measure, slope))]
    parts.append(("Relative index of inequality (RII)", *relative(slope)))
    said = [
        f"{name}: {value} ({f'95% interval {ends}' if ends else 'no interval'})"
        for name, value, ends in parts
        if value
    ]
    found = [
        f"{'. '.join(said)}. Both set the least deprived end of the line against the most deprived "
        "end, so a figure below 0, or below 1, means higher among the most deprived."
    ]
    if not slope.tested:
        found.append("The groups have no published intervals, so chance is not tested.")
    if slope.misfit:
        found.append(
            f"A straight line fits these groups badly: {slope.misfit}. Read the groups themselves."
        )
    return found


def _key(slope: Slope) -> list[dict[str, str]]:
    key = [{"mark": "circle", "colour": NAVY, "label": "Figure of the group"}]
    if slope.groups["lower"].notna().any():
        key.append({"mark": "interval", "colour": GUIDE, "label": "95% interval"})
    return [*key, {"mark": "line", "colour": MAROON, "label": "Straight line through the groups"}]


def hemmed_in(positions: list[float], room: float) -> list[int]:
    """Say which values have room before their dot and none after it.

    Parameters
    ----------
    positions : list of float
        Of the dots along the axis, ascending, from 0 to 1.
    room : float
        What a written value takes, as a share of the axis.

    Returns
    -------
    list of int
        Places in the list; the value of the last dot stands beyond the axis.
    """
    return [
        place
        for place in range(1, len(positions) - 1)
        if positions[place + 1] - positions[place] < room
        and positions[place] - positions[place - 1] >= room
    ]


def _draw(data: pd.DataFrame, narrow: bool, index: inequality.SlopeIndex, noun: str) -> Layers:
    start, gap = float(index.intercept or 0), float(index.sii or 0)
    ends = pd.DataFrame({"position": [0.0, 1.0], "fitted": [start, start + gap]})
    numbers = np.append(data[["value", "lower", "upper"]].to_numpy(dtype=float), ends["fitted"])
    low, high = float(np.nanmin(numbers)), float(np.nanmax(numbers))
    pad = (high - low) * 0.12 or 1
    positions, names = list(data["position"]), list(data["level"])
    x = alt.X(
        "position:Q",
        title=f"Deprivation {noun}: most deprived left, least right",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(
            values=positions, labelExpr=f"{names}[indexof({positions}, datum.value)]", grid=False
        ),
    )
    scale = alt.Scale(domain=[low - pad, high + pad], nice=False, zero=False)
    y = alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=5, grid=True))
    base = alt.Chart()
    # On a phone ten values would run into one another: the ends are written, the table has all.
    crowded = narrow and len(data) > 6
    shown = f"datum.level === '{names[0]}' || datum.level === '{names[-1]}'" if crowded else "true"
    left = [names[place] for place in hemmed_in(positions, NARROW_ROOM if narrow else WIDE_ROOM)]
    # Values are written on the side of the dot that the line does not pass.
    texts = [
        base.transform_filter(shown)
        .transform_filter(f"datum.value {side} datum.fitted")
        .transform_filter(f"(indexof({left}, datum.level) >= 0) === {str(before).lower()}")
        .mark_text(
            align="right" if before else "left",
            dx=-9 if before else 9,
            dy=shift,
            fontWeight="bold",
            color=INK,
        )
        .encode(x=x, y=y, text=alt.Text("text:N"))
        for side, shift in ((">=", -9), ("<", 11))
        for before in ((False, True) if left else (False,))
    ]
    return layer(
        alt.Chart(ends)
        .mark_line(color=MAROON, strokeWidth=2)
        .encode(x=x, y=alt.Y("fitted:Q", scale=scale)),
        base.mark_rule(strokeWidth=2, color=GUIDE).encode(
            x=x, y=alt.Y("lower:Q", scale=scale), y2=alt.Y2("upper:Q")
        ),
        base.mark_point(size=110, color=NAVY, filled=True, opacity=1).encode(x=x, y=y),
        *texts,
        data=data,
    )
