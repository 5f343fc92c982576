"""Change over time: the system, its areas, the benchmark, and dated targets."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

import altair as alt
import pandas as pd

from playbook.catalogue.mission import Target
from playbook.figures import words
from playbook.figures.drawing import Layers, layer
from playbook.figures.figure import Column, Figure
from playbook.figures.measure import Measure
from playbook.figures.rows import each, highest, lowest
from playbook.figures.theme import FAINT, INK, MAROON, NAVY

LABELLED = {
    "system": NAVY,
    "extreme": NAVY,
    "benchmark": INK,
    "standing": MAROON,
    "dated": MAROON,
}
"""What is labelled on the chart itself, and in which colour."""

ROOM = {False: 0.29, True: 0.45}
"""Share of the time axis kept free on the right for direct labels: wide, narrow."""


class Event(NamedTuple):
    """A day that is marked on the chart.

    Attributes
    ----------
    date : Timestamp
        The day.
    label : str
        What stands at the line.
    note : str
        What stands below the chart.
    """

    date: pd.Timestamp
    label: str
    note: str


def over_time(measure: Measure, events: Sequence[Event] = ()) -> Figure | None:
    """Draw the indicator over time.

    One thick line for the system where it can be one series, with its 95% interval; else a thin
    line for each of its areas. The benchmark is dashed, and left out of counts, which it would
    dwarf. Months without a figure are gaps. Dated targets are marks at their date, and a standing
    one is a dotted line. Events are upright lines; they say when something was, not what it did.

    Parameters
    ----------
    measure : Measure
        What is drawn.
    events : sequence of Event
        Days to mark, each within the series.

    Returns
    -------
    Figure or None
        Rows: one a series and period, and one a target; ``role`` says which. None for a single
        period.
    """
    if measure.rows["period_end"].nunique() < 2:
        return None
    indicator, system = measure.indicator, measure.catalogue.system
    whole = not measure.system_rows.empty
    main = [system.id] if whole else measure.local
    series = [_rows(measure, code, "system" if whole else "area") for code in main]
    if indicator.value_type != "Count":
        series.append(_rows(measure, measure.reference, "benchmark"))
    frame = pd.concat([one for one in series if len(one)], ignore_index=True)
    frame["emphasis"] = frame["role"]
    if not whole:
        _emphasise_ends(frame)
    targets = _targets(measure, frame)
    if len(targets):
        frame = pd.concat([frame, targets], ignore_index=True)
    low, high = _domain(measure, frame)
    title, description = _say(measure, frame, whole)
    notes = [f"The scale starts at {measure.number(low)}."] if low else []
    return Figure(
        id="over-time",
        title=title,
        subtitle=f"{measure.subject}, {measure.span()}",
        description=" ".join([description, *(f"A line marks {one.label}." for one in events)]),
        data=frame,
        columns=[
            Column(name="series", label="Series"),
            Column(name="period", label="Period"),
            Column(
                name="value",
                label=indicator.unit.long.capitalize(),
                write=measure.number,
                number=True,
            ),
            Column(name="interval", label="95% interval", number=True),
        ],
        draw=lambda data, narrow: _draw(data, narrow, (low, high), measure, events),
        heights=(360, 360),
        key=_key(frame, system.short_name),
        notes=notes + [one.note for one in events] + _target_notes(measure),
        **measure.credits,
    )


def _rows(measure: Measure, code: str, role: str) -> pd.DataFrame:
    rows = measure.with_gaps(code)
    periods = zip(rows["period_start"], rows["period_end"], strict=True)
    limits = zip(rows["value"], rows["lower95"], rows["upper95"], strict=True)
    return pd.DataFrame(
        {
            "series": measure.name(code),
            "role": role,
            "end": rows["period_end"],
            "period": [words.period(start, end) for start, end in periods],
            "value": rows["value"].astype(float),
            "lower": rows["lower95"].astype(float),
            "upper": rows["upper95"].astype(float),
            "interval": [
                measure.interval(low, high) or ("none" if pd.notna(value) else "")
                for value, low, high in limits
            ],
        }
    )


def _key(frame: pd.DataFrame, system: str) -> list[dict[str, str]]:
    """Explain the marks that are not labelled on the chart itself."""
    present = set(frame["emphasis"])
    key = []
    if "system" in present and frame["lower"].notna().any():
        key.append({"mark": "band", "colour": NAVY, "label": "95% interval"})
    if "area" in present:
        key.append({"mark": "line", "colour": FAINT, "label": f"Other places of {system}"})
    if "dated" in present:
        key.append({"mark": "bar", "colour": MAROON, "label": "Target, at its date"})
    if (frame["emphasis"] == "dated").sum() > 1:
        label = "Step to the target that replaced it"
        key.append({"mark": "dash", "colour": MAROON, "label": label})
    return key


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
            "period": f"by {words.partial(target.by)}" if target.by else "no end date",
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


def _target_notes(measure: Measure) -> list[str]:
    return [
        f"Target: {target.measure}, {target.direction.replace('_', ' ')} {target.value:g} "
        f"{target.unit}, {f'by {words.partial(target.by)}' if target.by else 'no end date'}, "
        f"set for {target.scope} ({target.status.replace('_', ' ')})"
        f"{_replaced(measure, target)}. Source: {target.source}."
        for target in measure.catalogue.targets_of(measure.indicator.id)
        if target.value is not None
    ]


def _replaced(measure: Measure, target: Target) -> str:
    """Say which target this one replaced; the older one keeps its place on the chart."""
    if target.supersedes is None:
        return ""
    older = measure.catalogue.targets[target.supersedes]
    return f". It replaced {older.value:g} {older.unit} by {words.partial(str(older.by))}"


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


def _labels(measure: Measure, frame: pd.DataFrame, gap: float, width: int) -> pd.DataFrame:
    """Place a label at the end of each emphasised series, pushed apart so that no two overlap."""
    named = frame[frame["emphasis"].isin(LABELLED) & frame["value"].notna()]
    ends = named.sort_values("end", kind="stable").groupby("series", sort=False).tail(1)
    dated = ends[ends["emphasis"] == "dated"]
    ends = pd.concat([ends[ends["emphasis"] != "dated"], dated.tail(1)]).sort_values("value")
    rows, floor = [], float("-inf")
    for row in each(ends):
        name = {"standing": "Standard", "dated": "Target"}.get(row.emphasis, row.series)
        lines = textwrap.wrap(f"{name} {measure.number(row.value)}", width)
        half = gap * len(lines) / 2
        centre = max(float(row.value), floor + half)
        floor = centre + half
        rows.append({"label": "\n".join(lines), "at": centre, "emphasis": row.emphasis})
    return pd.DataFrame(rows)


def _say(measure: Measure, frame: pd.DataFrame, whole: bool) -> tuple[str, str]:
    system = measure.catalogue.system
    benchmark = frame[(frame["role"] == "benchmark") & frame["value"].notna()]
    lines = []
    if whole:
        own = frame[(frame["role"] == "system") & frame["value"].notna()]
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
        top, bottom = highest(now), lowest(now)
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


def _draw(
    data: pd.DataFrame,
    narrow: bool,
    domain: tuple[float, float],
    measure: Measure,
    events: Sequence[Event],
) -> Layers:
    lines = data[data["role"] != "target"]
    first, last = lines["end"].min(), data["end"].max()
    edge = first + (last - first) / (1 - ROOM[narrow])
    years = range(first.year + 1, last.year + 1)
    ticks = [{"year": year} for year in years[:: max(round(len(years) / (3 if narrow else 8)), 1)]]
    base = alt.Chart()
    days = [first.strftime("%Y-%m-%d"), edge.strftime("%Y-%m-%d")]
    scale = alt.Scale(domain=list(domain), nice=False, zero=False)
    x = alt.X(
        "end:T", title=None, axis=alt.Axis(format="%Y", values=ticks), scale=alt.Scale(domain=days)
    )
    y = alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=5, grid=True))

    def only(emphasis: str) -> alt.Chart:
        return base.transform_filter(f"datum.emphasis === '{emphasis}'")

    dash = only("standing").transform_calculate(start=f"toDate('{days[0]}')")
    layers = {
        "standing": dash.mark_rule(color=MAROON, strokeDash=[2, 3]).encode(
            x=alt.X("start:T"), x2=alt.X2("end:T"), y=y
        ),
        "area": only("area").mark_line(color=FAINT, strokeWidth=1.25),
        "benchmark": only("benchmark").mark_line(color=INK, strokeDash=[5, 4], strokeWidth=1.75),
        "extreme": only("extreme").mark_line(color=NAVY),
        "system": only("system").mark_line(color=NAVY, strokeWidth=2.5),
        "dated": only("dated").mark_point(
            shape="stroke", size=400, strokeWidth=3, color=MAROON, filled=False
        ),
    }
    drawn: list[Any] = [_marked(one, lines, domain, narrow) for one in events]
    present = set(data["emphasis"])
    if "system" in present and data["lower"].notna().any():
        band = only("system").mark_area(color=NAVY, opacity=0.16)
        drawn.append(band.encode(x=x, y=alt.Y("lower:Q", scale=scale), y2=alt.Y2("upper:Q")))
    for emphasis, mark in layers.items():
        if emphasis in present:
            plain = (
                mark
                if emphasis == "standing"
                else mark.encode(x=x, y=y, detail=alt.Detail("series:N"))
            )
            drawn.append(plain)
    if "dated" in present:
        # From one dated target to the one that replaced it; a single target has no step.
        step = only("dated").mark_line(
            color=MAROON, strokeWidth=1.25, strokeDash=[5, 4], interpolate="step-after"
        )
        drawn.append(step.encode(x=x, y=y, detail=alt.Detail("series:N")))
    gap = (domain[1] - domain[0]) * (0.062 if narrow else 0.055)
    labels = _labels(measure, data, gap, 15 if narrow else 60).assign(x=last.strftime("%Y-%m-%d"))
    text = alt.Chart(labels).mark_text(
        align="left", dx=8, baseline="middle", fontWeight="bold", lineBreak="\n"
    )
    colour = alt.Color(
        "emphasis:N",
        scale=alt.Scale(domain=list(LABELLED), range=list(LABELLED.values())),
        legend=None,
    )
    drawn.append(
        text.encode(x=alt.X("x:T"), y=alt.Y("at:Q"), text=alt.Text("label:N"), color=colour)
    )
    return layer(*drawn, data=data.assign(end=data["end"].dt.strftime("%Y-%m-%d")))


def _marked(event: Event, lines: pd.DataFrame, domain: tuple[float, float], narrow: bool) -> Layers:
    """Draw an upright line at a day, with its name beside it where the series leave room."""
    days = (lines["end"] - event.date).abs()
    near = float(lines.loc[days <= days.min() + pd.Timedelta(days=366), "value"].mean())
    above = near < sum(domain) / 2
    label = "\n".join(textwrap.wrap(event.label, 16 if narrow else 28))
    at = pd.DataFrame({"at": [event.date.strftime("%Y-%m-%d")], "label": [label]})
    at["y"] = domain[1] if above else domain[0]
    early = event.date - lines["end"].min() < lines["end"].max() - event.date
    base = alt.Chart(at).encode(x=alt.X("at:T"))
    # Text grows downwards from its first line: at the foot it is lifted by its own height.
    lift = 4 if above else -4 - 14 * label.count("\n")
    text = base.mark_text(
        align="left" if early else "right",
        dx=6 if early else -6,
        dy=lift,
        baseline="top" if above else "bottom",
        lineBreak="\n",
        color=INK,
    )
    line = base.mark_rule(color=INK, strokeWidth=1.5)
    return layer(line, text.encode(y=alt.Y("y:Q"), text=alt.Text("label:N")))
