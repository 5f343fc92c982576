"""Areas side by side: the system's own with intervals, and all of the country in order."""

from __future__ import annotations

import altair as alt
import pandas as pd

from playbook.figures import verdicts, words
from playbook.figures.drawing import Layers, layer
from playbook.figures.figure import Column, Figure
from playbook.figures.measure import Measure
from playbook.figures.rows import each
from playbook.figures.theme import FAINT, GUIDE, INK, NAVY

TWO_LINES = (
    "length(datum.label) < 17 ? datum.label : split(test(/ and /, datum.label)"
    " ? replace(datum.label, ' and ', ' and|')"
    " : replace(datum.label, regexp(' (?=[^ ]+$)'), '|'), '|')"
)
"""Break a long name after "and", or before its last word, where a phone has no room for it."""


def explained(measure: Measure) -> str:
    """Say how to read the comparison, by what the indicator allows."""
    name = measure.name(measure.reference)
    if measure.indicator.ci.method != "none":
        return (
            "The bar is the 95% interval: how far chance alone could move the figure. A place is "
            f"called different from {name} only when its whole bar lies on one side of the line."
        )
    if measure.indicator.benchmark.method == "Quintiles":
        country = measure.catalogue.label(measure.catalogue.system.country)
        return (
            "There is no interval for these figures, so chance is not tested. The mark says in "
            f"which fifth of all areas of {country} a place stands."
        )
    return (
        "There is no interval for these figures, so places are shown side by side and not judged."
    )


def compared(measure: Measure) -> Figure:
    """Draw the system's areas in order of value, with 95% intervals and the benchmark as a line.

    Returns
    -------
    Figure
        Rows: one an area, highest value first, then the benchmark.
    """
    rows = measure.latest
    own = measure.local_latest.sort_values(["value", "area"], ascending=[False, True])
    benchmark_row = rows[rows["area"] == measure.reference]
    # A count of the whole country would dwarf those of its parts.
    counted = measure.indicator.value_type == "Count"
    shown = own if counted else pd.concat([own, benchmark_row], ignore_index=True)
    frame = _frame(measure, shown)
    benchmark = measure.name(measure.reference)
    outcomes = list(dict.fromkeys(own["outcome"]))
    tested = outcomes != ["not compared"]
    key = verdicts.key(outcomes, _against(measure)) if tested else []
    reason = measure.indicator.benchmark.reason or "there is no interval to test by"
    notes = [] if tested else [f"Not compared with {benchmark}: {reason}"]
    return Figure(
        id="places",
        title=_title(measure, own, benchmark),
        subtitle=f"{measure.subject}, {measure.period}",
        description=_describe(measure, frame, benchmark),
        data=frame,
        columns=_columns(measure),
        draw=_draw_dots,
        heights=(46 + 34 * len(own), 46 + 34 * len(own)),
        key=key,
        notes=notes + _gaps(measure, set(own["area"])),
        **measure.credits,
    )


def ranked(measure: Measure) -> Figure | None:
    """Draw every area of this level in rank order, with the system's own marked.

    Returns
    -------
    Figure or None
        None when there are too few peers (under 20) for a rank to say anything.
    """
    rows = measure.latest
    rows = rows[measure.peers(rows["area"]) & rows["value"].notna()]
    if len(rows) < 20:
        return None
    frame = _frame(measure, rows.sort_values(["value", "area"]))
    frame["rank"] = range(1, len(frame) + 1)
    local = frame[frame["role"] == "own"]
    low, high = local.iloc[0], local.iloc[-1]
    frame["label"] = ""
    one = len(local) == 1
    if not one:
        # A single one is named by the title and the key.
        frame.loc[[local.index[0], local.index[-1]], "label"] = [low["area"], high["area"]]
    count = len(frame)
    title = (
        f"{low['area']} is {words.ordinal(low['rank'])} of {count}, from lowest"
        if one
        else f"{low['area']} is {words.ordinal(low['rank'])} and {high['area']} "
        f"{words.ordinal(high['rank'])} of {count}, from lowest"
    )
    kind = "acute trusts" if measure.level == "trust" else "areas"
    return Figure(
        id="england",
        title=title,
        subtitle=(
            f"All {count} {kind} with a figure, in order, {measure.indicator.unit.long}, "
            f"{measure.period}"
        ),
        description=(
            f"Dots in rank order for {count} {kind}. The lowest is {frame['area'].iloc[0]} at "
            f"{measure.number(frame['value'].iloc[0])}, the highest {frame['area'].iloc[-1]} at "
            f"{measure.number(frame['value'].iloc[-1])}. "
            + ". ".join(
                f"{r.area} is number {r.rank} at {measure.number(r.value)}" for r in each(local)
            )
            + "."
        ),
        data=frame,
        columns=[*_columns(measure), Column(name="rank", label="Rank from lowest", number=True)],
        draw=_draw_ranks,
        heights=(320, 320),
        key=[
            {"mark": "circle", "colour": NAVY, "label": measure.catalogue.system.short_name},
            {"mark": "circle", "colour": FAINT, "label": f"Other {kind} of England"},
        ],
        notes=["A rank says nothing of chance: neighbours in the order may not differ."],
        **measure.credits,
    )


