"""Change over time: the system, its areas, the benchmark, and dated targets."""

from __future__ import annotations

import altair as alt
import pandas as pd

from playbook.catalogue.mission import Target
from playbook.figures import words
from playbook.figures.figure import Column, Figure
from playbook.figures.measure import Measure
from playbook.figures.theme import FAINT, INK, MAROON, NAVY

ROOM = {False: 0.30, True: 0.42}
"""Share of the time axis kept free on the right for direct labels: wide, narrow."""


def over_time(measure: Measure) -> Figure:
    """Draw the indicator over time.

    One thick line for the system where it can be one series, with its 95% interval; else a thin line
    for each of its areas. The benchmark is dashed. Dated targets are marks at their date, and
    a standing one is a dotted line.

    Returns
    -------
    Figure
        Rows: one a series and period, and one a target; ``role`` says which.
    """
    indicator, system = measure.indicator, measure.catalogue.system
    whole = not measure.system_rows.empty
    main = [system.id] if whole else measure.local
    frame = pd.concat(
        [_rows(measure, code, "system" if whole else "area") for code in main]
        + [_rows(measure, measure.reference, "benchmark")],
        ignore_index=True,
    )
    frame["emphasis"] = frame["role"]
    if not whole:
        _emphasise_ends(frame)
    frame = pd.concat([frame, _targets(measure, frame)], ignore_index=True)
    low, high = _domain(measure, frame)
    frame["label"] = ""
    frame["label_at"] = float("nan")
    _label(measure, frame, (high - low) * 0.065)
    title, description = _say(measure, frame, whole)
    notes = [f"The scale starts at {measure.number(low)}."] if low else []
    return Figure(
        id="over-time",
        title=title,
        subtitle=(
            f"{indicator.full_title}, {indicator.unit.long}, "
            f"{frame.loc[frame['role'] != 'target', 'period'].iloc[0]} to {measure.period}"
        ),
        description=description,
        data=frame.drop(columns="emphasis").assign(emphasis=frame["emphasis"]),
        columns=[
            Column(name="series", label="Series"),
            Column(name="period", label="Period"),
            Column(name="value", label=indicator.unit.long.capitalize(), write=measure.number, number=True),
            Column(name="interval", label="95% interval", number=True),
        ],
        draw=lambda data, narrow: _draw(data, narrow, (low, high)),
        heights=(360, 340),
        notes=notes + _target_notes(measure),
        **measure.credits,
    )


def _rows(measure: Measure, code: str, role: str) -> pd.DataFrame:
    rows = measure.series(code)
    return pd.DataFrame(
        {
            "series": measure.name(code),
            "role": role,
            "end": rows["period_end"],
            "period": [
                words.period(start, end)
                for start, end in zip(rows["period_start"], rows["period_end"], strict=True)
            ],
            "value": rows["value"].astype(float),
            "lower": rows["lower95"].astype(float),
            "upper": rows["upper95"].astype(float),
            "interval": [
                measure.interval(low, high) or "none published"
                for low, high in zip(rows["lower95"], rows["upper95"], strict=True)
            ],
        }
    )


def _emphasise_ends(frame: pd.DataFrame) -> None:
    last = frame[(frame["role"] == "area") & (frame["end"] == frame["end"].max())]
    if last.empty:
        return
    for place in {last["value"].idxmax(), last["value"].idxmin()}:
        name = frame.at[place, "series"]
        frame.loc[frame["series"] == name, "emphasis"] = "extreme"


def _targets(measure: Measure, frame: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {
            "series": f"Target: {target.measure}",
            "role": "target",
            "emphasis": "dated" if target.by else "standing",
            "end": _date(target, frame["end"].max()),
            "period": f"by {_by(target)}" if target.by else "no end date",
            "value": float(target.value),
            "interval": "",
        }
        for target in measure.catalogue.targets_of(measure.indicator.id)
        if target.value is not None and target.direction in {"at_least", "at_most", "equals"}
    ]
    return pd.DataFrame(rows, columns=list(frame.columns)) if rows else frame[:0]


def _date(target: Target, newest: pd.Timestamp) -> pd.Timestamp:
    if target.by is None:
        return newest
    period = pd.Period(target.by)
    return period.end_time.normalize()


def _by(target: Target) -> str:
    when = pd.Period(str(target.by))
    return str(target.by) if len(str(target.by)) == 4 else words.month(when.start_time)


def _target_notes(measure: Measure) -> list[str]:
    return [
        f"Target: {target.measure}, {target.direction.replace('_', ' ')} {target.value:g} "
        f"{target.unit}, {f'by {_by(target)}' if target.by else 'no end date'}, set for "
        f"{target.scope} ({target.status.replace('_', ' ')}). Source: {target.source}."
        for target in measure.catalogue.targets_of(measure.indicator.id)
        if target.value is not None
    ]


def _domain(measure: Measure, frame: pd.DataFrame) -> tuple[float, float]:
    axis = measure.indicator.axis
    numbers = frame[["value", "lower", "upper"]].astype(float)
    bottom, top = float(numbers.min().min()), float(numbers.max().max())
    if axis.start is not None:
        low = min(axis.start, bottom)
    else:
        low = 0.0 if bottom < 0.6 * top else float(int(bottom - (top - bottom) * 0.2))
    high = axis.end if axis.end is not None and axis.end >= top else top + (top - low) * 0.06
    return low, high


