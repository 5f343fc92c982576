"""What a page tells search engines and other sites: its summary and its card."""

from __future__ import annotations

import pytest
from PIL import Image
from sphinx.errors import ExtensionError

from tests.site.conftest import Book
from tests.site.test_extension import notebook


def test_each_page_has_a_card_and_one_that_went_away_leaves_none(book: Book) -> None:
    book.write("waits.ipynb", notebook("answer", "figure"))
    book.write("prose.md", "# Prose\n\nWhat it is. And more.\n\nLast reviewed: today.\n")
    count, text, _ = book.build()
    assert count == 0, text
    cards = book.html / "_cards"
    assert {path.name for path in cards.iterdir()} == {"index.png", "prose.png", "waits.png"}
    with Image.open(cards / "prose.png") as image:
        assert image.size == (1200, 630)
    (book.source / "prose.md").unlink()
    assert book.build()[0] == 0
    assert {path.name for path in cards.iterdir()} == {"index.png", "waits.png"}


def test_only_a_card_whose_words_changed_is_drawn(book: Book) -> None:
    book.write("one.md", "# One\n\nThe first.\n")
    book.write("two.md", "# Two\n\nThe second.\n")
    assert book.build()[0] == 0
    kept = {path.name for path in (book.root / "_build" / "pictures").glob("*.png")}
    before = {p.name: p.read_bytes() for p in (book.html / "_cards").iterdir()}
    book.write("two.md", "# Two\n\nThe second, again.\n")
    assert book.build()[0] == 0
    drawn = {path.name for path in (book.root / "_build" / "pictures").glob("*.png")} - kept
    assert len(drawn) == 1
    changed = {p.name for p in (book.html / "_cards").iterdir() if before[p.name] != p.read_bytes()}
    assert changed == {"two.png"}


def test_a_lost_card_of_an_unchanged_page_is_noticed(book: Book) -> None:
    book.write("prose.md", "# Prose\n\nWhat it is.\n")
    assert book.build()[0] == 0
    (book.html / "_cards" / "prose.png").unlink()
    count, text, _ = book.build()
    assert count == 1
    assert "_cards/prose.png is missing though its page was not read again" in text


def test_a_wrong_address_in_the_settings_is_refused(book: Book) -> None:
    with pytest.raises(ExtensionError, match=r"_config\.yml: html\.baseurl: 'example\.org'"):
        book.build(html_baseurl="example.org")


def test_the_sitemap_follows_the_address_and_the_pages(book: Book) -> None:
    book.write("prose.md", "# Prose\n\nWhat it is.\n")
    assert book.build(html_baseurl="https://example.org/book")[0] == 0
    listing = (book.html / "sitemap.xml").read_text()
    assert "<loc>https://example.org/book/</loc>" in listing
    assert "<loc>https://example.org/book/prose.html</loc>" in listing
    assert "search" not in listing
    # A page that is not written again stays in the list, and the robots are told of it.
    book.write("more.md", "# More\n\nAnother page.\n")
    assert book.build(html_baseurl="https://example.org/book")[0] == 0
    assert (book.html / "sitemap.xml").read_text().count("<loc>") == 3
    assert "Sitemap: https://example.org/book/sitemap.xml" in (book.html / "robots.txt").read_text()
    assert book.build()[0] == 0
    assert not (book.html / "sitemap.xml").exists()
    assert "Sitemap" not in (book.html / "robots.txt").read_text()
