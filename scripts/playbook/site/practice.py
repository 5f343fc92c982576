"""What the directives of method, networks and discovery share: their records and their sources."""

from __future__ import annotations

from typing import Any, ClassVar

from playbook.catalogue import reference
from playbook.catalogue.practice import CANVASES, FILLED, STAGES
from playbook.errors import PlaybookError, nearest
from playbook.figures import words
from playbook.figures.components import cell
from playbook.site import claims
from playbook.site.directives import CatalogueDirective


class PracticeDirective(CatalogueDirective):
    """Base: reads the records of how Missions are run, and names sources."""

    records: ClassVar = (
        *CatalogueDirective.records,
        *claims.RECORDS,
        STAGES.as_posix(),
        f"{CANVASES.as_posix()}/*.yml",
        f"{FILLED.as_posix()}/*.yml",
        "networks.yml",
        "discovery.yml",
    )

    def source(self, name: str) -> dict[str, str]:
        """Give a source as the page names it, and let the ledger know who rests on it."""
        found = reference.find(self.catalogue, name)
        if found.claim:
            claims.quotes(self.env).setdefault(self.env.docname, {})[found.claim] = None
        date = words.partial(found.date) if found.date else "no date"
        return {"text": found.text, "href": found.href, "short": f"{found.publisher}, {date}"}

    def source_cell(self, name: str | None) -> dict[str, Any]:
        """Give the cell of a board that names a source."""
        if name is None:
            return cell("None")
        found = self.source(name)
        return cell(found["short"], href=found["href"])

    def held(self, record: Any, file: str) -> Any:
        """Give a record; the page of a playbook without it has nothing to show."""
        if record is None:
            raise PlaybookError(f"there is no {file} to show. Add the record, or leave this out.")
        return record


def pick(known: dict[str, Any], name: str, noun: str) -> Any:
    """Find a record by the id that a page names.

    Raises
    ------
    PlaybookError
        If there is none; the nearest are named.
    """
    if name not in known:
        raise PlaybookError(f"there is no {noun} {name!r}. {nearest(name, known, noun=noun)}")
    return known[name]
