"""Review dates: at build time against the edition, and in the browser against today."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from playbook.site import review
from tests.conftest import playbook
from tests.site.conftest import Book


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Last reviewed: 22 November 2026.", date(2026, 11, 22)),
        ("Last reviewed: 31 February 2026.", None),
        ("Last reviewed: 3 Brumaire 2026.", None),
        ("Reviewed last year.", None),
    ],
)
def test_the_day_is_read_from_the_words(text: str, day: date | None) -> None:
    assert review.reviewed(text) == day


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 11, 22), 6, date(2027, 5, 22)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_review_holds_for_whole_months(day: date, months: int, due: date) -> None:
    assert review.later(day, months) == due


def banner(html: str) -> Tag:
    """Find the banner of a page."""
    found = BeautifulSoup(html, "html.parser").select_one(".pb-review")
    assert found is not None
    return found


CONTENTS = "format: jb-book\nroot: book/index\nchapters:\n"
VALIDATION = "  - notebook: validation.ipynb\n    slug: validation\n    kind: Method\n"


def test_the_banner_shows_when_the_edition_is_later(mini: Path) -> None:
    # Of prose, but for one page of a notebook: every page of figures knows the day of the edition,
    # and would be run.
    chapters = ("notebooks/validation", "book/later", "book/sooner")
    (mini / "_toc.yml").write_text(CONTENTS + "".join(f"  - file: {one}\n" for one in chapters))
    (mini / "notebooks" / "pages.yml").write_text(f"pages:\n{VALIDATION}")
    (mini / "book" / "index.md").write_text("# A playbook of prose\n")
    (mini / "data" / "moved.yml").unlink()
    folder = mini / "data" / "governance"
    folder.mkdir()
    (folder / "review.yml").write_text("months: 6\nreason: Because.\n")
    for name, day in (("later", 22), ("sooner", 21)):
        (mini / "book" / f"{name}.md").write_text(
            f"# A page\n\nLast reviewed: {day} November 2026.\n"
        )
    record = mini / "data" / "edition.yml"
    record.write_text(re.sub(r"date: \S+", "date: 2027-05-22", record.read_text()))
    done = playbook(mini, "build")
    assert done.returncode == 0, done.stderr
    for name, day, hidden in (("later", 22, True), ("sooner", 21, False)):
        shown = banner((mini / "_build" / "site" / f"{name}.html").read_text("utf-8"))
        assert shown["data-review-by"] == f"2027-05-{day}"
        assert shown.has_attr("hidden") is hidden
        assert f"by {day} May 2027" in shown.get_text()


def test_a_playbook_without_a_rule_has_no_banner(book: Book) -> None:
    (book.root / "data" / "governance" / "review.yml").unlink(missing_ok=True)
    book.write("prose.md", "# Prose\n\nLast reviewed: 22 November 2026.\n")
    count, text, _ = book.build()
    assert count == 0, text
    assert "pb-review" not in book.page("prose")


@pytest.mark.parametrize(("today", "shown"), [("2027-05-22", False), ("2027-05-23", True)])
def test_the_reader_of_an_old_copy_is_told(
    browser: Any, root: Path, today: str, shown: bool
) -> None:
    script = (root / "book" / "_static" / "playbook.js").read_text("utf-8")
    page = browser.new_page()
    page.clock.set_fixed_time(f"{today}T09:00:00")
    page.set_content('<p class="pb-review" data-review-by="2027-05-22" hidden>Due.</p>')
    page.evaluate(f"() => {{ (0, eval)({json.dumps(script)}); }}")
    assert page.locator(".pb-review").is_visible() is shown
    page.close()
