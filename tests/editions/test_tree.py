"""A tree of editions: what it holds, that it is never half changed, and that alterations show."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from playbook.catalogue.system import Edition
from playbook.editions import tree, verify
from playbook.editions.shelf import NEXT, Shelf
from playbook.errors import PlaybookError
from tests.editions import shelves


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A tree with two editions."""
    where = tmp_path / "web"
    shelves.put(where, "2026.08", shelves.site(tmp_path / "one"))
    shelves.put(where, "2026.11", shelves.site(tmp_path / "two", smoking="<h1>Less</h1>"))
    return where


def test_each_edition_stands_and_the_newest_is_latest_too(place: Path) -> None:
    assert (place / "2026.08" / "smoking.html").read_text() == "<h1>Smoking</h1>"
    for folder in ("2026.11", "latest"):
        assert (place / folder / "smoking.html").read_text() == "<h1>Less</h1>"
    versions = json.loads((place / "versions.json").read_text())
    assert [(one["version"], one["preferred"]) for one in versions] == [
        ("2026.11", True),
        ("2026.08", False),
    ]
    both = ["2026.11", "2026.08"]
    pages = json.loads((place / "pages.json").read_text())
    assert pages == {"latest": "2026.11", "pages": {"index": both, "smoking": both}}
    assert "latest/index.html" in (place / "index.html").read_text()
    assert verify.problems(place) == []


def test_identical_files_are_stored_once(place: Path) -> None:
    styles = {place / name / "_static/style.css" for name in ("2026.08", "2026.11", "latest")}
    assert len({style.stat().st_ino for style in styles}) == 1


def test_the_same_editions_give_the_same_tree(place: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    shelves.put(again, "2026.08", tmp_path / "one")
    shelves.put(again, "2026.11", tmp_path / "two")
    assert (again / tree.CONTENTS).read_bytes() == (place / tree.CONTENTS).read_bytes()


ALTERED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a tampered page": (
        lambda web: swap(web / "2026.08/smoking.html", "other"),
        "2026.08/smoking.html: was altered",
    ),
    "a missing page": (
        lambda web: (web / "2026.08/index.html").unlink(),
        "2026.08/index.html: is missing",
    ),
    "an added file": (
        lambda web: (web / "2026.11/extra.html").write_text(""),
        "2026.11/extra.html: does not belong here",
    ),
    "an altered edition.json": (
        lambda web: swap(
            web / "2026.08/edition.json",
            (web / "2026.08/edition.json").read_text().replace('"mini"', '"maxi"'),
        ),
        "2026.08/edition.json: was altered",
    ),
    "an edition.json that is none": (
        lambda web: swap(web / "2026.11/edition.json", "{}"),
        "2026.11/edition.json: was altered",
    ),
    "a missing edition.json": (
        lambda web: (web / "2026.11/edition.json").unlink(),
        "2026.11/edition.json: is missing",
    ),
    "a page of latest": (
        lambda web: swap(web / "latest/index.html", "other"),
        "latest/index.html: was altered",
    ),
    "a missing latest": (
        lambda web: shutil.rmtree(web / "latest"),
        "latest/index.html: is missing",
    ),
    "an altered list of versions": (
        lambda web: swap(web / "versions.json", "[]"),
        "versions.json: was altered",
    ),
    "an added edition": (
        lambda web: (web / "2026.12").mkdir(),
        "2026.12/: is no edition of this tree",
    ),
    "a missing edition": (
        lambda web: shutil.rmtree(web / "2026.08"),
        "2026.08/edition.json: is missing",
    ),
}


def swap(path: Path, text: str) -> None:
    """Put other bytes under a name; the same file elsewhere stays as it is."""
    path.unlink()
    path.write_text(text)


@pytest.mark.parametrize(("alter", "said"), ALTERED.values(), ids=ALTERED)
def test_an_alteration_is_found_and_named(
    place: Path, alter: Callable[[Path], object], said: str
) -> None:
    alter(place)
    assert said in verify.problems(place)


