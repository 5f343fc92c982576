"""The whole site by keyboard: all is reached once, in order, and the focus is always seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.audits.keyboard import NUMBER, walk
from tests.conftest import pages_of

# A desk, a phone, and a desk of 1280 by 1024 pixels magnified four times: there, and going up, what
# sticks to the top of the window is most likely to be in the way.
WALKS = ((1280, 900, "Tab"), (390, 844, "Tab"), (320, 256, "Shift+Tab"))

NO_CARET = """() => {
    const style = new CSSStyleSheet();
    style.replaceSync("* { caret-color: transparent !important }");
    document.adoptedStyleSheets.push(style);
}"""
"""Hides what blinks in a field: it is no ring."""


@pytest.fixture
def tab_of(browser: Any) -> Iterator[Callable[[int, int], Any]]:
    """Open browser tabs of a size, for readers who asked for less motion."""
    contexts = []

    def opened(width: int, height: int) -> Any:
        viewport = {"width": width, "height": height}
        contexts.append(browser.new_context(viewport=viewport, reduced_motion="reduce"))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.audit
@pytest.mark.parametrize(("width", "height", "key"), WALKS)
def test_everything_is_reached_once_in_order_and_is_seen(
    tab_of: Callable[[int, int], Any],
    built_site: Path,
    site_address: str,
    width: int,
    height: int,
    key: str,
) -> None:
    tab, found = tab_of(width, height), {}
    for name in pages_of(built_site):
        tab.goto(f"{site_address}/{name}")
        names, problems = walk(tab, key)
        assert len(names) > 10, name
        if problems:
            found[name] = problems
    assert found == {}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("link.tabIndex = 5", "went"),
        ("link.onfocus = () => link.blur()", "went"),
        ("link.style.setProperty('outline', 'none', 'important')", "no ring"),
        ("document.querySelector('.bd-header-article').style.height = '800px'", "hidden"),
    ],
)
def test_a_walk_sees_a_fault(
    tab_of: Callable[[int, int], Any], site_address: str, fault: str, said: str
) -> None:
    tab = tab_of(1280, 900)
    tab.goto(f"{site_address}/how-to-use.html")
    tab.evaluate(f"() => {{ const link = document.querySelector('article p a'); {fault}; }}")
    assert said in " ".join(walk(tab, "Shift+Tab")[1])


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_the_focus_changes_what_is_painted(
    tab_of: Callable[[int, int], Any], site_address: str, width: int, height: int
) -> None:
    tab, unchanged = tab_of(width, height), []
    tab.goto(f"{site_address}/index.html")
    tab.evaluate(NO_CARET)
    devtools = tab.context.new_cdp_session(tab)

    def painted() -> str:
        # Each dot of the window, as in a screenshot, but not packed as small as it could be.
        how = {"format": "png", "optimizeForSpeed": True}
        return str(devtools.send("Page.captureScreenshot", how)["data"])

    for stop, what in enumerate(tab.evaluate(NUMBER)):
        one = tab.locator(f"[data-stop='{stop}']")
        one.focus()
        with_focus = painted()
        one.evaluate("one => { const at = [scrollX, scrollY]; one.blur(); scrollTo(...at); }")
        if painted() == with_focus:
            unchanged.append(what)
    assert unchanged == []


def test_the_skip_link_leads_past_the_menu(
    tab_of: Callable[[int, int], Any], site_address: str
) -> None:
    tab = tab_of(1280, 900)
    tab.goto(f"{site_address}/how-to-use.html")
    for key in ("Tab", "Enter", "Tab"):
        tab.keyboard.press(key)
    assert tab.evaluate("document.activeElement.closest('main') !== null")


def test_the_menu_of_a_phone_opens_keeps_the_focus_and_gives_it_back(
    tab_of: Callable[[int, int], Any], site_address: str
) -> None:
    tab = tab_of(390, 844)
    tab.goto(f"{site_address}/how-to-use.html")
    button = tab.locator("button.primary-toggle:visible").first
    button.focus()
    tab.keyboard.press("Enter")
    menu = tab.locator("dialog[open]")
    menu.wait_for()
    # Between the last and the first stop the focus is on the browser's own controls.
    inside = "document.activeElement.matches('body, dialog[open], dialog[open] *')"
    for _ in range(menu.locator("a, button, input").count() + 5):
        tab.keyboard.press("Tab")
        assert tab.evaluate(inside)
    tab.keyboard.press("Escape")
    menu.wait_for(state="hidden")
    assert button.evaluate("one => one === document.activeElement")
