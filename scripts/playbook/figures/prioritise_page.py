"""The page of a prioritisation: its answer, its tables, and the ranking that a reader can move."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from playbook.figures import words
from playbook.figures.components import Board, Facts, Metadata, Ranking, cell
from playbook.figures.prioritised import Prioritised
from playbook.methods import prioritisation

STEP = 50
"""The range of the controls ends on a multiple of so many points."""


def answer(one: Prioritised) -> str:
    """Say what comes first and what the budget buys."""
    first, taken = one.ranks[one.ranks == 1].index, one.portfolio.chosen
    ranked, bought = set(one.inside.index[one.inside]), set(taken.index[taken])
    same = "the same options" if ranked == bought else "not the same options"
    return (
        f"{'**Illustrative.** ' if one.illustrative else ''}{one.named(first)} "
        f"{'comes' if len(first) == 1 else 'come'} first of {len(one.ranks)}. The first "
        f"{len(ranked)} of the ranking and the {len(bought)} that the budget buys are {same}."
    )


def facts(one: Prioritised) -> Facts:
    """Give the facts under the answer: who weighed, what it would take to move the cut."""
    record, flip = one.record, one.flip
    moved = "No change can" if flip is None else f"{100 * flip.moved:.1f}%"
    instead = (
        "each option within the cut beats each beyond it on every criterion"
        if flip is None
        else f"of all weight, and {one.name(flip.enters)} draws level with {one.name(flip.leaves)}"
    )
    return Facts(
        items=[
            {
                "label": "Standing",
                "value": record.standing.capitalize(),
                "note": "made up to show the method"
                if one.illustrative
                else words.day(record.date),
            },
            {
                "label": "Who weighed",
                "value": f"{sum(group.people for group in record.weights)} people",
                "note": words.listing([f"{one.people} {one.role}" for one in record.weights]),
            },
            {"label": "Smallest change that moves the cut", "value": moved, "note": instead},
        ]
    )


def ranking(one: Prioritised) -> Ranking:
    """Give the ranking with the controls that a reader may move.

    Points are the groups' weights added up, so that they are whole numbers and give the ranking of
    all groups exactly; each group alone has as many points in all.
    """
    size, rows = len(one.groups), []
    for name in one.order:
        option = one.options[name]
        rows.append(
            {
                "id": option.id,
                "title": option.short_title,
                "text": option.title,
                "scores": [float(one.scores[criterion][name]) for criterion in one.criteria],
                "value": round(float(one.values[name]), 6),
                "rank": int(one.ranks[name]),
                "written": written(float(one.values[name])),
                "inside": bool(one.inside[name]),
            }
        )
    presets = [("All groups", one.groups.sum())]
    presets += [(group.title, size * pd.Series(group.weights)) for group in one.record.weights]
    most = max(int(points.max()) for _, points in presets)
    return Ranking(
        id="ranking",
        caption=one.marked(
            f"Options by value, from 0 to 100, by the weights of all groups. The line is drawn "
            f"after the first {one.places}."
        ),
        places=one.places,
        most=STEP * math.ceil(most / STEP),
        criteria=[
            {"id": name, "title": title, "points": int(one.groups[name].sum())}
            for name, title in one.criteria.items()
        ],
        presets=[
            {"title": title, "points": [int(points[name]) for name in one.criteria]}
            for title, points in presets
        ],
        rows=rows,
    )


def contributions(one: Prioritised) -> Board:
    """Set out what each criterion adds to each option's value."""
    parts = prioritisation.contributions(one.scores, one.weights)
    return Board(
        id="contributions",
        caption=one.marked(
            "Points that each criterion adds to an option's value; under the name of the "
            "criterion its weight. The points of a row add up to its value."
        ),
        columns=[
            "Option",
            *[f"{title} ({100 * one.weights[name]:.1f}%)" for name, title in one.criteria.items()],
            "Value",
        ],
        rows=[
            [
                cell(one.name(name)),
                *[_number(parts.loc[name, criterion]) for criterion in one.criteria],
                _number(one.values[name]),
            ]
            for name in one.order
        ],
        sorts=True,
        dense=True,
    )


def room(one: Prioritised) -> Board:
    """Set out how far each weight alone can go before the cut moves."""
    return Board(
        id="room",
        caption=one.marked(
            "How far the weight of one criterion can go, while the others keep their ratios, "
            "before an option from beyond the cut draws level with one within it."
        ),
        columns=["Criterion", "Weight", "Moves the cut at or below", "At or above"],
        rows=[
            [
                cell(one.criteria[str(name)]),
                cell(_cent(row["weight"])),
                cell(_limit(row["below"])),
                cell(_limit(row["above"])),
            ]
            for name, row in one.room.iterrows()
        ],
        dense=True,
    )


def without(one: Prioritised, what: str) -> Board:
    """Set out the ranks without each criterion, or without each group of weighers, in turn.

    Parameters
    ----------
    what : {"criterion", "group"}
    """
    if what == "criterion":
        table = prioritisation.without_each_criterion(one.scores, one.weights)
        names = one.criteria
    else:
        table = prioritisation.without_each_group(one.scores, one.groups)
        names = {group.group: group.role for group in one.record.weights}
    return Board(
        id=f"without-{what}",
        caption=one.marked(
            f"Rank of each option when one {what} is left out. An arrow marks an option that "
            "moves across the cut."
        ),
        columns=["Option", "With all", *[f"Without {_lowered(name)}" for name in names.values()]],
        rows=[
            [
                cell(one.name(option)),
                _rank(int(one.ranks[option])),
                *[
                    _rank(int(table[name][option]), across=_across(one, table, option, name))
                    for name in names
                ],
            ]
            for option in one.order
        ],
        dense=True,
    )


