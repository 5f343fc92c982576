"""Charts of a prioritisation: the ranking, who ranks how, and how firm the cut is."""

from __future__ import annotations

import altair as alt
import pandas as pd

from playbook.figures import words
from playbook.figures.drawing import Layers, layer
from playbook.figures.figure import Column, Draw, Figure
from playbook.figures.prioritised import MADE_UP, Prioritised
from playbook.figures.rows import each
from playbook.figures.theme import FAINT, GUIDE, INK, NAVY, ORANGE

ROW, AXIS = 34, 46


def acceptability(one: Prioritised, edition: str) -> Figure:
    """Draw how often each option is within the cut when weights are drawn at random.

    Returns
    -------
    Figure
        Rows: one an option, in the order of the ranking; ``value`` is a share in per cent.
    """
    shares = 100 * one.acceptability
    within = shares[[*range(1, one.places + 1)]].sum(axis="columns")
    frame = _frame(
        one,
        value=within.round(6),
        first=shares[1].round(6),
        text=[f"{value:.0f}%" for value in within],
        held=["Within the cut" if one.inside[name] else "Beyond it" for name in within.index],
    )
    firm, never = frame[frame["value"] >= 99.5], frame[frame["value"] < 0.5]
    drawn = one.record.sampling
    said = [f"{words.listing(list(firm['option']))} almost always" if len(firm) else ""]
    said += [f"{words.listing(list(never['option']))} almost never" if len(never) else ""]
    spread = words.listing([part for part in said if part]) or "no option always or never"
    return Figure(
        id="acceptability",
        title=one.marked(f"Within the first {one.places}: {spread}"),
        subtitle=one.marked(
            f"Share of {drawn.draws:,} sets of weights, drawn evenly from all that are possible, "
            f"for which an option is among the first {one.places}, per cent"
        ),
        description=_described(one, frame, "of sets of weights"),
        data=frame,
        columns=[
            Column(name="option", label="Option"),
            Column(name="value", label=f"Among the first {one.places}", write=_cent, number=True),
            Column(name="first", label="First", write=_cent, number=True),
            Column(name="held", label="By the weights of all groups"),
            *_mark(one),
        ],
        draw=_bars(100),
        heights=(AXIS + ROW * len(frame), AXIS + ROW * len(frame)),
        key=[
            {"mark": "bar", "label": "Within the cut by the weights of all groups", "colour": NAVY},
            {"mark": "bar", "label": "Beyond it", "colour": FAINT},
        ],
        notes=[
            "Every possible set of weights counts the same here, also those that nobody holds. "
            f"Seed {drawn.seed}."
        ],
        **one.credits(edition),
    )


def groups(one: Prioritised, edition: str) -> Figure | None:
    """Draw the residents' rank of each option beside the staff's; None without both groups.

    Returns
    -------
    Figure or None
        Rows: one an option, in the order of the ranking; ``value`` is the residents' rank.
    """
    residents, staff = one.group("residents"), one.group("staff")
    if residents is None or staff is None:
        return None
    ranks = one.by_group
    frame = _frame(
        one,
        value=ranks[residents.group].astype(float),
        staff=ranks[staff.group].astype(float),
        gap=(ranks[staff.group] - ranks[residents.group]).astype(float),
    )
    frame["text"] = [f"{row.value:.0f} and {row.staff:.0f}" for row in each(frame)]
    apart = frame.iloc[int(frame["gap"].abs().to_numpy().argmax())]
    same = frame[frame["gap"] == 0]
    title = (
        f"Residents put {apart['option']} {_th(apart['value'])}, staff {_th(apart['staff'])}"
        if apart["gap"]
        else "Residents and staff rank all options alike"
    )
    return Figure(
        id="groups",
        title=one.marked(title),
        subtitle=one.marked(
            f"Rank of each option by the weights of {residents.people} residents and of "
            f"{staff.people} staff, 1 the best"
        ),
        description=(
            f"Two dots a row, residents and staff. {len(same)} of {len(frame)} options have the "
            "same rank with both. "
            + ". ".join(f"{r.option}: {r.value:.0f} and {r.staff:.0f}" for r in each(frame))
            + f".{_said(one)}"
        ),
        data=frame,
        columns=[
            Column(name="option", label="Option"),
            Column(name="value", label="Residents' rank", write=_whole, number=True),
            Column(name="staff", label="Staff rank", write=_whole, number=True),
            Column(name="gap", label="Higher with residents by", write=_whole, number=True),
            *_mark(one),
        ],
        draw=_ranks,
        heights=(AXIS + ROW * len(frame), AXIS + ROW * len(frame)),
        key=[
            {"mark": "diamond", "label": "Residents", "colour": ORANGE},
            {"mark": "circle", "label": "Staff", "colour": NAVY},
        ],
        notes=["Where the ranks differ, the two groups hold different things to matter."],
        **one.credits(edition),
    )


