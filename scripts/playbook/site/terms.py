"""Hover definitions: the first use of a glossary term on a page leads to its entry.

The mark is a plain link, so it works without scripts; the definition rides along for the script
that shows it on hover and on focus. Marks are put into the finished markup: they stay out of the
search index, and a change of the glossary does not read any other page again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from typing import Any, NamedTuple

from docutils import nodes
from sphinx import addnodes

PROSE = ("p", "li", "dd", "td")
"""Elements whose text is read as sentences."""

CLOSED = (
    "a", "button", "code", "details", "dfn", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "label",
    "math", "nav", "pre", "script", "style", "summary", "svg", "th",
)  # fmt: skip
CLOSED_CLASSES = ("pb-cards", "pb-entries", "pb-key", "pb-tiles", "pb-vh")
"""Nothing is marked in these: names, links, drawings and tiles that are links as a whole."""

TAG = re.compile(r"(<[^>]+>)")
TURN = re.compile(
    r"<!--.*?-->"
    rf"|<(?P<closed>{'|'.join(CLOSED)})(?=[\s/>])[^>]*>"
    rf"|<(?P<classed>[a-z][\w-]*)(?=[\s])[^>]*?\sclass=\"(?:[^\"]*\s)?"
    rf"(?:{'|'.join(CLOSED_CLASSES)})(?:\s[^\"]*)?\"[^>]*>"
    rf"|<(?P<end>/?)(?:{'|'.join(PROSE)})(?=[\s/>])[^>]*>",
    re.DOTALL,
)
"""Where prose begins, ends, or is interrupted by what is closed."""


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
    """Split markup into pieces; say of each whether it is a text in a sentence."""
    depth = place = 0
    while turn := TURN.search(body, place):
        yield from _within(body[place : turn.start()], depth)
        name, place = turn["closed"] or turn["classed"], turn.end()
        if name and not turn[0].endswith("/>"):
            place = _end(body, name, place)
        elif not name and not turn[0].startswith("<!--"):
            depth += -1 if turn["end"] else 1
        yield body[turn.start() : place], False
    yield from _within(body[place:], depth)


def _within(markup: str, depth: int) -> Iterator[tuple[str, bool]]:
    """Split what stands within so many elements of prose into tags and texts."""
    if not depth:
        yield markup, False
        return
    for number, piece in enumerate(TAG.split(markup)):
        yield piece, number % 2 == 0


def _end(body: str, name: str, place: int) -> int:
    """Find where an element ends that begins before a place."""
    depth = 1
    for tag in _tags(name).finditer(body, place):
        depth += -1 if tag["end"] else 1
        if not depth:
            return tag.end()
    return len(body)


@cache
def _tags(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(?P<end>/?){name}(?=[\s>])(?:[^>]*[^/])?>")
