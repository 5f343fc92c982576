"""The HTML of every built page, read without a browser: sound ids, headings and weight."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from playbook.checks.links import target_of

LOADED = {"stylesheet", "preload", "icon", "shortcut icon"}
"""Links to files that a browser takes by itself."""


class Page(HTMLParser):
    """What the checks need of one page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.ids: Counter[str] = Counter()
        self.levels: list[int] = []
        self.files: list[str] = []
        self.lang = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids[given["id"]] += 1
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag == "link" and given.get("rel") in LOADED:
            self.files.append(given["href"])
        elif tag in {"script", "img"} and "src" in given:
            self.files.append(given["src"])


@pytest.fixture(scope="module")
def pages(built_site: Path) -> dict[Path, Page]:
    """Every page of the site."""
    return {path: Page(path) for path in sorted(built_site.rglob("*.html"))}


def test_there_are_pages_in_british_english(pages: dict[Path, Page]) -> None:
    assert len(pages) >= 45
    assert {page.lang for page in pages.values()} == {"en-GB"}


def test_no_id_stands_twice_on_a_page(pages: dict[Path, Page]) -> None:
    twice = {
        page.path.name: [name for name, count in page.ids.items() if count > 1]
        for page in pages.values()
    }
    assert {name: ids for name, ids in twice.items() if ids} == {}


def test_headings_begin_with_one_title_and_skip_no_level(pages: dict[Path, Page]) -> None:
    wrong = {}
    for page in pages.values():
        # The theme prints the title once more, for paper alone.
        levels = page.levels[1:] if page.levels[:2] == [1, 1] else page.levels
        jumps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        if levels.count(1) != 1 or jumps:
            wrong[page.path.name] = levels
    assert wrong == {}


def test_no_page_loads_the_icon_script_the_search_index_or_the_live_charts(
    pages: dict[Path, Page],
) -> None:
    for page in pages.values():
        loaded = " ".join(page.files)
        assert "fontawesome" not in loaded
        assert "vega" not in loaded
        assert "thebe" not in loaded
        if page.path.name != "search.html":
            assert "searchindex" not in loaded


def test_the_first_view_is_light(pages: dict[Path, Page], built_site: Path) -> None:
    weights = {}
    for path, page in pages.items():
        files = {path} | {
            target_of(built_site, path, file)
            for file in page.files
            if not file.endswith(".js") and ".js?" not in file
        }
        weights[path.name] = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)
    heavy = {name: weight for name, weight in weights.items() if weight > 150_000}
    assert heavy == {}
