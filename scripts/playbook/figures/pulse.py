"""The pulse of a network: every answer a dot, quarter by quarter, and no average anywhere."""

from __future__ import annotations

from collections import Counter
from typing import Any

import altair as alt
import pandas as pd

from playbook.catalogue.network import HIGHEST, LOWEST, Item, Pulse, Round
from playbook.figures import words
from playbook.figures.drawing import Layers, layer
from playbook.figures.figure import Column, Figure
from playbook.figures.theme import GUIDE, MAROON, NAVY, RULE, TEAL

PARTS = {"capability": ("circle", NAVY), "opportunity": ("square", MAROON),
         "motivation": ("triangle-up", TEAL)}  # fmt: skip
"""Shape and colour of each part's dots."""

NOT_A_SCALE = "A conversation tool, not a validated scale. Do not compare networks by it."
ROW = HIGHEST - LOWEST + 2.4
"""Height of an item's row, in steps of the scale: room for its name above it."""


def frame(pulse: Pulse, items: tuple[Item, ...], stages: dict[str, str]) -> pd.DataFrame:
    """Lay out the answers: one row a dot.

    Parameters
    ----------
    pulse : Pulse
        The record.
    items : tuple of Item
        What was asked, in order.
    stages : dict of str to str
        Titles of stages by id.

    Returns
    -------
    DataFrame
        Columns ``quarter``, ``stage``, ``part``, ``item``, ``value``, ``standing``, and for the
        drawing ``x``, from the left in quarters, and ``y``, from the top in steps of the scale.
    """
    rows = []
    for column, one in enumerate(pulse.rounds):
        for place, item in enumerate(items):
            above: Counter[int] = Counter()
            given = one.answers.get(item.id, ())
            for answer in given:
                rows.append(
                    {
                        "quarter": quarter(one),
                        "stage": stages.get(one.stage, one.stage),
                        "part": item.part,
                        "item": item.title,
                        "value": answer,
                        "standing": pulse.standing,
                        "x": column + 0.2 + 0.09 * above[answer],
                        "y": place * ROW + HIGHEST - answer,
                    }
                )
                above[answer] += 1
    return pd.DataFrame(rows)


def figure(
    pulse: Pulse,
    items: tuple[Item, ...],
    stages: dict[str, str],
    about: tuple[str, str, str],
) -> Figure:
    """Draw a pulse.

    Parameters
    ----------
    pulse, items, stages
        See `frame`.
    about : tuple of str
        Source, snapshot and edition, as printed under the chart.
    """
    data = frame(pulse, items, stages)
    made_up = pulse.standing == "illustrative"
    mark = "Illustrative: " if made_up else ""
    source, snapshot, edition = about
    shown = [one for one in pulse.rounds if one.answers]
    asked = ", ".join(f"{quarter(one)} {len(next(iter(one.answers.values())))}" for one in shown)
    withheld = [quarter(one) for one in pulse.rounds if one.withheld]
    hidden = f"{words.listing(withheld)}: fewer than 5 people answered, so nothing is shown."
    return Figure(
        id=f"pulse-{pulse.id}",
        title=f"{mark}{pulse.title}, each answer a dot",
        subtitle=f"{mark}answers from {LOWEST}, not at all, to {HIGHEST}, fully, by quarter",
        description=f"{mark}{_said(data, items)} People who answered: {asked}."
        + (f" {hidden}" if withheld else ""),
        data=data,
        columns=[
            Column(name="item", label="Item"),
            Column(name="quarter", label="Quarter"),
            Column(name="stage", label="Stage"),
            Column(name="part", label="Part", write=words.capital),
            Column(name="value", label="Answer, 1 to 5", number=True),
            Column(name="standing", label="Standing", write=words.capital),
        ],
        draw=lambda rows, narrow: _draw(rows, narrow, pulse, [one.title for one in items]),
        heights=(64 + 92 * len(items), 64 + 92 * len(items)),
        key=[
            {"mark": shape, "colour": colour, "label": words.capital(part)}
            for part, (shape, colour) in PARTS.items()
        ],
        notes=[
            *([pulse.note] if made_up else []),
            NOT_A_SCALE,
            "Dots side by side in a row are answers of the same size. Who gave which is not kept.",
            *([hidden] if withheld else []),
        ],
        source=source,
        period=f"{quarter(pulse.rounds[0])} to {quarter(pulse.rounds[-1])}",
        snapshot=snapshot,
        edition=edition,
    )


def quarter(one: Round) -> str:
    """Write a quarter: ``January to March 2026``."""
    found = pd.Period(one.quarter.replace("-", ""), freq="Q")
    return words.period(found.start_time.normalize(), found.end_time.normalize())


def _said(data: pd.DataFrame, items: tuple[Item, ...]) -> str:
    last = data[data["quarter"] == data["quarter"].iloc[-1]]
    parts = []
    for item in items:
        given = ", ".join(str(one) for one in last.loc[last["item"] == item.title, "value"])
        parts.append(f"{item.title}: {given}")
    return f"dots on a scale of 1 to 5. In {last['quarter'].iloc[0]}, {'; '.join(parts)}."


def _draw(data: pd.DataFrame, narrow: bool, pulse: Pulse, titles: list[str]) -> Layers:
    columns, height = len(pulse.rounds), ROW * len(titles)
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, columns], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[height - 1.4, -2.6], nice=False), axis=None)
    layers: list[Any] = [
        alt.Chart(_rows(titles, columns)).mark_rule(color=RULE).encode(x=x, x2="end:Q", y=y),
        alt.Chart(_rows(titles, columns, names=True))
        .mark_text(align="left", fontWeight="bold", baseline="middle")
        .encode(x=x, y=y, text="text:N"),
        alt.Chart(_ends(columns))
        .mark_text(align="right", color=GUIDE, baseline="bottom", dy=-3)
        .encode(x=x, y=y, text="text:N"),
        alt.Chart(_heads(pulse, narrow))
        .mark_text(align="left", color=GUIDE, lineBreak="|", baseline="middle")
        .encode(x=x, y=y, text="text:N"),
    ]
    for part, (shape, colour) in PARTS.items():
        layers.append(
            alt.Chart(data)
            .transform_filter(alt.datum.part == part)
            .mark_point(shape=shape, color=colour, size=42 if narrow else 64)
            .encode(x=x, y=y)
        )
    return layer(*layers)


def _rows(titles: list[str], columns: int, names: bool = False) -> pd.DataFrame:
    """Give the line of each step of the scale, or the name of each row."""
    steps = [-1.15] if names else list(range(HIGHEST - LOWEST + 1))
    return pd.DataFrame(
        [
            {"x": 0.0, "end": float(columns), "y": place * ROW + step, "text": title}
            for place, title in enumerate(titles)
            for step in steps
        ]
    )


def _ends(columns: int) -> pd.DataFrame:
    """Name both ends of the scale, on the first row."""
    ends = ((0, f"{HIGHEST} fully"), (HIGHEST - LOWEST, f"{LOWEST} not at all"))
    return pd.DataFrame([{"x": float(columns), "y": float(y), "text": text} for y, text in ends])


def _heads(pulse: Pulse, narrow: bool) -> pd.DataFrame:
    """Give the name of each quarter, and say where nothing is shown."""
    heads = []
    for column, one in enumerate(pulse.rounds):
        short = f"{one.quarter[5:]} {one.quarter[:4]}"
        heads.append({"x": column + 0.15, "y": -2.2, "text": short})
        if one.withheld:
            text = "Not|shown" if narrow else "Not shown"
            heads.append({"x": column + 0.15, "y": 1.5, "text": text})
    return pd.DataFrame(heads)
