"""Directives for cases: lists by grade and by Mission, what did not work, and the ladder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, ClassVar

from docutils.parsers.rst import directives as options

from playbook.catalogue.case import Case
from playbook.figures import case_page
from playbook.site.directives import CatalogueDirective, named


class CaseDirective(CatalogueDirective):
    """Base of the directives that list cases of the book's own system."""

    records: ClassVar = (*CatalogueDirective.records, "cases/*.yml", "ladder.yml")

    def group(self, title: str, cases: Iterable[Case]) -> dict[str, Any]:
        """Give the cases of a group under a heading."""
        return {"title": title, "items": [case_page.listed(self.catalogue, one) for one in cases]}


class Cases(CaseDirective):
    """``{cases}`` with ``:mission: M1``: the cases of a Mission, the strongest evidence first."""

    option_spec: ClassVar[dict[str, Any]] = {"mission": options.unchanged}

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``groups``."""
        wanted = self.options.get("mission")
        if wanted and wanted.startswith("{{") and not self.env.config.playbook_strict:
            # A notebook that nobody has run: its placeholder has no value yet.
            return {"component": "groups", "groups": [], "empty": "playbook build lists them."}
        if wanted:
            self.catalogue.mission(wanted)
        found = [
            one
            for one in self.catalogue.own_cases.values()
            if wanted is None or wanted in one.missions
        ]
        groups = [self.group("", found)] if found else []
        return {"component": "groups", "groups": groups, "empty": "No case is on record."}


class CasesByGrade(CaseDirective):
    """``{cases-by-grade}``: every rung of the ladder with its cases, the empty ones too."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``groups``."""
        cases = self.catalogue.own_cases.values()
        count = Counter(one.grade for one in cases)
        groups = [
            self.group(
                f"Grade {rung.grade}, {count[rung.grade] or 'none'}: {rung.name}",
                [one for one in cases if one.grade == rung.grade],
            )
            for rung in reversed(self.catalogue.ladder.grades)
        ]
        return {"component": "groups", "groups": groups, "empty": "No case is on record."}


class CasesByMission(CaseDirective):
    """``{cases-by-mission}``: the cases of each Mission, then those of none."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``groups``."""
        names = [*self.catalogue.own_missions, *case_page.SHARED]
        cases = self.catalogue.own_cases.values()
        groups = [
            self.group(
                case_page.mission(self.catalogue, name),
                [one for one in cases if name in one.missions],
            )
            for name in names
        ]
        return {"component": "groups", "groups": groups, "empty": "No case is on record."}


class CaseSetbacks(CaseDirective):
    """``{case-setbacks}``: what got worse, showed nothing, was mixed or was stopped, by case."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``links``."""
        items = [
            {
                "title": one.title,
                "href": f"cases/{one.slug}",
                "text": f"**{case_page.SETBACKS[found.kind]}.** {found.text}",
            }
            for one in self.catalogue.own_cases.values()
            for found in one.got_worse
        ]
        return {"component": "links", "items": items}


class CaseSilences(CaseDirective):
    """``{case-silences}``: how many cases do not say what got worse, who paid, or any result."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``facts``."""
        cases = list(self.catalogue.own_cases.values())
        known = {
            "Say what got worse": [one for one in cases if one.got_worse],
            "Say who paid": [one for one in cases if one.paid_by],
            "Have a published result": [one for one in cases if one.results],
            "Compare with somebody else": [one for one in cases if one.grade >= 4],
        }
        items = [
            {"label": label, "value": str(len(found)), "note": f"of {len(cases)} cases"}
            for label, found in known.items()
        ]
        return {"component": "facts", "items": items}


class EvidenceLadder(CaseDirective):
    """``{evidence-ladder}``: each grade with its meaning, its words and how many cases it has."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``metadata``."""
        count = Counter(one.grade for one in self.catalogue.own_cases.values())
        items = [
            {
                "term": f"{rung.grade}. {rung.name}",
                "text": [
                    rung.meaning,
                    f"Said as: {rung.words}",
                    f"Cases here: {count[rung.grade] or 'none'}",
                ],
            }
            for rung in reversed(self.catalogue.ladder.grades)
        ]
        return {"component": "metadata", "items": items}


class CausalWords(CaseDirective):
    """``{causal-words}``: the words that stand from a grade on, and what to write below it."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``metadata``."""
        items = [
            {"term": one.word, "text": f"Write {one.instead}."}
            for one in self.catalogue.ladder.causal
        ]
        return {"component": "metadata", "items": items}


DIRECTIVES = named(
    Cases, CasesByGrade, CasesByMission, CaseSetbacks, CaseSilences, EvidenceLadder, CausalWords
)
