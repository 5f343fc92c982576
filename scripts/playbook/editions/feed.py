"""The Atom feed of a tree: an entry for each edition, with what changed in the numbers.

Source of the form: RFC 4287.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from xml.etree import ElementTree

from playbook.catalogue.manifest import Manifest
from playbook.editions import changes, telling
from playbook.figures import words

ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"
FIRST = "The first edition."
LINES = 20
"""Changes that an entry lists; the page of the edition lists them all."""
PAGE = "changes"


def of(known: Sequence[Manifest], base: str) -> bytes:
    """Write the feed.

    Parameters
    ----------
    known
        Every edition, oldest first.
    base
        Address of the tree; empty when it is not known. Links are relative to the feed then.
    """
    last, first = known[-1], known[0]
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _add(feed, "title", last.title or last.pages["index"].title)
    _add(feed, "id", _lasting(first, "feed"))
    _add(feed, "updated", _moment(last))
    _add(_add(feed, "author"), "name", last.author or last.title or last.pages["index"].title)
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{base}feed.xml")
    _add(feed, "link", rel="alternate", type="text/html", href=f"{base}latest/index.html")
    for at in range(len(known) - 1, -1, -1):
        _entry(feed, known[at], known[at - 1] if at else None, base)
    ElementTree.indent(feed, " ")
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(
    feed: ElementTree.Element, edition: Manifest, before: Manifest | None, base: str
) -> None:
    found = changes.between(before.numbers, edition.numbers) if before else []
    entry = _add(feed, "entry")
    _add(entry, "title", f"Edition {edition.name} of {words.day(edition.date)}")
    _add(entry, "id", _lasting(edition, "entry"))
    _add(entry, "updated", _moment(edition))
    page = PAGE if PAGE in edition.pages else "index"
    address = f"{base}{edition.name}/{page}.html"
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    summary = telling.sentence(found) if before else FIRST
    _add(entry, "summary", summary)
    content = _add(entry, "content", type="xhtml")
    body = _add(content, "div", xmlns=XHTML)
    _add(body, "p", summary)
    for heading, lines in telling.short(found, LINES):
        _add(body, "h2", heading)
        listed = _add(body, "ul")
        for line in lines:
            _add(listed, "li", line)


def _lasting(edition: Manifest, of: str) -> str:
    """Name a thing for ever, wherever the tree stands: by what can never change of an edition."""
    made = f"{edition.numbers.system} {edition.name} {edition.commit}"
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{of} {made}").urn


def _moment(edition: Manifest) -> str:
    return f"{edition.date.isoformat()}T00:00:00Z"


def _add(
    parent: ElementTree.Element, name: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    found = ElementTree.SubElement(parent, name, attributes)
    found.text = text or None
    return found
