"""What a reader can find on a page: words without axes, sentences, places within a page."""

from __future__ import annotations

import pickle

import pytest

from playbook.site import findable
from tests.site.conftest import Book
from tests.site.payloads import PAYLOADS
from tests.site.test_extension import notebook


def words(name: str) -> list[str]:
    return list(findable.words_of({"component": name} | PAYLOADS[name]))


def test_the_words_of_a_figure_are_its_sentences_and_its_places_and_no_axis() -> None:
    assert words("figure") == [
        "All 4 trusts were above England",
        "Share of visits completed within 4 hours, March 2026",
        "London North West 84.2%, Hillingdon 80.8%.",
        "London North West",
        "Hillingdon",
    ]


@pytest.mark.parametrize(
    ("name", "said", "not_said"),
    [
        ("metadata", ["Definition", "One", "Two"], ["https://example.org/"]),
        ("board", ["Every control chart", "Waits"], ["charts", "Fewer than 12 months"]),
        ("cards", ["More days at home", "180,000 more days at home", "Within 4 hours"], ["81.2%"]),
        ("scorecard", ["Within 4 hours"], ["indicators/known", "better", "Higher is better"]),
        ("minis", ["Within 4 hours", "London North West"], ["64e0a6d13bd9", "period,value\n"]),
    ],
)
def test_a_component_says_what_people_would_type(
    name: str, said: list[str], not_said: list[str]
) -> None:
    found = words(name)
    assert set(said) <= set(found)
    assert not set(not_said) & set(found)


@pytest.mark.parametrize("name", sorted(PAYLOADS))
def test_a_component_is_its_markup_and_keeps_it_once(name: str) -> None:
    payload = {"component": name, "notebook": "", "parameters": {}} | PAYLOADS[name]
    markup = "<p>" + "8" * 5000 + "</p>"
    node = findable.node(payload, markup)
    copied = pickle.loads(pickle.dumps(node.deepcopy()))  # noqa: S301 # our own
    assert copied["markup"] == markup
    assert copied.astext() == node.astext()
    assert "8888" not in node.astext()
    assert len(pickle.dumps(node)) < 5000 + len(node.astext()) + 2000


def found(book: Book, name: str) -> findable.Found:
    env = pickle.loads((book.root / "_build/doctrees/environment.pickle").read_bytes())  # noqa: S301
    return findable.of(env, name)


def test_a_page_of_a_notebook_is_found_by_its_answer_and_its_small_charts(book: Book) -> None:
    book.write("index.md", "# Contents\n\n```{toctree}\nplace\nindicators/known\n```\n")
    book.write("indicators/known.md", "# Known\n")
    book.write("place.ipynb", notebook("answer", "minis", "provenance"))
    count, text, _ = book.build()
    assert count == 0, text
    page = found(book, "place")
    assert page.text == "About 81 in every 100 visits took less than 4 hours."
    assert page.notebook == PAYLOADS["provenance"]["notebook"]
    assert page.landmarks == [
        findable.Landmark(
            "Within 4 hours",
            "81.2%, year to March 2026. Better than England.",
            "within-4-hours",
            "indicators/known",
        )
    ]


PROSE = """# Methods

The first paragraph, with a [link](index.md).

## Intervals

What an *interval* covers.

```{glossary}
Peer group
  Places of a kind.
```
"""


def test_prose_is_found_by_its_first_paragraph_its_sections_and_its_terms(book: Book) -> None:
    book.write("methods.md", PROSE)
    assert book.build()[0] == 0
    page = found(book, "methods")
    assert page.text == "The first paragraph, with a link."
    assert page.landmarks == [
        findable.Landmark("Intervals", "What an interval covers.", "intervals"),
        findable.Landmark("Peer group", "Places of a kind.", "term-Peer-group"),
    ]
    for one in page.landmarks:
        assert f'id="{one.anchor}"' in book.page("methods")


def test_a_description_is_made_of_whole_sentences() -> None:
    assert findable.shortened("One  line\nonly.") == "One line only."
    text = "This is a sentence of words. " * 20
    kept = findable.shortened(text)
    assert findable.LONGEST - 40 < len(kept) <= findable.LONGEST
    assert kept.endswith("words.")
    assert (
        findable.shortened("In 0.5% of cases, e.g. this. Next.")
        == "In 0.5% of cases, e.g. this. Next."
    )
    endless = "word " * 100
    assert findable.shortened(endless) == endless.strip()
