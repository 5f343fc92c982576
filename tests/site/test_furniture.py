"""What stands round every page: where to go on, how to cite, where to report a problem."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
import yaml

from playbook.catalogue import Catalogue, Project
from playbook.site.neighbours import akin
from tests.site.conftest import Book

KNOWN = {
    "index", "methods", "boards/change", "missions/days-at-home",
    "indicators/index", "places/index", "places/brent", "places/ealing", "trusts/index",
    "trusts/imperial", "indicators/ae_four_hour", "indicators/ae_attendances",
    "indicators/adult_obesity",
}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("indicators/ae_four_hour", "indicators/ae_attendances", True),
        ("indicators/adult_obesity", "indicators/ae_four_hour", False),
        ("places/brent", "places/ealing", True),
        ("places/index", "places/brent", True),
        ("places/ealing", "trusts/index", False),
        ("trusts/imperial", "boards/change", False),
        ("index", "missions/days-at-home", True),
        ("boards/change", "methods", True),
        ("missions/days-at-home", "indicators/index", True),
    ],
)
def test_one_goes_on_to_a_page_of_the_same_kind(
    root: Path, one: str, other: str, expected: bool
) -> None:
    catalogue = Catalogue.read(Project(root))
    assert akin(catalogue, KNOWN, one, other) is expected
    assert akin(catalogue, KNOWN, other, one) is expected


def neighbours(site: Path, name: str) -> list[str]:
    html = (site / f"{name}.html").read_text(encoding="utf-8")
    area = html.partition('class="prev-next-area"')[2].partition("</footer>")[0]
    return re.findall(r'href="([^"]+)"', area)


def test_neighbours_on_the_real_site_stay_within_the_mission_and_the_kind(
    built_site: Path, root: Path
) -> None:
    missions = {one.id: one.mission[0] for one in Catalogue.read(Project(root)).indicators.values()}
    seen = 0
    for folder in ("indicators", "places", "trusts"):
        for page in sorted((built_site / folder).glob("*.html")):
            for link in neighbours(built_site, f"{folder}/{page.stem}"):
                # An index is also the way on from the part of the book before it.
                assert "/" not in link or page.stem == "index", f"{page}: {link}"
                name = link.removesuffix(".html")
                if folder == "indicators" and "index" not in {name, page.stem}:
                    assert missions[name] == missions[page.stem]
                seen += 1
    assert seen > 50


def foot(html: str) -> str:
    return unescape(html.partition('<aside class="pb-foot"')[2].partition("</aside>")[0])


def test_every_page_says_how_to_cite_it_and_where_to_report(built_site: Path) -> None:
    for path in sorted(built_site.rglob("*.html")):
        said = foot(path.read_text(encoding="utf-8"))
        if path.name in {"404.html", "search.html"}:
            assert said == ""
            continue
        title = re.search(r"<cite>(.+?)</cite>", said)
        assert title, path
        assert "edition 2026.11" in said
        link = re.search(r'href="([^"#]*)#suggest-a-fix"', said)
        assert link, path
        target = (path.parent / link[1]) if link[1] else path
        assert 'id="suggest-a-fix"' in target.read_text(encoding="utf-8")


def test_with_a_repository_a_page_leads_to_its_own_source(root: Path, tmp_path: Path) -> None:
    from jinja2 import Environment, FileSystemLoader

    folder = FileSystemLoader(root / "book" / "_templates")
    template = Environment(loader=folder, autoescape=True).get_template("page-foot.html")
    said = template.render(
        root_doc="index",
        playbook={"edition": "2027.01", "date": "1 January 2027", "author": "We"},
        playbook_source="notebooks/place.ipynb",
        playbook_notebook={"href": "x.ipynb", "name": "place.ipynb", "size": "7 kB"},
        theme_repository_url="https://example.org/playbook",
        theme_repository_branch="main",
        pagename="places/brent",
        title="Brent",
        docstitle="Playbook",
        pageurl="https://example.org/places/brent.html",
        hasdoc=lambda _name: True,
    )
    assert 'href="https://example.org/playbook/edit/main/notebooks/place.ipynb"' in said
    where = "page=https%3A//example.org/places/brent.html%2C%20edition%202027.01"
    for form in ("wrong_figure", "words_or_access"):
        assert f"issues/new?template={form}.yml&{where}" in unescape(said)
        # The form is there, and has the field that the link fills in.
        fields = yaml.safe_load((root / f".github/ISSUE_TEMPLATE/{form}.yml").read_text())["body"]
        assert "page" in [one.get("id") for one in fields]
    assert 'href="https://example.org/playbook/blob/main/notebooks/place.ipynb"' in said
    assert "contribute" not in said
    assert "We (2027). <cite>Brent</cite>. Playbook, edition 2027.01." in said
    assert "https://example.org/places/brent.html</span>" in said


def test_the_first_edition_says_that_nothing_can_have_changed(book: Book) -> None:
    book.write("home.md", "# Home\n\n```{what-changed}\n```\n\n```{edition-badge}\n```\n")
    assert book.build(playbook_strict=False)[0] == 0
    assert "Edition 2026.11 is the first." in book.page("home")
    assert "<b>Edition 2026.11</b> <span>22 November 2026</span></p>" in book.page("home")
    edition = book.root / "data" / "edition.yml"
    edition.write_text('name: "2026.12"\ndate: 2026-12-20\nprevious: "2026.11"\n')
    book.build(playbook_strict=False)
    assert "Edition 2026.12 follows edition 2026.11." in book.page("home")


def test_the_badge_counts_every_figure_of_the_scorecards_by_age(built_site: Path) -> None:
    html = (built_site / "index.html").read_text(encoding="utf-8")
    badge = html.partition('class="pb-badge"')[2].partition("</p>")[0]
    total, *parts = [
        int(number) for number in re.findall(r"(\d+) (?:headline|up to|ageing|old)", badge)
    ]
    assert len(parts) == 3
    assert sum(parts) == total


def test_places_can_be_compared_from_a_list_without_scripts(built_site: Path) -> None:
    html = (built_site / "places" / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="\.\./indicators/(\w+)\.html#places"', html)
    having = [
        path.stem
        for path in sorted((built_site / "indicators").glob("*.html"))
        if 'class="pb-figure" id="places"' in path.read_text(encoding="utf-8")
    ]
    assert sorted(links) == having
    assert len(having) > 10
