"""The ledger as a page: each claim and each target with its source, and the pages that quote it.

Who quotes what is known when every page has been read, so those lines are put in as the page is
written; it is written anew when they change.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any, ClassVar

from playbook.catalogue import Catalogue
from playbook.catalogue.arithmetic import sums
from playbook.catalogue.claim import Citation, Claim
from playbook.catalogue.mission import Target
from playbook.catalogue.numerals import Quantity, written
from playbook.catalogue.quotable import LEDGER, SEEN
from playbook.figures import words
from playbook.site import claims
from playbook.site.directives import CatalogueDirective, named

STATUS = {
    "quotable": ("Quotable", "same"),
    "caution": ("With care", "none"),
    "rejected": ("Rejected", "worse"),
}
SHARED = {"cross": "Across the Missions", "platform": "The shared platform of data",
          "playbook": "This playbook"}  # fmt: skip
WAITING = re.compile("<!--quoted (?P<id>[a-z0-9_-]+)-->")
"""Stands in a row for the pages that quote its claim, until they are known."""

AGAINST = {
    "at_least": "at least {}", "at_most": "at most {}", "reduce_by": "{} fewer",
    "increase_by": "{} more", "equals": "{}", "text": "in words",
}  # fmt: skip


class ClaimLedger(CatalogueDirective):
    """``{claim-ledger}``: every claim, by Mission, with its source and where it is quoted."""

    records: ClassVar = (*CatalogueDirective.records, *claims.RECORDS)

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``ledger``."""
        groups: dict[str, list[dict[str, Any]]] = {}
        for claim in self.catalogue.claims.values():
            groups.setdefault(about(self.catalogue, claim.mission), []).append(
                row(self.catalogue, claim)
            )
        listed = [{"title": title, "items": items} for title, items in groups.items()]
        known = {"component": "ledger", "anchor": "claims-about"}
        return known | {"groups": listed, "empty": "No claim is on record."}


class TargetLedger(CatalogueDirective):
    """``{target-ledger}``: every dated target with its source and where it is quoted."""

    records: ClassVar = (*CatalogueDirective.records, *claims.RECORDS)

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``ledger``."""
        rows: dict[str, list[dict[str, Any]]] = {}
        for target in self.catalogue.targets.values():
            rows.setdefault(about(self.catalogue, target.mission), []).append(target_row(target))
        groups = [{"title": title, "items": items} for title, items in rows.items()]
        known = {"component": "ledger", "anchor": "targets-of"}
        return known | {"groups": groups, "empty": "No target is on record."}


class WorkedSum(CatalogueDirective):
    """``{worked-sum} c-m3-rej-01``: the sums of a claim, done before the reader's eyes."""

    required_arguments = 1
    records: ClassVar = (*CatalogueDirective.records, *claims.RECORDS)

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``sums``."""
        claim = self.catalogue.claim(self.arguments[0])
        lines = [one.line() for one in sums(self.catalogue, claim)]
        return {"component": "sums", "items": [{"text": line} for line in lines]}


def about(catalogue: Catalogue, mission: str) -> str:
    """Say what a claim is about, as a heading."""
    if mission in SHARED:
        return SHARED[mission]
    return f"Mission {mission.lstrip('M')}: {catalogue.mission(mission).short_title}"


def row(catalogue: Catalogue, claim: Claim) -> dict[str, Any]:
    """Give a claim's row."""
    word, kind = STATUS[claim.status]
    citation = catalogue.citation_of(claim.id)
    values = [f"{value.text} ({value.name.replace('_', ' ')})" for value in claim.values]
    facts = [
        ("Numbers", "; ".join(values)),
        ("Worked out", "; ".join(one.line() for one in sums(catalogue, claim))),
        ("Period", claim.period or "Not stated"),
        ("Read", f"{words.capital(SEEN[claim.seen])}. Confidence: {claim.confidence}"),
        ("Checked", words.day(claim.checked)),
        ("Why it was rejected", claim.reason or ""),
        ("Note", claim.note or ""),
    ]
    return {
        "id": claim.id,
        "label": claim.statement,
        "status": {"word": word, "kind": kind},
        "source": source(citation),
        "derived": claim.derived,
        "facts": [{"term": term, "text": text} for term, text in facts if text],
    }


def source(citation: Citation) -> dict[str, Any]:
    """Give a publication as the row names it."""
    date = words.partial(citation.date) if citation.date else "no date"
    until = f" to {words.partial(citation.until)}" if citation.until else ""
    return {
        "publisher": citation.publisher,
        "title": citation.title,
        "date": f"{date}{until}",
        "urls": [{"href": url, "text": url.removeprefix("https://")} for url in citation.urls],
        "note": citation.note or ("" if citation.urls else "No address was recorded."),
    }


def target_row(target: Target) -> dict[str, Any]:
    """Give a target's row."""
    number = Quantity(target.value, target.unit or "") if target.value is not None else None
    facts = [
        ("Target", AGAINST[target.direction].format(written(number) if number else "")),
        ("By", words.partial(target.by) if target.by else "No date stated"),
        ("Set for", target.scope),
        ("From", target.baseline or ""),
        ("State", target.status.replace("_", " ")),
        ("Read", words.capital(SEEN[target.seen])),
        ("Checked", words.day(target.checked)),
        ("Claim", target.claim or ""),
        ("Note", target.note or ""),
    ]
    return {
        "id": target.id,
        "label": target.measure,
        "status": None,
        "source": {"publisher": target.source, "title": "", "date": "", "urls": [], "note": ""},
        "derived": False,
        "facts": [{"term": term, "text": text} for term, text in facts if text],
    }


def settle(_app: Any, env: Any) -> list[str]:
    """Write the ledger anew when other pages than before quote its claims."""
    if LEDGER not in env.found_docs:
        return []
    state = json.dumps([_links(env, names) for names in claims.quoting(env).items()])
    known = getattr(env, "playbook_quoting", None)
    env.playbook_quoting = state
    return [] if known == state else [LEDGER]


def fill(app: Any, pagename: str, context: dict[str, Any]) -> None:
    """Put the pages that quote each claim into the page of the ledger."""
    if pagename != LEDGER:
        return
    quoting = claims.quoting(app.env)
    context["body"] = WAITING.sub(
        lambda match: _listed(app.env, quoting.get(match["id"], [])), context.get("body", "")
    )


def _links(env: Any, found: tuple[str, list[str]]) -> list[Any]:
    return [found[0], [(page, env.titles[page].astext()) for page in found[1]]]


def _listed(env: Any, pages: list[str]) -> str:
    links = [f'<a href="{page}.html">{escape(env.titles[page].astext())}</a>' for page in pages]
    return words.listing(links) or "Nowhere yet"


DIRECTIVES = named(ClaimLedger, TargetLedger, WorkedSum)
