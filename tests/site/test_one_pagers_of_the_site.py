"""The one-pagers of the real site: one sheet of A4 each, tagged, with the numbers of its page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
import pytest
from bs4 import BeautifulSoup

from playbook.site import one_pager
from tests.site.test_one_pager import read, structure, words

A4 = (595, 842)


@pytest.fixture(scope="module")
def sheets(built_site: Path) -> dict[str, Path]:
    """Every one-pager of the real site, by the address of its page."""
    folder = built_site / one_pager.FOLDER
    return {p.relative_to(folder).with_suffix("").as_posix(): p for p in folder.rglob("*.pdf")}


@pytest.fixture(scope="module")
def opened(sheets: dict[str, Path]) -> dict[str, tuple[pypdf.PdfReader, str]]:
    """Every one-pager of the real site, opened once: it, and the words on its first page."""
    return {page: read(path) for page, path in sheets.items()}


@dataclass
class Html:
    """What a page of the site says, and how it leads to its one-pager, if it does."""

    text: str
    href: str
    said: str


@pytest.fixture(scope="module")
def pages(built_site: Path, sheets: dict[str, Path]) -> dict[str, Html]:
    """The pages of the one-pagers, each parsed once; of those trees only this is kept."""
    found = {}
    for page in sheets:
        html = BeautifulSoup((built_site / f"{page}.html").read_text("utf-8"), "html.parser")
        link = html.select_one('.pb-foot a[type="application/pdf"]')
        leads = (str(link["href"]), words(link.parent.get_text())) if link else ("", "")
        found[page] = Html(words(html.get_text(" ")).replace(" ", ""), *leads)
    return found


def components(built_site: Path, page: str) -> list[dict[str, Any]]:
    """Give what a page of the real site was made of."""
    path = built_site.parent / "book" / "_components" / f"{page}.json"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_every_mission_indicator_place_and_trust_has_one(
    built_site: Path, sheets: dict[str, Path]
) -> None:
    made = {
        page.relative_to(built_site).with_suffix("").as_posix()
        for folder in ("missions", "indicators", "places", "trusts")
        for page in (built_site / folder).glob("*.html")
        if page.stem != "index"
    }
    assert len(made) > 30
    assert made <= set(sheets)


def test_each_is_one_page_of_a4_with_tags_and_says_what_it_is(
    opened: dict[str, tuple[pypdf.PdfReader, str]],
) -> None:
    for page, (reader, text) in opened.items():
        root = reader.trailer["/Root"]
        box = reader.pages[0].mediabox
        assert len(reader.pages) == 1, page
        assert (round(box.width), round(box.height)) == A4, page
        assert root["/Lang"] == "en-GB", page
        assert root["/MarkInfo"]["/Marked"].value is True, page
        assert "/StructTreeRoot" in root, page
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data(), page
        assert reader.metadata.title.endswith("North West London Mission playbook"), page
        assert reader.metadata.author == "The Mission Playbook contributors", page
        for said in ("Not official statistics", "Edition 2026.11", f"{page}.html", "Source"):
            assert said in text, (page, said)


def test_its_numbers_are_those_of_the_page(
    built_site: Path, opened: dict[str, tuple[pypdf.PdfReader, str]], pages: dict[str, Html]
) -> None:
    for page, (_, text) in opened.items():
        parts_of = {part["component"]: part for part in reversed(components(built_site, page))}
        wanted = [parts_of["answer"]["text"]]
        wanted += [fact["value"] for fact in parts_of["facts"]["items"]]
        for row in parts_of.get("scorecard", {"rows": []})["rows"]:
            wanted += [row["latest"], row["comparison"]["word"], row["trend"]["word"]]
        for item in parts_of.get("minis", {"items": []})["items"] if "places/" in page else []:
            wanted += [item["value"], item["comparison"]["word"]]
        for one in map(words, wanted):
            # A line of the sheet breaks where it must: without spaces.
            assert one.replace(" ", "") in text.replace(" ", ""), (page, one)
            assert one.replace(" ", "") in pages[page].text, (page, one)


def test_its_words_are_text_and_its_charts_are_drawn_not_painted(
    opened: dict[str, tuple[pypdf.PdfReader, str]],
) -> None:
    for page, (reader, text) in opened.items():
        assert not list(reader.pages[0].images), f"{page} has a picture in dots"
        if page.startswith("indicators/"):
            assert len(text) > 600, page


def test_the_page_links_to_it_and_says_its_size(
    built_site: Path, sheets: dict[str, Path], pages: dict[str, Html]
) -> None:
    for page, path in sheets.items():
        link = pages[page]
        assert link.href, page
        assert (built_site / page).parent.joinpath(link.href).resolve() == path.resolve()
        size = max(1, round(path.stat().st_size / 1000))
        assert f"(PDF, {size} kB)" in link.said, page


def test_tables_have_header_cells_and_headings_their_level(
    sheets: dict[str, Path],
) -> None:
    kinds = [str(one.get("/S")) for one in structure(pypdf.PdfReader(sheets["places/brent"]))]
    assert kinds.count("/TH") == 5
    assert kinds.count("/H1") == 1
