"""An edition as of a day shows what had been published by then, and says by which rule."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from playbook import reading
from playbook.catalogue import Catalogue, Project, lookups
from playbook.errors import PlaybookError
from playbook.observations import as_of, coverage, load, reads
from playbook.observations.as_of import Cut
from playbook.site import data_sources
from tests.catalogue.editing import replace

RELEASES = """    published: 2026-09-01
    releases:
      - period_end: 2023-12-31
        published: 2024-11-05
        read_in: Invented
"""


def known_on(mini: Path, day: str) -> None:
    """Let the miniature be as of a day."""
    record = mini / "data" / "edition.yml"
    kept = [line for line in record.read_text().splitlines() if not line.startswith("as_of")]
    record.write_text("\n".join([*kept, f"as_of: {day}", ""]))


def last(indicator: str) -> str:
    """Give the end of the newest period that a page sees."""
    return str(load(indicator)["period_end"].max().date())


def test_without_a_release_on_record_a_period_counts_when_it_ended(mini: Path) -> None:
    assert last("within_4_hours") == "2026-01-31"
    known_on(mini, "2025-12-30")
    assert last("within_4_hours") == "2025-11-30"
    known_on(mini, "2025-12-31")
    assert last("within_4_hours") == "2025-12-31"
    assert as_of.rule(Project(mini), "within_4_hours") == "period_end"


def test_a_release_on_record_counts_and_not_the_end_of_the_period(mini: Path) -> None:
    replace(mini / "data/sources.yml", "    published: 2026-09-01\n", RELEASES)
    for day, newest in (
        ("2024-11-04", "2022-12-31"),
        ("2024-11-05", "2023-12-31"),
        # The period of 2024 is in the publication that was read, of September 2026.
        ("2026-08-31", "2023-12-31"),
        ("2026-09-01", "2024-12-31"),
    ):
        known_on(mini, day)
        assert last("avoidable_deaths") == newest, day
    assert as_of.rule(Project(mini), "avoidable_deaths") == "both"
    assert as_of.rule(Project(mini), "smoking") == "release"


def test_what_nothing_is_known_of_yet_has_no_page(mini: Path) -> None:
    assert "smoking" in coverage.covered(Catalogue.read(Project(mini)))
    known_on(mini, "2026-08-31")
    covered = coverage.covered(Catalogue.read(Project(mini)))
    assert sorted(covered) == ["avoidable_deaths", "within_4_hours"]


def test_a_page_is_stale_only_where_the_day_changes_its_rows(mini: Path) -> None:
    known_on(mini, "2025-12-31")
    reading.clear()
    edition, rows = Catalogue.read(Project(mini)).edition.name, load("within_4_hours")
    assert edition
    assert len(rows)
    notes = reading.notes()
    look_ups = [one for one in notes if "look_up" in one]
    # Neither the record of the source nor the day itself is what the page depends on.
    assert {one["look_up"] for one in look_ups} == {"edition", "indicator"}

    def holds() -> list[bool]:
        found, catalogue = Project(mini), Catalogue.read(Project(mini))
        return [
            *(reads.holds(one.plain(), found) for one in reads.reads()),
            *(
                lookups.holds(catalogue, one["look_up"], one["of"], one["sha256"])
                for one in look_ups
            ),
        ]

    known_on(mini, "2026-01-30")
    assert holds() == [True] * 3
    known_on(mini, "2026-01-31")
    assert holds() == [False, True, True]
    reading.clear()


def test_the_tables_to_download_are_cut_too(mini: Path) -> None:
    known_on(mini, "2025-12-31")
    project = Project(mini)
    path = mini / "data/observations/within_4_hours.csv"
    given = as_of.content(project, path)
    ends = [row["period_end"] for row in csv.DictReader(io.StringIO(given.decode()))]
    assert max(ends) == "2025-12-31"
    assert path.read_bytes().startswith(given[:1000])
    described = {one["path"]: one for one in data_sources.payload(project)["items"]}
    summary = described["data/observations/within_4_hours.csv"]["summary"]
    assert "1 January 2025 to 31 December 2025" in summary
    assert f"{len(ends)} rows" in summary
    population = mini / "data/population.csv"
    assert as_of.content(project, population) == population.read_bytes()


def test_the_rule_is_told_by_the_periods() -> None:
    cut = Cut(date(2025, 3, 31), ((date(2024, 12, 31), date(2025, 11, 4)),))
    ends = pd.Series(pd.to_datetime(["2023-12-31", "2024-12-31", "2025-03-31", "2025-04-01"]))
    assert cut.marked(ends).tolist() == [True, False, True, False]
    assert cut.rule([date(2024, 12, 31)]) == "release"
    assert cut.rule([date(2023, 12, 31)]) == "period_end"
    assert cut.rule([date(2023, 12, 31), date(2024, 12, 31)]) == "both"


WRONG = {
    "a day after the edition": (
        "edition.yml",
        "date: 2026-11-22",
        "date: 2026-11-22\nas_of: 2026-11-23",
        r"edition.yml:4: as_of: is 2026-11-23, after the edition, 2026-11-22",
    ),
    "a release before its period ended": (
        "sources.yml",
        "    published: 2026-09-01\n",
        RELEASES.replace("2024-11-05", "2023-11-05"),
        r"sources.yml:24: sources\[2\].releases\[1\].published: is 2023-11-05, before",
    ),
    "a period that two releases gave first": (
        "sources.yml",
        "    published: 2026-09-01\n",
        RELEASES + RELEASES.split("releases:\n")[1],
        r"sources.yml:26: sources\[2\].releases\[2\]: 2023-12-31 is named above",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "said"), WRONG.values(), ids=WRONG)
def test_a_record_that_cannot_be_is_refused(
    mini: Path, file: str, old: str, new: str, said: str
) -> None:
    replace(mini / "data" / file, old, new)
    catalogue = Catalogue.read(Project(mini))
    with pytest.raises(PlaybookError, match=said):
        _ = catalogue.edition, catalogue.sources
