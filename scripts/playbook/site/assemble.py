"""Assembling the book: prose, executed pages and settings into one folder for Jupyter Book.

The repository's own ``_config.yml`` and ``_toc.yml`` are valid for plain Jupyter Book, where prose
is under ``book/`` and a notebook stands for all of its pages. Here the ``book/`` prefix goes, so
that addresses are short, and each notebook becomes its pages. Only what changed is written: an
unchanged file keeps its time, and Sphinx leaves its page alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from playbook.catalogue import Catalogue, Project
from playbook.catalogue.story import Story
from playbook.errors import PlaybookError, nearest
from playbook.execution import notebooks
from playbook.execution.engine import components
from playbook.execution.notebooks import Notebook
from playbook.execution.pages import Page
from playbook.execution.store import Run, RunStore
from playbook.figures.components import MEDIA_TYPE
from playbook.site import admitted, constants, outline, prose, story, take_away
from playbook.site.outline import Book
from playbook.site.runs import FOLDER, QUOTABLE, quotable
from playbook.site.tree import Tree

WORD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
SILENT = {"page", "values"}
"""Components that show nothing on the page."""

KEEP = "keep-with-next"
"""Tag of a Markdown cell that is left out when the code cell after it showed nothing."""


class Assembly:
    """The folder that Jupyter Book reads, as it is brought up to date.

    Parameters
    ----------
    project : Project
        Where prose, notebooks and settings are.
    pages : list of Page
        Every page that notebooks make.
    folder : Path
        The folder to bring up to date, ``_build/book``.
    settings : dict
        Sphinx settings to add to those of ``_config.yml``.
    """

    def __init__(
        self, project: Project, pages: list[Page], folder: Path, settings: dict[str, Any]
    ) -> None:
        self.project, self.settings = project, settings
        self.pages = {page.slug: page for page in pages}
        self.tree, self._store = Tree(folder), RunStore(project.root, project.build)
        paths = {page.notebook for page in pages}
        self._sources = {path: notebooks.read(path) for path in paths}
        self._stamps = {path: f"{_sha256(path)} {settings.get('playbook_code')}" for path in paths}

    def page(self, run: Run) -> list[dict[str, Any]]:
        """Bring the files of one page up to date.

        Returns
        -------
        list of dict
            The components that it shows; none when its files stand as they were made of this run.
        """
        notebook = self.pages[run.page].notebook
        names = (
            f"{run.page}.ipynb",
            f"{FOLDER}/{run.page}.json",
            f"{QUOTABLE}/{run.page}.json",
            take_away.name(run.page),
        )
        made_of = f"{run.sha256} {self._stamps[notebook]}"
        if self.tree.keeps(names, made_of):
            return []
        source, executed = self._sources[notebook], self._store.notebook(run)
        shown = components(executed)
        self.tree.put(names[0], _json(published(self.project, source, run, executed)))
        self.tree.put(names[1], _json(shown))
        self.tree.put(names[2], _json(quotable(shown)))
        self.tree.put(names[3], take_away.bare(source.node.cells, executed))
        self.tree.made(names, made_of)
        return shown

    def finish(self, runs: Iterable[Run], book: Book, told: Story | None = None) -> Tree:
        """Bring all that is not of one page up to date, and sweep what is no longer wanted.

        Parameters
        ----------
        runs : iterable of Run
            That of each page; each was given to `page`.
        book : Book
            From `book_of`.
        told : Story, optional
            What the edition tells of those before it.

        Returns
        -------
        Tree
            To be remembered when all that follows from it is done too.

        Raises
        ------
        PlaybookError
            When prose uses an unknown ``{{ word }}`` or two pages make a value of the same key.
        """
        project, tree = self.project, self.tree
        toc = outline.read(prose.outline(project))
        for name, content in prose.files(project, toc, set(self.pages), book.own_title):
            tree.put(name, content)
        made_here = constants.values(Catalogue.read(project))
        for key, value in (collect_values(runs) | made_here).items():
            tree.put(f"_values/{key}.json", _json(value))
        tree.put(story.FILE, story.written(told))
        tree.put("_config.yml", outline.written(outline.config(book, self.settings)))
        idle = {f"notebooks/{path.stem}" for path in project.notebooks.glob("*.ipynb")}
        contents = outline.contents(toc, list(self.pages.values()), idle)
        tree.put("_toc.yml", outline.written(contents))
        tree.sweep()
        return tree


def published(
    project: Project, source: Notebook, run: Run, executed: dict[str, Any]
) -> dict[str, Any]:
    """Join today's prose with the outputs of the run, as a notebook.

    The code of both is the same, or the page would have been executed again; so an edit of prose
    alone shows at once. Code is hidden unless its cell is tagged ``show-input``.
    """
    outputs = _outputs(executed)
    words = run.facts["page"]["words"] | {
        key: run.facts["page"][key] for key in ("title", "description")
    }
    cells: list[dict[str, Any]] = []
    held: list[tuple[int, str]] = []
    for number, cell in enumerate(source.node.cells, start=1):
        tags = cell.metadata.get("tags", [])
        prose = cell.cell_type == "markdown"
        if prose:
            held.append((number, cell.source))
            if KEEP in tags:
                continue
        shown = [] if prose else next(outputs)
        if prose or shown:
            where = project.shown(source.path)
            cells += [_prose(n, _filled(text, words, (where, n))) for n, text in held]
        if shown:
            cells.append(_code(number, cell.source, tags, shown))
        held = []
    return {
        "cells": cells,
        "metadata": {
            key: value for key, value in source.node.metadata.items() if key in admitted.METADATA
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _prose(number: int, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": f"cell-{number}", "metadata": {}, "source": text}


def _code(
    number: int, source: str, tags: list[str], outputs: list[dict[str, Any]]
) -> dict[str, Any]:
    hide = [] if "show-input" in tags else ["remove-input"]
    return {
        "cell_type": "code",
        "id": f"cell-{number}",
        "metadata": {"tags": hide},
        "source": source,
        "execution_count": None,
        "outputs": outputs,
    }


def _outputs(executed: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Give what each cell that the contributor wrote shows; Papermill adds one of its own.

    A component is named by its number on the page: the whole of it is under ``_components/``, and
    the notebook that Jupyter Book reads, copies and writes stays small.
    """
    numbers = count()
    for cell in executed["cells"]:
        tags = cell["metadata"].get("tags", [])
        if cell["cell_type"] == "code" and "injected-parameters" not in tags:
            yield [shown for output in cell["outputs"] if (shown := _shown(output, numbers))]


