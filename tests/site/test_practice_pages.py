"""The pages of method, networks and discovery, on a small book and on the real site."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from bs4 import BeautifulSoup

from playbook.catalogue import Catalogue, Project
from tests.site.conftest import Book

SHEET = "# Sheet\n\n## Blank\n\n```{canvas-sheet} opportunity\n```\n\n## Filled in\n\n"
FILLED = "```{canvas-sheet} opportunity\n:filled: opportunity-discharge\n```\n"


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def test_a_stage_shows_its_record_and_follows_it(book: Book) -> None:
    book.write(
        "method/frame.md", "# Frame\n\n```{stage-test} frame\n```\n\n```{stage-next} frame\n```\n"
    )
    book.write("method/prioritise.md", "# Prioritise\n")
    book.write("method/discover.md", "# Discover\n")
    book.write("index.md", "# Contents\n\n```{toctree}\n:glob:\nmethod/*\n```\n")
    count, text, _ = book.build()
    assert count == 0, text
    page = book.page("method/frame")
    assert "3 of 9" in page
    assert "It says what is known to work" in page
    assert 'href="../method/prioritise.html"' in page
    path = book.root / "data" / "method" / "stages.yml"
    changed = path.read_text(encoding="utf-8").replace("It says what is known to work", "It shows")
    path.write_text(changed, encoding="utf-8")
    count, text, read = book.build()
    assert count == 0, text
    assert "method/frame" in read
    assert "It shows" in book.page("method/frame")


def test_a_canvas_is_there_blank_and_filled_in_with_its_records(book: Book) -> None:
    book.write("claims.md", "# Ledger\n\n```{claim-ledger}\n```\n")
    book.write("sheet.md", SHEET + FILLED)
    count, text, _ = book.build()
    assert count == 0, text
    page = soup(book.html / "sheet.html")
    blank, filled = page.select(".pb-canvas")
    assert [box.h4.text for box in blank.select(".pb-canvas__box")] == [
        box.h4.text for box in filled.select(".pb-canvas__box")
    ]
    assert "From published facts" in filled.text
    assert "nearly 30,000 people" in filled.text
    assert filled.select_one('a[href="claims.html#c-m2-09"]')
    # The ledger knows that the page rests on the claim.
    row = soup(book.html / "claims.html").find(id="c-m2-09")
    assert row.select_one('a[href="sheet.html"]')
    for sheet in (blank, filled):
        (link,) = sheet.select("a[download]")
        assert "canvas: opportunity" in (book.html / link["href"]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```{stage-test} fram\n```", "there is no stage 'fram'. Did you mean frame"),
        ("```{canvas-sheet} opportunty\n```", "there is no canvas 'opportunty'"),
        (
            "```{canvas-sheet} synthesis\n:filled: opportunity-discharge\n```",
            "opportunity-discharge fills in opportunity, not synthesis. "
            "Choose from: synthesis-detection.",
        ),
        ("```{network-pulse} exampl\n```", "there is no pulse 'exampl'. Did you mean example"),
        ("```{roles-and-gaps} cvdd\n```", "there is no network 'cvdd'. Did you mean cvd"),
    ],
)
def test_a_page_that_names_nothing_fails_with_its_line(book: Book, text: str, message: str) -> None:
    book.write("prose.md", f"# Prose\n\nFirst.\n\n{text}\n")
    count, said, _ = book.build()
    assert count == 1
    assert "prose.md:5: ERROR: " in said
    assert message in said


def test_a_log_without_an_entry_says_so_and_shows_one_when_there_is(book: Book) -> None:
    book.write("log.md", "# Log\n\n```{you-said-we-did}\n```\n")
    assert book.build()[0] == 0
    assert "Nothing recorded yet" in book.page("log")
    path = book.root / "data" / "discovery.yml"
    entry = (
        "responses:\n  - date: 2026-10-01\n    said: The form is too long.\n"
        "    did: It was made shorter.\n    by: The network lead\n    source: ichp_missions\n"
    )
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("responses: []\n", entry), encoding="utf-8")
    count, said, _ = book.build()
    assert count == 0, said
    assert "Nothing recorded yet" not in book.page("log")
    assert "You said: The form is too long." in book.page("log")


def test_a_candidate_whose_date_has_passed_is_overdue(book: Book) -> None:
    book.write("scan.md", "# Scan\n\n```{horizon-scan}\n```\n")
    assert book.build()[0] == 0
    assert "Overdue" not in book.page("scan")
    path = book.root / "data" / "edition.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("date: 2026-11-22", "date: 2027-02-01"), encoding="utf-8")
    assert book.build()[0] == 0
    assert "Overdue" in book.page("scan")


def test_each_link_of_each_chain_leads_to_an_anchor_that_is_there(
    built_site: Path, root: Path
) -> None:
    discovery = Catalogue.read(Project.find(root)).discovery
    assert discovery is not None
    page = built_site / "discovery" / "index.html"
    # Many chains lead to the same pages.
    parsed = cache(soup)
    chains = soup(page).select(".pb-steps")
    assert len(chains) == len(discovery.opportunities)
    for chain in chains:
        steps = chain.select("li")
        labels = [step.select_one(".pb-eyebrow").text for step in steps]
        assert labels == ["Data", "Information", "Insight", "Action"]
        for step in steps:
            name, _, anchor = step.a["href"].partition("#")
            target = (page.parent / name).resolve() if name else page
            assert target.is_file(), step.a["href"]
            assert anchor, step.a["href"]
            assert parsed(target).find(id=anchor), step.a["href"]


def test_each_opportunity_shows_data_voices_and_candidates_or_who_could_add_them(
    built_site: Path,
) -> None:
    for one in soup(built_site / "discovery" / "index.html").select(".pb-opportunity"):
        parts = one.select(".pb-opportunity__parts > div")
        assert [part.h4.text for part in parts] == [
            "What the data say", "What people say", "What could be tried",
        ]  # fmt: skip
        for part in parts:
            assert part.select("a") or "Nothing recorded yet." in part.text
            assert "Who could add" in part.text


def test_search_finds_the_pages_by_what_people_type(built_site: Path) -> None:
    index = (built_site / "searchindex.js").read_text(encoding="utf-8")
    for words in ("COM-B", "mission-washing", "horizon scanning", "lived experience", "stop rule"):
        assert f'"{words}"' in index


def test_a_page_with_forms_prints_a_sheet_of_a4_each(browser: Any, built_site: Path) -> None:
    names = sorted(path.stem for path in (built_site / "method" / "tools").glob("*.html"))
    names.remove("index")
    assert len(names) == 9
    context = browser.new_context()
    tab = context.new_page()
    for name in names:
        tab.goto((built_site / "method" / "tools" / f"{name}.html").as_uri())
        printed = pypdf.PdfReader(io.BytesIO(tab.pdf(format="A4")))
        texts = [page.extract_text() for page in printed.pages]
        assert len(texts) == 2, name
        assert "Blank, to fill in" in texts[0], name
        assert "Last reviewed" not in "".join(texts), name
    context.close()
