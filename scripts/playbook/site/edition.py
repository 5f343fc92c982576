"""What the front page says of the edition: its name, the age of its figures, what changed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from docutils import nodes

from playbook.figures import words
from playbook.site.directives import CatalogueDirective, named

AGES = {
    "current": "up to 12 months old",
    "ageing": "ageing (up to 36 months)",
    "old": "old (over 36 months)",
}
"""The levels of `playbook.figures.words.age` for a reader who has not met them."""


class EditionBadge(CatalogueDirective):
    """``{edition-badge}``: name and date of the edition, and how old its headline figures are."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``edition``."""
        edition = self.catalogue.edition
        rows: dict[str, dict[str, Any]] = {}
        for mission in self.catalogue.missions.values():
            rows |= self.scores(mission)
        found = Counter(row["age"]["level"] for row in rows.values())
        ages = [f"{found[level]} {text}" for level, text in AGES.items() if found[level]]
        return {
            "component": "edition",
            "name": edition.name,
            "date": words.day(edition.date),
            "ages": f"Of {found.total()} headline figures: {words.listing(ages)}" if ages else "",
        }


class WhatChanged(CatalogueDirective):
    """``{what-changed}``: which edition this one is compared with; the first says that it is."""

    def run(self) -> list[nodes.Node]:
        """Give a paragraph; words of a page are no component."""
        self.read()
        return [nodes.paragraph("", self.said())]

    def said(self) -> str:
        """Say what this edition follows."""
        edition = self.catalogue.edition
        if edition.previous is None:
            return (
                f"Edition {edition.name} is the first. There is no earlier one to compare its "
                "figures with, so nothing is said to have changed."
            )
        return f"Edition {edition.name} follows edition {edition.previous}."

    def payload(self) -> dict[str, Any]:
        """Give nothing: this directive makes words alone."""
        return {}


DIRECTIVES = named(EditionBadge, WhatChanged)
