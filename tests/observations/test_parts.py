"""A part of a page is made anew exactly when something that it rests on reads otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playbook import reading
from playbook.catalogue import Catalogue
from playbook.errors import PlaybookError
from playbook.observations import in_parts, load, parts
from tests.catalogue.editing import replace

IDS = ["smoking", "avoidable_deaths", "within_4_hours"]


class Page:
    """A page in parts, run again and again: what it gives, what it notes, which parts it made."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.reads_first = ""

    def part(self, indicator: str) -> dict[str, Any]:
        self.made.append(indicator)
        # Each part looks at the same record, which is noted but once for the page.
        system = Catalogue.read().system.short_name
        return {"of": system, "title": Catalogue.read().indicator(indicator).short_title,
                "total": float(load(indicator)["value"].sum()), "pair": (1, None)}  # fmt: skip

    def run(self) -> tuple[list[Any], list[reading.Note]]:
        reading.clear()
        self.made.clear()
        if self.reads_first:
            load(self.reads_first)
        return in_parts(self.part, IDS), reading.notes()


@pytest.fixture
def page(mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setenv(parts.FILE_VARIABLE, str(tmp_path / "parts.json"))
    yield Page()
    reading.clear()


def test_a_part_that_holds_is_taken_with_its_reads(page: Page) -> None:
    first = page.run()
    assert page.made == IDS
    assert first[0][0]["pair"] == [1, None], "as JSON would bring it back"
    assert page.run() == first
    assert page.made == []


@pytest.mark.parametrize(
    ("file", "old", "new", "made"),
    [
        ("observations/smoking.csv", ",14,210,1500,", ",14.2,213,1500,", ["smoking"]),
        ("indicators/within_4_hours.yml", "short_title: ", "short_title: More ", IDS[2:]),
        ("systems/mini.yml", "\nshort_name: ", "\nshort_name: The ", IDS),
        ("indicators/smoking.yml", "id: smoking", "id: smoking  # a comment", []),
    ],
)
def test_what_changed_is_made_and_nothing_else(
    page: Page, mini: Path, file: str, old: str, new: str, made: list[str]
) -> None:
    page.run()
    replace(mini / "data" / file, old, new)
    given = page.run()
    assert page.made == made
    (mini.parent / "parts.json").unlink()
    assert page.run() == given, "as if all had been made"
    assert page.made == IDS


def test_what_the_page_read_before_counts_for_every_part(page: Page, mini: Path) -> None:
    page.reads_first = "smoking"
    page.run()
    page.run()
    assert page.made == []
    replace(mini / "data" / "observations" / "smoking.csv", ",14,210,1500,", ",14.2,213,1500,")
    page.run()
    assert page.made == IDS


def test_a_part_that_cannot_be_read_any_more_is_made_and_says_why(page: Page, mini: Path) -> None:
    page.run()
    (mini / "data" / "observations" / "avoidable_deaths.csv").unlink()
    with pytest.raises(PlaybookError, match="avoidable_deaths"):
        page.run()
    assert page.made == ["avoidable_deaths"]


def test_only_the_names_of_this_run_are_kept(page: Page, tmp_path: Path) -> None:
    page.run()
    in_parts(page.part, IDS[1:])
    assert sorted(json.loads((tmp_path / "parts.json").read_text())["part"]) == sorted(IDS[1:])


def test_without_a_file_every_part_is_made(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(parts.FILE_VARIABLE)
    assert page.run() == page.run()
    assert page.made == IDS


def test_what_json_does_not_hold_is_refused(page: Page) -> None:
    with pytest.raises(PlaybookError, match="the part 'smoking' gives what cannot be kept"):
        in_parts(lambda name: {name}, ["smoking"])
