"""Numbers in prose: quoted by key, linked to their figure, never old, never invented."""

from __future__ import annotations

import json
from typing import Any

from tests.site.conftest import Book

FOUR_HOUR = {
    "number": 81.2,
    "unit": "%",
    "text": "81.2%",
    "period": "March 2026",
    "figure": "compare",
}


def put(book: Book, key: str, page: str, **changes: Any) -> None:
    book.write(f"_values/{key}.json", json.dumps(FOUR_HOUR | {"page": page} | changes))


def test_a_value_is_printed_and_linked_to_its_figure(book: Book) -> None:
    put(book, "ae.nwl", "waits")
    book.write("waits.md", "# Waits\n")
    book.write(
        "deep/prose.md", "# Prose\n\nIt was {value}`ae.nwl`, or {value}`so many <ae.nwl>`.\n"
    )
    book.write("index.md", "# Contents\n\n```{toctree}\nwaits\ndeep/prose\n```\n")
    count, text, _ = book.build()
    assert count == 0, text
    html = book.page("deep/prose")
    assert '<a class="pb-value reference internal" href="../waits.html#compare"' in html
    assert ">81.2%</a>" in html
    assert ">so many</a>" in html


def test_an_unknown_key_fails_and_names_page_line_and_nearest(book: Book) -> None:
    put(book, "ae_four_hour.nwl", "waits")
    book.write("prose.md", "# Prose\n\nIt was {value}`ae_four_hour.nlw`.\n")
    count, text, _ = book.build()
    assert count == 1
    assert "prose.md:3: ERROR: there is no value 'ae_four_hour.nlw'" in text
    assert "Did you mean ae_four_hour.nwl?" in text


def test_an_unknown_key_fails_again_when_built_again(book: Book) -> None:
    put(book, "ae", "waits")
    book.write("prose.md", "# Prose\n\nIt was {value}`ea`.\n")
    assert book.build()[0] == 1
    assert book.build()[0] == 1


def test_a_key_cannot_leave_its_folder(book: Book) -> None:
    put(book, "ae", "waits")
    book.write("secret.json", json.dumps(FOUR_HOUR | {"page": "waits"}))
    book.write("prose.md", "# Prose\n\nIt was {value}`../secret`.\n")
    assert book.build()[0] == 1


def test_a_changed_value_reads_the_pages_that_quote_it_and_no_others(book: Book) -> None:
    put(book, "one", "waits")
    put(book, "two", "waits", text="7")
    book.write("a.md", "# A\n\nIt was {value}`one`.\n")
    book.write("b.md", "# B\n\nIt was {value}`two`.\n")
    assert book.build()[0] == 0
    assert book.build()[2] == []
    put(book, "one", "waits", text="82.0%")
    _, _, read = book.build()
    assert read == ["a"]
    assert "82.0%" in book.page("a")


def test_without_any_values_a_draft_says_what_to_run(book: Book) -> None:
    book.write("prose.md", "# Prose\n\nIt was {value}`ae.nwl`.\n")
    count, text, _ = book.build(playbook_strict=False)
    assert count == 0, text
    assert "[a number that playbook build fills in]" in book.page("prose")
    assert book.build(playbook_strict=True)[0] == 1
