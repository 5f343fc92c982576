"""The prose of a playbook as passages: what a reader reads as sentences, with where it stands.

A passage is a paragraph, a heading, an item or a cell of a table in Markdown, or a text of a
record. Code, formulas and the addresses of links are no prose; words inside a role are kept apart,
with the key that they are bound to.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from playbook.catalogue import Project
from playbook.catalogue.documents import Document, Place, parse, written
from playbook.catalogue.quotable import LEDGER
from playbook.site.quoting import Quotation, quotation

GAP = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a text for what is no prose of its own."""

REJECTED = "-rej-"
"""In the id of a claim that was rejected."""

BINDING = ("value", "claim")
"""Roles that bind their words to where a number comes from."""

ROLE = re.compile(r"\{(?P<role>[\w-]+)\}$")
FURNITURE = re.compile(r"\{\{.*?\}\}|^\{[.#][^}]*\}$|(?<!\$)\$[^$\n]+\$|https?://\S+", re.MULTILINE)
"""Words that are filled in, classes of a paragraph, formulas and addresses."""

FRONT = re.compile(r"---\n.*?\n---\n", re.DOTALL)
DIRECTIVE = re.compile(r"^\{(?P<name>[\w-]+)\}")
OPTION = re.compile(r"^:[\w-]+:.*$", re.MULTILINE)
WITHOUT_PROSE = {"code-block", "code", "code-cell", "math", "toctree", "eval-rst", "raw"}
"""Directives whose body is no Markdown."""


TITLED = {"admonition", "dropdown"}
"""Directives that begin with a title of their own words."""


@dataclass(frozen=True)
class Bound:
    """Words of a sentence that are bound to a key."""

    role: str
    quotation: Quotation
    line: int


@dataclass
class Passage:
    """A stretch of prose.

    Attributes
    ----------
    file : str
        Below the root of the playbook.
    line : int
        Its first line in the file, or in the cell.
    text : str
        The words, with `GAP` in place of what is bound, code or filled in.
    cell : int or None
        Number of the cell of a notebook.
    field : str or None
        Field of a record.
    bound : list of Bound
        What is bound in it.
    spoken : str
        The words with those that are bound, as a reader reads them.
    sourced : tuple of str
        Claims on which the block around it rests as a whole.
    ledger : bool
        Whether it stands on the page of the ledger, where a rejected claim may be shown.
    """

    file: str
    line: int
    text: str
    cell: int | None = None
    field: str | None = None
    bound: list[Bound] = dataclasses.field(default_factory=list)
    spoken: str = ""
    sourced: tuple[str, ...] = ()
    ledger: bool = False

    def line_of(self, position: int) -> int:
        """Line of a place in the text."""
        return self.line + self.text.count("\n", 0, position)

    @property
    def rejects(self) -> bool:
        """Whether it shows a claim that was rejected, whose sum need not hold."""
        return self.ledger and any(REJECTED in one.quotation.key for one in self.bound)


def of_prose(project: Project) -> Iterator[Passage]:
    """Give every passage of the pages of prose and of the notebooks, in order."""
    for path in sorted(project.book.rglob("*.md")):
        for passage in of_markdown(path.read_text(encoding="utf-8"), project.shown(path)):
            passage.ledger = path == project.book / f"{LEDGER}.md"
            yield passage
    for path in sorted(project.notebooks.glob("*.ipynb")):
        yield from _of_notebook(path, project.shown(path))


def _of_notebook(path: Path, file: str) -> Iterator[Passage]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for number, cell in enumerate(cells, start=1):
        if cell["cell_type"] == "markdown":
            for passage in of_markdown("".join(cell["source"]), file):
                passage.cell = number
                yield passage


def of_markdown(text: str, file: str, before: int = 0) -> Iterator[Passage]:
    """Give the passages of some Markdown.

    Parameters
    ----------
    text : str
        A page or a cell.
    file : str
        How findings name it.
    before : int
        Lines of the file that stand before it.
    """
    front = FRONT.match(text)
    if front:
        before += front[0].count("\n")
        text = text[front.end() :]
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        line = before + (token.map[0] if token.map else 0) + 1
        if token.type == "inline":
            yield _passage(token.children or [], file, line)
        elif token.type == "fence":
            yield from _of_directive(token, file, line)
        elif token.type == "html_block":
            yield Passage(file, line, re.sub(r"<!--.*?-->|<[^>]+>", GAP, token.content))


def _of_directive(token: Token, file: str, line: int) -> Iterator[Passage]:
    directive = DIRECTIVE.match(token.info.strip())
    names = token.info.strip()[directive.end() :].split() if directive else []
    if directive and directive["name"] not in WITHOUT_PROSE:
        title = token.info.strip()[directive.end() :].strip()
        if title and directive["name"] in TITLED:
            yield Passage(file, line, title)
        for passage in of_markdown(OPTION.sub("", token.content), file, line):
            if directive["name"] == "sourced":
                passage.sourced = tuple(names)
            yield passage


def _passage(children: list[Token], file: str, line: int) -> Passage:
    passage, role = Passage(file, line, ""), ""
    for child in children:
        if child.type == "text":
            match = ROLE.search(child.content)
            role = match["role"] if match else ""
            said = child.content[: match.start()] if match else child.content
            passage.text += said
            passage.spoken += said
        elif child.type in {"softbreak", "hardbreak"}:
            passage.text += "\n"
            passage.spoken += "\n"
        elif child.type == "code_inline":
            if role in BINDING:
                at = passage.line_of(len(passage.text))
                passage.bound.append(Bound(role, quotation(child.content), at))
            # The words of any other role are words: a link, a term.
            words = quotation(child.content).words if role else ""
            passage.text += GAP if role in BINDING or not words else words
            passage.spoken += words or GAP
            role = ""
    passage.text = FURNITURE.sub(GAP, passage.text)
    passage.spoken = FURNITURE.sub(GAP, passage.spoken)
    return passage


@dataclass(frozen=True)
class RecordText:
    """A text of a record, and what the record around it names.

    Attributes
    ----------
    passage : Passage
        The text.
    place : tuple
        Fields and positions from the top of the record to the text.
    named : dict
        Fields of the records around it that name others, each with the names.
    """

    passage: Passage
    place: Place
    named: dict[str, tuple[str, ...]]


def of_records(project: Project) -> Iterator[RecordText]:
    """Give the texts of every record under ``data/``, but for the ledger itself."""
    for path in sorted(project.data.rglob("*.yml")):
        if path != project.data / f"{LEDGER}.yml":
            document = parse(path.read_text(encoding="utf-8"), project.shown(path))
            yield from _texts(document, document.values, (), {})


def _texts(
    document: Document, value: Any, place: Place, named: dict[str, tuple[str, ...]]
) -> Iterator[RecordText]:
    if isinstance(value, dict):
        named = named | {key: _names(inner) for key, inner in value.items() if inner}
        for key, inner in value.items():
            yield from _texts(document, inner, (*place, key), named)
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _texts(document, inner, (*place, number), named)
    elif isinstance(value, str) and " " in value.strip():
        line = document.line(place)
        passage = Passage(document.file, line, value, field=written(place), spoken=value)
        yield RecordText(passage, place, named)


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(one) for one in value) if isinstance(value, tuple) else ()