def _shown(output: dict[str, Any], numbers: Iterator[int]) -> dict[str, Any] | None:
    data = output.get("data", {})
    if MEDIA_TYPE not in data:
        return output
    number = next(numbers)
    if data[MEDIA_TYPE]["component"] in SILENT:
        return None
    return output | {"data": {"text/plain": data.get("text/plain", ""), MEDIA_TYPE: number}}


def _filled(text: str, words: dict[str, str], where: tuple[str, int]) -> str:
    return WORD.sub(lambda match: _word(match[1], words, where), text)


def _word(name: str, words: dict[str, str], where: tuple[str, int]) -> str:
    if name not in words:
        raise PlaybookError(
            f"{{{{ {name} }}}} has no value; {nearest(name, words, noun='word')} "
            "Words come from Page(title=..., description=..., words={...}).",
            file=where[0],
            cell=where[1],
        )
    return words[name]


def collect_values(runs: Iterable[Run]) -> dict[str, dict[str, Any]]:
    """Gather the values that prose may quote, by key, each with the page that made it.

    Raises
    ------
    PlaybookError
        When two pages make a value of the same key.
    """
    values: dict[str, dict[str, Any]] = {}
    for run in runs:
        for value in run.facts["values"]:
            key = value["key"]
            if key in values:
                raise PlaybookError(
                    f"value {key!r} is made by {values[key]['page']} and by {run.page}; rename one"
                )
            values[key] = {k: v for k, v in value.items() if k != "key"} | {"page": run.page}
    return values


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _json(value: Any) -> bytes:
    # On one line: written with indents it takes ten times as long, and nobody edits it.
    return (json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n").encode()
