"""Directives for the pages on governance: bodies, decisions, lessons, dates, the self-assessment.

Each prints a record below ``data/governance/``, or what other records say of dates; a playbook that
has no such record says so in the same place.
"""

from __future__ import annotations

from typing import Any, ClassVar

from playbook.catalogue import assessment
from playbook.catalogue.governance import (
    FOLDER,
    Bodies,
    Checklist,
    Corrections,
    Decisions,
    Lessons,
    Reading,
    read,
)
from playbook.figures import words
from playbook.site import pages, runs
from playbook.site.directives import CatalogueDirective, named

KINDS = {"board": "Board", "organisation": "Organisation", "partner": "Partner", "playbook": "Ours"}
UNKNOWN = "Not known"

Fact = dict[str, str]


class GovernanceDirective(CatalogueDirective):
    """Base: the page depends on the records of governance."""

    records: ClassVar = (*CatalogueDirective.records, f"{FOLDER}/*.yml")


class GoverningBodies(GovernanceDirective):
    """``{governing-bodies}``: every board, organisation and partner with its source and date."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``entries``."""
        found = read(self.project, Bodies)
        bodies = found[0].bodies if found else ()
        items = []
        for one in bodies:
            facts = [fact("Kind", KINDS[one.kind]), fact("Decides", one.decides)]
            facts += [
                fact("Named", f"{who.name}, {who.post} ({cited(who.reading)})", who.reading.url)
                for who in one.holders
            ]
            facts.append(fact("How to reach it", one.reach, one.url))
            if one.reading:
                facts.append(fact("Read in", cited(one.reading), one.reading.url))
            items.append({"id": one.id, "title": one.name, "text": one.role, "facts": facts})
        return entries(items, "No board is on record.")


class DecisionLog(GovernanceDirective):
    """``{decision-log}``: every decision with its reason and what would change it."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``entries``."""
        found = read(self.project, Decisions)
        items = []
        for one in found[0].decisions if found else ():
            who = "This playbook" if one.by == "playbook" else "The health system"
            facts = [
                fact("Decided", f"{words.partial(one.date)}, by: {who}"),
                fact("Why", one.reason),
                fact("Would reconsider if", one.reconsider),
            ]
            if one.reading:
                facts.append(fact("Published in", cited(one.reading), one.reading.url))
            facts += [fact("Shown by", path) for path in one.evidence]
            items.append({"id": one.id, "title": one.title, "text": one.decision, "facts": facts})
        return entries(items, "No decision is on record.")


class LearningLog(GovernanceDirective):
    """``{learning-log}``: what did not go as expected, and what it changed."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``entries``."""
        found = read(self.project, Lessons)
        items = []
        for one in found[0].lessons if found else ():
            facts = [
                fact("When", words.partial(one.date)),
                fact("We found", one.found),
                fact("Since then", one.changed),
                *(fact("Shown by", path) for path in one.evidence),
            ]
            title = f"We expected: {one.expected}"
            items.append({"id": one.id, "title": title, "text": "", "facts": facts})
        return entries(items, "Nothing is in the log.")


class CorrectionLog(GovernanceDirective):
    """``{correction-log}``: every error of an edition that was put right."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``entries``."""
        found = read(self.project, Corrections)
        items = [
            {
                "id": f"correction-{at}",
                "title": f"{words.day(one.date)}: {one.kind} of edition {one.edition}",
                "text": one.what,
                "facts": [fact("How it came about", one.why), fact("Affects", one.affected)],
            }
            for at, one in enumerate(found[0].corrections if found else (), start=1)
        ]
        return entries(items, "No error in a published edition is on record so far.")


class ReleaseCalendar(GovernanceDirective):
    """``{release-calendar}``: how often each source comes out, and when next."""

    records = (*GovernanceDirective.records, "sources.yml")

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``board``."""
        rows = [
            [
                cell(one.title, one.publisher, href=one.url),
                cell(one.cadence),
                cell(one.next_release or UNKNOWN),
                cell(words.day(one.published) if one.published else UNKNOWN),
                cell(words.day(one.accessed)),
            ]
            for one in self.catalogue.sources.values()
        ]
        heads = ("Source", "Comes out", "Next release", "Published", "Taken in")
        return board("releases", "Sources and their next releases", heads, rows)


class ReviewDates(GovernanceDirective):
    """``{review-dates}``: when the record of each indicator is to be reviewed, and by whom."""

    records = (*GovernanceDirective.records, "indicators/*.yml")

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``board``."""
        now = self.catalogue.edition.date
        rows = []
        for one in sorted(self.catalogue.indicators.values(), key=lambda one: one.review_by):
            late = one.review_by < now
            state = status("worse", "Overdue") if late else status("same", "Not due yet")
            rows.append(
                [
                    cell(one.short_title, href=f"indicators/{one.id}"),
                    cell(words.day(one.review_by), state=state),
                    cell(one.owner),
                    cell(words.capital(one.reviewer)),
                ]
            )
        heads = ("Record", "Review by", "Looked after by", "Reviewed by")
        caption = f"Indicator records, as they stand on {words.day(now)}"
        return board("reviews", caption, heads, rows)