def _label(measure: Measure, frame: pd.DataFrame, gap: float) -> None:
    """Label each emphasised series at its last point, pushed apart so that no two overlap."""
    named = frame[frame["emphasis"].isin(["system", "benchmark", "extreme", "dated", "standing"])]
    ends = named.sort_values("end").groupby("series", sort=False).tail(1)
    newest = frame.loc[frame["role"] != "target", "end"].max()
    at_edge = ends[(ends["end"] == newest) & (ends["emphasis"] != "dated")].sort_values("value")
    position = float("-inf")
    for place, row in at_edge.iterrows():
        position = max(float(row["value"]), position + gap)
        word = "Standard" if row["emphasis"] == "standing" else row["series"]
        frame.loc[place, "label"] = f"{word} {measure.number(row['value'])}"
        frame.loc[place, "label_at"] = position
    for place, row in ends[ends["emphasis"] == "dated"].iterrows():
        frame.loc[place, "label"] = f"Target {measure.number(row['value'])}"
        frame.loc[place, "label_at"] = float(row["value"])


def _say(measure: Measure, frame: pd.DataFrame, whole: bool) -> tuple[str, str]:
    system = measure.catalogue.system
    benchmark = frame[frame["role"] == "benchmark"]
    lines = []
    if whole:
        own = frame[frame["role"] == "system"]
        first, last = own.iloc[0], own.iloc[-1]
        title = (
            f"{system.short_name}: {measure.number(first['value'])} in {first['period']}, "
            f"{measure.number(last['value'])} in {last['period']}"
        )
        lines.append(
            f"{system.short_name} went from {measure.number(first['value'])} in {first['period']} "
            f"to {measure.number(last['value'])} in {last['period']}."
        )
    else:
        now = frame[(frame["role"] == "area") & (frame["end"] == measure.last[1])]
        top, bottom = now.loc[now["value"].idxmax()], now.loc[now["value"].idxmin()]
        title = (
            f"{top['series']} is highest and {bottom['series']} lowest in {top['period']}"
            if len(now) > 1
            else f"{top['series']}: {measure.number(top['value'])} in {top['period']}"
        )
        lines.append(
            f"In {top['period']} {top['series']} was highest at {measure.number(top['value'])} and "
            f"{bottom['series']} lowest at {measure.number(bottom['value'])}."
        )
    if not benchmark.empty:
        first, last = benchmark.iloc[0], benchmark.iloc[-1]
        lines.append(
            f"{first['series']} went from {measure.number(first['value'])} in {first['period']} to "
            f"{measure.number(last['value'])} in {last['period']}."
        )
    return title, f"Line chart, {measure.indicator.unit.long}. " + " ".join(lines)


def _draw(data: pd.DataFrame, narrow: bool, domain: tuple[float, float]) -> alt.LayerChart:
    lines = data[data["role"] != "target"]
    first, last = lines["end"].min(), lines["end"].max()
    last = max(last, data["end"].max())
    span = (last - first) / (1 - ROOM[narrow])
    years = max(round(len(pd.period_range(first, last, freq="Y")) / (4 if narrow else 8)), 1)
    ticks = [
        {"year": int(year), "month": 1, "date": 1}
        for year in range(first.year + 1, last.year + 1, years)
    ]
    frame = data.assign(end=data["end"].dt.strftime("%Y-%m-%d"))
    base = alt.Chart(frame)
    x = alt.X(
        "end:T",
        title=None,
        axis=alt.Axis(format="%Y", values=ticks, labelAngle=0),
        scale=alt.Scale(domain=[first.strftime("%Y-%m-%d"), (first + span).strftime("%Y-%m-%d")]),
    )
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=list(domain), nice=False, zero=False),
        axis=alt.Axis(tickCount=5, grid=True),
    )

    def only(emphasis: str) -> alt.Chart:
        return base.transform_filter(f"datum.emphasis === '{emphasis}'")

    layers = [
        only("system").mark_area(color=NAVY, opacity=0.14).encode(x=x, y=alt.Y("lower:Q"), y2="upper:Q"),
        only("standing").mark_rule(color=MAROON, strokeDash=[2, 3]).encode(y=y),
        only("area").mark_line(color=FAINT, strokeWidth=1.25).encode(x=x, y=y, detail="series:N"),
        only("benchmark").mark_line(color=INK, strokeDash=[5, 4]).encode(x=x, y=y),
        only("extreme").mark_line(color=NAVY).encode(x=x, y=y, detail="series:N"),
        only("system").mark_line(color=NAVY, strokeWidth=2.5).encode(x=x, y=y),
        only("dated").mark_point(shape="stroke", size=400, strokeWidth=2.5, color=MAROON, filled=False)
        .encode(x=x, y=y),
    ]  # fmt: skip
    text = base.transform_filter("datum.label !== ''").encode(
        x=x, y=alt.Y("label_at:Q"), text="label:N"
    )
    colours = {"system": NAVY, "extreme": NAVY, "benchmark": INK, "standing": MAROON, "dated": MAROON}
    for emphasis, colour in colours.items():
        dated = emphasis == "dated"
        layers.append(
            text.transform_filter(f"datum.emphasis === '{emphasis}'").mark_text(
                align="right" if dated else "left",
                dx=8 if dated else 7,
                dy=-11 if dated else 0,
                color=colour,
                fontWeight="normal" if emphasis == "benchmark" else "bold",
                baseline="middle",
            )
        )
    present = set(data["emphasis"])
    kept = [
        layer
        for layer in layers
        if any(f"'{emphasis}'" in str(layer.to_dict(validate=False).get("transform")) for emphasis in present)
    ]
    return alt.layer(*kept)
