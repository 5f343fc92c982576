"""What readers see of what changed: on the page of changes, at home, on an indicator's page."""

from __future__ import annotations

import re

from playbook.editions import story as stories
from playbook.site import story
from tests.editions import said
from tests.site.conftest import Book

PAGES = {
    "changes": "# What changed\n\n```{changes}\n```\n",
    "home": "# Home\n\n```{what-changed}\n```\n",
    said.PAGE: "---\norphan: true\n---\n\n# Adults who smoke\n\n```{figure-history}\n```\n",
}


def written(book: Book, told: object) -> None:
    """Lay out the pages, and the story of an edition."""
    for name, text in PAGES.items():
        book.write(f"{name}.md", text)
    book.write(story.FILE, story.written(told).decode())


def plain(html: str) -> str:
    """Give the text of some HTML."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_what_changed_is_told_by_kind_with_pictures_and_verdicts(book: Book) -> None:
    written(book, stories.since([said.FIRST, said.SECOND], said.THIRD))
    count, text, _ = book.build(playbook_strict=False)
    assert count == 0, text
    html = book.page("changes")
    shown = plain(html)
    assert "follows edition 2024.06 of 30 June 2024." in shown
    assert 'href="#revision"' in html
    assert "Revision by the publisher" in shown
    assert "Northbrook: 14.0% (to 31 December 2022) → 13.0% (to 31 December 2022)." in shown
    assert "Source: Invented office, published 1 March 2024." in shown
    # Before and after, each with a text alternative.
    assert html.count("<figure>") == 2
    assert "Adults who smoke, Northbrook: Edition 2024.06</title>" in html
    verdicts = html.partition('id="verdicts"')[2]
    assert "Northbrook Adults who smoke Worse than England Similar to England" in plain(verdicts)
    assert "1 revision" not in shown  # Two places were revised.
    assert "2 revisions by publishers and 1 moved verdict." in plain(book.page("home"))
    assert 'href="changes.html"' in book.page("home")


def test_an_indicator_tells_its_history_newest_edition_first(book: Book) -> None:
    written(book, stories.since([said.FIRST, said.SECOND], said.THIRD))
    book.build(playbook_strict=False)
    shown = plain(book.page(said.PAGE))
    places = [shown.index(name) for name in ("2025.06", "2024.06", "2023.06")]
    assert places == sorted(places)
    assert "13.5% 2023" in shown


def test_without_an_edition_before_every_page_says_that_there_is_none(book: Book) -> None:
    written(book, None)
    assert book.build(playbook_strict=False)[0] == 0
    for name in PAGES:
        assert "Edition 2026.11 is the first." in book.page(name)
    # Pages follow the story: a published edition is the first and says the same of each figure.
    written(book, stories.since([said.FIRST], said.SECOND))
    _, _, read = book.build(playbook_strict=False)
    assert set(PAGES) <= set(read)
    assert "3 figures with new data." in book.page("changes")


def test_a_copy_of_the_working_files_says_that_nothing_was_compared(book: Book) -> None:
    edition = book.root / "data" / "edition.yml"
    edition.write_text('name: "2026.12"\ndate: 2026-12-20\nprevious: "2026.11"\n')
    written(book, None)
    book.build(playbook_strict=False)
    for name in PAGES:
        assert "Edition 2026.12 follows edition 2026.11." in book.page(name)
        assert "the two have not been compared" in book.page(name)


def test_an_edition_in_which_nothing_changed_says_so_on_its_page(book: Book) -> None:
    same = said.FIRST.model_copy(update={"name": "2023.09"})
    written(book, stories.since([said.FIRST], same))
    book.build(playbook_strict=False)
    assert "Nothing changed in the numbers." in book.page("changes")
