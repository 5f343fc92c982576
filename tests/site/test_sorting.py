"""The boards as tables that a reader sorts, with a mouse, a keyboard, and not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.site.conftest import first_visit

PRESSING = ["Getting worse", "Unusually high", "Unusually low", "No clear change", "Improving"]
"""The verdicts of the change board in the order of the page's own words."""


@pytest.fixture
def board(window: Any, site_address: str) -> Iterator[Any]:
    """The board of control charts."""
    with first_visit(window, f"{site_address}/boards/change.html") as tab:
        yield tab


def column(tab: Any, number: int) -> list[str]:
    cells = tab.locator(f".pb-board tbody tr > :nth-child({number})")
    return [text.strip() for text in cells.all_inner_texts()]


def verdicts(tab: Any) -> list[str]:
    found: list[str] = tab.locator(
        ".pb-board tbody tr > :nth-child(4) .pb-status"
    ).all_inner_texts()
    return [text.strip() for text in found]


def test_a_board_sorts_by_severity_with_the_keyboard_and_says_so(board: Any) -> None:
    before = verdicts(board)
    assert verdicts(board) != sorted(before, key=PRESSING.index)
    button = board.get_by_role("button", name="Variation")
    header = board.locator("th", has=button)
    assert header.get_attribute("aria-sort") is None
    button.focus()
    board.keyboard.press("Enter")
    assert verdicts(board) == sorted(before, key=PRESSING.index)
    assert header.get_attribute("aria-sort") == "ascending"
    said = board.locator(".pb-board__said")
    assert said.inner_text() == "Sorted by Variation: most pressing first."
    board.keyboard.press("Space")
    assert verdicts(board) == sorted(before, key=PRESSING.index, reverse=True)
    assert header.get_attribute("aria-sort") == "descending"
    assert board.locator("[aria-sort]").count() == 1


def test_what_has_no_value_stays_last_both_ways(board: Any) -> None:
    button = board.get_by_role("button", name="Assurance")
    for _ in range(2):
        button.click()
        without = ["No target" in text for text in column(board, 5)]
        assert without == sorted(without)
        assert any(without)
        assert not all(without)


def test_another_visit_begins_with_the_order_of_the_page(board: Any) -> None:
    before = column(board, 1)
    board.get_by_role("button", name="Indicator").click()
    board.get_by_role("button", name="Indicator").click()
    assert column(board, 1) != before
    board.reload()
    assert column(board, 1) == before
    assert board.locator("[aria-sort]").count() == 0


def test_the_buttons_are_large_enough_and_the_page_does_not_scroll_sideways(board: Any) -> None:
    for button in board.locator(".pb-board thead button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
    over = board.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 0


def test_without_scripts_a_board_is_a_plain_table(browser: Any, site_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{site_address}/boards/change.html")
    assert tab.locator(".pb-board button").count() == 0
    assert len(verdicts(tab)) > 20
    context.close()


def test_only_a_page_with_a_board_loads_the_script(browser: Any, site_address: str) -> None:
    tab = browser.new_page()
    tab.goto(f"{site_address}/boards/inequality.html")
    assert tab.locator("script[src*='boards.js']").count() == 1
    assert tab.locator(".pb-board--sorts").count() == 2
    tab.goto(f"{site_address}/index.html")
    assert tab.locator("script[src*='boards.js']").count() == 0
    tab.close()
