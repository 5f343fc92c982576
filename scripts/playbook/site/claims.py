"""Other people's numbers in prose: the ``{claim}`` role prints words that rest on a claim.

The words are a link to the row of the ledger. Their numbers have to be those of the claim. Who
quotes what is kept, so that each row names the pages that rest on it.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes

from playbook.catalogue import Catalogue, Project, quotable
from playbook.catalogue.numerals import written
from playbook.catalogue.quotable import LEDGER, Quotable
from playbook.errors import PlaybookError
from playbook.figures import words as writing
from playbook.site import pages
from playbook.site.quoting import Answer, QuotingRole

RECORDS = ("claims.yml", "targets.yml", "cases/*.yml", "ladder.yml")
CARE = " (with care)"
"""Stands behind words that rest on a claim that is to be quoted with caution."""


class ClaimRole(QuotingRole):
    """Prints ``{claim}`these words <c-m1-01>``` or, for the number alone, ``{claim}`c-m1-01```."""

    kind = "claim"

    def run(self) -> Answer:
        """Give the link, or say why these words may not stand."""
        words, key = self.quotation
        project = pages.project_of(self.env.app)
        note(self.env, project)
        try:
            found = quotable.find(Catalogue.read(project), key)
        except PlaybookError as error:
            return self.refuse(str(error))
        if problem := objection(found, words, self.env.docname):
            return self.refuse(problem)
        quotes(self.env).setdefault(self.env.docname, {})[found.id] = None
        page, _, anchor = found.row.partition("#")
        shown = [self.link(words or found.text, page, anchor, found.source, "pb-claim")]
        if found.status == "caution":
            shown.append(nodes.inline("", CARE, classes=["pb-care"]))
        return shown, []


def note(env: Any, project: Project) -> None:
    """Let the page that is read depend on what may be quoted."""
    for name in RECORDS:
        for path in sorted(project.data.glob(name)):
            env.note_dependency(str(path))


def objection(found: Quotable, words: str, page: str = "") -> str:
    """Say why some words may not rest on a claim; empty when they may."""
    if found.status == "rejected" and page != LEDGER:
        return f"{found.id} was rejected: its figure is printed nowhere but in the ledger."
    if not words and not found.text:
        return f"{found.id} has several numbers. Name one, as in {found.id}.{found.names[0]}."
    wrong = writing.listing([one.text for one in found.differing(words)])
    if wrong:
        known = writing.listing([written(one) for one in found.quantities])
        return f"says {wrong}, but {found.id} has {known or 'no number'}. Quote it as it is."
    return ""


def quotes(env: Any) -> dict[str, dict[str, None]]:
    """Give the claims that each page quotes, in order."""
    if not hasattr(env, "playbook_quotes"):
        env.playbook_quotes = {}
    found: dict[str, dict[str, None]] = env.playbook_quotes
    return found


def quoting(env: Any) -> dict[str, list[str]]:
    """Give the pages that quote each claim, by their titles, without the ledger itself."""
    pages_of: dict[str, list[str]] = {}
    for page in sorted(quotes(env), key=lambda name: (env.titles[name].astext(), name)):
        for name in quotes(env)[page] if page != LEDGER else ():
            pages_of.setdefault(name, []).append(page)
    return pages_of
