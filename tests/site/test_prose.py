"""The prose of another system's book: its words, its links, and the pages that it shares."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project
from playbook.errors import PlaybookError
from playbook.site import prose
from playbook.site.outline import contents

TITLE = "Own Mission playbook"


def toc(project: Project) -> dict[str, object]:
    import yaml

    return yaml.safe_load(prose.outline(project).read_text(encoding="utf-8"))


def files(project: Project, made: set[str] | None = None) -> dict[str, str]:
    found = prose.files(project, toc(project), made or set(), TITLE)
    return {name: content.decode("utf-8", "replace") for name, content in found}


@pytest.fixture
def other(root: Path) -> Project:
    """A real system that is not the playbook's own."""
    return Project.find(root, system="north-central-london")


def test_the_own_book_has_the_own_prose_and_nothing_of_the_others(root: Path) -> None:
    found = files(Project.find(root))
    assert found["index.md"] == (root / "book" / "index.md").read_text(encoding="utf-8")
    assert not [name for name in found if name.startswith(prose.ANOTHER)]


def test_the_other_book_speaks_of_the_other_system(other: Project) -> None:
    found = files(other)
    pages = {name for name in found if name.endswith(".md")}
    assert {"index.md", "places/index.md", "data.md", "methods.md"} <= pages
    assert not pages & {"how-to-use.md", "contribute.md"}
    assert "figures say about North Central London?" in found["index.md"]
    assert "5 boroughs and 3 acute trusts" in found["index.md"]
    assert "no figures for this system on **Recorded diabetes** and" in found["indicators/index.md"]
    assert "{{" not in "".join(found[name] for name in pages)
    quoted = re.findall(r"{value}`(?:[^`]*<)?([^`>]*)>?`", "".join(found[name] for name in pages))
    assert {key.partition(".")[0] for key in quoted} == {"method", "disclosure"}


def test_shared_pages_name_the_other_book(other: Project, root: Path) -> None:
    text = (root / "book" / "legal.md").read_text(encoding="utf-8")
    own = "North West London Mission Playbook"
    assert own in text
    found = dict(prose.files(other, toc(other), set(), own.lower()))
    assert own not in found["legal.md"].decode()
    assert "North Central London playbook" in found["legal.md"].decode()


def test_a_link_to_a_page_that_the_book_lacks_is_text() -> None:
    text = "[a](methods.md#x) [b](contribute.md) [c](/validation) [d](https://x.org) [e](#here)"
    assert prose.unlinked(text, "quality", {"methods", "validation"}) == text.replace(
        "[b](contribute.md)", "b"
    )
    assert prose.unlinked("[a](../methods.md)", "places/index", {"methods"}) == "[a](../methods.md)"
    assert prose.unlinked("[a](../methods.md)", "places/index", {"places/methods"}) == "a"


def test_an_unknown_word_names_the_line_and_the_nearest() -> None:
    with pytest.raises(PlaybookError) as caught:
        prose.filled("One.\n\n{{ sistem }}", {"system": "S"}, "book/another-system/index.md")
    assert (caught.value.file, caught.value.line) == ("book/another-system/index.md", 3)
    assert "Did you mean system" in str(caught.value)


def test_contents_that_name_a_missing_page_say_so(other: Project) -> None:
    with pytest.raises(PlaybookError, match="names book/absent, but there is no such page"):
        dict(prose.files(other, {"root": "book/absent"}, set(), TITLE))


def test_the_books_are_called_by_their_systems(root: Path, other: Project) -> None:
    assert prose.title(Catalogue.read(other), TITLE) == "North Central London playbook"
    assert prose.title(Catalogue.read(Project.find(root)), TITLE) == TITLE


def test_the_contents_of_the_other_book_have_its_pages_alone(other: Project) -> None:
    from playbook.execution import pages

    made = pages.expand(other, Catalogue.read(other))
    text = repr(contents(toc(other), made))
    assert "places/barnet" in text
    assert "places/brent" not in text
    assert "missions/" not in text
