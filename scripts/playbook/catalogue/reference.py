"""What a record rests on: a claim or target of the ledger, or a publication named there."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.catalogue import quotable
from playbook.catalogue.catalogue import Catalogue
from playbook.catalogue.plain_numbers import figures
from playbook.errors import PlaybookError, nearest


@dataclass(frozen=True)
class Reference:
    """Where something was read.

    Attributes
    ----------
    text : str
        Publisher, title and date.
    href : str
        Row of the ledger, or address of the publication; empty when none was recorded.
    publisher : str
        Who published it.
    date : str
        Its date, as precisely as it gives it; empty when it has none.
    claim : str
        Id of the claim or target; empty for a publication.
    """

    text: str
    href: str
    publisher: str
    date: str = ""
    claim: str = ""


def find(catalogue: Catalogue, name: str) -> Reference:
    """Find what an id rests on.

    Raises
    ------
    PlaybookError
        If it is no claim, target or publication of the ledger; the nearest are named.
    """
    if name in catalogue.citations:
        citation = catalogue.citations[name]
        href = citation.urls[0] if citation.urls else ""
        return Reference(quotable.cited(citation), href, citation.publisher, citation.date or "")
    if name not in catalogue.claims and name not in catalogue.targets:
        known = [*catalogue.claims, *catalogue.targets, *catalogue.citations]
        raise PlaybookError(f"there is no source {name!r}. {nearest(name, known, noun='source')}")
    found = quotable.find(catalogue, name)
    text = found.source.partition("; read")[0]
    if found.id in catalogue.targets:
        return Reference(text, found.row, text, claim=found.id)
    citation = catalogue.citation_of(found.id)
    return Reference(text, found.row, citation.publisher, citation.date or "", found.id)


def objection(catalogue: Catalogue, text: str, name: str | None) -> str:
    """Say why a text may not rest on a source; empty when it may.

    Every figure in the text has to be one of the claim. A publication alone bears out none.
    """
    if name is None or name in catalogue.citations:
        wrong = [one.text for one in figures(text)]
        advice = "Name the claim or the target that has it, or leave it out."
        return f"says {', '.join(wrong)} with no claim. {advice}" if wrong else ""
    found = quotable.find(catalogue, name)
    if found.status == "rejected":
        return f"rests on {name}, which was rejected."
    wrong = [one.text for one in found.differing(text)]
    return f"says {', '.join(wrong)}, which {name} does not have." if wrong else ""
