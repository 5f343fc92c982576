"""The feed of a tree: valid Atom, an entry for each edition, ids that stay."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from playbook.catalogue.manifest import Manifest
from playbook.editions import feed, roots
from tests.editions import said, shelves

ATOM = {"a": feed.ATOM, "h": feed.XHTML}


@pytest.fixture
def known(tmp_path: Path) -> list[Manifest]:
    """Three editions, each with what it says."""
    site = shelves.site(tmp_path / "site", changes="<h1>What changed</h1>")
    return [
        shelves.manifest(site, one.name).model_copy(
            update={"numbers": one, "title": "A & B", "author": "The makers"}
        )
        for one in said.EDITIONS
    ]


def read(known: list[Manifest], base: str = "") -> ElementTree.Element:
    """Read the feed of these editions."""
    return ElementTree.fromstring(feed.of(known, base))  # noqa: S314 # made by us


def texts(root: ElementTree.Element, path: str) -> list[str | None]:
    """Give the texts at a path."""
    return [one.text for one in root.findall(path, ATOM)]


def test_it_has_what_the_form_asks_for(known: list[Manifest]) -> None:
    root = read(known, "https://example.org/book/")
    # RFC 4287, 4.1.1 and 4.1.2: id, title and updated everywhere, an author, a link to itself.
    assert root.tag == f"{{{feed.ATOM}}}feed"
    for part in (root, *root.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(texts(part, f"a:{name}")) == 1
            assert all(texts(part, f"a:{name}"))
    assert texts(root, "a:author/a:name") == ["The makers"]
    assert texts(root, "a:title") == ["A & B"]
    assert texts(root, "a:updated") == ["2025-06-30T00:00:00Z"]
    own = root.find("a:link[@rel='self']", ATOM)
    assert own is not None
    assert own.get("href") == "https://example.org/book/feed.xml"
    ids = texts(root, "a:id") + texts(root, "a:entry/a:id")
    assert len({*ids}) == 4
    assert all(str(one).startswith("urn:uuid:") for one in ids)


def test_each_edition_says_what_changed_newest_first(known: list[Manifest]) -> None:
    root = read(known)
    assert texts(root, "a:entry/a:title") == [
        "Edition 2025.06 of 30 June 2025",
        "Edition 2024.06 of 30 June 2024",
        "Edition 2023.06 of 30 June 2023",
    ]
    assert texts(root, "a:entry/a:summary")[1:] == ["3 figures with new data.", feed.FIRST]
    lines = texts(root.findall("a:entry", ATOM)[0], "a:content/h:div/h:ul/h:li")
    told = "Adults who smoke, Northbrook: Worse than England → Similar to England"
    assert told in lines
    links = [one.get("href") for one in root.findall("a:entry/a:link", ATOM)]
    assert links[0] == "2025.06/changes.html"


def test_ids_of_old_editions_stay_when_one_is_added_or_the_tree_moves(
    known: list[Manifest],
) -> None:
    before = texts(read(known[:2]), "a:entry/a:id")
    after = read(known, "https://example.org/moved/")
    assert texts(after, "a:entry/a:id")[1:] == before
    assert texts(after, "a:id") == texts(read(known[:2]), "a:id")


def test_it_stands_at_the_root_of_the_tree(known: list[Manifest], tmp_path: Path) -> None:
    assert roots.files(known, tmp_path / "site")["feed.xml"] == feed.of(known, "")
