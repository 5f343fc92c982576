"""Walks the list of what the playbook set out to carry: every row is where it says that it is."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup

from playbook.catalogue import Project, governance
from playbook.catalogue.governance import Checklist
from tests.conftest import ROOT

ROWS = 36
"""As many as the founding article asks for."""


def places() -> list[tuple[int, str]]:
    """List every place of every row."""
    found = governance.read(Project(ROOT), Checklist)
    assert found is not None
    return [(row.number, place) for row in found[0].rows for place in row.places]


def missing(site: Path, place: str) -> str:
    """Say what is not there of a place; empty when all is."""
    page, _, anchor = place.partition("#")
    path = site / f"{page}.html"
    if not path.is_file():
        return f"no page {page}"
    html = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    return "" if not anchor or html.find(id=anchor) else f"no #{anchor} on {page}"


def test_every_row_has_its_place_on_the_site(built_site: Path) -> None:
    listed = places()
    assert {number for number, _ in listed} == set(range(1, ROWS + 1))
    found = {number: missing(built_site, place) for number, place in listed}
    assert {number: what for number, what in found.items() if what} == {}


def test_a_place_that_is_not_there_is_noticed(built_site: Path) -> None:
    assert missing(built_site, "index") == ""
    assert missing(built_site, "nowhere") == "no page nowhere"
    assert missing(built_site, "index#nowhere") == "no #nowhere on index"


def test_the_page_leads_to_each_of_them(built_site: Path) -> None:
    html = BeautifulSoup(
        (built_site / "governance" / "carries.html").read_text("utf-8"), "html.parser"
    )
    for number, place in places():
        row = html.find(id=f"row-{number}")
        assert row is not None
        page, _, anchor = place.partition("#")
        wanted = f"{page}.html" + (f"#{anchor}" if anchor else "")
        assert any(link["href"].endswith(wanted) for link in row.find_all("a")), place
