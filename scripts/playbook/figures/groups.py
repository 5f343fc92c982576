"""Differences between groups of people: deprivation, age, sex, ethnicity."""

from __future__ import annotations

import altair as alt
import pandas as pd

from playbook.catalogue.indicator_parts import Split
from playbook.figures import words
from playbook.figures.drawing import Layers, layer
from playbook.figures.figure import Column, Figure
from playbook.figures.inequality_figure import gradient
from playbook.figures.measure import LOCAL, Measure
from playbook.figures.rows import each, highest, lowest
from playbook.figures.theme import GUIDE, INK, NAVY

NAMES = {
    "imd_quintile": "deprivation fifth of the area where people live, 1 the most deprived",
    "imd_decile": "deprivation tenth of the area where people live, 1 the most deprived",
    "ethnicity": "ethnic group",
    "age": "age group",
    "sex": "sex",
}


def split_areas(measure: Measure) -> list[str]:
    """Say for which areas a split is shown: the system's own body, else the benchmark."""
    return measure.local[:1] if measure.level not in LOCAL else [measure.reference]


def by_split(measure: Measure, rows: pd.DataFrame) -> list[Figure]:
    """Draw one figure for each split that the indicator's record names and the rows hold.

    Parameters
    ----------
    measure : Measure
        The indicator.
    rows : DataFrame
        Every row of one area, whatever its group, sex and age.

    Returns
    -------
    list of Figure
        Rows of each: one a level, in the order of the record. A note names suppressed levels. By
        deprivation a line across the groups is drawn too, where there can be one.
    """
    figures = []
    for split in measure.indicator.splits:
        found = levels(measure, rows, split)
        if found["value"].notna().sum() > 1:
            slope = gradient(measure, found, split)
            figures.append(slope or _figure(measure, found, split.dimension, split.note))
    return figures


def levels(measure: Measure, rows: pd.DataFrame, split: Split) -> pd.DataFrame:
    """Give the newest row of each level of a split, in the order of the record, with ``level``."""
    newest = rows[rows["period_end"] == rows["period_end"].max()]
    group, prefix = newest["group"].astype(str), f"{split.dimension}="
    named = group.str.startswith(prefix) & (newest["sex"] == measure.indicator.sex)
    if split.dimension in {"sex", "age"} and not named.any():
        # Published in the column of that name, not as a group.
        level, newest = newest[split.dimension].astype(str), newest[group == "all"]
    else:
        level, newest = group.str.removeprefix(prefix), newest[named]
    newest = newest.assign(level=level)
    known = [name for name in split.levels if name in set(newest["level"])]
    return measure.with_limits(newest.set_index("level").loc[known].reset_index())


def _figure(measure: Measure, rows: pd.DataFrame, dimension: str, note: str | None) -> Figure:
    named = NAMES.get(dimension, dimension.replace("_", " "))
    area = measure.name(rows["area"].iloc[0])
    known = rows[rows["value"].notna()]
    frame = pd.DataFrame(
        {
            "level": known["level"],
            **measure.estimates(known),
            "text": [measure.number(value) for value in known["value"]],
        }
    ).reset_index(drop=True)
    hidden = list(rows.loc[rows["value"].isna(), "level"])
    top, bottom = highest(frame), lowest(frame)
    listed = ", ".join(f"{row.level} {row.text}" for row in each(frame))
    label = named.split(",")[0]
    notes = [note] if note else []
    if hidden:
        notes.append(f"Not shown, because the publisher suppressed it: {', '.join(hidden)}.")
    return Figure(
        id=f"by-{dimension.replace('_', '-')}",
        title=f"By {label}, {top['level']} is highest and {bottom['level']} lowest",
        subtitle=f"{measure.indicator.full_title}, {area}, by {named}, {measure.period}",
        description=f"Dots with 95% intervals, {measure.indicator.unit.long}: {listed}.",
        data=frame,
        columns=[
            Column(name="level", label=words.capital(label)),
            Column(
                name="value",
                label=measure.indicator.unit.long.capitalize(),
                write=measure.number,
                number=True,
            ),
            Column(name="interval", label="95% interval", number=True),
        ],
        draw=_draw,
        heights=(46 + 32 * len(frame), 46 + 32 * len(frame)),
        notes=notes,
        **measure.credits,
    )


def _draw(data: pd.DataFrame, narrow: bool) -> Layers:
    base = alt.Chart()
    numbers = data[["value", "lower", "upper"]].astype(float)
    low, high = float(numbers.min().min()), float(numbers.max().max())
    margin = (high - low) * 0.08 or 1
    domain = [low - margin, high + margin + (high - low + margin) * (0.28 if narrow else 0.12)]
    y = alt.Y(
        "level:N",
        sort=list(data["level"]),
        title=None,
        axis=alt.Axis(labelLimit=118 if narrow else 260, labelColor=INK),
    )
    x = alt.X(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=domain, nice=False, zero=False),
        axis=alt.Axis(tickCount=3 if narrow else 6, grid=True),
    )
    return layer(
        base.mark_rule(strokeWidth=2, color=GUIDE).encode(
            x=alt.X("lower:Q"), x2=alt.X2("upper:Q"), y=y
        ),
        base.mark_point(size=110, color=NAVY, filled=True).encode(x=x, y=y),
        base.mark_text(align="right", fontWeight="bold").encode(
            x=alt.XValue("width"), y=y, text=alt.Text("text:N")
        ),
        data=data,
    )
