"""Records of discovery: opportunities with the data, the voices and the candidates behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from playbook.catalogue.documents import Place
from playbook.catalogue.records import Record, repeated
from playbook.catalogue.system import Day, MissionId, Slug, Text

Readiness = Literal["plan", "pilot", "in use in places", "in use widely"]
"""How near to use a candidate is, as published."""


class Voice(Record):
    """What people said when they were asked: a deliberation, interviews, a survey."""

    id: Slug
    """Stable id."""
    title: Text
    """What it was."""
    method: Text
    """How people took part."""
    n: Annotated[int, Field(ge=1)] | None
    """How many took part; empty when that was not published."""
    when: Text
    """When it was."""
    said: Text
    """What came of it, in a sentence."""
    limits: Text
    """What it cannot say."""
    source: Text
    """Id of the claim or publication in which it was read."""


class Candidate(Record):
    """An innovation on the register of the horizon scan."""

    id: Slug
    """Stable id."""
    title: Text
    """What it is called."""
    text: Text
    """What it is, in a sentence."""
    origin: Literal["local work", "national offer", "industry", "research"]
    """Where it came from."""
    readiness: Readiness
    """How near to use it is."""
    grade: Annotated[int, Field(ge=0, le=6)] | None
    """Rung of the evidence ladder; empty when not graded."""
    case: Slug | None = None
    """Id of the case that tells of it."""
    interest: Text | None = None
    """Whoever paid and may gain, where that is known."""
    source: Text
    """Id of the claim or publication in which it was read."""
    checked: Day
    """When it was last looked at."""
    next_check: Day
    """When it is to be looked at again."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """The next look comes after the last."""
        if self.next_check <= self.checked:
            yield ("next_check",), f"is {self.next_check}, not after `checked`, {self.checked}."


class Shown(Record):
    """An indicator that an opportunity rests on, and the figure that says most."""

    indicator: Text
    """Id of the indicator."""
    figure: Slug
    """Anchor of the figure on its page."""
    tells: Text
    """What it can tell here, and what not."""


class Quoted(Record):
    """A figure of others that an opportunity rests on."""

    claim: Slug
    """Id of the claim."""
    text: Text
    """What it says, in our words."""


class Action(Record):
    """What could be done next; a suggestion until somebody who may decides it."""

    text: Text
    """What to do next."""
    decides: Text
    """Who decides, as a role."""
    page: Text
    """Address, with its anchor, of the part of the book that helps to do it."""
    standing: Literal["suggested", "decided"] = "suggested"
    """Suggested here; or decided, in which case the source says so."""
    source: Text | None = None
    """Id of the claim or publication of the decision."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """A decision says where it was read."""
        if (self.standing == "decided") != (self.source is not None):
            yield ("source",), "goes with `standing: decided`: a decision says where it was read."


class Missing(Record):
    """Who could add what is missing."""

    data: Text
    """To the data."""
    voices: Text
    """To the voices."""
    candidates: Text
    """To the candidates."""


class Opportunity(Record):
    """An opportunity of a Mission, with what is behind it."""

    id: Slug
    """Stable id, and its anchor."""
    mission: MissionId
    """The Mission that it belongs to."""
    area: Text
    """The area of opportunity, as published: one of the Mission's."""
    problem: Text
    """The problem, as a question."""
    data: tuple[Shown, ...] = ()
    """Indicators."""
    quoted: tuple[Quoted, ...] = ()
    """Figures of others."""
    voices: tuple[Slug, ...] = ()
    """Ids of voices that were heard on it."""
    candidates: tuple[Slug, ...] = ()
    """Ids of candidates."""
    insight: Text
    """What the parts say together, and what they do not."""
    action: Action
    """What could be done next."""
    who_could_add: Missing
    """Who could add what is missing."""


class Response(Record):
    """What residents said, and what was done about it."""

    date: Day
    """When it was answered."""
    said: Text
    """What residents said."""
    did: Text
    """What was done; or why nothing was."""
    by: Text
    """Who answers for it, as a role."""
    source: Text
    """Id of the claim or publication in which both were read."""


class Discovery(Record):
    """The file of discovery."""

    voices: tuple[Voice, ...] = ()
    """What people said."""
    candidates: tuple[Candidate, ...] = ()
    """The register of the horizon scan."""
    opportunities: Annotated[tuple[Opportunity, ...], Field(min_length=1)]
    """One entry an opportunity, by Mission."""
    responses: tuple[Response, ...]
    """You said, we did; an empty list says that nothing is recorded."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Ids are unique, and an opportunity names what is in the file."""
        for field in ("voices", "candidates", "opportunities"):
            yield from repeated((one.id for one in getattr(self, field)), field)
        for field in ("voices", "candidates"):
            known = {one.id for one in getattr(self, field)}
            for number, one in enumerate(self.opportunities):
                for at, name in enumerate(getattr(one, field)):
                    if name not in known:
                        place = ("opportunities", number, field, at)
                        yield place, f"there is no {field[:-1]} {name} in this file."
