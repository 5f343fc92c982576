"""Records of theories of change: how a Mission is meant to lead from what it has to its goal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from playbook.catalogue.documents import Place
from playbook.catalogue.records import Record
from playbook.catalogue.system import MissionId, Text

Link = Literal[
    "inputs to activities", "activities to outputs", "outputs to outcomes", "outcomes to impact"
]


class Step(Record):
    """One thing in a theory of change."""

    text: Text
    """What it is."""
    basis: Literal["published", "our reading"]
    """Read in a source, or put together by this playbook."""
    source: Text | None = None
    """Where it was read."""
    indicators: tuple[Text, ...] = ()
    """Ids of the indicators that show whether it happens."""
    not_measured: Text | None = None
    """Why no indicator here shows it."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """What was read has a source, and nothing is both measured and not."""
        if (self.basis == "published") != (self.source is not None):
            wanted = "a source" if self.basis == "published" else "no source"
            yield ("source",), f"is wrong: a step that is {self.basis} has {wanted}."
        if self.indicators and self.not_measured:
            yield ("not_measured",), "stands beside indicators. Keep one of the two."


class Assumption(Record):
    """What has to hold for one part to lead to the next."""

    between: Link
    """Which two parts it joins."""
    text: Text
    """What has to hold."""


class Theory(Record):
    """The theory of change of one Mission."""

    mission: MissionId
    """The Mission that it is of."""
    standing: Text
    """Whose it is, and what was not found."""
    inputs: tuple[Step, ...] = Field(min_length=1)
    """What the Mission has."""
    activities: tuple[Step, ...] = Field(min_length=1)
    """What is done."""
    outputs: tuple[Step, ...] = Field(min_length=1)
    """What that makes."""
    outcomes: tuple[Step, ...] = Field(min_length=1)
    """What changes for people, each with indicators or with the reason why there is none."""
    impact: tuple[Step, ...] = Field(min_length=1)
    """The goal."""
    assumptions: tuple[Assumption, ...]
    """What has to hold in between."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Each outcome is bound to indicators, or says why not."""
        for number, step in enumerate(self.outcomes):
            if not step.indicators and step.not_measured is None:
                place = ("outcomes", number, "indicators")
                yield place, "is missing. Name an indicator, or say why with not_measured."


class Theories(Record):
    """The file of theories of change."""

    theories: tuple[Theory, ...]
    """One entry a Mission."""
