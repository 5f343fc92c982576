"""The search index: what each page is, by which words it is looked for, and nothing of charts."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from playbook.site import search
from tests.catalogue.editing import replace
from tests.site.conftest import Book
from tests.site.payloads import SPEC
from tests.site.test_extension import notebook

KINDS = """
pages:
  - {notebook: place.ipynb, slug: "places/{slug}", kind: Place, each: boroughs}
  - {notebook: indicator.ipynb, slug: "indicators/{id}", kind: Indicator, each: indicators}
  - {notebook: mission.ipynb, slug: "missions/{slug}", kind: Mission, each: missions}
"""


def made_by(kind: str, **parameters: str) -> str:
    """Write the notebook of a page that says by what it was made."""
    made = json.loads(notebook("answer", "provenance"))
    said = made["cells"][-1]["outputs"][0]["data"]
    component = next(value for value in said.values() if isinstance(value, dict) and value)
    component |= {"notebook": f"notebooks/{kind}.ipynb", "parameters": parameters}
    return json.dumps(made)


def index(book: Book) -> dict[str, Any]:
    text = (book.html / search.NAME).read_text("utf-8")
    found: dict[str, Any] = json.loads(text.removeprefix(search.HEAD).removesuffix(search.TAIL))
    return found


def entry(book: Book, page: str) -> dict[str, Any]:
    return next(one for one in index(book)["entries"] if one["page"] == page)


@pytest.fixture
def pages(book: Book) -> Book:
    """A book with a page of each kind that has synonyms, and one of prose."""
    (book.root / "notebooks").mkdir()
    (book.root / "notebooks" / "pages.yml").write_text(KINDS)
    book.write("borough.ipynb", made_by("place", place="kensington-and-chelsea"))
    book.write("measure.ipynb", made_by("indicator", indicator="hypertension_prevalence"))
    book.write("goal.ipynb", made_by("mission", mission="M3"))
    book.write("methods.md", "---\nkind: Method\n---\n\n# Methods\n\nHow it is done.\n")
    book.write("other.md", "# Other\n\nSomething else.\n")
    return book


def test_an_entry_says_what_a_page_is_and_its_other_names(pages: Book) -> None:
    count, text, _ = pages.build()
    assert count == 0, text
    assert entry(pages, "borough")["kind"] == "Place"
    assert entry(pages, "borough")["synonyms"] == ["Kensington and Chelsea", "K&C"]
    assert entry(pages, "measure")["kind"] == "Indicator"
    assert "blood pressure" in entry(pages, "measure")["synonyms"]
    assert entry(pages, "goal")["kind"] == "Mission"
    assert "CAMHS" in entry(pages, "goal")["synonyms"]
    assert entry(pages, "methods") == {
        "kind": "Method",
        "page": "methods",
        "text": "How it is done.",
        "title": "Methods",
    }
    assert entry(pages, "other")["kind"] == search.PROSE


def test_a_new_synonym_is_in_the_index_though_no_page_is_read_again(pages: Book) -> None:
    pages.build()
    record = pages.root / "data" / "indicators" / "hypertension_prevalence.yml"
    replace(record, "hypertension, high BP", "hypertension, tension, high BP")
    _, _, read = pages.build()
    assert read == []
    assert "tension" in entry(pages, "measure")["synonyms"]


def test_a_kind_that_is_renamed_is_renamed_everywhere(pages: Book) -> None:
    pages.build()
    replace(pages.root / "notebooks" / "pages.yml", "kind: Mission", "kind: Goal")
    pages.build()
    assert entry(pages, "goal")["kind"] == "Goal"


def test_a_build_in_steps_has_the_index_of_a_clean_one(pages: Book) -> None:
    pages.write("terms.md", "# Terms\n\n```{glossary}\nFolly\n  Want of sense.\n```\n")
    pages.write("other.md", "# Other\n\nAn unusual word: quixotry.\n")
    pages.build()
    assert "quixotri" in index(pages)["terms"]
    pages.write("other.md", "# Other\n\nSomething else.\n")
    pages.build()
    in_steps = (pages.html / search.NAME).read_bytes()
    clean = Book(pages.root)
    for path in sorted((pages.root / "_build" / "doctrees").rglob("*")):
        if path.is_file():
            path.unlink()
    clean.build()
    assert (clean.html / search.NAME).read_bytes() == in_steps


def test_no_tick_of_a_chart_and_no_joined_word_is_in_the_index(book: Book) -> None:
    drawn = SPEC | {"data": {"values": [{"x": 12345, "y": 1}, {"x": 67890, "y": 2}]}}
    spec = {"wide": drawn, "narrow": drawn}
    book.write("waits.ipynb", notebook("figure", **spec))
    assert book.build()[0] == 0
    ticks = re.findall(r"<text[^>]*>([\d,]+)</text>", book.page("waits"))
    assert "60,000" in ticks, "the chart has no ticks to look for"
    terms = set(index(book)["terms"])
    assert {"hillingdon", "march"} <= terms
    assert not terms & {part for tick in ticks for part in re.findall(r"\d+", tick)}
    assert [word for word in terms if len(word) > 20] == []


def test_the_page_of_search_suggests_what_the_headline_indicators_are_called(book: Book) -> None:
    from playbook.catalogue import Catalogue, Project

    project = Project(book.root)
    known = [one.synonyms for one in Catalogue.read(project).indicators.values()]
    ideas = search.ideas(project)
    assert len(ideas) == len(set(ideas)) == search.IDEAS
    assert all(any(idea in names for names in known) for idea in ideas)
