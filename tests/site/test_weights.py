"""Weights that a reader moves: the page's arithmetic is that of the methods."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from playbook.catalogue import Catalogue, Project
from playbook.figures.prioritised import Prioritised
from playbook.methods import prioritisation
from tests.audits import axe
from tests.site.conftest import first_visit

PAGE = "prioritise/example.html"


@pytest.fixture(scope="module")
def one(root: Path) -> Prioritised:
    return Prioritised(Catalogue(Project(root)).prioritisation("example"))


@pytest.fixture
def tab(window: Any, site_address: str) -> Iterator[Any]:
    with first_visit(window, f"{site_address}/{PAGE}") as tab:
        yield tab


ROWS = """() => [...document.querySelectorAll(".pb-weigh tbody tr")].map((row) => {
    const [name, other] = row.querySelectorAll("th"), numbers = [...row.querySelectorAll("b")];
    if (other) throw new Error("a row has two heads");
    return [name.firstChild.textContent.trim(), numbers.at(0).innerText, numbers.at(-1).innerText];
})"""


def shown(tab: Any) -> list[tuple[str, int, float]]:
    """The options in the order of the table: name, rank, value."""
    # In one go: asked cell by cell, a table takes longer than its ranking by far.
    return [(name, int(rank), float(value)) for name, rank, value in tab.evaluate(ROWS)]


def expected(one: Prioritised, points: list[int]) -> list[tuple[str, int, float]]:
    values = prioritisation.values(one.scores, pd.Series(points, index=[*one.criteria]))
    values = values.loc[one.order]
    ranks = prioritisation.ranks(values).sort_values(kind="stable")
    return [(one.name(str(name)), int(rank), float(values[name])) for name, rank in ranks.items()]


def same(found: list[tuple[str, int, float]], wanted: list[tuple[str, int, float]]) -> bool:
    return [row[:2] for row in found] == [row[:2] for row in wanted] and all(
        abs(a[2] - b[2]) <= 0.0501 for a, b in zip(found, wanted, strict=True)
    )


def weigh(tab: Any, points: list[int]) -> None:
    tab.evaluate(
        """points => {
             const sliders = [...document.querySelectorAll('.pb-weigh input')];
             sliders.forEach((slider, at) => { slider.value = points[at]; });
             for (const kind of ['input', 'change'])
               sliders[0].dispatchEvent(new Event(kind, { bubbles: true }));
           }""",
        points,
    )


def test_random_weights_give_the_ranking_of_the_methods(tab: Any, one: Prioritised) -> None:
    most = int(tab.locator(".pb-weigh input").first.get_attribute("max"))
    drawn = random.Random(20261122)  # noqa: S311 # any weights will do
    for _ in range(40):
        points = [drawn.choice([0, drawn.randint(0, most)]) for _ in one.criteria]
        points[drawn.randrange(len(points))] = drawn.randint(1, most)
        weigh(tab, points)
        assert same(shown(tab), expected(one, points)), points


def test_all_weight_on_one_criterion_reproduces_its_order(tab: Any, one: Prioritised) -> None:
    for at in range(len(one.criteria)):
        points = [int(at == other) for other in range(len(one.criteria))]
        weigh(tab, points)
        assert same(shown(tab), expected(one, points))


def test_by_keyboard_a_weight_moves_is_said_once_and_is_reset(tab: Any, one: Prioritised) -> None:
    before, said = shown(tab), tab.locator(".pb-weigh__said")
    assert said.get_attribute("role") == "status"
    assert said.inner_text() == ""
    slider = tab.get_by_label("Evidence", exact=True)
    slider.focus()
    tab.keyboard.press("Home")
    assert slider.get_attribute("aria-valuetext") == "0.0% of all weight"
    assert shown(tab) != before
    inside = [row[0] for row in shown(tab) if row[1] <= one.places]
    assert all(name in said.inner_text() for name in inside)
    assert tab.evaluate("document.activeElement.type") == "range"
    assert tab.get_by_text(re.compile(r"^(up|down) from \d+$")).count() > 0
    tab.get_by_role("button", name="Reset").click()
    assert shown(tab) == before


def test_each_group_has_a_button_for_its_own_weights(tab: Any, one: Prioritised) -> None:
    for group in one.record.weights:
        tab.get_by_role("button", name=group.title).click()
        points = [group.weights[name] for name in one.criteria]
        assert same(shown(tab), expected(one, points))


def test_with_no_weight_at_all_the_ranking_waits_and_says_so(tab: Any, one: Prioritised) -> None:
    before = shown(tab)
    weigh(tab, [0] * len(one.criteria))
    assert shown(tab) == before
    assert "Every weight is 0" in tab.locator(".pb-weigh__said").inner_text()


def test_the_controls_are_large_enough_and_axe_finds_nothing(tab: Any) -> None:
    boxes = tab.locator(".pb-weigh :is(input, button)").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map((box) => [box.width, box.height])"
    )
    assert len(boxes) > 3
    assert min(min(box) for box in boxes) >= 24
    assert axe.judge(tab, PAGE) == []
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_the_static_ranking_stands(
    browser: Any, site_address: str, one: Prioritised
) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{site_address}/{PAGE}")
    text = tab.locator(".pb-weigh tbody").inner_text()
    names = [one.name(name) for name in one.order]
    assert sorted(names, key=text.index) == names
    assert tab.locator(".pb-weigh form").is_hidden()
    context.close()


def test_no_other_page_loads_the_script(browser: Any, site_address: str) -> None:
    context = browser.new_context()
    tab = context.new_page()
    for page, wanted in ((PAGE, 1), ("index.html", 0)):
        tab.goto(f"{site_address}/{page}")
        assert tab.locator("script[src*='weights.js']").count() == wanted
    context.close()