class SelfAssessment(GovernanceDirective):
    """``{self-assessment}``: the criteria with the evidence that was found for each."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``board``."""
        record = assessment.read(self.project)
        if record is None:
            return entries([], "No self-assessment is on record.")
        for one in record.criteria:
            for piece in one.evidence:
                if name := assessment.file_of(piece):
                    self.env.note_dependency(str(self.project.root / name))
        # Evidence can be a page.
        pages.depends_on_pages(self.env)
        standings = assessment.standings(record, self.project.root, self.env.found_docs)
        met = sum(one.met for one in standings)
        level = assessment.level_reached(standings)
        said = f"The level {level} is reached." if level else "No level is reached as a whole."
        caption = f"{met} of {len(standings)} criteria have all their evidence. {said}"
        heads = ("Criterion", "State", "Evidence")
        return board("criteria", caption, heads, [assessed(one) for one in standings])


class WhatItCarries(GovernanceDirective):
    """``{what-it-carries}``: everything the playbook set out to carry, and where it is."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``entries``."""
        pages.depends_on_pages(self.env)
        found = read(self.project, Checklist)
        items = []
        for row in found[0].rows if found else ():
            facts = [self.where(place) for place in row.places]
            title = f"{row.number}. {row.part}"
            item = {"id": f"row-{row.number}", "title": title, "text": row.shown, "facts": facts}
            items.append(item)
        return entries(items, "No list is on record.")

    def where(self, place: str) -> Fact:
        """Lead to a place, or say that its page is not there yet."""
        if place.partition("#")[0] not in self.env.found_docs:
            return fact("Where", f"Not there yet: {self.named(place)}")
        return fact("Where", self.named(place), place)

    def named(self, place: str) -> str:
        """Name a place for readers: the page, and the anchor in words."""
        page, _, anchor = place.partition("#")
        title = runs.of_kind(self.env, page, "page")
        last = page.removesuffix("/index").rpartition("/")[2].replace("-", " ")
        name = title["title"] if title else words.capital("home" if page == "index" else last)
        return f"{name}: {anchor.replace('-', ' ')}" if anchor else name


def assessed(one: assessment.Standing) -> list[dict[str, Any]]:
    """Give the row of a criterion."""
    state = status("better", "Met") if one.met else status("none", "Not yet")
    shown = [f"{words.capital(piece.shows)} ({piece.ref})" for piece in one.criterion.evidence]
    gone = [f"Gone: {piece.ref}" for piece in one.gone]
    note = " ".join([*gone, one.criterion.note or ""]).strip()
    return [
        cell(f"{one.criterion.id}. {one.criterion.text}", one.criterion.level),
        cell(state=state),
        cell("; ".join(shown), note),
    ]


def cited(reading: Reading) -> str:
    """Write where something was read, with its date."""
    date = words.partial(reading.date) if reading.date else "no date"
    return f"{reading.publisher}: {reading.title}, {date}"


def fact(term: str, text: str, href: str | None = None) -> Fact:
    """Give one line of an entry."""
    return {"term": term, "text": text, "href": href or ""}


def status(kind: str, word: str) -> dict[str, str]:
    """Give a verdict in a mark and a word."""
    return {"kind": kind, "word": word}


def cell(
    text: str = "", note: str = "", href: str = "", state: dict[str, str] | None = None
) -> dict[str, Any]:
    """Give one cell of a board."""
    return {"text": text, "note": note, "href": href, "status": state, "order": None}


def board(
    name: str, caption: str, heads: tuple[str, ...], rows: list[list[dict[str, Any]]]
) -> dict[str, Any]:
    """Give a table that phones show as cards."""
    columns = [{"label": head, "sorts": None} for head in heads]
    known = {"component": "board", "id": name, "caption": caption}
    return known | {"columns": columns, "rows": rows}


def entries(items: list[dict[str, Any]], empty: str) -> dict[str, Any]:
    """Give a list of entries, or a sentence that there are none."""
    return {"component": "entries", "items": items, "empty": empty}


DIRECTIVES = named(
    GoverningBodies,
    DecisionLog,
    LearningLog,
    CorrectionLog,
    ReleaseCalendar,
    ReviewDates,
    SelfAssessment,
    WhatItCarries,
)
