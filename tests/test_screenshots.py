"""The pictures of the README: there, small, described, and taken of pages that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from playbook.errors import PlaybookError
from tests import screenshots
from tests.screenshots import View


def test_each_picture_is_there_small_and_of_its_size(root: Path) -> None:
    folder = root / screenshots.FOLDER
    assert {path.stem for path in folder.iterdir()} == {view.name for view in screenshots.VIEWS}
    for view in screenshots.VIEWS:
        path = folder / f"{view.name}.webp"
        assert path.stat().st_size <= screenshots.LARGEST
        with Image.open(path) as picture:
            assert picture.width / picture.height == pytest.approx(view.width / view.height, 0.01)


def test_documents_show_pictures_that_are_there_and_say_what_is_on_them(root: Path) -> None:
    for name, least in (("README.md", 3), ("CONTRIBUTING.md", 2)):
        text = (root / name).read_text(encoding="utf-8")
        shown = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text)
        assert len(shown) >= least
        for words, address in shown:
            assert (root / address).is_file(), f"{name}: {address}"
            assert len(words.split()) >= 5, f"{name}: {address}"


def test_every_view_is_of_a_page_of_the_site(built_site: Path) -> None:
    assert [view.page for view in screenshots.VIEWS if not (built_site / view.page).is_file()] == []


def test_the_same_page_gives_the_same_picture(browser: Any, built_site: Path) -> None:
    view = View("home", "index.html", 390, 400)
    first = screenshots.take(browser, built_site, view)
    assert screenshots.take(browser, built_site, view) == first
    dark = View("home", "index.html", 390, 400, dark=True)
    assert screenshots.take(browser, built_site, dark) != first


def test_a_page_that_went_away_is_named(browser: Any, tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match=r"gone\.html: is not in the site"):
        screenshots.take(browser, tmp_path, View("x", "gone.html"))


def test_a_picture_that_is_too_large_is_refused(
    browser: Any, built_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screenshots, "LARGEST", 100)
    with pytest.raises(PlaybookError, match="100 at most"):
        screenshots.take(browser, built_site, View("home", "index.html", 390, 400))