def _frame(measure: Measure, rows: pd.DataFrame) -> pd.DataFrame:
    benchmark = _against(measure)
    is_benchmark = rows["area"] == measure.reference
    role = pd.Series("peer", index=rows.index)
    role[rows["area"].isin(measure.local)] = "own"
    role[is_benchmark] = "benchmark"
    return pd.DataFrame(
        {
            "area": [measure.name(code) for code in rows["area"]],
            "code": rows["area"],
            "role": role,
            **measure.estimates(rows),
            "outcome": rows["outcome"],
            "comparison": [
                "Benchmark" if same else verdicts.comparison(outcome, benchmark)["word"]
                for same, outcome in zip(is_benchmark, rows["outcome"], strict=True)
            ],
            "text": [measure.number(value) for value in rows["value"]],
        }
    ).reset_index(drop=True)


def _columns(measure: Measure) -> list[Column]:
    unit = measure.indicator.unit.long
    return [
        Column(name="area", label="Area"),
        Column(name="value", label=words.capital(unit), write=measure.number, number=True),
        Column(name="interval", label="95% interval", number=True),
        Column(name="comparison", label="Compared"),
    ]


def _against(measure: Measure) -> str:
    """Name what a verdict is against: the benchmark, or the country that a fifth is one of."""
    if measure.indicator.benchmark.method == "Quintiles":
        return measure.name(measure.catalogue.system.country)
    return measure.name(measure.reference)


def _title(measure: Measure, own: pd.DataFrame, benchmark: str) -> str:
    counts = own["outcome"].value_counts()
    nouns, total = measure.nouns[1], len(own)
    parts = []
    for outcome in ("worse", "better", "higher", "lower", "similar"):
        number = int(counts.get(outcome, 0))
        if number:
            parts.append(f"{number} {'similar to' if outcome == 'similar' else outcome + ' than'}")
    if not parts:
        if total == 1:
            return f"{measure.name(own['area'].iloc[0])}: {measure.quantity(own['value'].iloc[0])}"
        top, bottom = measure.name(own["area"].iloc[0]), measure.name(own["area"].iloc[-1])
        return f"{top} is highest and {bottom} lowest of {total} {nouns}"
    if total == 1:
        return f"{measure.name(own['area'].iloc[0])} is {parts[0].removeprefix('1 ')} {benchmark}"
    if len(parts) == 1 and counts.iloc[0] == total:
        return f"All {total} {nouns} are {parts[0].removeprefix(f'{total} ')} {benchmark}"
    return f"Of {total} {nouns}, {words.listing(parts)} {benchmark}"


def _describe(measure: Measure, frame: pd.DataFrame, benchmark: str) -> str:
    own = frame[frame["role"] == "own"]
    listed = ", ".join(f"{row.area} {row.text}" for row in each(own))
    rest = frame[frame["role"] == "benchmark"]
    tail = f" {benchmark}: {rest['text'].iloc[0]}." if len(rest) else ""
    return f"Dots with 95% intervals, {measure.indicator.unit.long}, highest first: {listed}.{tail}"


