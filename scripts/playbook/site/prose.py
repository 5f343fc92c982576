"""The prose of a book: the playbook's own, or for another system what holds for every system.

Pages under ``book/`` speak of the playbook's own system. The book of another takes its contents
from ``book/another-system/_toc.yml``: a page that stands in that folder has its words filled in
from the records, and any other is the page of the same name in ``book/``. A link to a page that
such a book does not have becomes plain text.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playbook.catalogue import Catalogue, Project
from playbook.errors import PlaybookError, nearest
from playbook.figures import words
from playbook.observations import coverage
from playbook.site import admitted

ANOTHER = "another-system"
OUTLINE = "_toc.yml"
FURNITURE = ("_static", "_templates")
PREFIX = "book/"
WORD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?P<target>[^)\s]+)\)")
ELSEWHERE = re.compile(r"^(\w+:|#)")


def outline(project: Project) -> Path:
    """Say where the table of contents of the project's book stands."""
    return project.book / ANOTHER / OUTLINE if project.system else project.root / OUTLINE


def files(
    project: Project, toc: dict[str, Any], made: set[str], own_title: str
) -> Iterator[tuple[str, bytes]]:
    """Give every file of prose and of the theme, with its name in the assembled book.

    Parameters
    ----------
    project : Project
        The playbook, as the book of one system.
    toc : dict
        The table of contents at `outline`.
    made : set of str
        Addresses of the pages that notebooks make.
    own_title : str
        What the playbook's own book is called: shared pages name theirs in its place.

    Raises
    ------
    PlaybookError
        If a page of the contents is missing, one uses an unknown word, or a file may not stand
        there.
    """
    if not project.system:
        for path in _below(project.book):
            name = path.relative_to(project.book)
            if name.parts[0] == ANOTHER:
                continue
            content = path.read_bytes()
            if name.parts[0] not in FURNITURE:
                admitted.name(name, project.shown(path))
                if name.suffix == ".md":
                    admitted.page(content.decode("utf-8"), project.shown(path))
            yield name.as_posix(), content
        return
    catalogue = Catalogue.read(project)
    named = title(catalogue, own_title)
    yield from shared(project, toc, made, own_title, named, spoken(catalogue))


def shared(
    project: Project,
    toc: dict[str, Any],
    made: set[str],
    own_title: str,
    title: str,
    said: dict[str, str],
) -> Iterator[tuple[str, bytes]]:
    """Give the theme and the prose that hold for any system, in the words of one.

    Parameters
    ----------
    project : Project
        The playbook in which they stand.
    toc : dict
        The contents of any system's book.
    made : set of str
        Addresses of the pages that notebooks make of this one.
    own_title, title : str
        What the playbook's own book is called, and this one.
    said : dict of str to str
        What is put in place of ``{{ word }}``.

    Raises
    ------
    PlaybookError
        If a page of the contents is missing, or one uses an unknown word.
    """
    for folder in FURNITURE:
        for path in _below(project.book / folder):
            yield path.relative_to(project.book).as_posix(), path.read_bytes()
    known = list(_pages(toc))
    ours = re.compile(re.escape(own_title), re.IGNORECASE)
    for name in known:
        own = project.book / ANOTHER / f"{name}.md"
        path = own if own.is_file() else project.book / f"{name}.md"
        if not path.is_file():
            message = f"names {PREFIX}{name}, but there is no such page of prose."
            shown = project.shown(project.book / ANOTHER / OUTLINE)
            raise PlaybookError(message, file=shown)
        text = path.read_text(encoding="utf-8")
        admitted.page(text, project.shown(path))
        text = filled(text, said, project.shown(path)) if path == own else ours.sub(title, text)
        yield f"{name}.md", unlinked(text, name, made.union(known)).encode()


def title(catalogue: Catalogue, own: str) -> str:
    """Name the book of the system: ``own`` is what the playbook's own is called."""
    return f"{catalogue.system.short_name} playbook" if catalogue.project.system else own


def spoken(catalogue: Catalogue) -> dict[str, str]:
    """Give the words that prose about any system may use."""
    system, without = catalogue.system, coverage.left_out(catalogue)
    names = [f"**{one.short_title}**" for one in without]
    return {
        "system": system.short_name,
        "own_system": Catalogue.read(Project(catalogue.project.root)).system.short_name,
        "places": _counted(len(coverage.places(catalogue)), *system.places_noun),
        "trusts": _counted(len(coverage.trusts(catalogue)), "acute trust", "acute trusts"),
        "membership": system.membership,
        "left_out": (
            f"The embedded data has no figures for this system on {words.listing(names)}."
            if names
            else "The embedded data has figures for this system on every indicator."
        ),
        "edition": catalogue.edition.name,
        "date": words.day(catalogue.edition.date),
    }


def filled(text: str, said: dict[str, str], file: str) -> str:
    """Put words in place of ``{{ word }}``.

    Raises
    ------
    PlaybookError
        If there is no such word; the nearest are named.
    """

    def word(match: re.Match[str]) -> str:
        if match[1] not in said:
            line = text[: match.start()].count("\n") + 1
            message = f"{match[0]} has no value. {nearest(match[1], said, noun='word')}"
            raise PlaybookError(message, file=file, line=line)
        return said[match[1]]

    return WORD.sub(word, text)


def unlinked(text: str, page: str, known: set[str]) -> str:
    """Turn each link to a page that is not among those known into its text."""

    def link(match: re.Match[str]) -> str:
        target = match["target"]
        if ELSEWHERE.match(target):
            return match[0]
        name = target.partition("#")[0].removesuffix(".md")
        address = (
            name[1:] if name.startswith("/") else posixpath.join(posixpath.dirname(page), name)
        )
        return match[0] if posixpath.normpath(address) in known else match["text"]

    return LINK.sub(link, text)


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _pages(toc: Any) -> Iterator[str]:
    """Name the pages of prose in a table of contents, in order."""
    if isinstance(toc, dict):
        for key in ("root", "file"):
            if str(toc.get(key, "")).startswith(PREFIX):
                yield toc[key].removeprefix(PREFIX)
        for value in toc.values():
            yield from _pages(value)
    elif isinstance(toc, list):
        for item in toc:
            yield from _pages(item)


def _below(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    ]
