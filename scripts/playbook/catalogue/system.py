"""Records of the health system, its places and the edition of the playbook."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from playbook.catalogue.documents import Place
from playbook.catalogue.records import Record, repeated

Day = datetime.date
"""A date; the name keeps clear of fields that are called `date`."""

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""Some words: an empty text is a missing one."""

SLUG = r"^[a-z0-9]+([_-][a-z0-9]+)*$"
Slug = Annotated[str, StringConstraints(pattern=SLUG)]
"""Lower-case letters, digits and single joins: safe in addresses, stable for ever."""

PartialDate = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
"""A year, month or day, as precise as its source; in quotes."""

MissionId = Annotated[str, StringConstraints(pattern=r"^M[1-9]$")]
"""M1, M2 and so on."""

AreaType = Literal["country", "region", "utla", "ltla", "trust", "icb", "sub_icb", "stp", "ccg"]
CodeSystem = Literal["ONS", "ODS"]


EditionName = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}\.[0-9]{2}(\.[0-9]+)?$")]


class Edition(Record):
    """Which edition this is. Ages on the pages count from its date, never from the clock."""

    name: EditionName
    """Year and month, such as 2026.11; a second edition in one month adds .1."""
    date: Day
    """The day on which the content was frozen."""
    previous: EditionName | None = None
    """The edition that this one is compared with; empty for the first."""
    # Out of what a page is known to have looked up: the rows that it read tell whether it changed.
    as_of: Day | None = Field(default=None, repr=False)
    """Show only what was published by this day; empty for everything that there is."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """An edition cannot know what comes after it."""
        if self.as_of and self.as_of > self.date:
            yield ("as_of",), f"is {self.as_of}, after the edition, {self.date}."


class Playbook(Record):
    """What belongs to the playbook as a whole."""

    system: Slug
    """Id of the system whose book is made when no other is named."""


class System(Record):
    """A health and care system that a book can be about, by area codes alone."""

    id: Slug
    """Short id, used in file names and on the command line; the name of its file."""
    name: Text
    """Full name."""
    short_name: Text
    """Name for headings and legends."""
    description: Text
    """One or two sentences, dated where they can go out of date."""
    membership: Text
    """How its local authorities and trusts are known to be its own, for readers."""
    places_noun: tuple[Text, Text] = ("local authority", "local authorities")
    """What its local authorities are called, one and several."""
    boroughs: tuple[Text, ...] = Field(min_length=1)
    """Codes of its local authorities; no two of them overlap."""
    trusts: tuple[Text, ...] = Field(min_length=1)
    """Codes of its acute trusts."""
    region: Text
    """Code of the region around it."""
    country: Text
    """Code of the country: the usual benchmark."""
    bodies: tuple[Text, ...] = ()
    """Codes under which national data publish the system itself, whole."""
    missions: tuple[MissionId, ...] = ()
    """Ids of its Missions, in order; empty for a system that has none on record."""
    labels: dict[str, Text] = Field(default_factory=dict)
    """Shorter names for charts and menus, by code, where an area's own is too long."""

    synonyms: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    """Other names that people search for, by code of the place or trust."""

    def members(self, level: AreaType) -> tuple[str, ...]:
        """Give the codes under which figures of a level are the system's own."""
        if level in {"utla", "ltla"}:
            return self.boroughs
        return self.trusts if level == "trust" else self.bodies

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Nothing is named twice."""
        for field in ("boroughs", "trusts", "bodies", "missions"):
            yield from repeated(getattr(self, field), field)
        for code, names in self.synonyms.items():
            yield from repeated(names, "synonyms", code)


class SourceRelease(Record):
    """A release of a publication: which period it gave for the first time, and when."""

    period_end: Day
    """Last day of the period."""
    published: Day
    """The day of the release."""
    read_in: Text
    """Where that day was read: repository, file and commit, or address."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """What has not ended cannot be counted."""
        if self.published < self.period_end:
            yield ("published",), f"is {self.published}, before the period ended."


class Source(Record):
    """A publication that figures come from."""

    id: Slug
    """Stable id, named by indicators."""
    publisher: Text
    """Organisation to cite."""
    title: Text
    """Title of the publication."""
    url: Annotated[str, StringConstraints(pattern=r"^https://[^ ]+$")]
    """The publisher's own page or address."""
    licence: Text
    """SPDX id or name, such as OGL-UK-3.0."""
    attribution: Text
    """Exact wording to print."""
    cadence: Literal["Monthly", "Quarterly", "Annually", "Every few years", "Once", "Discontinued"]
    """How often the publisher brings it out."""
    status: Literal[
        "official",
        "accredited_official",
        "in_development",
        "management_information",
        "other",
    ]
    """Standing of the statistics at their publisher."""
    accessed: Day = Field(repr=False)
    """The day on which the snapshot was taken into the playbook. No notebook shows it: a page is
    not made again for a day on which nothing new came for it."""
    published: Day | None = None
    """The day of publication; empty when it was not recorded."""
    releases: tuple[SourceRelease, ...] = Field(default=(), repr=False)
    """Releases whose day is known, by the period that each gave for the first time."""
    next_release: Text | None = None
    """When the next release is due, as the publisher says it; empty when not known."""
    carrier: Text | None = None
    """Where the figures were read when that was not the publisher's own file: repository,
    file and commit."""
    confidence: Literal["high", "medium_high", "medium"] | None = None
    """How sure we are that the snapshot holds what the publisher published."""
    note: Text | None = None
    """What a reader of the figures must know about the publication."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """A period is given for the first time once."""
        ends = [one.period_end.isoformat() for one in self.releases]
        yield from repeated(ends, "releases")


class Break(Record):
    """Something that makes figures before and after it, or between places, hard to compare."""

    id: Slug
    """Stable id."""
    indicators: tuple[Text, ...] = Field(min_length=1)
    """Ids of the indicators that it touches."""
    areas: tuple[Text, ...] | Literal["all"]
    """Codes of the areas that it touches, or all."""
    kind: Literal[
        "reporting_gap",
        "merger",
        "definition",
        "method",
        "pandemic",
        "discontinued",
        "other",
    ]
    """What kind of break it is."""
    date: Day | None = None
    """Day of a sudden break."""
    start: Day | None = None
    """First day of a break that lasts; empty when it began before the series."""
    end: Day | None = None
    """Last day of a break that lasts; empty when it has not ended."""
    text: Text
    """What happened and what it does to the figures, for the page."""
    source: Text
    """Where that is known from."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """A break has a day, or lasts from a day, to a day, or both."""
        if self.date is None and self.start is None and self.end is None:
            yield (), "has no date. Add `date`, or `start`, `end` or both."
        if self.date is not None and (self.start or self.end):
            yield (
                ("date",),
                "stands beside `start` or `end`. Keep either the day or the span.",
            )
        if self.start and self.end and self.end < self.start:
            yield ("end",), f"is {self.end}, before `start`, {self.start}."
