"""Records of the portfolio: the projects that a Mission is known to have, and its limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from playbook.catalogue.documents import Place
from playbook.catalogue.records import Record, repeated
from playbook.catalogue.system import Day, MissionId, PartialDate, Slug, Text

Stage = Literal[
    "orient", "discover", "frame", "prioritise", "network", "test", "evaluate", "decide", "spread"
]


class Limit(Record):
    """How many projects a Mission may have active at once."""

    active: Annotated[int, Field(ge=1)]
    """The most."""
    standing: Text
    """Whose limit it is."""


class Project(Record):
    """One project, with what is published of it; a field that is empty was not published."""

    id: Slug
    """Stable id."""
    title: Text
    """What it is called."""
    missions: tuple[MissionId, ...] = Field(min_length=1)
    """The Missions that it belongs to."""
    area: Text | None = None
    """The area of opportunity that it serves, in the Mission's words; our reading."""
    stage: Stage | None = None
    """The stage that it stands at, read from its source."""
    active: Literal["yes", "no"] | None = None
    """Whether it is running, where the source says."""
    started: PartialDate | None = None
    """When it began."""
    owner: Text | None = None
    """Who answers for it."""
    strategy: Text | None = None
    """The strategy that it follows."""
    evidence_grade: Annotated[int, Field(ge=0, le=6)] | None = None
    """How strong the evidence of its results is, on the ladder from 0 to 6."""
    case: Slug | None = None
    """Id of its case."""
    industry: Text | None = None
    """Companies that pay for it or take part."""
    source: Text
    """Where it was read."""
    checked: Day
    """When it was last checked."""
    note: Text | None = None
    """What a reader must know."""


class Portfolio(Record):
    """The file of the portfolio."""

    limit: Limit
    """The limit on active projects of each Mission."""
    projects: tuple[Project, ...]
    """One entry a project."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Ids are unique."""
        for (name, number), message in repeated([one.id for one in self.projects], "projects"):
            yield (name, number, "id"), message
