"""What an edition says of itself in ``edition.json``: numbers, where they come from, every file."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from playbook.catalogue.records import Record
from playbook.catalogue.system import Day, EditionName, Slug, Text

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""Hash of a file's bytes, or of a thing written as canonical JSON."""


Rule = Literal["release", "period_end", "both"]
"""What the periods of a table are counted by as published: all by the day of their release, all by
the day on which they ended, or some by the one and some by the other."""


class PublishedValue(Record):
    """A number that prose can quote."""

    number: float | None
    """The number itself, unrounded; empty where nothing is known."""
    text: str
    """How it is written for people."""
    unit: str
    """Unit, as on the page."""
    period: str
    """Period, as on the page."""
    page: str
    """Address of the page that made it."""
    figure: str
    """Figure of that page; empty for none."""
    area: str = ""
    """Code of the area that it is of, or id of the system; empty for a number of neither."""
    sha256: Sha256
    """Hash of all of this."""


class PublishedVerdict(Record):
    """A judgement in words, with the colour that goes with it."""

    indicator: Slug
    """Id of the indicator."""
    place: str
    """Name of the place; empty for the headline of the page."""
    question: Text
    """What is judged, such as comparison or trend."""
    kind: str
    """Better, worse, same, or another kind that colours it."""
    word: str
    """The judgement."""
    note: str
    """What stands beside it."""


class PublishedFigure(Record):
    """A figure."""

    page: str
    """Address of its page."""
    title: str
    """Title."""
    sha256: Sha256
    """Hash of its charts, table and words, without the name of the edition."""


class PublishedPage(Record):
    """A page of the site."""

    title: str
    """Title."""
    sha256: Sha256
    """Hash of its file."""


class Explanation(Record):
    """What a record says of some figures of an indicator, and of which."""

    text: Text
    """What happened, in words for readers."""
    areas: tuple[str, ...] = ()
    """Codes of the areas that it touches; empty for all."""
    start: Day | None = None
    """First day of the periods that it touches; empty for the beginning of the series."""
    end: Day | None = None
    """Last day of the periods that it touches; empty for the end of the series."""

    def covers(self, area: str, end: str) -> bool:
        """Say whether it touches the figure of an area for the period that ended on a day.

        Parameters
        ----------
        area, end : str
            Empty for any.
        """
        within = not end or (
            (self.start is None or self.start.isoformat() <= end)
            and (self.end is None or end <= self.end.isoformat())
        )
        return within and (not self.areas or not area or area in self.areas)


class PublishedIndicator(Record):
    """What is needed of an indicator to tell why a number of it changed."""

    title: Text
    """Short title."""
    unit: str
    """Unit, short."""
    decimals: int
    """Decimal places on the page."""
    page: str
    """Address of its page; empty when it has none."""
    latest: str = ""
    """Newest figure as the page gives it at its head, with unit."""
    period: str = ""
    """Period of that figure."""
    benchmark: str = ""
    """Code of the area that a place is drawn against; empty for none."""
    version: Text
    """Version of its definition."""
    changelog: dict[str, str]
    """What each version changed."""
    source: Slug
    """Id of its source."""
    table: Sha256
    """Hash of its table."""
    corrections: dict[str, Explanation]
    """Repairs of published figures, by which rows they are of, with the reason."""
    breaks: dict[str, Explanation]
    """Changes of method and definition by id, and what happened."""
    rule: Rule | None = None
    """How the periods that the edition shows were chosen; empty when it shows all of them."""
    series: dict[str, dict[str, float | None]]
    """Headline figures of the system's places and the benchmark: area, end of period, value."""


class PublishedSource(Record):
    """A source."""

    publisher: Text
    """Who published it."""
    title: Text
    """Its title."""
    published: Day | None
    """Day of release; empty when it was not recorded."""
    accessed: Day
    """The day on which it was read."""
    releases: dict[str, Day] = Field(default_factory=dict)
    """Days of release that are on record, by the last day of the period that each gave first."""


class OwnError(Explanation):
    """An error of ours that an edition corrects."""

    indicators: tuple[Slug, ...]
    """Indicators that it touched."""


class Numbers(Record):
    """What an edition says in numbers and words of judgement, and from what."""

    name: EditionName
    """Name of the edition."""
    date: Day
    """The day on which its content was frozen."""
    system: Slug
    """Whose book it is."""
    as_of: Day | None = None
    """Only what had been published by this day is shown; empty for everything."""
    values: dict[str, PublishedValue]
    """Values by key."""
    verdicts: dict[str, PublishedVerdict]
    """Verdicts by indicator, place and question."""
    figures: dict[str, PublishedFigure]
    """Figures by page and id."""
    pages: dict[str, str]
    """Title of each page that a notebook made, by address."""
    indicators: dict[str, PublishedIndicator]
    """Indicators by id."""
    areas: dict[str, str]
    """Names of the areas of the series, by code."""
    sources: dict[str, PublishedSource]
    """Sources by id."""
    errors: dict[str, OwnError]
    """Errors of ours that were corrected up to now, by id."""


class Manifest(Record):
    """``edition.json``: all that an edition holds, and what it was made from and with."""

    format: int = Field(ge=1)
    """Version of this form."""
    previous: EditionName | None
    """The edition before it in the tree."""
    previous_sha256: Sha256 | None
    """Hash of that one's edition.json: who alters an old edition breaks the chain."""
    commit: str
    """Commit of the repository that it was built from."""
    base_address: str
    """Where it was said to be published; empty when that was not known."""
    title: str = ""
    """What the book is called."""
    author: str = ""
    """Who made it."""
    lock: str
    """Hash of the lock file."""
    tools: dict[str, str]
    """Versions of what it was built with."""
    data: dict[str, Sha256]
    """Hash of each file of ``data/``."""
    numbers: Numbers
    """Values, verdicts, figures, indicators and sources."""
    pages: dict[str, PublishedPage]
    """Pages by address."""
    files: dict[str, Sha256]
    """Hash of every file of the edition but this one."""

    @property
    def name(self) -> str:
        """Name of the edition."""
        return self.numbers.name

    @property
    def date(self) -> datetime.date:
        """Day of the edition."""
        return self.numbers.date
