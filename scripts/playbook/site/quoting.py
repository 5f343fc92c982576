"""Roles that bind a number in prose to where it comes from: ``{role}`words <key>```."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

LOGGER = logging.getLogger(__name__)
WITH_WORDS = re.compile(r"(?P<words>.+?)\s*<(?P<key>[^<>]+)>", re.DOTALL)

Answer = tuple[list[nodes.Node], list[nodes.system_message]]


class Quotation(NamedTuple):
    """What stands in a role: a key, and the words of the sentence, where it has its own."""

    words: str
    key: str


def quotation(text: str) -> Quotation:
    """Read the content of a role: ``key``, or ``these words <key>``."""
    match = WITH_WORDS.fullmatch(text.strip())
    return Quotation(match["words"], match["key"].strip()) if match else Quotation("", text.strip())


class QuotingRole(SphinxRole):
    """Base of the roles that print a number as a link to where it comes from."""

    kind = ""
    """Name of the role, for those who silence a kind of warning."""

    @property
    def quotation(self) -> Quotation:
        """What the writer asks for."""
        return quotation(self.text)

    def refuse(self, message: str) -> Answer:
        """Complain at the line of the role."""
        LOGGER.error(message, location=self.get_location(), type="playbook", subtype=self.kind)
        return [nodes.problematic(self.rawtext, self.rawtext)], []

    def link(self, text: str, page: str, anchor: str, title: str, *classes: str) -> nodes.Node:
        """Give the text as a link to a page of the book, or alone where there is no such page."""
        return link(self.env, text, page, anchor, title, *classes)


def link(env: Any, text: str, page: str, anchor: str, title: str, *classes: str) -> nodes.Node:
    """Give a text as a link from the page that is read, or alone where the book has no such page.

    Parameters
    ----------
    env : BuildEnvironment
        Where the page is read.
    text, title : str
        What the link says, and what it says of itself when it is pointed at.
    page, anchor : str
        Where it leads.
    *classes : str
        Of the link or of the bare text.
    """
    if page not in env.found_docs:
        return nodes.inline("", text, classes=list(classes))
    up, mark = "../" * env.docname.count("/"), f"#{anchor}" if anchor else ""
    known: dict[str, Any] = {"internal": True, "classes": list(classes)}
    known |= {"reftitle": title} if title else {}
    return nodes.reference("", text, refuri=f"{up}{page}.html{mark}", **known)
