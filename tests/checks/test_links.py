"""The gate of links: each way in which a link can lead nowhere is found, with page and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.checks import links


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two pages and a picture, in which every link leads somewhere."""
    site = tmp_path / "_build" / "site"
    (site / "a b").mkdir(parents=True)
    (site / "picture.svg").write_text("<svg/>")
    (site / "index.html").write_text(
        "<h1 id=top>One</h1>\n<a href='a%20b/two.html#two'>Two</a> <a href='#top'>Up</a>\n"
        "<img src='picture.svg?digest'> <a href='https://example.org/none'>Elsewhere</a>\n"
        "<a href='mailto:a@example.org'>Mail</a>\n"
    )
    (site / "a b" / "two.html").write_text("<h1 id=two>Two</h1><a href='/index.html#top'>Home</a>")
    return site


def found(site: Path) -> list[tuple[str, int | None, str]]:
    project = Project(site.parent.parent)
    return [(one.file, one.line, one.problem) for one in links.check(project)]


def test_every_link_of_the_real_site_leads_somewhere(built_site: Path) -> None:
    assert len(list(built_site.rglob("*.html"))) >= 45
    assert found(built_site) == []


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<a href='none.html'>", "none.html leads nowhere"),
        ("<a href='index.html#none'>", "no such place"),
        ("<a href='#none'>", "no such place"),
        ("<img src='none.svg'>", "none.svg leads nowhere"),
        ("<script src='none.js'></script>", "none.js leads nowhere"),
        ("<link rel=stylesheet href='none.css'>", "none.css leads nowhere"),
        ("<div data-script='none.js'>", "none.js leads nowhere"),
        ("<meta property='og:image' content='none.png'>", "none.png leads nowhere"),
        ("<a href='../../secret.html'>", "leads out of the site"),
        ("<a href='a b'>", "leads nowhere"),
    ],
)
def test_a_link_that_leads_nowhere_is_found_with_its_line(
    site: Path, markup: str, said: str
) -> None:
    assert found(site) == []
    path = site / "index.html"
    (site.parent.parent / "secret.html").write_text("")
    path.write_text(f"{path.read_text()}{markup}\n")
    ((file, line, problem),) = found(site)
    assert (file, line) == ("_build/site/index.html", 5)
    assert said in problem


def test_a_page_that_begins_at_the_root_of_its_host_is_followed_below_the_site(site: Path) -> None:
    lost = site / "404.html"
    lost.write_text(
        "<html data-content_root='/book/'>\n<a href='/book/index.html#top'>Home</a>\n"
        "<a href='/book/none.html'>None</a>\n<a href='/other/index.html'>Other</a>\n"
    )
    assert [(line, problem.partition(" leads")[0]) for _, line, problem in found(site)] == [
        (3, "/book/none.html"),
        (4, "/other/index.html"),
    ]
