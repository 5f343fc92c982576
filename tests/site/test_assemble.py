"""Assembling: settings and contents for the short addresses, prose joined with outputs."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest

from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.execution import notebooks
from playbook.execution.pages import Page
from playbook.execution.store import Run
from playbook.figures.components import MEDIA_TYPE
from playbook.site import assemble, outline
from playbook.site.outline import Book
from playbook.site.tree import Tree


def test_only_what_changed_is_written_and_the_rest_is_swept(tmp_path: Path) -> None:
    first = Tree(tmp_path)
    first.put("a/kept.md", b"1")
    first.put("a/changed.md", b"1")
    first.put("b/gone.md", b"1")
    before = (tmp_path / "a/kept.md").stat().st_mtime_ns
    second = Tree(tmp_path)
    second.put("a/kept.md", b"1")
    second.put("a/changed.md", b"2")
    second.sweep()
    assert second.written == ["a/changed.md"]
    assert (tmp_path / "a/kept.md").stat().st_mtime_ns == before
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a", "changed.md", "kept.md"]


def test_files_are_kept_when_made_of_the_same_and_standing_as_they_stood(tmp_path: Path) -> None:
    folder, names = tmp_path / "book", ["page.ipynb", "page.json"]
    first = Tree(folder)
    for name in names:
        first.put(name, b"[1]")
    first.made(names, "run a")
    assert not Tree(folder).keeps(names, "run a"), "not before it is remembered"
    first.remember()
    assert not Tree(folder).keeps(names, "run b")
    again = Tree(folder)
    assert again.keeps(names, "run a")
    again.sweep()
    again.remember()
    assert Tree(folder).keeps(names, "run a"), "what is kept is remembered too"
    (folder / "page.json").write_bytes(b"[")
    assert not Tree(folder).keeps(names, "run a"), "a file that was torn"
    (folder / "page.ipynb").unlink()
    assert not Tree(folder).keeps(["page.ipynb"], "run a")


def test_the_contents_name_every_page_in_place_of_its_notebook() -> None:
    toc = {
        "root": "book/index",
        "parts": [
            {
                "caption": "Numbers",
                "chapters": [
                    {"file": "book/places/index", "sections": [{"file": "notebooks/place"}]},
                    {"file": "notebooks/mission"},
                ],
            }
        ],
    }
    pages = [
        Page("places/brent", Path("notebooks/place.ipynb")),
        Page("places/ealing", Path("notebooks/place.ipynb")),
        Page("missions/home", Path("notebooks/mission.ipynb")),
    ]
    assert outline.contents(toc, pages) == {
        "root": "index",
        "parts": [
            {
                "caption": "Numbers",
                "chapters": [
                    {
                        "file": "places/index",
                        "sections": [{"file": "places/brent"}, {"file": "places/ealing"}],
                    },
                    {"file": "missions/home"},
                ],
            }
        ],
    }


def test_settings_lose_the_prefix_and_keep_the_rest() -> None:
    given = {"logo": "book/_static/logo.svg", "sphinx": {"config": {"a": ["book/_templates", "x"]}}}
    book = Book(given, "Ours", "Theirs", "https://example.org/")
    assert outline.config(book, {"playbook_strict": True}) == {
        "title": "Theirs",
        "html": {"baseurl": "https://example.org/"},
        "logo": "_static/logo.svg",
        "sphinx": {"config": {"a": ["_templates", "x"], "playbook_strict": True}},
    }


def run(slug: str, *keys: str) -> Run:
    values = [{"key": key, "number": 1, "text": "1"} for key in keys]
    return SimpleNamespace(page=slug, facts={"values": values})  # type: ignore[return-value]


def test_a_value_made_by_two_pages_is_refused() -> None:
    assert assemble.collect_values([run("a", "x"), run("b", "y")])["y"]["page"] == "b"
    with pytest.raises(PlaybookError, match="value 'x' is made by a and by b"):
        assemble.collect_values([run("a", "x"), run("b", "x")])


def output(name: str) -> dict[str, Any]:
    return {
        "output_type": "display_data",
        "data": {MEDIA_TYPE: {"component": name}},
        "metadata": {},
    }


def published(folder: Path, *cells: tuple[str, str, list[str], list[str]]) -> list[dict[str, Any]]:
    """Publish a page whose cells are (kind, source, tags, components shown)."""
    node = nbformat.v4.new_notebook()
    node.cells.append(nbformat.v4.new_code_cell("n: int = 1", metadata={"tags": ["parameters"]}))
    done: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "outputs": []},
        {"cell_type": "code", "metadata": {"tags": ["injected-parameters"]}, "outputs": []},
    ]
    for kind, source, tags, shown in cells:
        made = nbformat.v4.new_markdown_cell if kind == "m" else nbformat.v4.new_code_cell
        node.cells.append(made(source, metadata={"tags": tags}))
        if kind == "c":
            shows = [output(name) for name in shown]
            done.append({"cell_type": "code", "metadata": {"tags": tags}, "outputs": shows})
    path = folder / "notebooks" / "page.ipynb"
    path.parent.mkdir()
    nbformat.write(node, path)
    facts = {"page": {"title": "Brent", "description": "D", "words": {"n": "3"}}}
    source, made_run = notebooks.read(path), SimpleNamespace(facts=facts)
    found = assemble.published(Project(folder), source, made_run, {"cells": done})
    json.dumps(found)
    cells_made: list[dict[str, Any]] = found["cells"]
    return cells_made


def test_words_are_filled_in_and_silent_cells_are_left_out(tmp_path: Path) -> None:
    cells = published(
        tmp_path,
        ("m", "# {{ title }} has {{n}}", [], []),
        ("c", "Page()", [], ["page"]),
        ("c", "Values()", [], ["values"]),
        ("c", "Answer()", [], ["answer"]),
        ("c", "x = 1", ["show-input"], ["facts"]),
    )
    assert [cell["source"] for cell in cells] == ["# Brent has 3", "Answer()", "x = 1"]
    assert [cell["metadata"].get("tags") for cell in cells] == [None, ["remove-input"], []]


def test_a_heading_goes_with_the_section_that_shows_nothing(tmp_path: Path) -> None:
    cells = published(
        tmp_path,
        ("m", "## Map of {{ unknown }}", ["keep-with-next"], []),
        ("c", "None", [], []),
        ("m", "## Table", ["keep-with-next"], []),
        ("c", "figure", [], ["figure"]),
    )
    assert [cell["source"] for cell in cells] == ["## Table", "figure"]


def test_an_unknown_word_is_named_with_its_cell(tmp_path: Path) -> None:
    with pytest.raises(PlaybookError) as caught:
        published(tmp_path, ("m", "# {{ titel }}", [], []))
    assert str(caught.value).startswith("notebooks/page.ipynb: cell 2: {{ titel }} has no value")
    assert "Did you mean title" in str(caught.value)
