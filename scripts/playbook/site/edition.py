"""What the front page says of the edition: its its name and the age of its figures."""

from __future__ import annotations

from collections import Counter
from typing import Any

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


DIRECTIVES = named(EditionBadge)
