"""The control chart of a monthly series: is the change more than its usual ups and downs?"""

from __future__ import annotations

import altair as alt
import pandas as pd

from playbook.catalogue.indicator import Indicator
from playbook.catalogue.mission import Target
from playbook.figures import words
from playbook.figures.drawing import Layers, layer
from playbook.figures.figure import Column, Figure
from playbook.figures.measure import Measure
from playbook.figures.theme import BLUE, GUIDE, INK, LILAC, MAROON, MUTED, ORANGE
from playbook.methods import spc

IMPROVEMENT = {"HighIsGood": "increase", "LowIsGood": "decrease", "NoJudgement": "neutral"}

POINTS = {
    "common_cause": ("Expected variation", "circle", MUTED),
    "improvement": ("Improvement", "triangle-up", BLUE),
    "concern": ("Concern", "diamond", ORANGE),
    "neutral_high": ("Unusually high", "triangle-right", LILAC),
    "neutral_low": ("Unusually low", "triangle-left", LILAC),
}
"""Word, shape and colour of each type of point."""

RULES = {
    "": "",
    "outside_limits": "outside the limits",
    "trend": "7 points in one direction",
    "two_of_three": "2 of 3 points close to a limit",
    "shift": "7 points on one side of the average",
}
VARIATION = {
    "common_cause": ("same", "No clear change", "Within its usual range"),
    "improvement_high": ("better", "Improving", "Higher than its usual range"),
    "improvement_low": ("better", "Improving", "Lower than its usual range"),
    "concern_high": ("worse", "Getting worse", "Higher than its usual range"),
    "concern_low": ("worse", "Getting worse", "Lower than its usual range"),
    "neutral_high": ("higher", "Unusually high", "Higher than its usual range"),
    "neutral_low": ("lower", "Unusually low", "Lower than its usual range"),
}
"""Kind of mark, words and note for each variation icon of Making Data Count."""

ASSURANCE = {
    "consistently_pass": "The process, as it is, would meet {target} every month.",
    "consistently_fail": "The process, as it is, would not meet {target} in any month.",
    "hit_and_miss": "The process, as it is, would meet {target} in some months and not in others.",
}
SHORT = 12
"""Fewer reported months than this are not charted: limits would be no more than a guess."""


def worked_out(measure: Measure, code: str) -> spc.XmR | None:
    """Work out the control chart of one area's monthly series.

    Parameters
    ----------
    code : str
        Area, or the system by its id.

    Returns
    -------
    XmR or None
        None where the record names no control chart or fewer than 12 months were reported. Months
        that were not reported are gaps.
    """
    indicator = measure.indicator
    rows = measure.series(code)
    if indicator.trend.method != "xmr" or indicator.spc is None:
        return None
    rows = rows[rows["period_start"] >= pd.Timestamp(indicator.spc.baseline)]
    if len(rows) < SHORT:
        return None
    months = pd.date_range(rows["period_end"].min(), rows["period_end"].max(), freq="ME")
    values = rows.set_index("period_end")["value"].astype(float).reindex(months)
    target = standing_target(measure)
    return spc.xmr(
        values,
        improvement=IMPROVEMENT[indicator.polarity],
        target=None if target is None else target.value,
        rebase_at=[
            day for day, _ in steps(measure, code) if values.index[0] < day <= values.index[-1]
        ],
    )


def steps(measure: Measure, code: str) -> list[tuple[pd.Timestamp, str]]:
    """Give the days on which the limits of a series start anew, each with its reason.

    Those of the record, and the day on which another trust was merged into this one: more patients
    under the same code are no change of the process. The system's own series has both from the
    start.
    """
    found = measure.indicator.spc.rebase if measure.indicator.spc else ()
    known = {pd.Timestamp(step.date): step.reason for step in found}
    if code != measure.catalogue.system.id:
        for one in measure.catalogue.breaks_of(measure.indicator.id, code):
            if one.kind == "merger" and one.date:
                known.setdefault(pd.Timestamp(one.date), "trusts were merged")
    return sorted(known.items())


def standing_target(measure: Measure) -> Target | None:
    """Give the target in force at the newest figure: the next one dated, else a standing one."""
    newest = measure.last[1]
    numeric = [
        one for one in measure.catalogue.targets_of(measure.indicator.id) if one.value is not None
    ]
    dated = sorted(
        (one for one in numeric if one.by and pd.Period(one.by).end_time >= newest),
        key=lambda one: str(one.by),
    )
    standing = [one for one in numeric if one.by is None]
    return next(iter([*dated, *standing]), None)


