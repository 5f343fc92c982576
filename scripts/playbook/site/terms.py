"""Hover definitions: the first use of a glossary term on a page leads to its entry.

The mark is a plain link, so it works without scripts; the definition rides along for the script
that shows it on hover and on focus. Marks are put into the finished markup: they stay out of the
search index, and a change of the glossary does not read any other page again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

from docutils import nodes
from sphinx import addnodes

TOKEN = re.compile(r"(<svg\b.*?</svg>|<!--.*?-->|<[^>]+>)", re.DOTALL)
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<rest>[^>]*)>")
CLASSES = re.compile(r'\bclass="([^"]*)"')
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
PROSE = {"p", "li", "dd", "td"}
"""Elements whose text is read as sentences."""

CLOSED = {
    "a", "button", "code", "details", "dfn", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "label",
    "math", "nav", "pre", "script", "style", "summary", "th",
}  # fmt: skip
CLOSED_CLASSES = {"pb-cards", "pb-entries", "pb-key", "pb-tiles", "pb-vh"}
"""Nothing is marked in these: names, links and tiles that are links as a whole."""


class Term(NamedTuple):
    """An entry of the glossary.

    Attributes
    ----------
    names : tuple of str
        The term and its other names.
    address : str
        Page and anchor of the entry: ``glossary#term-SPC``.
    definition : str
        Its first paragraph; under a shorter name the longest one is said before it.
    """

    names: tuple[str, ...]
    address: str
    definition: str


def collect(app: Any, doctree: nodes.document) -> None:
    """Keep the entries of a page's glossaries in the environment.

    Words that also stand in another sense are named in the page's front matter as ``unmarked``,
    between commas: they have an entry and are not looked for.
    """
    env, found = app.env, []
    unmarked = {
        name.strip().casefold()
        for name in str(env.metadata[env.docname].get("unmarked", "")).split(",")
    }
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            terms = [node for node in item.children if isinstance(node, nodes.term)]
            names = [node.astext() for node in terms]
            sought = tuple(name for name in names if name.casefold() not in unmarked)
            paragraph = next(iter(item.findall(nodes.paragraph)), None)
            if sought and paragraph is not None:
                address = f"{env.docname}#{terms[0]['ids'][0]}"
                found.append(Term(sought, address, paragraph.astext().replace("\n", " ")))
    if found:
        known(env)[env.docname] = found


def known(env: Any) -> dict[str, list[Term]]:
    """Give the terms by the page that explains them."""
    if not hasattr(env, "playbook_terms"):
        env.playbook_terms = {}
    terms: dict[str, list[Term]] = env.playbook_terms
    return terms


def mark(body: str, terms: list[Term], up: str) -> str:
    """Mark the first use of each term.

    Parameters
    ----------
    body : str
        Well-formed markup of a page.
    terms : list of Term
        What to look for.
    up : str
        The way from the page to the root of the site, such as ``../``.

    Returns
    -------
    str
        The markup with links of the class ``pb-term``.
    """
    wanted = {name: term for term in terms for name in term.names}
    done: set[str] = set()
    words = _pattern(wanted)

    def link(match: re.Match[str]) -> str:
        name = _named(match[0], wanted)
        term = wanted[name]
        if term.address in done:
            return match[0]
        done.add(term.address)
        page, _, anchor = term.address.partition("#")
        full = max(term.names, key=len)
        said = term.definition if name == full else f"{full}: {term.definition}"
        return (
            f'<a class="pb-term" href="{up}{page}.html#{anchor}" '
            f'data-definition="{escape(said)}">{match[0]}</a>'
        )

    return "".join(
        words.sub(link, text) if prose else text for text, prose in _pieces(body)
    ) if wanted else body  # fmt: skip


def _pattern(names: dict[str, Term]) -> re.Pattern[str]:
    """Look for the longest name first, in the singular or with an s, as it stands in markup."""
    parts = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        text = re.escape(escape(name, quote=False))
        # A name with capitals inside is an abbreviation or a proper name: ICB, not icb.
        parts.append(text if name[1:] != name[1:].lower() else f"(?i:{text})")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})s?(?![\w-])")


def _named(found: str, names: dict[str, Term]) -> str:
    text = found.replace("&amp;", "&").casefold()
    return next(name for name in names if name.casefold() in {text, text.removesuffix("s")})


def _pieces(body: str) -> Iterator[tuple[str, bool]]:
    """Split markup into tags and texts; say of each whether it is a text in a sentence."""
    stack: list[tuple[str, bool, bool]] = []
    for piece in TOKEN.split(body):
        tag = TAG.fullmatch(piece) if not piece.startswith("<svg") else None
        if tag is None:
            plain = bool(piece) and not piece.startswith(("<svg", "<!--"))
            yield piece, plain and bool(stack) and stack[-1][1] and not stack[-1][2]
            continue
        name = tag["name"].lower()
        if tag["end"]:
            while stack and stack.pop()[0] != name:
                pass
        elif name not in VOID and not tag["rest"].endswith("/"):
            classes = CLASSES.search(tag["rest"])
            own = set(classes[1].split()) if classes else set()
            _, prose, closed = stack[-1] if stack else ("", False, False)
            shut = name in CLOSED or not CLOSED_CLASSES.isdisjoint(own)
            stack.append((name, prose or name in PROSE, closed or shut))
        yield piece, False