def _frame(one: Prioritised, **columns: object) -> pd.DataFrame:
    frame = pd.DataFrame(columns, index=one.ranks.index)
    frame.insert(0, "option", [one.name(str(name)) for name in frame.index])
    if one.illustrative:
        frame["note"] = MADE_UP
    return frame.reset_index(drop=True)


def _mark(one: Prioritised) -> list[Column]:
    return [Column(name="note", label="Standing")] if one.illustrative else []


def _said(one: Prioritised) -> str:
    return " All of it is made up to show the method." if one.illustrative else ""


def _described(one: Prioritised, frame: pd.DataFrame, what: str) -> str:
    listed = ", ".join(f"{row.option} {row.text}" for row in each(frame))
    return f"Bars, per cent {what}: {listed}.{_said(one)}"


def _cent(value: float) -> str:
    return f"{value:.0f}%"


def _whole(value: float) -> str:
    return f"{value:.0f}"


def _th(rank: float) -> str:
    return words.ordinal(int(rank))


def _rows(data: pd.DataFrame, narrow: bool) -> alt.Y:
    axis = alt.Axis(labelLimit=140 if narrow else 260, labelColor=INK)
    return alt.Y("option:N", sort=list(data["option"]), title=None, axis=axis)


def _bars(most: float) -> Draw:
    def draw(data: pd.DataFrame, narrow: bool) -> Layers:
        room = 1.3 if narrow else 1.12
        scale = alt.Scale(domain=[0, most * room], nice=False)
        ticks = alt.Axis(values=[0, most / 2, most], grid=True)
        y, base = _rows(data, narrow), alt.Chart()
        colour = alt.condition("datum.held === 'Within the cut'", alt.value(NAVY), alt.value(FAINT))
        return layer(
            base.mark_bar(height=16).encode(
                x=alt.X("value:Q", title=None, scale=scale, axis=ticks), y=y, color=colour
            ),
            base.mark_text(align="right", fontWeight="bold").encode(
                x=alt.XValue("width"), y=y, text="text:N"
            ),
            data=data,
        )

    return draw


def _ranks(data: pd.DataFrame, narrow: bool) -> Layers:
    size, y, base = len(data), _rows(data, narrow), alt.Chart()
    axis = alt.Axis(values=[*range(1, size + 1)], grid=True, format="d")
    scale = alt.Scale(domain=[0.6, size + 0.4], nice=False)
    x = alt.X("staff:Q", title="Rank, 1 the best", scale=scale, axis=axis)
    return layer(
        base.mark_rule(strokeWidth=2, color=GUIDE).encode(x=x, x2=alt.X2("value:Q"), y=y),
        base.mark_point(shape="circle", size=130, color=NAVY).encode(x=x, y=y),
        base.mark_point(shape="diamond", size=90, color=ORANGE, stroke=INK).encode(
            x=alt.X("value:Q"), y=y
        ),
        data=data,
    )
