"""One-pagers: a page on one sheet of A4 as tagged PDF, the same each time, and whole or refused."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pypdf
import pytest

from playbook.errors import PlaybookError
from playbook.site import one_pager
from playbook.site.one_pager import About, OnePager
from playbook.site.press import Press
from playbook.site.svg import Drawings
from tests.site.conftest import Book
from tests.site.payloads import PAYLOADS
from tests.site.test_extension import notebook

ABOUT = About("Small playbook", "Its makers", "2026.11", "2026-11-22", "22 November 2026")
PAGE = {"component": "page", "title": "A title", "description": "About it.", "words": {}}


def parts(*names: str) -> list[dict[str, Any]]:
    """Give the components of a page by name."""
    return [PAGE, *(deepcopy(PAYLOADS[name]) | {"component": name} for name in names)]


@pytest.fixture
def press(tmp_path: Path, vendored: Path) -> Press:
    """A press with a store of its own."""
    return Press(tmp_path / "press", vendored / "fonts")


def printed(
    press: Press, drawings: Drawings, shown: list[dict[str, Any]], page: str = "indicators/known"
) -> Path:
    """Set the one-pager of a page that has these components."""
    made = OnePager(shown, "Indicator", f"{page}.html", "m1", lambda _page: [])
    return press.pdf(page, made.sheet(ABOUT, drawings))


def words(text: str) -> str:
    """Give a text without the marks and the breaks of its lines."""
    return re.sub(r"\s+", " ", text.replace("**", "")).replace("- ", "-").strip()


def read(path: Path) -> tuple[pypdf.PdfReader, str]:
    """Open a PDF; give it and the words on its first page."""
    reader = pypdf.PdfReader(path)
    return reader, words(reader.pages[0].extract_text())


def test_drawings_have_a_description_for_those_who_do_not_see_them(
    press: Press, drawings: Drawings
) -> None:
    shown = parts("answer", "facts", "figure")
    path = printed(press, drawings, shown)
    alts = [str(o["/Alt"]) for o in structure(pypdf.PdfReader(path)) if "/Alt" in o]
    assert alts == [PAYLOADS["figure"]["description"]]
    shown[-1]["description"] = ""
    with pytest.raises(PlaybookError, match=r"one-pager of indicators/known cannot be set: .*alt"):
        printed(press, drawings, shown)


def structure(reader: pypdf.PdfReader) -> list[Any]:
    """List the elements of a PDF's structure tree."""
    found, todo = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while todo:
        one = todo.pop().get_object()
        if isinstance(one, list):
            todo += one
        elif isinstance(one, dict):
            found.append(one)
            todo += [one["/K"]] if "/K" in one else []
    return found


def test_the_same_page_gives_the_same_bytes(
    tmp_path: Path, vendored: Path, drawings: Drawings
) -> None:
    shown = parts("answer", "facts", "figure")
    both = [
        printed(Press(tmp_path / name, vendored / "fonts"), drawings, shown).read_bytes()
        for name in ("one", "other")
    ]
    assert both[0] == both[1]


def test_an_unchanged_page_is_not_set_again_and_a_changed_one_is(
    press: Press, drawings: Drawings
) -> None:
    shown = parts("answer", "facts", "figure")
    first = printed(press, drawings, shown)
    first.write_bytes(b"kept")
    assert printed(press, drawings, shown).read_bytes() == b"kept"
    shown[2]["items"][0]["value"] = "82.0%"
    assert "82.0%" in read(printed(press, drawings, shown))[1]


def test_what_does_not_fit_is_an_error_that_names_the_page(
    press: Press, drawings: Drawings
) -> None:
    long = parts("answer", "facts")
    long[1]["text"] = "word " * 3000
    with pytest.raises(PlaybookError, match=r"one-pager of indicators/known runs to \d pages"):
        printed(press, drawings, long)
    squeezed = parts("answer", "facts", "figure")
    squeezed[1]["text"] = "word " * 620
    with pytest.raises(PlaybookError, match=r"chart has .* mm of height left"):
        printed(press, drawings, squeezed)


@pytest.mark.parametrize("charts", [(), ("figure",)], ids=["rows alone", "with a chart"])
def test_a_mission_that_grew_leaves_rows_out_and_says_how_many(
    press: Press, drawings: Drawings, charts: tuple[str, ...]
) -> None:
    shown = parts("answer", "facts", "scorecard", *charts)
    card = next(part for part in shown if part["component"] == "scorecard")
    row = card["rows"][0]
    card["rows"] = [row | {"title": f"Measure number {n}"} for n in range(40)]
    _, text = read(printed(press, drawings, shown))
    named = [n for n in range(40) if re.search(rf"Measure number {n}\b", text)]
    assert 6 <= len(named) < 40
    assert named == list(range(len(named)))
    assert f"{40 - len(named)} more on the whole page" in text


def test_a_page_has_one_when_it_publishes_figures() -> None:
    assert one_pager.has_one(parts("answer", "facts", "values"))
    assert one_pager.has_one(parts("answer", "facts", "scorecard"))
    assert not one_pager.has_one(parts("answer", "facts", "figure", "board"))
    assert not one_pager.has_one(parts("answer", "values"))


def test_a_page_that_went_away_leaves_no_one_pager(book: Book) -> None:
    shown = parts("answer", "facts", "figure", "values")
    book.write("waits.ipynb", notebook("answer", "facts", "figure", "values"))
    book.write("_components/waits.json", json.dumps(shown))
    count, text, _ = book.build()
    assert count == 0, text
    sheet = book.html / one_pager.file_of("waits")
    assert sheet.is_file()
    (book.source / "waits.ipynb").unlink()
    assert book.build()[0] == 0
    assert not sheet.exists()