def _across(one: Prioritised, table: pd.DataFrame, option: str, name: str) -> str:
    now = bool(prioritisation.within(table[name], one.places)[option])
    if now == bool(one.inside[option]):
        return ""
    return "↑ comes in" if now else "↓ drops out"


def budget(one: Prioritised) -> Board:
    """Set out what the budget buys: the set that is worth most, and its cost."""
    taken = one.portfolio.chosen
    rows = [
        [
            cell(one.name(name), one.options[name].title),
            _rank(int(one.ranks[name])),
            _number(one.values[name]),
            cell(f"{one.options[name].cost:,g}", order=(one.options[name].cost,)),
            cell("In" if taken[name] else "Out"),
        ]
        for name in one.order
    ]
    found = one.portfolio
    return Board(
        id="best-portfolio",
        caption=one.marked(
            f"The {int(taken.sum())} options that together are worth most for no more than "
            f"{one.money(one.record.budget.amount)} and in {one.places} places. They cost "
            f"{found.cost:,g}."
        ),
        columns=["Option", "Rank", "Value", "Cost", "In the portfolio"],
        rows=rows,
        sorts=True,
        dense=True,
    )


def decisions(one: Prioritised) -> Board:
    """Set out the decision on each option, the gates that refused some included."""
    ranks = {str(name): int(rank) for name, rank in one.ranks.items()}
    return Board(
        id="decision-rows",
        caption=one.marked("What was decided on each option, in the order of the list."),
        columns=["Option", "Rank", "Decision", "Reason", "Would reconsider if"],
        rows=[
            [
                cell(one.name(row.option), one.options[row.option].title),
                _rank(ranks[row.option])
                if row.option in ranks
                else cell("Not ranked", order=(len(ranks) + 1,)),
                cell(row.decision.capitalize(), words.day(row.date)),
                cell(row.reason),
                cell(row.would_reconsider_if),
            ]
            for row in one.record.decisions
        ],
    )


def gates(one: Prioritised) -> Board:
    """Set out the gates, and who did not pass."""
    return Board(
        id="gates-passed",
        caption=one.marked("What every option must pass before it is ranked."),
        columns=["Gate", "Did not pass"],
        rows=[
            [
                cell(gate.question),
                cell(
                    "; ".join(f"{one.name(r.option)}: {r.reason}" for r in gate.refused)
                    or "All passed"
                ),
            ]
            for gate in one.record.gates
        ],
    )


def criteria(one: Prioritised) -> Board:
    """Set out the criteria: the ends of each scale, why it is there, what it overlaps with."""
    return Board(
        id="criteria-scales",
        caption=one.marked("What is judged, on a scale from 0 to 100."),
        columns=["Criterion", "Scored 0", "Scored 100", "Why", "Overlap"],
        rows=[
            [cell(c.title), cell(c.worst), cell(c.best), cell(c.reason), cell(c.overlap)]
            for c in one.record.criteria
        ],
    )


def voices(one: Prioritised) -> Metadata:
    """List the interests that were declared, and the views that were not followed."""
    rows: list[tuple[str, Any]] = [
        (f"Interest: {i.who}", f"{i.interest}. {i.handled}.") for i in one.record.interests
    ] or [("Interests", "None were declared.")]
    rows += [
        (f"Dissent: {view.who}", f"On {one.name(view.option)}: {view.view}.")
        for view in one.record.dissent
    ] or [("Dissent", "None was recorded.")]
    title = one.marked("Interests and dissent")
    return Metadata(title=title, items=[{"term": term, "text": text} for term, text in rows])


def methods(one: Prioritised) -> Metadata:
    """Name the methods and where they come from."""
    drawn = one.record.sampling
    rows = [
        (
            "Value",
            "Scores times swing weights, added up: the additive model in the good practice of "
            "ISPOR for multi-criteria decision analysis",
        ),
        (
            "Other weights",
            "Rank acceptability of SMAA-2 (Lahdelma and Salminen 2001), no preference known; "
            f"{drawn.draws:,} draws, seed {drawn.seed}",
        ),
        ("Smallest change", "A linear programme for each pair across the cut"),
        ("Portfolio", "Exact, as an integer programme"),
    ]
    items: list[dict[str, Any]] = [{"term": term, "text": text} for term, text in rows]
    items.append({"term": "Checked", "text": "Validation of the methods", "href": "validation"})
    return Metadata(title="Methods", items=items)


def written(value: float) -> str:
    """Write a value with 1 decimal, a half upwards as the page's script does."""
    return f"{value + 1e-9:.1f}"


def _number(value: Any) -> dict[str, Any]:
    return cell(written(float(value)), order=(round(float(value), 6),))


def _rank(rank: int, across: str = "") -> dict[str, Any]:
    return cell(str(rank), across, order=(rank,))


def _cent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _limit(share: float) -> str:
    return "Nowhere" if pd.isna(share) else _cent(share)


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]
