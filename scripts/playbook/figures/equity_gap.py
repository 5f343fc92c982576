"""What closing the inequality alone would give: the groups that are behind, at the whole's level.

The arithmetic is that of `playbook.methods.gap.close_the_inequality`. It is no forecast.
"""

from __future__ import annotations

import pandas as pd

from playbook.figures import people_gap, words
from playbook.figures.figure import Figure
from playbook.figures.groups import levels
from playbook.figures.inequality_figure import FIFTHS
from playbook.figures.measure import Measure
from playbook.figures.rows import each
from playbook.methods import gap


def closing_the_inequality(measure: Measure, rows: pd.DataFrame) -> Figure | None:
    """Draw what it takes to bring the groups that are behind up to the figure for all of them.

    Parameters
    ----------
    measure : Measure
        The indicator.
    rows : DataFrame
        Every row of one area, whatever its group.

    Returns
    -------
    Figure or None
        Rows: one a deprivation group, the most deprived first, then all together. None without a
        split by deprivation, with a count missing, or where no group is behind.
    """
    for split in measure.indicator.splits:
        if split.dimension not in FIFTHS or not people_gap.has_gap(measure):
            continue
        groups = levels(measure, rows, split)
        if groups.empty or groups["area"].iloc[0] not in measure.local:
            continue
        found = gap.close_the_inequality(
            groups,
            measure.indicator.polarity,
            "level",
            multiplier=measure.indicator.multiplier or 1,
        )
        if found.people:
            return _closing_figure(measure, groups, found, FIFTHS[split.dimension])
    return None


def _closing_figure(
    measure: Measure, groups: pd.DataFrame, found: gap.EquityFirst, noun: str
) -> Figure:
    table = found.by_group.set_index("level").loc[list(groups["level"])].reset_index()
    frame = pd.DataFrame(
        {
            "area": [*_ordered(list(table["level"])), "All together"],
            "now": [*table["value"], found.area_value],
            "value": [*table["people"], found.people],
            "lower": float("nan"),
            "upper": float("nan"),
            "interval": "none",
        }
    ).astype({"value": float})
    frame = people_gap.written(measure, frame)
    area = measure.name(groups["area"].iloc[0])
    period = words.period(groups["period_start"].iloc[0], groups["period_end"].iloc[0])
    counted, change = measure.indicator.numerator.noun, people_gap.change(measure)
    before, after = (measure.number(value) for value in (found.area_value, found.value_after))
    return Figure(
        id="closing-the-inequality",
        title=f"Closing the gap between {noun}s alone: {found.people:,} {change} {counted}",
        subtitle=(
            f"{words.capital(counted)}, to bring each deprivation {noun} that is behind up to "
            f"{before}, the figure for all {noun}s together, {area}, {period}"
        ),
        description=(
            f"Bars, {counted}: " + ", ".join(f"{row.area} {row.text}" for row in each(frame)) + "."
        ),
        data=frame,
        columns=[
            one for one in people_gap.columns("Deprivation", counted) if one.name != "interval"
        ],
        draw=people_gap.draw,
        heights=(46 + 34 * len(frame), 46 + 34 * len(frame)),
        notes=[
            people_gap.ARITHMETIC,
            f"All {noun}s together would go from {before} to {after}.",
            *_behind(table, noun),
            "No interval: the figure for all together is made of the same groups.",
        ],
        **(measure.credits | {"period": period}),
    )


def _ordered(names: list[str]) -> list[str]:
    """Name the groups; the ends say which end they are."""
    return [f"{names[0]}, most deprived", *names[1:-1], f"{names[-1]}, least deprived"]


def _behind(table: pd.DataFrame, noun: str) -> list[str]:
    """Say so where all who are behind live in the less deprived half."""
    behind = list(table.index[table["people"].gt(0)])
    if min(behind) < len(table) / 2:
        return []
    return [f"Here the {noun}s that are behind are the less deprived ones."]