def test_whoever_covers_an_alteration_up_breaks_the_chain(place: Path) -> None:
    old = place / "2026.08" / "edition.json"
    swap(old, old.read_text().replace('"mini"', '"maxi"'))
    listed = json.loads((place / tree.CONTENTS).read_text())
    listed["editions"]["2026.08"] = tree.sha256(old)
    swap(place / tree.CONTENTS, json.dumps(listed))
    assert verify.problems(place) == [
        "2026.11/edition.json: does not follow the edition before it as that is now"
    ]


def test_a_folder_that_is_no_tree_is_told_so(tmp_path: Path) -> None:
    assert "is missing: this is no tree" in verify.problems(tmp_path)[0]
    (tmp_path / tree.CONTENTS).write_text("[]")
    assert "was altered" in verify.problems(tmp_path)[0]


def test_an_end_before_the_last_step_leaves_the_old_tree(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    before = (place / tree.CONTENTS).read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", ended)
        with pytest.raises(KeyboardInterrupt):
            shelves.put(place, "2026.12", tmp_path / "one")
    assert (place / tree.CONTENTS).read_bytes() == before
    assert verify.problems(place) == []
    # What was left over does not stand in the way of the next one, and goes.
    (Shelf.at(place).home / NEXT).mkdir()
    shelves.put(place, "2026.12", tmp_path / "one")
    assert verify.problems(place) == []
    kept = [path for path in Shelf.at(place).home.iterdir() if path.is_dir()]
    assert len(kept) == 2


def test_a_file_system_without_links_copies(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    shelves.put(place, "2026.12", tmp_path / "one")
    assert verify.problems(place) == []


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "web"
    place.mkdir()
    (place / "thesis.txt").write_text("mine")
    with pytest.raises(PlaybookError, match="not a tree of editions"):
        shelves.put(place, "2026.08", shelves.site(tmp_path / "one"))
    assert (place / "thesis.txt").read_text() == "mine"


FOLLOWING = {
    "older": ({"name": "2026.10", "previous": "2026.11"}, "does not come after 2026.11"),
    "the same": ({"name": "2026.11", "previous": "2026.08"}, "does not come after 2026.11"),
    "no previous": ({"name": "2026.12"}, "is not given, but the newest edition here is 2026.11"),
    "another previous": ({"name": "2026.12", "previous": "2026.08"}, "is 2026.08, but"),
}


@pytest.mark.parametrize(("record", "said"), FOLLOWING.values(), ids=FOLLOWING)
def test_an_edition_follows_the_newest(place: Path, record: dict[str, str], said: str) -> None:
    edition = Edition.model_validate({"date": "2026-12-01", **record}, strict=False)
    with pytest.raises(PlaybookError, match=said):
        tree.check_follows(edition, tree.editions(place.resolve()), "data/edition.yml")


def test_an_edition_that_loses_an_address_is_refused(tmp_path: Path) -> None:
    first = shelves.manifest(shelves.site(tmp_path / "one", asthma="<h1>Asthma</h1>"), "2026.08")
    second = shelves.manifest(shelves.site(tmp_path / "two"), "2026.11")
    assert tree.lost(first, second) == ["asthma"]
    with pytest.raises(PlaybookError, match=r"moved.yml: moved: 1 addresses .*nowhere: asthma"):
        tree.check_kept(first, second)
    tree.check_kept(second, first)


def test_a_second_edition_of_a_month_comes_after_the_first(place: Path) -> None:
    record = {"name": "2026.11.1", "date": "2026-11-30", "previous": "2026.11"}
    edition = Edition.model_validate(record, strict=False)
    tree.check_follows(edition, tree.editions(place.resolve()), "data/edition.yml")
    assert sorted(["2026.12", "2026.11.10", "2026.11.2", "2026.11"], key=tree.order) == [
        "2026.11", "2026.11.2", "2026.11.10", "2026.12",
    ]  # fmt: skip
