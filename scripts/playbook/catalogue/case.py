"""Records of cases: what was done somewhere, what came of it, and how sure one can be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from playbook.catalogue.claim import Confidence, Publication, Seen
from playbook.catalogue.documents import Place
from playbook.catalogue.ladder import Grade, Ladder
from playbook.catalogue.numerals import PER_CENT, Quantity, written
from playbook.catalogue.records import Record, repeated
from playbook.catalogue.system import Day, MissionId, PartialDate, Slug, Text

COMPARED = 3
"""From this grade on a result is a comparison, and says with what."""

PREFIX = "case-"

CHANGE = "per cent change"
"""Unit of a result whose sign says which way it went."""


class Result(Record):
    """One result of a case. What is left out is not known: neither nothing nor none."""

    measure: Text
    """What was measured, in our words."""
    value: float | None = None
    """The number; empty when the result is in words."""
    said: Text | None = None
    """A result that is no single number, such as ``20 to 100``."""
    about: Text | None = None
    """A word that belongs before the number, such as ``almost``."""
    unit: Text | None = None
    """What the number counts."""
    n: Text | None = None
    """How many it rests on."""
    denominator: Text | None = None
    """Out of what."""
    comparator: Text | None = None
    """Compared with what; empty for no comparison."""
    duration: Text | None = None
    """Over which time."""
    grade: Grade
    """Grade of this very result, which may differ from that of the case."""
    printed: bool = True
    """Whether its number is shown; some are kept on record only."""

    @property
    def text(self) -> str:
        """The result as people read it; empty when its number is not printed."""
        if not self.printed:
            return ""
        if self.value is None:
            return f"{self.said} {self.unit or ''}".strip()
        # Of a change the sign belongs to the number: 17% lower.
        unit = self.unit or ""
        if unit == CHANGE:
            way = "lower" if self.value < 0 else "higher"
            return f"{written(Quantity(abs(self.value), PER_CENT))} {way}"
        share = unit.startswith(PER_CENT)
        number = written(Quantity(self.value, PER_CENT if share else unit))
        rest = unit.removeprefix(PER_CENT).strip() if share else ""
        return " ".join(part for part in (self.about, number, rest) if part)

    def rules(self) -> Iterator[tuple[Place, str]]:
        """A result has a number or words, and from grade 3 on a comparator."""
        if (self.value is None) == (self.said is None):
            yield (), "has to have either `value`, a number, or `said`, its words."
        if self.value is not None and self.unit is None:
            yield ("unit",), "is empty. Say what the number counts."
        if self.grade >= COMPARED and self.comparator is None:
            message = f"is empty, but grade {self.grade} is a comparison. Say with what."
            yield ("comparator",), message


class Setback(Record):
    """Something that got worse, showed nothing, was mixed, or was stopped."""

    kind: Literal["worse", "null", "mixed", "less", "stopped"]
    """What kind it is."""
    text: Text
    """What happened, told with respect."""


class Uptake(Record):
    """Who uses it: adoption in practice is what counts as innovation."""

    users: Text
    """How many use it."""
    out_of: Text | None = None
    """Out of how many who could."""


class Case(Record):
    """A case study: what was done, what came of it, who says so, and how strong that is."""

    id: Slug
    """Stable id, ``case-`` and a name; the name of its file."""
    title: Text
    """What it is called."""
    missions: tuple[MissionId | Literal["cross", "platform"], ...] = Field(min_length=1)
    """The Missions that it belongs to; across all, or the shared platform of data."""
    place: Text
    """Where."""
    setting: Text
    """In what kind of service."""
    dates: Text | None = None
    """When, in words."""
    date: PartialDate | None = None
    """When it began, as precisely as is known: marked on the charts of its indicators."""
    what_was_done: Text
    """What was done, for whom."""
    results: tuple[Result, ...] = ()
    """What came of it, as far as it was published."""
    got_worse: tuple[Setback, ...] = ()
    """What got worse, showed nothing, was mixed or was stopped; empty when not known."""
    measured_by: Text | None = None
    """Who measured it."""
    paid_by: Text | None = None
    """Who paid for it."""
    industry: tuple[Text, ...] = ()
    """Companies that paid for it, took part in it or report it; each case says so."""
    uptake: Uptake | None = None
    """Who uses it; empty when not known."""
    grade: Grade
    """Grade of its evidence."""
    design: Text
    """By what design that is known."""
    caveats: Text
    """What must be known by whoever quotes it."""
    indicators: tuple[Text, ...] = ()
    """Ids of indicators that measure what it is about."""
    source: Publication
    """Where it was read."""
    seen: Seen
    """Read at its publisher, or in another source that reports it."""
    confidence: Confidence
    """How sure we are of it."""
    checked: Day
    """When it was last compared with its source."""

    @property
    def slug(self) -> str:
        """Name of its page."""
        return self.id.removeprefix(PREFIX)

    def rules(self) -> Iterator[tuple[Place, str]]:
        """The grade is borne out by a result; ids and companies are named once."""
        yield from repeated(self.missions, "missions")
        yield from repeated(self.indicators, "indicators")
        yield from repeated(self.industry, "industry")
        if not self.id.startswith(PREFIX):
            yield ("id",), f"has to begin with {PREFIX}."
        best = max((result.grade for result in self.results), default=0)
        if self.grade >= COMPARED and best < self.grade:
            yield (
                ("grade",),
                f"is {self.grade}, but no result has it: the best is {best}. A grade from "
                f"{COMPARED} on needs a result with its comparator.",
            )


def causal(case: Case, ladder: Ladder) -> Iterator[tuple[Place, str]]:
    """Find causal words in our own words that the evidence does not bear, as place and message."""
    texts: list[tuple[Place, str, int]] = [
        ((field,), getattr(case, field) or "", case.grade)
        for field in ("title", "setting", "what_was_done", "design", "caveats", "dates")
    ]
    for number, result in enumerate(case.results):
        texts.append((("results", number, "measure"), result.measure, result.grade))
    for number, setback in enumerate(case.got_worse):
        texts.append((("got_worse", number, "text"), setback.text, case.grade))
    if case.uptake:
        texts.append((("uptake", "users"), case.uptake.users, case.grade))
    for place, text, grade in texts:
        for said, one in ladder.refused(text, grade):
            yield (
                place,
                f'says "{said}", which no evidence of grade {grade} can show: such words stand '
                f"from grade {ladder.causal_from} on. Write {one.instead}.",
            )
