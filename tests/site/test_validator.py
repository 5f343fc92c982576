"""The Nu HTML checker accepts every page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.audits import nu
from tests.conftest import pages_of

FAULTS = {
    "<p id=a>One</p><p id=a>Two</p>": "Duplicate ID",
    "<p>One<ul><li>Two</ul></p>": "No “p” element in scope",
    '<img src="a.png">': "alt",
    '<a href="/"><button>Go</button></a>': "“button” must not appear as a descendant",
    "<p style='colour: red'>Red</p>": "CSS",
}


def test_the_validator_accepts_every_page(built_site: Path, mini_site: Path) -> None:
    assert len(pages_of(built_site)) > 50
    assert nu.errors(built_site, mini_site) == []


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What is said of each fault, each on a page of its own; the checker is started once."""
    pages = {}
    for number, fault in enumerate(FAULTS):
        pages[fault] = tmp_path_factory.mktemp(f"fault{number}") / "page.html"
        pages[fault].write_text(
            f'<!doctype html><html lang="en-GB"><title>T</title><body>{fault}', encoding="utf-8"
        )
    said = nu.errors(*pages.values())
    return {fault: [one for one in said if f"{page}:" in one] for fault, page in pages.items()}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_validator_refuses_a_fault(fault: str, refused: dict[str, list[str]]) -> None:
    found = refused[fault]
    assert FAULTS[fault] in " ".join(found)
    assert "page.html:1" in found[0]
