"""The built site in a browser: charts that come alive, controls, colours and paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)
"""A content policy without evaluated code; the theme's own inline script and styles stay."""


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A fresh browser tab with scripts."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def indicator_with_figures(built_site: Path) -> str:
    pages = sorted((built_site / "indicators").glob("*.html"))
    found = next(page for page in pages if 'class="pb-explore"' in page.read_text())
    return found.relative_to(built_site).as_posix()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_chart_keeps_its_place_before_it_is_laid_out(
    tab: Any, site_address: str, built_site: Path, width: int
) -> None:
    tab.set_viewport_size({"width": width, "height": 500})
    tab.goto(f"{site_address}/{indicator_with_figures(built_site)}")
    heights = "[...document.querySelectorAll('.pb-svg')].map((one) => one.clientHeight)"
    late = tab.evaluate(heights)
    assert tab.locator(".pb-svg").last.evaluate("e => getComputedStyle(e).contentVisibility") == (
        "auto"
    )
    tab.add_style_tag(content=".pb-svg { content-visibility: visible !important }")
    assert tab.evaluate(heights) == late
    assert max(late) > 100


@pytest.mark.parametrize("width", [390, 1280])
def test_a_live_chart_opens_and_closes_by_keyboard(
    tab: Any, site_address: str, built_site: Path, width: int
) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(f"{site_address}/{indicator_with_figures(built_site)}")
    button = tab.locator(".pb-explore").first
    plot = tab.locator(".pb-figure__plot").first
    button.focus()
    tab.keyboard.press("Enter")
    plot.locator(".pb-live svg").wait_for(timeout=20_000)
    assert button.get_attribute("aria-pressed") == "true"
    assert plot.locator(".pb-svg:visible").count() == 0
    box = plot.locator(".pb-live svg").bounding_box()
    assert box is not None
    assert 200 < box["width"] <= width
    tab.locator(".pb-live").focus()
    tab.keyboard.press("Escape")
    assert plot.locator(".pb-live").count() == 0
    assert plot.locator(".pb-svg:visible").count() == 1
    assert button.evaluate("button => button === document.activeElement")


def test_a_live_chart_needs_no_evaluated_code(
    tab: Any, site_address: str, built_site: Path
) -> None:
    problems: list[str] = []

    def with_policy(route: Any) -> None:
        response = route.fetch()
        headers = {**response.headers, "content-security-policy": POLICY}
        route.fulfill(response=response, headers=headers)

    tab.route("**/*.html", with_policy)
    tab.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    tab.goto(f"{site_address}/{indicator_with_figures(built_site)}")
    tab.locator(".pb-explore").first.click()
    tab.locator(".pb-live svg").first.wait_for(timeout=20_000)
    assert problems == []


def test_a_live_chart_works_from_a_disk(tab: Any, built_site: Path) -> None:
    tab.goto((built_site / indicator_with_figures(built_site)).as_uri())
    tab.locator(".pb-explore").first.click()
    tab.locator(".pb-live svg").first.wait_for(timeout=20_000)


def test_a_chart_that_cannot_be_loaded_says_so_and_stays(
    tab: Any, site_address: str, built_site: Path
) -> None:
    tab.route("**/vega.js", lambda route: route.abort())
    tab.goto(f"{site_address}/{indicator_with_figures(built_site)}")
    tab.locator(".pb-explore").first.click()
    tab.get_by_text("could not be loaded").wait_for(timeout=20_000)
    assert tab.locator(".pb-figure__plot").first.locator(".pb-svg:visible").count() == 1


def test_the_first_tab_stop_skips_to_the_content(tab: Any, site_address: str) -> None:
    tab.goto(f"{site_address}/index.html")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    assert tab.locator("#main-content").count() == 1


def test_controls_are_at_least_24_pixels(tab: Any, site_address: str, built_site: Path) -> None:
    tab.set_viewport_size({"width": 390, "height": 900})
    small: list[str] = []
    for name in ("index.html", "places/index.html", indicator_with_figures(built_site)):
        tab.goto(f"{site_address}/{name}")
        controls = "main :is(button, summary, .pb-dl a, .pb-tiles a, .bd-breadcrumbs a)"
        boxes = tab.locator(controls).evaluate_all(
            """all => all.map((one) => [one.outerHTML.slice(0, 100), one.getBoundingClientRect()])
                .map(([what, box]) => [what, box.width, box.height])"""
        )
        small += [f"{name}: {what} {w} by {h}" for what, w, h in boxes if min(w, h) < 24 and w > 1]
    assert small == []


def test_the_colour_mode_changes_charts_too(tab: Any, site_address: str, built_site: Path) -> None:
    tab.emulate_media(color_scheme="dark")
    tab.goto(f"{site_address}/{indicator_with_figures(built_site)}")
    assert tab.locator("html").get_attribute("data-theme") == "dark"
    marks = ".pb-svg [fill='#FFFFFF'], .pb-svg [stroke='#12436D']"
    colours = tab.locator(marks).evaluate_all(
        "all => all.map(e => getComputedStyle(e)).map(s => s.fill + s.stroke)"
    )
    assert colours
    assert not any("rgb(255, 255, 255)" in c or "rgb(18, 67, 109)" in c for c in colours)


def test_every_colour_of_every_chart_has_a_dark_one(built_site: Path) -> None:
    style = (built_site / "_static" / "playbook.css").read_text()
    known = set(re.findall(r'\[(?:fill|stroke)="(#[0-9A-F]{6})"\]', style))
    used: dict[str, str] = {}
    for path in built_site.rglob("*.html"):
        for drawing in re.findall(r'<svg class="pb-svg.*?</svg>', path.read_text(), re.DOTALL):
            for colour in re.findall(r'(?:fill|stroke)="([^"]+)"', drawing):
                used.setdefault(colour, path.name)
    strange = {c: page for c, page in used.items() if c not in known | {"none", "transparent"}}
    assert strange == {}


def test_icons_are_seen_in_colours_that_the_reader_chose(tab: Any, site_address: str) -> None:
    tab.emulate_media(forced_colors="active")
    tab.goto(f"{site_address}/how-to-use.html")
    icons = tab.locator(":is(.fa-solid, .fas):visible")
    assert icons.count() >= 2
    page = tab.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    for icon in icons.all():
        assert icon.evaluate("e => getComputedStyle(e).backgroundColor") != page


def test_paper_shows_the_charts_and_not_the_controls(
    tab: Any, site_address: str, built_site: Path
) -> None:
    tab.goto(f"{site_address}/{indicator_with_figures(built_site)}")
    tab.emulate_media(media="print")
    assert tab.locator("h1").first.is_visible()
    assert tab.locator(".pb-svg--wide").first.is_visible()
    for hidden in (".pb-dl", ".bd-sidebar-primary", ".bd-header-article", ".prev-next-footer"):
        assert not tab.locator(hidden).first.is_visible(), hidden


def test_paper_is_white_in_dark_mode_too(tab: Any, site_address: str, built_site: Path) -> None:
    tab.emulate_media(color_scheme="dark")
    tab.goto(f"{site_address}/{indicator_with_figures(built_site)}")
    colours = """() => [...document.querySelectorAll("body, h1, main p, .pb-svg :is(text, path)")]
        .map((one) => getComputedStyle(one)).map((one) => [one.color, one.fill, one.stroke])"""
    dark = tab.evaluate(colours)
    tab.emulate_media(media="print")
    printed = tab.evaluate(colours)
    assert printed != dark
    tab.emulate_media(media="print", color_scheme="light")
    tab.locator("html[data-theme=light]").wait_for()
    assert tab.evaluate(colours) == printed
