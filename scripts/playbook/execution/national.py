"""The plan of several systems' books: a plain list of pages, which can be cut anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from playbook.catalogue import Catalogue, Indicator, Project
from playbook.execution import pages
from playbook.execution.pages import Page
from playbook.observations import coverage


@dataclass(frozen=True)
class Book:
    """The pages of one system, and what the data has no figures for.

    Attributes
    ----------
    project : Project
        The playbook, seen as the book of the system.
    name : str
        Id of the system.
    title : str
        Its short name.
    pages : list of Page
        In the order of ``pages.yml``.
    left_out : list of Indicator
        Indicators without a figure for the system: they have no page in its book.
    """

    project: Project
    name: str
    title: str
    pages: list[Page]
    left_out: list[Indicator]

    def kinds(self) -> dict[str, int]:
        """Count the pages by the first part of their address."""
        return dict(Counter(page.slug.partition("/")[0] for page in self.pages))

    def summary(self) -> dict[str, Any]:
        """Describe the book for a program."""
        return {
            "system": self.name,
            "name": self.title,
            "pages": len(self.pages),
            "kinds": self.kinds(),
            "left_out": [one.id for one in self.left_out],
        }

    def entries(self) -> list[dict[str, Any]]:
        """Give the plan: all that a worker with this playbook needs to run each page."""
        return [
            {
                "system": self.name,
                "slug": page.slug,
                "notebook": self.project.shown(page.notebook),
                "parameters": page.parameters,
            }
            for page in self.pages
        ]

    def line(self) -> str:
        """Describe the book in one line for a person."""
        parts = ", ".join(f"{kind} {number}" for kind, number in self.kinds().items())
        return f"{self.name}: {len(self.pages)} pages ({parts})"


def books(project: Project, names: Iterable[str]) -> list[Book]:
    """Plan the books of some systems of a playbook.

    Raises
    ------
    PlaybookError
        If there is no such system, or ``pages.yml`` is wrong.
    """
    found = []
    for name in names:
        own = project.of(name)
        catalogue = Catalogue.read(own)
        found.append(
            Book(
                own,
                name,
                catalogue.system.short_name,
                pages.expand(own, catalogue),
                coverage.left_out(catalogue),
            )
        )
    return found
