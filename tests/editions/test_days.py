"""Editions as of several days, published from one commit: each shows what was known then."""

from __future__ import annotations

import itertools
import json
from datetime import date
from pathlib import Path

import pytest

from playbook.catalogue import Project, records
from playbook.catalogue.system import Edition
from playbook.editions import checkout, publish, tree, verify
from playbook.errors import PlaybookError
from tests.catalogue.editing import replace
from tests.conftest import make_mini, playbook
from tests.editions import shelves

DAYS = {"2025.06": "2025-06-30", "2025.10": "2025-10-31", "2026.01": "2026-01-31"}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The committed miniature, and a tree with three editions of it."""
    folder = make_mini(tmp_path_factory.mktemp("days") / "mini")
    replace(folder / "data/sources.yml", "published: 2026-09-01", "published: 2025-05-01")
    shelves.commit(folder)
    place = folder.parent / "web"
    for name, day in DAYS.items():
        done = playbook(folder, "publish", name, "--as-of", day, "--to", str(place))
        assert done.returncode == 0, done.stderr
    return folder, place


@pytest.mark.audit
def test_each_edition_shows_what_was_known_and_says_by_which_rule(
    published: tuple[Path, Path],
) -> None:
    folder, place = published
    assert verify.problems(place) == []
    assert (folder / "data/edition.yml").read_text().count("as_of") == 0
    for name, day in DAYS.items():
        numbers = tree.read(place / name).numbers
        assert (str(numbers.as_of), str(numbers.date)) == (day, day)
        waits = numbers.indicators["within_4_hours"]
        assert waits.rule == "period_end"
        assert max(end for series in waits.series.values() for end in series) == day
        assert numbers.indicators["avoidable_deaths"].rule == "both"
        assert numbers.indicators["smoking"].rule == "release"
        page = (place / name / "indicators/within_4_hours.html").read_text()
        assert "a period counts as published when it ended" in page
        page = (place / name / "indicators/smoking.html").read_text()
        assert "a period counts as published on the day of its release." in page


@pytest.mark.audit
def test_what_changed_between_them_is_new_data(published: tuple[Path, Path]) -> None:
    folder, place = published
    done = playbook(folder, "changes", "2025.06", "2025.10", "--from", str(place), "--json")
    kinds = {one["kind"] for one in json.loads(done.stdout)["changes"]}
    assert "new_data" in kinds
    assert kinds <= {"new_data", "verdict"}
    done = playbook(folder, "changes", "2025.06", "2025.10", "--from", str(place))
    said = (
        "2025.06 and 2025.10 show what was known on 30 June 2025 and on 31 October 2025: a period"
    )
    assert said in done.stdout


@pytest.mark.audit
def test_an_edition_of_an_earlier_day_can_be_made_again(published: tuple[Path, Path]) -> None:
    folder, place = published
    done = playbook(folder, "reproduce", "2025.10", "--from", str(place))
    assert done.returncode == 0, done.stderr


@pytest.mark.audit
def test_every_address_of_an_edition_is_there_in_the_next(published: tuple[Path, Path]) -> None:
    _, place = published
    known = list(tree.editions(place).values())
    for last, following in itertools.pairwise(known):
        assert tree.lost(last, following) == []
        for page in last.pages:
            assert (place / following.name / f"{page}.html").is_file()


def test_the_record_of_an_edition_is_written_as_it_is_read(tmp_path: Path) -> None:
    edition = Edition(
        name="2025.03", date=date(2025, 3, 31), previous="2024.06", as_of=date(2025, 3, 31)
    )
    path = tmp_path / "edition.yml"
    path.write_text(checkout.written(edition))
    assert records.read(path, Edition)[0] == edition


def test_a_day_that_is_not_known_yet_and_a_wrong_name_are_refused(mini: Path) -> None:
    shelves.commit(mini)
    web = mini.parent / "web"
    with pytest.raises(PlaybookError, match="1 December 2026 is after 22 November 2026"):
        publish.publish(Project(mini), "2026.12", web, as_of=date(2026, 12, 1))
    with pytest.raises(PlaybookError, match=r"'2025.3' is no name of an edition"):
        publish.publish(Project(mini), "2025.3", web, as_of=date(2025, 3, 31))
