"""What an edition tells of those before it: what changed since the last one, and each history.

Made where editions are compared, read where pages are made: it stands between them as JSON.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from playbook.catalogue.records import Record
from playbook.catalogue.system import Day, EditionName, Slug, Text


class Told(Record):
    """One thing that is another now, as readers are told."""

    subject: Text
    """Title of the indicator or page."""
    page: str
    """Its address; empty when it has none now."""
    place: str
    """Name of the place; empty for none."""
    before: str
    """As it was, with unit and period; empty when there was nothing."""
    after: str
    """As it is now."""
    marks: tuple[str, ...] = ()
    """Kinds of the verdicts before and after; empty for a figure."""
    question: str = ""
    """What the verdict answers; empty for a figure."""
    why: str = ""
    """What the records say."""
    source: str = ""
    """Who published it, and when."""


class Drawn(Record):
    """One series as an edition had it."""

    value: str
    """Its newest figure with unit and period, in words."""
    spec: dict[str, Any]
    """The chart, as Vega-Lite."""


class Pair(Record):
    """The figure of an indicator before and after."""

    id: Slug
    """Id of the indicator."""
    place: Text
    """Whose series is drawn: that which changed most."""
    against: str
    """Whose series is dashed; empty for none."""
    before: Drawn
    """As the edition before had it."""
    after: Drawn
    """As it is now."""


class Subject(Record):
    """All changes of one kind of an indicator or page, the largest first."""

    title: Text
    """Its title."""
    page: str
    """Its address; empty when it has none now."""
    rows: tuple[Told, ...] = Field(min_length=1)
    """What changed, place by place."""
    pair: Pair | None = None
    """Pictures; empty where there is no series to draw, or the same was drawn before."""


class Kind(Record):
    """All changes of one kind."""

    id: Slug
    """As the comparison names it."""
    heading: Text
    """Heading."""
    meaning: Text
    """What such a change is, for a reader who meets it for the first time."""
    subjects: tuple[Subject, ...] = Field(min_length=1)
    """By indicator or page."""


class Comparison(Record):
    """What changed in the numbers since the edition before."""

    previous: EditionName
    """The edition before."""
    day: Day
    """The day on which its content was frozen."""
    summary: Text
    """How many changes of each kind there are, or that there are none."""
    note: str
    """Which day each of the two shows what was known on; empty when they show everything."""
    kinds: tuple[Kind, ...]
    """What changed, the most pressing kind first; empty for nothing."""


class Entry(Record):
    """What an edition said of an indicator."""

    edition: EditionName
    """Name of the edition."""
    day: Day
    """Its day."""
    latest: str
    """Newest figure, with unit; empty when it had none."""
    period: str
    """Period of that figure."""
    changed: Text
    """What had changed since the edition before, and why."""


class Story(Record):
    """What an edition tells of those before it."""

    comparison: Comparison | None
    """What changed since the edition before; empty for the first."""
    histories: dict[str, tuple[Entry, ...]]
    """Of each indicator's page, by address: the editions in which it changed, newest first."""
