"""The chart of a trajectory: the months so far, the line on, and the targets."""

from __future__ import annotations

import altair as alt
import pandas as pd

from playbook.catalogue.mission import Mission, Target
from playbook.figures import trajectory as lines
from playbook.figures import words
from playbook.figures.drawing import Layers, layer
from playbook.figures.figure import Column, Figure
from playbook.figures.measure import Measure
from playbook.figures.rows import each
from playbook.figures.theme import GUIDE, MAROON, NAVY
from playbook.methods.trajectory import Projection

TARGETS = ("target", "standing")
"""Roles of the marks that are targets: with a date, and without one."""


def figure(measures: list[Measure], mission: Mission) -> Figure | None:
    """Draw the first measure with a target: its months, the line on, and the targets.

    Returns
    -------
    Figure or None
        Rows: one a month, one the line at the horizon, one a target; ``role`` says which. None
        where no target is set on a measure that has one series.
    """
    at, why = lines.horizon(mission, measures[0].catalogue.edition.date)
    for measure in measures:
        targets = lines.targets(measure)
        own = measure.catalogue.system.id
        if not targets or measure.system_rows.empty or measure.indicator.frequency != "Monthly":
            continue
        line = lines.line(measure, own, at, lines.since(measure)[0])
        if isinstance(line, Projection):
            return _drawn(measure, line, at, targets, why)
    return None


def _drawn(
    measure: Measure, line: Projection, at: pd.Timestamp, targets: list[Target], why: str
) -> Figure:
    name, unit = measure.name(measure.catalogue.system.id), measure.indicator.unit.short
    rows = measure.system_rows.tail(line.points)
    ahead = [lines.kept(measure, one) for one in (line.value, line.lower, line.upper)]
    parts = [
        pd.DataFrame(
            {"role": "figure", "series": name, "day": rows["period_end"], "value": rows["value"]}
        ),
        pd.DataFrame(
            {
                "role": "ahead",
                "series": "If it goes on",
                "day": [at],
                "value": [ahead[0]],
                "lower": [ahead[1]],
                "upper": [ahead[2]],
            }
        ),
        pd.DataFrame(
            {
                "role": ["target" if one.by else "standing" for one in targets],
                "series": [f"Target {one.value:g}{unit}" for one in targets],
                "day": [
                    pd.Period(one.by).end_time.normalize() if one.by else at for one in targets
                ],
                "value": [float(one.value or 0) for one in targets],
            }
        ),
    ]
    frame = pd.concat(parts, ignore_index=True)
    frame["period"] = [words.month(day) for day in frame["day"]]
    frame["interval"] = [measure.interval(r.lower, r.upper) for r in each(frame)]
    span = f"{frame['period'].iloc[0]} to {words.month(at)}"
    listed = "; ".join(f"{r.series}, {r.period}" for r in each(frame[frame["role"].isin(TARGETS)]))
    newest = frame[frame["role"] == "figure"].iloc[-1]
    within = measure.interval(ahead[1], ahead[2])
    return Figure(
        id="trajectory-chart",
        title=f"With no change: {measure.quantity(ahead[0])} by {words.month(at)}, {within}",
        subtitle=f"{measure.subject}, {span}",
        description=(
            f"A line of months, newest {measure.number(newest['value'])} in {newest['period']}. A "
            f"straight line goes on to {measure.number(ahead[0])}, 95% interval {within}. {listed}."
        ),
        data=frame,
        columns=[
            Column(name="series", label="Series"),
            Column(name="period", label="Period"),
            Column(
                name="value",
                label=words.capital(measure.indicator.unit.long),
                write=measure.number,
                number=True,
            ),
            Column(name="interval", label="95% interval", number=True),
        ],
        draw=_draw,
        heights=(300, 300),
        key=[
            {"mark": "line", "label": "Months", "colour": NAVY},
            {"mark": "dash", "label": "If it goes on in a straight line", "colour": NAVY},
            {"mark": "interval", "label": "95% interval for one new month", "colour": GUIDE},
            {"mark": "diamond", "label": "Target", "colour": MAROON},
        ],
        notes=[
            f"The line ends {why}. It rests on {line.points} months, worth "
            f"{line.independent:.0f} independent ones, and is no forecast."
        ],
        **measure.credits,
    )


def _draw(data: pd.DataFrame, narrow: bool) -> Layers:
    low, high = data[["value", "lower"]].min().min(), data[["value", "upper"]].max().max()
    room = (high - low) * 0.06
    scale = alt.Scale(domain=[float(max(low - room, 0)), float(high + room)], nice=False)
    x = alt.X("day:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", grid=False))
    y = alt.Y(
        "value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=4 if narrow else 6, grid=True)
    )
    base = alt.Chart()
    marks = [
        base.mark_line(color=NAVY).transform_filter("datum.role === 'figure'").encode(x=x, y=y),
        base.mark_line(color=NAVY, strokeDash=[6, 4])
        .transform_filter("datum.role === 'figure' || datum.role === 'ahead'")
        .transform_window(rank="rank()", sort=[alt.SortField("day", order="descending")])
        .transform_filter("datum.rank <= 2")
        .encode(x=x, y=y),
        base.mark_rule(color=GUIDE, strokeWidth=2)
        .transform_filter("datum.role === 'ahead'")
        .encode(x=x, y=alt.Y("lower:Q"), y2=alt.Y2("upper:Q")),
        base.mark_point(color=NAVY, size=70)
        .transform_filter("datum.role === 'ahead'")
        .encode(x=x, y=y),
        base.mark_point(color=MAROON, shape="diamond", size=110)
        .transform_filter("datum.role === 'target' || datum.role === 'standing'")
        .encode(x=x, y=y),
        # Beside the end of the line, and for a date on the way below, where no month is crossed.
        base.mark_text(color=MAROON, align="right", dx=-10, fontWeight="bold")
        .transform_filter("datum.role === 'standing'")
        .encode(x=x, y=y, text="series:N"),
        base.mark_text(color=MAROON, align="left", dx=8, dy=14, fontWeight="bold")
        .transform_filter("datum.role === 'target'")
        .encode(x=x, y=y, text="series:N"),
    ]
    return layer(*marks, data=data)
