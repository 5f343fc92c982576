"""axe-core finds nothing on any page, light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.audits import axe
from tests.audits.host import hosted
from tests.conftest import pages_of

FAULTS = {
    "color-contrast": "<p style='color: #999; background: #fff'>Too pale to read</p>",
    "image-alt": "<img src='_static/favicon.svg'>",
    "label": "<input type='text'>",
    "target-size": "<p style='font-size: 6px'><a href='#a'>A</a> <a href='#b'>B</a></p>",
}


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """One browser tab for all pages."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_on_the_miniature(tab: Any, mini_site: Path) -> None:
    # Each page in one scheme on a desk and in the other on a phone, in turn.
    ways = [(("light",), ("dark",)), (("dark",), ("light",))]
    with hosted(mini_site) as address:
        for number, name in enumerate(pages_of(mini_site)):
            schemes = ways[number % 2]
            assert axe.audit(tab, f"{address}/{name}", name, schemes=schemes) == []


@pytest.mark.audit
def test_axe_finds_nothing_on_any_page(tab: Any, built_site: Path, site_address: str) -> None:
    names = pages_of(built_site)
    assert len(names) > 50
    found = [line for name in names for line in axe.audit(tab, f"{site_address}/{name}", name)]
    assert found == []


@pytest.mark.parametrize("rule", FAULTS)
def test_axe_sees_a_fault(rule: str, tab: Any, mini_site: Path) -> None:
    with hosted(mini_site) as address:
        tab.goto(f"{address}/index.html")
    tab.evaluate(
        "html => document.querySelector('article').insertAdjacentHTML('beforeend', html)",
        FAULTS[rule],
    )
    assert {line.split(": ")[1] for line in axe.judge(tab, "a page")} >= {rule}
