"""Pages that moved or went away: their addresses lead on, and a wrong record fails the build."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.site.conftest import Book

RECORD = """\
moved:
  - address: old/name
    to: second
    reason: Two pages on one subject became one.
  - address: closed
    reason: The publisher ended the series.
"""


@pytest.fixture
def templated(book: Book, root: Path) -> Book:
    """A small book with the template of the real one."""
    book.write("templates/moved.html", (root / "book/_templates/moved.html").read_text())
    book.write("index.md", "# Home\n\n```{toctree}\nsecond\n```\n")
    book.write("second.md", "# Second\n\nMore.\n")
    return book


def build(book: Book, record: str) -> tuple[int, str, list[str]]:
    path = book.root / "data" / "moved.yml"
    path.write_text(record) if record else path.unlink(missing_ok=True)
    return book.build(templates_path=["templates"], html_baseurl="https://example.org/")


def test_an_old_address_leads_on_and_a_closed_one_says_why(templated: Book) -> None:
    count, said, _ = build(templated, RECORD)
    assert count == 0, said
    moved = templated.page("old/name")
    assert 'http-equiv="refresh" content="0; url=../second.html"' in moved
    assert '<link rel="canonical" href="https://example.org/second.html"' in moved
    assert '<a href="../second.html">Second</a>' in moved
    closed = templated.page("closed")
    assert "The publisher ended the series." in closed
    assert "refresh" not in closed


def test_a_change_of_the_record_alone_shows(templated: Book) -> None:
    assert build(templated, "")[0] == 0
    assert not (templated.html / "closed.html").exists()
    assert build(templated, RECORD)[0] == 0
    assert (templated.html / "closed.html").is_file()
    assert build(templated, RECORD.replace("ended", "stopped"))[0] == 0
    assert "stopped the series" in templated.page("closed")
    assert build(templated, "")[0] == 0
    assert not (templated.html / "closed.html").exists()
    assert not (templated.html / "old/name.html").exists()


WRONG = {
    "a page that is there": ("address: old/name", "address: index", r"yml:2: .*is a page of the"),
    "a target that is none": ("to: second", "to: secnd", r"yml:3: .*no page 'secnd'.*second"),
    "a chain": ("to: second", "to: closed", r"yml:3: .*closed has moved itself"),
    "an address twice": ("address: closed", "address: old/name", r"yml:5: "),
    "no reason": ("    reason: The publisher ended the series.\n", "", r"yml:5: .*reason"),
    "a way out of the site": ("address: closed", "address: ../closed", r"yml:5: "),
}


@pytest.mark.parametrize(("old", "new", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_record_fails_with_its_line(templated: Book, old: str, new: str, said: str) -> None:
    assert old in RECORD
    count, text, _ = build(templated, RECORD.replace(old, new))
    assert count > 0
    assert re.search(said, text), text
