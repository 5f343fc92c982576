"""The parts of a prioritisation: options, criteria, scores, weights, gates, decisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from playbook.catalogue.documents import Place
from playbook.catalogue.records import Record
from playbook.catalogue.system import Day, MissionId, Slug, Text

LEAST, MOST = 0, 100
"""The scale of every score: the levels that a criterion calls worst and best."""
WHOLE = 100
"""What a group's weights add up to, in per cent."""
ROUNDING = 1
"""How far a weight in whole per cent may lie from what the group's swing points give."""


class Option(Record):
    """One option on the list."""

    id: Slug
    """Stable id."""
    title: Text
    """What would be done."""
    short_title: Annotated[str, Field(min_length=1, max_length=32)]
    """Name for charts and tables."""
    mission: MissionId
    """The Mission that it belongs to."""
    origin: Literal["staff", "residents", "horizon scan", "data"]
    """Where it came from."""
    cost: Annotated[float, Field(ge=0)]
    """Its cost, in the unit of the budget. It is kept out of the scores."""


class Criterion(Record):
    """One criterion, with what the ends of its scale mean."""

    id: Slug
    """Stable id."""
    title: Text
    """What is judged."""
    short_title: Annotated[str, Field(min_length=1, max_length=24)]
    """Name for charts and tables."""
    worst: Text
    """What a score of 0 stands for."""
    best: Text
    """What a score of 100 stands for."""
    reason: Text
    """Why it is a criterion."""
    overlap: Text
    """Which other criterion it overlaps with, or that none was found."""


class Scored(Record):
    """The scores of one option."""

    option: Text
    """Id of the option."""
    scores: dict[str, float]
    """From 0 to 100, by id of the criterion; every criterion has one."""
    evidence: Text
    """What the scores rest on."""


class Weighers(Record):
    """The weights of one group of people."""

    group: Slug
    """Id of the group."""
    title: Text
    """Who they are."""
    role: Literal["staff", "residents", "commissioners"]
    """In what role they weigh."""
    people: Annotated[int, Field(ge=1)]
    """How many took part."""
    swings: dict[str, float]
    """Swing points by criterion, as given: 100 for the step from 0 to 100 that matters most."""
    weights: dict[str, int]
    """Weights in whole per cent that follow from the swing points. They add up to 100."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """The weights add up, and they are those that the swing points give."""
        total, points = sum(self.weights.values()), sum(self.swings.values())
        if total != WHOLE:
            yield ("weights",), f"add up to {total}, not {WHOLE}. Correct the weights."
        for name, given in self.swings.items():
            if not 0 <= given <= MOST:
                yield ("swings", name), f"is {given:g}. Swing points lie from 0 to {MOST}."
        for name, weight in self.weights.items():
            follows = WHOLE * self.swings.get(name, 0) / points if points > 0 else 0
            if name in self.swings and abs(weight - follows) > ROUNDING:
                yield ("weights", name), f"is {weight}, but the swing points give {follows:.1f}."


class Refusal(Record):
    """An option that did not pass a gate."""

    option: Text
    """Id of the option."""
    reason: Text
    """Why it did not pass."""


class Gate(Record):
    """A question that an option must pass before it is ranked."""

    id: Slug
    """Stable id."""
    question: Text
    """What is asked."""
    refused: tuple[Refusal, ...] = ()
    """Those that did not pass. All others did."""


class Interest(Record):
    """An interest that somebody declared."""

    who: Text
    """In what role; no names."""
    interest: Text
    """What it is."""
    handled: Text
    """What was done about it."""


class Dissent(Record):
    """A view that the decision did not follow."""

    who: Text
    """In what role; no names."""
    option: Text
    """Id of the option that it is about."""
    view: Text
    """What they held."""


class Money(Record):
    """What may be spent, and how many options there is room for."""

    amount: Annotated[float, Field(gt=0)]
    """The most that the chosen options may cost together."""
    unit: Text
    """Unit of the budget and of every cost."""
    places: Annotated[int, Field(ge=1)]
    """How many options may be active at once: the cut of the ranking."""


class Decision(Record):
    """What was decided on one option, in a row that can be published."""

    option: Text
    """Id of the option."""
    decision: Literal[
        "recommended", "recommended with conditions", "only in research", "not recommended"
    ]
    """The decision."""
    reason: Text
    """The reason in brief; where it departs from the ranking, why."""
    date: Day
    """When it was made."""
    would_reconsider_if: Text
    """What would have to change for it to be looked at again."""


FUNDED = ("recommended", "recommended with conditions")
"""Decisions that spend the budget."""


class Sampling(Record):
    """How weights are drawn at random."""

    draws: Annotated[int, Field(ge=1000)] = 10_000
    """How many sets of weights."""
    seed: Annotated[int, Field(ge=0)]
    """The seed, so that the page can be made again to the byte."""
