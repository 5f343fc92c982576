"""The contents beside each page name every part, and open along the page's own branch alone."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx import addnodes

from playbook.site import contents


def app() -> Any:
    """What Sphinx knows of a book of two parts, with a branch in one of them."""

    def toc(caption: str, *entries: tuple[str | None, str]) -> nodes.Element:
        tree = addnodes.toctree(entries=list(entries), caption=caption)
        return nodes.bullet_list("", tree)

    names = ("index", "places/index", "places/brent", "places/ealing", "about")
    tocs: dict[str, nodes.Element] = dict.fromkeys(names, nodes.bullet_list())
    tocs["index"] = nodes.bullet_list(
        "",
        *toc("Numbers", (None, "places/index")),
        *toc("", ("Who we are", "about"), ("Elsewhere", "https://example.org/")),
    )
    tocs["places/index"] = toc("", (None, "places/brent"), (None, "places/ealing"))
    env = SimpleNamespace(
        config=SimpleNamespace(root_doc="index"),
        tocs=tocs,
        titles={name: nodes.title("", name.title()) for name in names},
    )
    relations = {
        "places/index": ("index", None, None),
        "places/brent": ("places/index", None, None),
        "places/ealing": ("places/index", None, None),
        "about": ("index", None, None),
    }
    return SimpleNamespace(env=env, builder=SimpleNamespace(relations=relations))


def shown(page: str) -> list[tuple[str, list[Any]]]:
    def names(entries: list[dict[str, Any]]) -> list[Any]:
        found: list[Any] = []
        for entry in entries:
            mark = "*" if entry["here"] else "+" if entry["open"] else ""
            found.append(f"{mark}{entry['title']}: {entry['address']}")
            found += [names(entry["entries"])] if entry["entries"] else []
        return found

    parts = contents.parts(app(), page, lambda name: f"{name}.html")
    return [(part["caption"], names(part["entries"])) for part in parts]


def test_the_branch_of_the_page_is_open_and_no_other() -> None:
    about = ["Who we are: about.html", "Elsewhere: https://example.org/"]
    assert shown("index") == [("Numbers", ["Places/Index: places/index.html"]), ("", about)]
    inner = ["Places/Brent: places/brent.html", "*Places/Ealing: places/ealing.html"]
    assert shown("places/ealing") == [
        ("Numbers", ["+Places/Index: places/index.html", inner]),
        ("", about),
    ]
    # A page of the program's own, such as the search, lies in no branch.
    assert shown("search") == shown("index")


def test_every_page_of_the_site_shows_where_it_is(built_site: Path) -> None:
    page = BeautifulSoup((built_site / "places" / "ealing.html").read_text(), "html.parser")
    (nav,) = page.select("nav.bd-docs-nav")
    (current,) = nav.select("a.current")
    assert (current.text, current["href"]) == ("Ealing", "#")
    opened = current.find_parent("details").find_parent("li")
    assert opened.find("a").text == "Places"
    assert opened.select_one("summary").text.strip() == "Show or hide this section"
    assert len(nav.select("details")) == 1
    captions = [one.text for one in nav.select(".caption")]
    assert captions == list(dict.fromkeys(captions))
    for link in nav.select("a[href$='.html']"):
        assert (built_site / "places" / link["href"]).resolve().is_file()
