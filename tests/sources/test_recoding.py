"""A publisher that begins to answer with another code, for an area renamed or two that merged."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.sources import package
from playbook.sources.refresh import Outcome
from tests.sources import recorded
from tests.sources.loopback import Publishers
from tests.sources.miniature import Playbook, lean
from tests.sources.recorded import Row

NORTH, SOUTH, NEW = "E09000901", "E09000902", "E09000950"
BEGUN = f"{NEW},Northbrook and Weir,Northbrook and Weir,utla,E12000907,ONS,2025-01-01,,,"
RETURNS = ("mini_returns",)


@pytest.fixture
def book(tmp_path: Path, publishers: Publishers) -> Playbook:
    return Playbook(lean(tmp_path / "mini"), publishers)


def record(book: Playbook, *ended: str) -> None:
    """Write into the table of areas that codes ended with 2024, and that a new one follows."""
    path = book.project.data / "places" / "areas.csv"
    text = path.read_text()
    for code in ended:
        text = text.replace(f"{code},", f"{code}|", 1)
    lines = [
        line.replace("|", ",").replace(",ONS,,,,", f",ONS,,2024-12-31,{NEW},")
        if "|" in line
        else line
        for line in text.splitlines()
    ]
    path.write_text("\n".join([*lines[:3], BEGUN, *lines[3:], ""]))
    package.write(book.project.root)


def together(book: Playbook, more: int = 0) -> Row:
    """One row in place of those of the two boroughs, with their counts added up."""
    parts = [row for row in book.smoking if row["area"] != "E92000001"]
    count, of = (sum(int(row[name]) for row in parts) for name in ("count", "denominator"))
    count += more
    figures = {"count": str(count), "denominator": str(of), "value": f"{100 * count / of:.4f}"}
    return parts[0] | {"area": NEW} | figures


def later(*rows: Row) -> list[Row]:
    """The same figures a year on, a little better."""
    return [
        row
        | {"period_start": "2025-01-01", "period_end": "2025-12-31"}
        | {"count": str(int(row["count"]) - 3)}
        | {"value": f"{100 * (int(row['count']) - 3) / int(row['denominator']):.4f}"}
        for row in rows
    ]


def refreshed(book: Playbook) -> Outcome:
    return book.refresh_all(names=RETURNS)["mini_returns"]


def test_a_code_that_is_on_no_record_is_refused_with_where_to_record_it(book: Playbook) -> None:
    book.smoking[:2] = [together(book)]
    before = book.held()
    outcome = refreshed(book)
    assert f"unknown area {NEW}" in str(outcome.error)
    assert "data/places/changes.csv" in str(outcome.error)
    assert book.held() == before


def test_history_that_is_told_under_the_code_after_a_merger_comes_in(book: Playbook) -> None:
    record(book, NORTH, SOUTH)
    book.smoking[:2] = [together(book)]
    outcome = refreshed(book)
    assert outcome.error is None, outcome.error
    (change,) = outcome.changes
    assert change.counts == {"added": 1, "revised": 0, "withdrawn": 2}
    assert [row["area"] for row in change.withdrawn] == [NORTH, SOUTH]


def test_a_merger_that_loses_people_is_doubted(book: Playbook) -> None:
    record(book, NORTH, SOUTH)
    book.smoking[:2] = [together(book, more=-20)]
    before = book.held()
    outcome = refreshed(book)
    assert "--accept smoking:recoded" in str(outcome.error)
    assert f"{NEW} has 10.6977 for 2024-01-01 to 2024-12-31" in str(outcome.error)
    assert book.held() == before


def test_the_first_year_under_the_new_code_is_no_loss_of_areas_and_no_rise(book: Playbook) -> None:
    record(book, NORTH, SOUTH)
    country = book.smoking[2]
    book.smoking += later(together(book), country)
    outcome = refreshed(book)
    assert outcome.error is None, outcome.error
    assert outcome.changes[0].counts == {"added": 2, "revised": 0, "withdrawn": 0}


def test_the_same_year_without_the_record_of_the_merger_is_doubted(book: Playbook) -> None:
    record(book)
    country = book.smoking[2]
    book.smoking += later(together(book), country)
    assert "--accept smoking:areas:2025-12-31" in str(refreshed(book).error)


def test_an_area_under_its_old_and_its_new_code_is_doubted(book: Playbook) -> None:
    record(book, NORTH)
    north, _, country = book.smoking
    book.smoking += later(north, north | {"area": NEW}, country)
    outcome = refreshed(book)
    assert "--accept smoking:twice:2025-12-31" in str(outcome.error)
    assert f"{NORTH} ended on 2024-12-31" in str(outcome.error)


def test_a_rate_goes_on_under_a_new_code_and_is_none_of_its_parts_added_up(book: Playbook) -> None:
    record(book, NORTH)
    for row in book.deaths:
        row["area"] = row["area"].replace(NORTH, NEW)
    book.deaths.sort(key=lambda row: (row["area"], row["period_start"]))
    (change,) = book.refresh().changes
    assert change.counts == {"added": 5, "revised": 0, "withdrawn": 5}
    assert {row["value"] for row in change.added} == {row["value"] for row in change.withdrawn}


def test_a_table_of_some_places_takes_in_what_follows_them(book: Playbook) -> None:
    path = book.project.data / "feeds.yml"
    path.write_text(path.read_text().replace("counts: true", "counts: true\n        areas: held"))
    record(book, NORTH)
    book.smoking[0]["area"] = NEW
    (change,) = refreshed(book).changes
    assert [row["area"] for row in change.added] == [NEW]
    assert recorded.rows(book.project.data / "observations/smoking.csv", area=NEW)
