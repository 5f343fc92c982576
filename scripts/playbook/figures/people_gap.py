"""How many people stand between now and a target, in all and by place.

The arithmetic is that of `playbook.methods.gap`. It is no forecast.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from playbook.catalogue.mission import Target
from playbook.figures import words
from playbook.figures.drawing import Layers, layer
from playbook.figures.figure import Column, Figure
from playbook.figures.measure import LOCAL, Measure
from playbook.figures.rows import each
from playbook.figures.theme import GUIDE, INK, NAVY
from playbook.methods import gap

AIMED = {"HighIsGood": "at_least", "LowIsGood": "at_most"}
"""The kind of target that lies in the better direction."""

ARITHMETIC = "This is arithmetic on the newest counts, not a forecast and not a plan."


def to_target(measure: Measure) -> Figure | None:
    """Draw the gap to the target that lies furthest away, in all and by place.

    Returns
    -------
    Figure or None
        Rows: one a place, the widest gap first, then all together. None where no target is set on
        this measure, nothing is missing to any of them, or there are no counts to work with.
    """
    rows = _counted(measure)
    gaps = [(target, _gap(measure, rows, target)) for target in _targets(measure)]
    known = [(target, found) for target, found in gaps if found.people is not None]
    if rows.empty or not known:
        return None
    target, found = max(known, key=lambda pair: pair[1].people or 0)
    if not found.people:
        return None
    frame = _frame(measure, found)
    noun, shown = measure.indicator.numerator.noun, _share(measure, target)
    return Figure(
        id="people-to-target",
        title=f"At {shown}: {found.people:,} {change(measure)} {noun} in {measure.period}",
        subtitle=(
            f"{words.capital(noun)} between {measure.period} and the target: {target.measure}, "
            f"{shown}, set for {target.scope}"
        ),
        description=(
            f"Bars, {noun}, with 95% intervals: "
            + ", ".join(f"{row.area} {row.text}" for row in each(frame))
            + "."
        ),
        data=frame,
        columns=columns("Place", noun),
        draw=draw,
        heights=(46 + 34 * len(frame), 46 + 34 * len(frame)),
        notes=[
            ARITHMETIC,
            *_yardstick(measure, target),
            *[_met(measure, one) for one, other in known if other.people == 0],
            *_surplus(found),
            *_absent(measure, rows),
        ],
        **measure.credits,
    )


def _targets(measure: Measure) -> list[Target]:
    """Give the targets on this measure that still stand, or whose date came last."""
    if not has_gap(measure):
        return []
    aimed = AIMED[measure.indicator.polarity]
    return [
        one
        for one in measure.catalogue.targets_of(measure.indicator.id)
        if one.value is not None and one.direction == aimed and one.status != "superseded"
    ]


def has_gap(measure: Measure) -> bool:
    """Say whether there can be a gap in people: a proportion, with a better direction."""
    return measure.indicator.value_type == "Proportion" and measure.indicator.polarity in AIMED


def _counted(measure: Measure) -> pd.DataFrame:
    rows = measure.latest
    rows = rows[rows["area"].isin(measure.local)]
    return rows[rows["count"].notna() & rows["denominator"].gt(0)]


def _gap(measure: Measure, rows: pd.DataFrame, target: Target) -> gap.PeopleToTarget:
    return gap.people_to_target(
        rows,
        float(target.value or 0),
        measure.indicator.polarity,
        multiplier=measure.indicator.multiplier or 1,
    )


def _frame(measure: Measure, found: gap.PeopleToTarget) -> pd.DataFrame:
    places = found.by_place.sort_values(["people", "area"], ascending=[False, True])
    counts, sizes = places["count"].sum(), places["denominator"].sum()
    whole = {
        "area": measure.catalogue.system.id,
        "value": counts / sizes * (measure.indicator.multiplier or 1),
    }
    people = {"people": found.people, "lower": found.lower, "upper": found.upper}
    rows = pd.concat([places, pd.DataFrame([whole | people])], ignore_index=True)
    if len(places) == 1:
        rows = rows.iloc[:1]
    frame = pd.DataFrame(
        {
            "area": [measure.name(code) for code in rows["area"]],
            "now": rows["value"].astype(float),
            "value": rows["people"].astype(float),
            "lower": rows["lower"].astype(float),
            "upper": rows["upper"].astype(float),
        }
    )
    frame["interval"] = [
        words.interval(row.lower, row.upper, "", decimals=0) for row in each(frame)
    ]
    return written(measure, frame)


def written(measure: Measure, frame: pd.DataFrame) -> pd.DataFrame:
    """Add the texts: ``level``, the figure now, and ``text``, what is missing to it."""
    return frame.assign(
        level=[measure.number(value) for value in frame["now"]],
        text=[words.number(value, 0) for value in frame["value"]],
    )


def columns(label: str, noun: str) -> list[Column]:
    """Give the columns of the table: the place or group, its figure now, and what is missing."""

    def whole(value: float) -> str:
        return words.number(value, 0)

    return [
        Column(name="area", label=label),
        Column(name="level", label="Now", number=True),
        Column(name="value", label=words.capital(noun), write=whole, number=True),
        Column(name="interval", label="95% interval", number=True),
    ]


def _yardstick(measure: Measure, target: Target) -> list[str]:
    own = {*measure.local, *measure.catalogue.system.bodies}
    if target.area is None or target.area in own:
        return []
    nouns = LOCAL.get(measure.level, "places")
    return [
        f"The target is set for {target.scope}. Here it is a yardstick: it was not set for each "
        f"of these {nouns}."
    ]


def change(measure: Measure) -> str:
    """Say which way the count has to go."""
    return "more" if measure.indicator.polarity == "HighIsGood" else "fewer"


def _share(measure: Measure, target: Target) -> str:
    return f"{target.value:g}{measure.indicator.unit.short}"


def _met(measure: Measure, target: Target) -> str:
    when = f"for {words.partial(target.by)}" if target.by else "without a date"
    return (
        f"At {_share(measure, target)}, the target {when}, nothing was missing in "
        f"{measure.period} for the places taken together."
    )


def _surplus(found: gap.PeopleToTarget) -> list[str]:
    if found.sum_of_places == found.people:
        return []
    return [
        f"The gaps of the single places add up to {found.sum_of_places:,}: each is rounded up, and "
        "a place past the target helps nobody elsewhere."
    ]


def _absent(measure: Measure, rows: pd.DataFrame) -> list[str]:
    lacking = [measure.name(code) for code in measure.local if code not in set(rows["area"])]
    return [f"Left out, with no figure: {words.listing(lacking)}."] if lacking else []


def draw(data: pd.DataFrame, narrow: bool) -> Layers:
    """Draw bars from 0 in the order of the rows, with the interval where there is one."""
    base = alt.Chart()
    numbers = data[["value", "upper"]].astype(float)
    room = 1.38 if narrow else 1.16
    y = alt.Y(
        "area:N",
        sort=list(data["area"]),
        title=None,
        axis=alt.Axis(labelLimit=130 if narrow else 260, labelColor=INK),
    )
    scale = alt.Scale(domain=[0, float(numbers.max().max()) * room], nice=False)
    x = alt.X(
        "value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=3 if narrow else 6, grid=True)
    )
    return layer(
        base.mark_bar(color=NAVY, height=16).encode(x=x, y=y),
        base.mark_rule(strokeWidth=2, color=GUIDE).encode(
            x=alt.X("lower:Q"), x2=alt.X2("upper:Q"), y=y
        ),
        base.mark_text(align="right", fontWeight="bold").encode(
            x=alt.XValue("width"), y=y, text=alt.Text("text:N")
        ),
        data=data,
    )
