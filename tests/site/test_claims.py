"""Other people's numbers in prose, and the ledger that says who quotes them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.site.conftest import Book

LEDGER = "# Ledger\n\n```{claim-ledger}\n```\n\n## Targets\n\n```{target-ledger}\n```\n"
PROSE = "# Prose\n\nThe goal is {claim}`25% of heart attacks and strokes <c-m1-01>`.\n"


def quoted(book: Book, name: str) -> str:
    """Say which pages a row of the ledger names."""
    row = BeautifulSoup(book.page("claims"), "html.parser").find(id=name)
    assert row is not None
    return row.select_one(".pb-row__state").get_text(" ", strip=True)


def test_the_words_link_to_the_row_and_tell_the_source(book: Book) -> None:
    book.write("claims.md", LEDGER)
    book.write("deep/prose.md", PROSE)
    book.write("index.md", "# Contents\n\n```{toctree}\nclaims\ndeep/prose\n```\n")
    count, text, _ = book.build()
    assert count == 0, text
    link = BeautifulSoup(book.page("deep/prose"), "html.parser").select_one("a.pb-claim")
    assert link.get_text() == "25% of heart attacks and strokes"
    assert link["href"] == "../claims.html#c-m1-01"
    assert "Imperial College Health Partners" in link["title"]
    assert "read at its publisher" in link["title"]
    row = BeautifulSoup(book.page("claims"), "html.parser").find(id="c-m1-01")
    assert row.select_one(".pb-row__state a")["href"] == "deep/prose.html"


def test_an_id_alone_prints_the_number(book: Book) -> None:
    book.write("prose.md", "# Prose\n\nIt was {claim}`c-m1-03.baseline`, and {claim}`t-m1-02`.\n")
    count, text, _ = book.build()
    assert count == 0, text
    assert '<span class="pb-claim">57%</span>' in book.page("prose")
    assert '<span class="pb-claim">80%</span>' in book.page("prose")


def test_a_claim_with_caution_says_so(book: Book) -> None:
    book.write("prose.md", "# Prose\n\nIt is {claim}`about 208,000 people <c-m1-02>`.\n")
    assert book.build()[0] == 0
    assert "(with care)" in book.page("prose")
    book.write("prose.md", PROSE)
    assert book.build()[0] == 0
    assert "(with care)" not in book.page("prose")


@pytest.mark.parametrize(
    ("role", "message"),
    [
        ("`26% of strokes <c-m1-01>`", "says 26%, but c-m1-01 has 25%"),
        ("`25% of 9,000 strokes <c-m1-01>`", "says 9,000, but c-m1-01 has 25%"),
        ("`25% <c-m1-10>`", "says 25%, but c-m1-10 has 37% and 24%"),
        ("`some words <c-m1-o1>`", "there is no claim 'c-m1-o1'. Did you mean c-m1-1"),
        ("`c-m1-03`", "Name one, as in c-m1-03.target"),
        ("`4,349 <c-m3-rej-01>`", "c-m3-rej-01 was rejected"),
    ],
)
def test_words_that_may_not_stand_fail_with_their_line(book: Book, role: str, message: str) -> None:
    book.write("prose.md", f"# Prose\n\nFirst.\n\nIt says {{claim}}{role}.\n")
    count, text, _ = book.build()
    assert count == 1
    assert "prose.md:5: ERROR: " in text
    assert message in text


def test_a_rejected_claim_stands_on_the_ledger_alone(book: Book) -> None:
    book.write("claims.md", f"{LEDGER}\n{{claim}}`4,349 of them <c-m3-rej-01>`\n")
    count, text, _ = book.build()
    assert count == 0, text
    assert "Rejected" in quoted(book, "c-m3-rej-01")
    assert "Nowhere yet" in quoted(book, "c-m3-rej-01")


def test_the_ledger_follows_the_pages_that_quote_it(book: Book) -> None:
    book.write("claims.md", LEDGER)
    book.write("prose.md", "# Prose\n\nNothing.\n")
    assert book.build()[0] == 0
    assert "Nowhere yet" in quoted(book, "c-m1-01")
    book.write("prose.md", PROSE)
    read = book.build()[2]
    assert read == ["prose"]
    assert quoted(book, "c-m1-01").endswith("Prose")
    book.write("prose.md", PROSE.replace("# Prose", "# Other words"))
    assert book.build()[0] == 0
    assert quoted(book, "c-m1-01").endswith("Other words")
    incremental = book.page("claims")
    for made in ("doctrees", "html"):
        (book.root / "_build" / made).rename(book.root / "_build" / f"old-{made}")
    assert book.build()[0] == 0
    assert book.page("claims") == incremental


def test_a_changed_claim_reads_the_pages_that_quote_it(book: Book) -> None:
    book.write("prose.md", PROSE)
    assert book.build()[0] == 0
    path = book.root / "data" / "claims.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert "prose" in book.build()[2]


def test_the_sum_of_a_claim_is_done_on_the_page(book: Book) -> None:
    book.write("claims.md", "# Ledger\n\n```{worked-sum} c-m3-rej-01\n```\n")
    count, text, _ = book.build()
    assert count == 0, text
    assert "4,349 / 383,882 = 1.1%, not 11%" in book.page("claims")