def _gaps(measure: Measure, present: set[str]) -> list[str]:
    lacking = [measure.name(code) for code in measure.local if code not in present]
    verb = "has" if len(lacking) == 1 else "have"
    return [f"{words.listing(lacking)} {verb} no figure for {measure.period}."] if lacking else []


def _draw_dots(data: pd.DataFrame, narrow: bool) -> Layers:
    base = alt.Chart()
    own = base.transform_filter("datum.role === 'own'")
    order = list(data.loc[data["role"] == "own", "area"])
    numbers = data[["value", "lower", "upper"]].astype(float)
    low, high = float(numbers.min().min()), float(numbers.max().max())
    margin = (high - low) * 0.08 or abs(high) * 0.05 or 1
    # Room on the right for the value of each row.
    domain = [low - margin, high + margin + (high - low + margin) * (0.45 if narrow else 0.13)]
    y = alt.Y(
        "area:N",
        sort=order,
        title=None,
        axis=alt.Axis(
            labelLimit=118 if narrow else 240,
            labelColor=INK,
            labelExpr=TWO_LINES if narrow else alt.Undefined,
        ),
    )
    scale = alt.Scale(domain=domain, nice=False, zero=False)
    x = alt.X(
        "value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=3 if narrow else 6, grid=True)
    )
    outcomes = list(verdicts.SHAPES)
    shape = alt.Shape(
        "outcome:N",
        scale=alt.Scale(domain=outcomes, range=[verdicts.SHAPES[o][0] for o in outcomes]),
    )
    colour = alt.Color(
        "outcome:N",
        scale=alt.Scale(domain=outcomes, range=[verdicts.SHAPES[o][1] for o in outcomes]),
    )
    benchmark = base.transform_filter("datum.role === 'benchmark'")
    return layer(
        benchmark.mark_rule(color=INK, strokeDash=[5, 4]).encode(x=x),
        own.mark_rule(strokeWidth=2, color=GUIDE).encode(
            x=alt.X("lower:Q"), x2=alt.X2("upper:Q"), y=y
        ),
        own.mark_point(size=110, filled=True, opacity=1).encode(
            x=x, y=y, shape=shape, color=colour
        ),
        own.mark_text(align="right", fontWeight="bold").encode(
            x=alt.XValue("width"), y=y, text=alt.Text("text:N")
        ),
        benchmark.transform_calculate(label="datum.area + ' ' + datum.text")
        .mark_text(align="center", baseline="bottom", dy=-4, color=INK)
        .encode(x=x, y=alt.YValue(0), text=alt.Text("label:N")),
        data=data,
    )


def _draw_ranks(data: pd.DataFrame, narrow: bool) -> Layers:
    base = alt.Chart()
    own = base.transform_filter("datum.role === 'own'")
    x = alt.X(
        "rank:Q",
        title="Rank, from lowest",
        axis=alt.Axis(tickCount=4 if narrow else 8, titleAnchor="end"),
        scale=alt.Scale(domain=[0, len(data) + 1], nice=False),
    )
    y = alt.Y(
        "value:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=5, grid=True)
    )
    y_low = alt.Y("lower:Q")
    layers: list[alt.Chart] = [
        base.transform_filter("datum.role === 'peer'")
        .mark_point(size=22, color=FAINT, filled=True)
        .encode(x=x, y=y),
        own.mark_rule(color=NAVY, opacity=0.6).encode(x=x, y=y_low, y2=alt.Y2("upper:Q")),
        own.mark_point(size=70, color=NAVY, filled=True).encode(x=x, y=y),
    ]
    labelled = base.transform_filter("datum.label !== ''")
    upper, lower = (f"datum.rank {test} {len(data) / 2}" for test in (">", "<="))
    # The dots rise from left to right, so the free corners are upper left and lower right.
    texts = (
        labelled.transform_filter(upper).mark_text(align="right", dx=-9, dy=-12, fontWeight="bold"),
        labelled.transform_filter(lower).mark_text(align="left", dx=9, dy=12, fontWeight="bold"),
    )
    layers += [text.encode(x=x, y=y, text=alt.Text("label:N")) for text in texts]
    return layer(*layers, data=data)
