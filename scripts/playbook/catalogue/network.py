"""Records of the Innovation Networks: organisations, ties, roles needed, and the pulse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from playbook.catalogue.claim import Address
from playbook.catalogue.documents import Place
from playbook.catalogue.records import Record, repeated
from playbook.catalogue.system import Day, MissionId, PartialDate, Slug, Text

FEWEST = 5
"""Answers below which a pulse is neither kept nor shown, so that nobody can be made out."""

LOWEST, HIGHEST = 1, 5
"""The scale of an answer: not at all, to fully."""

Quarter = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-Q[1-4]$")]
"""A quarter of a year, such as 2026-Q1."""


class Post(Record):
    """A public post and who was published as holding it. Posts change: hence the date."""

    title: Text
    """The post."""
    holder: Text
    """Who held it, as published."""
    source: Text
    """Id of the claim or publication that says so."""
    published: PartialDate
    """The date of that publication."""


class Organisation(Record):
    """An organisation of the ecosystem, described by its role."""

    id: Slug
    """Stable id."""
    name: Text
    """Its name."""
    kind: Literal["NHS", "partner", "research", "care", "industry", "data", "public voice"]
    """What kind of organisation it is."""
    role: Text
    """What it does for the Missions, as published."""
    missions: tuple[MissionId, ...] = ()
    """Missions that it is published as working on; empty for all or none in particular."""
    posts: tuple[Post, ...] = ()
    """Public posts, never private persons."""
    reach: Address | None = None
    """Its public page; empty when none was recorded."""
    source: Text
    """Id of the claim or publication in which its role was read."""


class Tie(Record):
    """Two organisations that were published as working together."""

    between: Annotated[tuple[Slug, ...], Field(min_length=2, max_length=2)]
    """Ids of the two."""
    what: Text
    """What they do together."""
    source: Text
    """Id of the claim or publication that says so."""
    until: Text | None = None
    """When it ended or was to end, where that was published."""


class Need(Record):
    """A role that a network needs."""

    role: Text
    """The role, never a person."""
    brings: Literal["capability", "opportunity", "motivation"]
    """What it adds most."""
    why: Text
    """Why the network needs it."""
    met_by: Slug | None = None
    """Id of the organisation that was published as having it; empty for a gap."""
    source: Text | None = None
    """Id of the claim or publication that says so."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """A role that is met says where that was read."""
        if (self.met_by is None) != (self.source is None):
            yield ("source",), "goes with `met_by`: name both, or leave both out for a gap."


class Network(Record):
    """The network of one Mission."""

    id: Slug
    """Stable id."""
    mission: MissionId
    """Its Mission."""
    title: Text
    """What it is called here."""
    known: Text
    """What was published of it, in a sentence or two."""
    source: Text
    """Id of the claim or publication in which that was read."""
    needs: Annotated[tuple[Need, ...], Field(min_length=1)]
    """The roles that it needs."""


class Item(Record):
    """One of the things that a pulse asks."""

    id: Slug
    """Stable id."""
    title: Text
    """Name for charts."""
    part: Literal["capability", "opportunity", "motivation"]
    """Which part it belongs to."""
    question: Text
    """What each member is asked."""


class Round(Record):
    """The answers of one quarter. Who gave which is not kept."""

    quarter: Quarter
    """When it was asked."""
    stage: Slug
    """Id of the stage that the network was in."""
    withheld: bool = False
    """Whether too few people answered for it to be kept."""
    answers: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    """The answers to each item, by its id, in order of size: no row is a person."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Answers of few people are left out, and none can be joined to another."""
        if self.withheld == bool(self.answers):
            message = "holds the answers, or says `withheld: true` and holds none."
            yield ("answers",), message
        counts = {len(given) for given in self.answers.values()}
        for item, given in self.answers.items():
            place = ("answers", item)
            if len(given) < FEWEST:
                yield (
                    place,
                    f"holds {len(given)} answers. Below {FEWEST} a person could be made out: write "
                    "`withheld: true` for the quarter, and leave the answers out.",
                )
            if any(not LOWEST <= one <= HIGHEST for one in given):
                yield place, f"has an answer outside the scale {LOWEST} to {HIGHEST}."
            if list(given) != sorted(given):
                yield place, "is not in order of size. Sort it, so that no column is a person."
        if len(counts) > 1:
            yield ("answers",), "have different lengths. Leave out a person who skipped an item."


class Pulse(Record):
    """How a network judged itself, quarter by quarter."""

    id: Slug
    """Stable id."""
    network: Slug
    """Id of the network."""
    title: Text
    """What it is called."""
    standing: Literal["illustrative", "published"]
    """Made up to show the form, and marked so wherever it shows; or released by the network."""
    note: Text
    """What a reader must know before anything else."""
    rounds: Annotated[tuple[Round, ...], Field(min_length=1)]
    """One entry a quarter, oldest first."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Quarters stand in order, each once."""
        quarters = [one.quarter for one in self.rounds]
        for number in range(1, len(quarters)):
            if quarters[number] <= quarters[number - 1]:
                place = ("rounds", number, "quarter")
                yield place, f"{quarters[number]} does not come after {quarters[number - 1]}."


class Networks(Record):
    """The file of networks."""

    checked: Day
    """When it was last compared with its sources."""
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    """What a pulse asks."""
    organisations: Annotated[tuple[Organisation, ...], Field(min_length=1)]
    """Who does what."""
    ties: tuple[Tie, ...] = ()
    """Who works with whom."""
    networks: tuple[Network, ...] = ()
    """One entry a Mission's network."""
    pulses: tuple[Pulse, ...] = ()
    """One entry a network that was asked."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Ids are unique, and each round answers the items that there are."""
        for field in ("items", "organisations", "networks", "pulses"):
            yield from repeated((one.id for one in getattr(self, field)), field)
        items = {one.id for one in self.items}
        for number, pulse in enumerate(self.pulses):
            for at, round_ in enumerate(pulse.rounds):
                if round_.answers and set(round_.answers) != items:
                    wrong = sorted(items ^ set(round_.answers))
                    place = ("pulses", number, "rounds", at, "answers")
                    yield place, f"does not answer the items of the file: {', '.join(wrong)}."
