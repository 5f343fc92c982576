"""Records of the Missions and of dated targets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from playbook.catalogue.documents import Place
from playbook.catalogue.records import Record, repeated
from playbook.catalogue.system import Day, MissionId, PartialDate, Slug, Text

Colour = Literal["m1", "m2", "m3"]
"""Colour tokens of the theme."""


class Test(Record):
    """What one criterion says of a wording; our reading, with its reason."""

    criterion: Literal["bold", "concrete", "research", "crossing", "solutions"]
    """Of the five criteria of the UCL Institute for Innovation and Public Purpose."""
    met: Literal["met", "in part", "not met"]
    """Whether the wording meets it."""
    reason: Text
    """Why."""


class Reason(Record):
    """Why there is a Mission: one sentence, with the claim that it rests on."""

    text: Text
    """The sentence; its numbers are those of the claim."""
    claim: Text | None = None
    """Id of the claim."""


class Reading(Record):
    """One way to read a goal that can be read in several."""

    title: Text
    """The reading in a few words."""
    needs: Text
    """What it would need to be judged."""
    here: Text
    """What can be worked out from the data of this playbook, and what cannot."""
    indicator: Text | None = None
    """Id of the indicator that comes nearest to it."""
    less_by: float | None = None
    """How much lower, in per cent, the reading asks for."""


class Unknown(Record):
    """Something that we do not know."""

    question: Text
    """The question."""
    answered_by: Text
    """What would answer it."""
    who: Text
    """Who could."""


class Statement(Record):
    """One wording of a Mission's statement. Wordings are kept, never replaced."""

    version: Annotated[str, StringConstraints(pattern=r"^v[0-9]+[a-z]?$")]
    """Version such as v2a; letters tell wordings apart whose order is not known."""
    title: Text
    """What the Mission was called, or a short heading."""
    text: Text
    """What the statement says, in plain words."""
    source: Text
    """Where it was read."""
    url: Text | None = None
    """Address of that page."""
    date: Day | None = None
    """Its date; empty when the page has none."""
    by: PartialDate | None = None
    """The date that the statement itself sets, as precisely as it does."""
    status: Literal["first", "current", "conflicting"]
    """First wording; current wording; or one of several undated wordings that differ."""
    tests: tuple[Test, ...] = ()
    """What each criterion of a good Mission says of it."""


class Mission(Record):
    """A Mission: a goal that the system shares, with its wordings and its indicators."""

    id: MissionId
    """M1, M2 and so on."""
    slug: Slug
    """Name of its page."""
    title: Text
    """Full title."""
    short_title: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    """Title for cards and menus."""
    synonyms: tuple[Text, ...] = ()
    """Other words that people search for."""
    aim: Text
    """What the Mission wants, in one or two plain sentences."""
    deadline: Text
    """The state of its date, with no claim of success or failure."""
    claims: tuple[Slug, ...] = ()
    """Ids of the claims that the numbers in its texts are from."""
    colour: Colour
    """Colour token of the theme."""
    opportunity_areas: tuple[Text, ...] = ()
    """Areas of opportunity, as published."""
    statements: tuple[Statement, ...] = Field(min_length=1)
    """Every wording that was found, oldest first."""
    indicators: tuple[Text, ...] = Field(min_length=1)
    """Ids of its indicators, in the order of its scorecard."""
    headline: tuple[Text, ...] = Field(min_length=1, max_length=4)
    """Ids of the indicators on its card."""

    why: tuple[Reason, ...] = ()
    """Why there is this Mission."""
    readings: tuple[Reading, ...] = ()
    """The ways to read its goal, where there are several."""
    unknowns: tuple[Unknown, ...] = ()
    """What we do not know."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Headline indicators are among the Mission's own; versions and synonyms are unique."""
        yield from repeated(self.synonyms, "synonyms")
        for number, name in enumerate(self.headline):
            if name not in self.indicators:
                yield (
                    ("headline", number),
                    f"{name} is not among the Mission's indicators.",
                )
        versions = [statement.version for statement in self.statements]
        for number, version in enumerate(versions):
            if version in versions[:number]:
                yield (
                    ("statements", number, "version"),
                    f"{version} is used above. Give another.",
                )


class Target(Record):
    """A dated target with its source. A target is a record, never a constant in code."""

    id: Slug
    """Stable id."""
    measure: Text
    """What is measured, in the words of the source."""
    indicators: tuple[Text, ...] = ()
    """Ids of the indicators that measure exactly this; look-alikes are not linked."""
    mission: MissionId | Literal["cross"]
    """The Mission that it belongs to."""
    value: float | None
    """The number; empty when the target is in words."""
    unit: Text | None
    """Unit of the number."""
    direction: Literal["at_least", "at_most", "reduce_by", "increase_by", "equals", "text"]
    """How the number is to be read."""
    by: PartialDate | None
    """The date, as precisely as the source gives it; empty when it gives none."""
    scope: Text
    """The place that it is set for."""
    area: Text | None = None
    """Code of that place, when it is an area of the playbook: where a chart draws it."""
    baseline: Text | None = None
    """Starting point that the source names."""
    source: Text
    """Where it was read."""
    seen: Literal["primary", "secondary"]
    """Read at its publisher, or in another source that reports it."""
    supersedes: Text | None = None
    """Id of the target that it replaces."""
    status: Literal["open", "date_reached", "standing", "superseded", "context"]
    """Open; date reached with no result recorded; no end date; replaced; or context only."""
    checked: Day
    """When the status was last checked."""
    claim: Text | None = None
    """Id of the claim that carries the citation."""
    note: Text | None = None
    """What a reader must know."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """A target in words has no number; every other has a number and a unit."""
        if (self.direction == "text") != (self.value is None):
            yield (
                ("value",),
                "must be empty for a target in words, and a number for any other.",
            )
        if self.value is not None and self.unit is None:
            yield ("unit",), "is empty. Say what the number counts."
