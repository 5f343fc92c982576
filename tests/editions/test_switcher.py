"""Editions side by side in a browser: every page finds itself in the others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playbook.catalogue import Project
from playbook.editions import story
from playbook.site.build import build
from tests.audits import axe
from tests.conftest import copied, hosted, pages_of
from tests.editions import shelves

OLD, NEW = "2026.08", "2026.11"
GONE = "indicators/smoking"
"""A page that only the old edition has."""


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory, mini_site: Path) -> Path:
    """A tree of two editions, one folder below the root of its host."""
    folder = tmp_path_factory.mktemp("switcher")
    project = Project.find(copied(mini_site, folder / "mini"))
    site = build(project, story=story.following([])).site
    older = folder / "older"
    shutil.copytree(site, older)
    for page in older.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace(f'data-edition="{NEW}"', f'data-edition="{OLD}"'))
    (site / f"{GONE}.html").unlink()
    (site / "indicators/smokers.html").unlink()
    place = folder / "host" / "web"
    shelves.put(place, OLD, older)
    shelves.put(place, NEW, site)
    return place


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A fresh tab that keeps what the console says."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.said = []
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("console", lambda m: page.said.append(m.text) if m.type == "error" else None)
    yield page
    context.close()


@pytest.fixture(scope="module")
def host(web: Path) -> Iterator[str]:
    """Address of the tree below the host's root."""
    with hosted(web.parent) as address:
        yield f"{address}/web"


def pages(web: Path, name: str) -> list[str]:
    # A lost reader is at no page of an edition.
    return [page for page in pages_of(web / name) if page != "404.html"]


@pytest.mark.parametrize("name", [OLD, NEW])
def test_every_page_lists_itself_in_each_edition(tab: Any, host: str, web: Path, name: str) -> None:
    for page in pages(web, name):
        tab.goto(f"{host}/{name}/{page}")
        listed = tab.locator(".pb-editions")
        listed.wait_for(state="attached")
        own = listed.locator("[aria-current]")
        assert name in own.text_content()
        (other,) = listed.locator("a").evaluate_all("all => all.map((one) => one.href)")
        below = other.removeprefix(f"{host}/")
        assert (web / below).is_file(), below
        there = below.partition("/")[2] == page
        assert there or page == f"{GONE}.html"
    assert tab.said == []


def test_an_old_page_leads_to_the_same_page_of_the_newest(tab: Any, host: str, web: Path) -> None:
    for page in pages(web, OLD):
        tab.goto(f"{host}/{OLD}/{page}")
        note = tab.locator(".pb-old")
        note.wait_for()
        target = note.locator("a").get_attribute("href").removeprefix(f"{host}/")
        assert (web / target).is_file(), target
        assert ("nothing at this address" in note.text_content()) == (page == f"{GONE}.html")
        wanted = "index.html" if page == f"{GONE}.html" else page
        assert target == f"latest/{wanted}"


def test_a_page_of_the_newest_has_no_such_banner(tab: Any, host: str) -> None:
    for folder in (NEW, "latest"):
        tab.goto(f"{host}/{folder}/index.html")
        tab.locator(".pb-editions").wait_for(state="attached")
        assert tab.locator(".pb-old").count() == 0


def test_the_list_opens_by_keyboard_and_leads_there(tab: Any, host: str) -> None:
    tab.goto(f"{host}/{NEW}/index.html")
    summary = tab.locator(".pb-editions summary")
    summary.focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"{host}/{OLD}/index.html")


def test_without_scripts_each_page_names_its_edition(web: Path) -> None:
    for page in pages(web, NEW):
        assert "Edition 2026.11" in (web / NEW / page).read_text(encoding="utf-8")


def test_a_site_outside_a_tree_asks_for_no_list(mini_site: Path, tab: Any) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    with hosted(mini_site) as address:
        tab.goto(f"{address}/index.html", wait_until="load")
    assert asked
    assert not [one for one in asked if "editions.js" in one or "versions.json" in one]


def test_axe_finds_nothing_on_an_old_page(tab: Any, host: str) -> None:
    page = f"{OLD}/indicators/within_4_hours.html"
    assert axe.audit(tab, f"{host}/{page}", page) == []