def control_chart(measure: Measure, code: str) -> Figure | None:
    """Draw the control chart of one area; None where there is none to draw.

    Returns
    -------
    Figure or None
        Rows: one a month, reported or not.
    """
    chart = worked_out(measure, code)
    if chart is None or chart.variation is None:
        return None
    frame = _frame(chart)
    known = frame[frame["value"].notna()]
    last = known.iloc[-1]
    name = measure.name(code)
    _, word, reading = VARIATION[chart.variation]
    target = standing_target(measure)
    notes = [chart.convention, *chart.warnings]
    notes += [
        f"Limits start anew on {words.day(day)}: {reason}."
        for day, reason in steps(measure, code)
        if day > frame["end"].min()
    ]
    if target is not None and chart.assurance:
        shown = f"{measure.number(target.value)} ({target.measure})"
        notes.insert(0, ASSURANCE[chart.assurance].format(target=shown))
    return Figure(
        id="control-chart",
        title=f"{name}, {last['period']}: {reading[0].lower()}{reading[1:]}",
        subtitle=(
            f"{measure.subject}, {name}, "
            f"{known['period'].iloc[0]} to {last['period']}. XmR chart of {len(known)} months."
        ),
        description=_describe(measure, frame, last, word),
        data=frame,
        columns=[
            Column(name="period", label="Month"),
            Column(name="value", label=name, write=measure.number, number=True),
            Column(name="mean", label="Average", write=measure.number, number=True),
            Column(name="lower_limit", label="Lower limit", write=measure.number, number=True),
            Column(name="upper_limit", label="Upper limit", write=measure.number, number=True),
            Column(name="reading", label="Reading"),
        ],
        draw=lambda data, narrow: _draw(data, narrow, None if target is None else target.value),
        heights=(360, 340),
        key=[
            {"mark": shape, "colour": colour, "label": label}
            for kind, (label, shape, colour) in POINTS.items()
            if kind in set(frame["point_type"])
        ],
        notes=notes,
        **measure.credits,
    )


def _frame(chart: spc.XmR) -> pd.DataFrame:
    points = chart.points.rename_axis("end").reset_index()
    words_of = {kind: label for kind, (label, _, _) in POINTS.items()}
    reading = points["point_type"].map(words_of).fillna("Not reported")
    rule = points["rule"].map(RULES)
    points["period"] = [words.month(end) for end in points["end"]]
    points["reading"] = reading.where(rule == "", reading + ": " + rule)
    return points


def _describe(measure: Measure, frame: pd.DataFrame, last: pd.Series, word: str) -> str:
    counts = frame.loc[frame["value"].notna(), "point_type"].value_counts()
    parts = [f"{counts[k]} {label.lower()}" for k, (label, _, _) in POINTS.items() if k in counts]
    return (
        f"Control chart, {measure.indicator.unit.long}. In {last['period']} the value was "
        f"{measure.number(last['value'])}, the average {measure.number(last['mean'])}, the limits "
        f"{measure.number(last['lower_limit'])} and {measure.number(last['upper_limit'])}: "
        f"{word.lower()}. Months by type: {words.listing(parts)}."
    )


def _draw(data: pd.DataFrame, narrow: bool, target: float | None) -> Layers:
    days = data["end"].dt.strftime("%Y-%m-%d")
    years = sorted(set(data["end"].dt.year))[1:]
    ticks = [
        {"year": int(year)} for year in years[:: max(round(len(years) / (4 if narrow else 8)), 1)]
    ]
    numbers = data[["value", "lower_limit", "upper_limit"]].astype(float)
    low, high = float(numbers.min().min()), float(numbers.max().max())
    if target is not None:
        low, high = min(low, target), max(high, target)
    pad = (high - low) * 0.06 or 1
    scale = alt.Scale(domain=[low - pad, high + pad], nice=False, zero=False)
    base = alt.Chart()
    x = alt.X("end:T", title=None, axis=alt.Axis(format="%Y", values=ticks))

    def y(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q", title=None, scale=scale, axis=alt.Axis(tickCount=5, grid=False))

    kinds = list(POINTS)
    shape = alt.Scale(domain=kinds, range=[POINTS[kind][1] for kind in kinds])
    colour = alt.Scale(domain=kinds, range=[POINTS[kind][2] for kind in kinds])
    known = base.transform_filter("isValid(datum.value)")
    layers = [
        base.mark_line(
            color=GUIDE, strokeDash=[4, 4], strokeWidth=1.25, interpolate="step-after"
        ).encode(x=x, y=y("lower_limit")),
        base.mark_line(
            color=GUIDE, strokeDash=[4, 4], strokeWidth=1.25, interpolate="step-after"
        ).encode(x=x, y=y("upper_limit")),
        base.mark_line(color=INK, strokeWidth=1.25, interpolate="step-after").encode(
            x=x, y=y("mean")
        ),
        base.mark_line(color=MUTED, strokeWidth=1.25).encode(x=x, y=y("value")),
        known.mark_point(filled=True, opacity=1, size=40 if narrow else 55).encode(
            x=x,
            y=y("value"),
            shape=alt.Shape("point_type:N", scale=shape),
            color=alt.Color("point_type:N", scale=colour),
        ),
    ]
    if target is not None:
        line = base.transform_calculate(target=str(target))
        layers.append(line.mark_rule(color=MAROON, strokeDash=[2, 3]).encode(y=y("target")))
    return layer(*layers, data=data.assign(end=days))


def verdict(measure: Measure, code: str) -> dict[str, str]:
    """Put the variation of the newest month into words; "Not tested" where there is no chart."""
    chart = worked_out(measure, code)
    if chart is None or chart.variation is None:
        return {"kind": "none", "word": "Not tested", "note": _why(measure.indicator)}
    kind, word, reading = VARIATION[chart.variation]
    return {"kind": kind, "word": word, "note": reading}


def _why(indicator: Indicator) -> str:
    if indicator.trend.method == "xmr":
        return f"Fewer than {SHORT} months reported"
    return indicator.trend.reason or ""
