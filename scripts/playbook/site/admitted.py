"""What a page of prose may hold: Markdown and the playbook's own directives, and nothing that runs.

Anyone may propose a page. HTML in it could run in a reader's browser; its head could switch on what
runs where the book is built; an include or a picture could take a file of that machine along.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePath
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging

from playbook.catalogue.documents import parse
from playbook.errors import PlaybookError, nearest

LOGGER = logging.getLogger(__name__)

SIDEBAR = "html_theme.sidebar_secondary.remove"
HEAD = frozenset({"kind", "orphan", "synonyms", "unmarked", SIDEBAR})
"""Fields that the head of a page may have."""

METADATA = frozenset({"kernelspec", "language_info", SIDEBAR})
"""Fields of a notebook's metadata that reach the book."""

ENDINGS = frozenset({".jpeg", ".jpg", ".json", ".md", ".png", ".webp", ".yml"})
"""Files that may stand in the book beside the theme's. A drawing as SVG can hold scripts."""

FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
SCHEMES = frozenset({"http", "https", "mailto"})
OURS = "playbook-cleaned"
"""Class of the HTML that an output of a notebook became after it was cleaned."""


def page(text: str, file: str) -> None:
    """Look at the head of a page of prose.

    Raises
    ------
    PlaybookError
        If it sets anything but what the playbook reads: settings of MyST can run code.
    """
    found = FRONT.match(text)
    if not found:
        return
    document = parse(f"\n{found[1]}", file)
    if not isinstance(document.values, dict):
        raise PlaybookError("the head of the page holds no fields.", file=file, line=1)
    for name in document.values:
        if name not in HEAD:
            hint = nearest(str(name), HEAD, noun="field")
            raise document.error(f"is no field of the head of a page. {hint}", (name,))


def name(path: PurePath, file: str) -> None:
    """Look at the name of a file that is to go into the book.

    Raises
    ------
    PlaybookError
        If it is of a kind that could run.
    """
    if path.suffix.lower() not in ENDINGS:
        raise PlaybookError(
            f"a file of this kind may not stand in the book: take {', '.join(sorted(ENDINGS))}.",
            file=file,
        )


def close(app: Any) -> None:
    """Switch off directives that take in files and HTML; called by Sphinx before it reads."""
    app.env.settings |= {"file_insertion_enabled": False, "raw_enabled": False}


def look(app: Any, doctree: nodes.document) -> None:
    """Refuse what a page may not hold, and take it out; called by Sphinx for each page."""
    for node in list(doctree.findall(nodes.Element)):
        if said := _wrong(app, node):
            LOGGER.error(said, location=node if node.line else app.env.docname)
            # Nothing of it stays, also where an error does not end the build.
            node.parent.remove(node)


def _wrong(app: Any, node: nodes.Element) -> str:
    if isinstance(node, nodes.raw) and OURS not in node["classes"]:
        return f"a page of prose is Markdown, and may not hold HTML: {node.astext().strip()[:60]}"
    if isinstance(node, nodes.meta) and "http-equiv" in node:
        return "a page may not say to a browser what a web host says: take http-equiv out"
    if isinstance(node, nodes.reference):
        scheme = SCHEME.match(node.get("refuri", ""))
        if scheme and scheme[1].lower() not in SCHEMES:
            return f"a link may not begin with {scheme[1]}:"
    if isinstance(node, nodes.image) and (SCHEME.match(node["uri"]) or node["uri"][:2] == "//"):
        return f"a picture stands in the book, and is not fetched: {node['uri'][:60]}"
    if isinstance(node, nodes.image | addnodes.download_reference):
        return _outside(app, node.get("uri") or node.get("reftarget", ""))
    return ""


def _outside(app: Any, target: str) -> str:
    source = Path(app.srcdir).resolve()
    for place in (source, (source / app.env.docname).parent):
        if not (place / target.lstrip("/")).resolve().is_relative_to(source):
            return f"{target} is outside the book"
    return ""
