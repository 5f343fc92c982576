"""The pages of discovery: opportunities, the chain to an action, the horizon scan, the voices."""

from __future__ import annotations

from typing import Any

from playbook.catalogue.discovery import Candidate, Discovery, Opportunity, Voice
from playbook.figures import words
from playbook.figures.components import Board, cell
from playbook.site.directives import metric, named
from playbook.site.practice import PracticeDirective

FILE = "discovery.yml"
NOTHING = "Nothing recorded yet."
SCAN, VOICES = "discovery/horizon-scan", "discovery/involve-residents"
TABLES = "data"
"""Page that has a row for each table of data."""


class DiscoveryDirective(PracticeDirective):
    """Base: the record of discovery."""

    @property
    def discovery(self) -> Discovery:
        """The record."""
        found: Discovery = self.held(self.catalogue.discovery, FILE)
        return found


class Opportunities(DiscoveryDirective):
    """``{opportunities} M1``: a Mission's opportunities, each with what is behind it."""

    required_arguments = 1
    records = (*PracticeDirective.records, "indicators/*.yml")

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``opportunities``."""
        mission = self.catalogue.mission(self.arguments[0])
        self.rows = self.scores(mission)
        found = [one for one in self.discovery.opportunities if one.mission == mission.id]
        return {"component": "opportunities", "items": [self.item(one) for one in found]}

    def item(self, one: Opportunity) -> dict[str, Any]:
        """Give an opportunity."""
        voices = {voice.id: voice for voice in self.discovery.voices}
        candidates = {each.id: each for each in self.discovery.candidates}
        return {
            "id": one.id,
            "title": one.area,
            "question": one.problem,
            "data": [self.shown(each) for each in one.data],
            "quoted": [
                {"text": each.text, "source": self.source(each.claim)} for each in one.quoted
            ],
            "voices": [heard(voices[name]) for name in one.voices],
            "candidates": [scanned(candidates[name]) for name in one.candidates],
            "nothing": NOTHING,
            "who": one.who_could_add.model_dump(),
            "chain": self.chain(one),
        }

    def shown(self, each: Any) -> dict[str, Any]:
        """Give an indicator with its newest figure, as far as it has been run."""
        indicator = self.catalogue.indicator(each.indicator)
        known = metric(indicator, self.rows.get(indicator.id))
        answer = "" if known["value"] else self.answer(f"indicators/{indicator.id}")
        href = f"indicators/{indicator.id}" if self.has(f"indicators/{indicator.id}") else ""
        return known | {"href": href, "tells": each.tells, "answer": answer}

    def chain(self, one: Opportunity) -> dict[str, Any]:
        """Give the way from data to an action: each step is a link."""
        first = one.data[0] if one.data else None
        steps = []
        if first is not None:
            indicator = self.catalogue.indicator(first.indicator)
            table = f"observations-{indicator.id.replace('_', '-')}"
            steps = [
                (
                    "Data",
                    f"Table: {indicator.short_title}",
                    f"{TABLES}#data-{table}",
                    "As published, with its source.",
                ),
                (
                    "Information",
                    f"Chart: {indicator.short_title}",
                    f"indicators/{indicator.id}#{first.figure}",
                    first.tells,
                ),
            ]
        action = one.action
        standing = "Suggested here, decided by nobody yet" if action.source is None else "Decided"
        steps += [
            ("Insight", "Read together", f"#{one.id}", one.insight),
            ("Action", action.text, action.page, f"{standing}. Who decides: {action.decides}."),
        ]
        items = [
            {"label": label, "title": title, "href": href, "text": text, "note": "", "turns": []}
            for label, title, href, text in steps
        ]
        if action.source is not None:
            items[-1]["note"] = f"Source: {self.source(action.source)['text']}"
        return {"kind": "action", "name": f"From data to action: {one.area}", "items": items}


class HorizonScan(DiscoveryDirective):
    """``{horizon-scan}``: the register of candidates, each with a date to look again."""

    records = (*PracticeDirective.records, "cases/*.yml")

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``board``."""
        today = self.catalogue.edition.date
        rows = [
            [
                cell(one.title, one.text, anchor=f"candidate-{one.id}"),
                cell(words.capital(one.readiness), f"From {one.origin}"),
                cell(graded(one), one.interest or "", href=self.case(one)),
                cell(
                    f"By {words.day(one.next_check)}",
                    "Overdue" if one.next_check < today else f"Last {words.day(one.checked)}",
                ),
                self.source_cell(one.source),
            ]
            for one in self.discovery.candidates
        ]
        return Board(
            id="register",
            caption="Candidates, how near they are to use, and when somebody looks again.",
            columns=["Candidate", "Readiness", "Evidence", "Next check", "Read in"],
            rows=rows,
        ).payload()

    def case(self, one: Candidate) -> str:
        """Give the page of the case that tells of a candidate; empty when the book has none."""
        page = f"cases/{self.catalogue.case(one.case).slug}" if one.case else ""
        return page if page in self.env.found_docs else ""


class Voices(DiscoveryDirective):
    """``{voices}``: what people said, with method, number, and limits."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``board``."""
        rows = [
            [
                cell(one.title, one.when, anchor=f"voice-{one.id}"),
                cell(one.method),
                cell(people(one)),
                cell(one.said, one.limits),
                self.source_cell(one.source),
            ]
            for one in self.discovery.voices
        ]
        return Board(
            id="voices",
            caption="Who was asked, how, how many, what came of it, and what it cannot say.",
            columns=["What it was", "Method", "People", "What came of it", "Read in"],
            rows=rows,
        ).payload()


class YouSaidWeDid(DiscoveryDirective):
    """``{you-said-we-did}``: what residents said and what was done; honest when it is empty."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``history``."""
        items = [
            {
                "date": words.day(one.date),
                "title": f"You said: {one.said}",
                "text": f"We did: {one.did} Answers for it: {one.by}.",
                "source": self.source(one.source)["text"],
            }
            for one in self.discovery.responses
        ]
        if items:
            return {"component": "history", "items": items}
        return {
            "component": "points",
            "items": [
                {"text": f"{NOTHING} No answer to residents was published where we looked."},
                {"text": "Who could add it: the coordinator of the Missions, with each network."},
            ],
        }


def heard(one: Voice) -> dict[str, str]:
    """Give a voice as an opportunity names it."""
    return {
        "title": one.title,
        "href": f"{VOICES}#voice-{one.id}",
        "text": f"{one.said} {one.method.rstrip('.')}; {one.when}; people: {people(one)}.",
    }


def scanned(one: Candidate) -> dict[str, str]:
    """Give a candidate as an opportunity names it."""
    text = f"{words.capital(one.readiness)}. {graded(one)}."
    return {"title": one.title, "href": f"{SCAN}#candidate-{one.id}", "text": text}


def graded(one: Candidate) -> str:
    """Write the evidence grade of a candidate."""
    return "Not graded" if one.grade is None else f"Grade {one.grade}"


def people(one: Voice) -> str:
    """Write how many took part."""
    return "not published" if one.n is None else words.number(one.n, 0)


DIRECTIVES = named(Opportunities, HorizonScan, Voices, YouSaidWeDid)
