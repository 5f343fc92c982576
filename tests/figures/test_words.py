"""How numbers, periods and ages are written."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from playbook.figures import words


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        ("2026-03-01", "2026-03-31", "March 2026"),
        ("2022-01-01", "2022-03-31", "January to March 2022"),
        ("2021-01-01", "2021-12-31", "2021"),
        ("2021-04-01", "2022-03-31", "year to March 2022"),
        ("2022-01-01", "2024-12-31", "2022 to 2024"),
        ("2015-11-16", "2016-11-15", "year to November 2016"),
        ("2024-06-30", "2024-06-30", "30 June 2024"),
        ("2020-04-01", "2023-03-31", "April 2020 to March 2023"),
    ],
)
def test_periods_in_words(start: str, end: str, written: str) -> None:
    assert words.period(pd.Timestamp(start), pd.Timestamp(end)) == written


def test_a_sentence_begins_with_a_period() -> None:
    day, year = pd.Timestamp("2024-06-30"), pd.Timestamp("2023-07-01")
    assert words.during(day, day) == "On 30 June 2024"
    assert words.during(year, day) == "In the year to June 2024"
    assert words.during(pd.Timestamp("2024-06-01"), day) == "In June 2024"


@pytest.mark.parametrize(
    ("end", "text", "level"),
    [
        ("2026-11-22", "0 months old", "current"),
        ("2026-10-20", "1 month old", "current"),
        ("2026-03-31", "8 months old", "current"),
        ("2025-11-15", "12 months old", "current"),
        ("2024-12-31", "Ageing: 23 months old", "ageing"),
        ("2022-03-31", "Old: 4 and a half years old", "old"),
        ("2018-03-31", "Old: 8 and a half years old", "old"),
    ],
)
def test_age_counts_from_the_edition(end: str, text: str, level: str) -> None:
    found = words.age(pd.Timestamp(end), dt.date(2026, 11, 22))
    assert found == {"text": text, "level": level}


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "written"),
    [
        (81.15, "%", 1, "81.2%"),
        (2_432_272, "attendances", 0, "2,432,272 attendances"),
        (-0.04, "%", 1, "0.0%"),
        (float("nan"), "%", 1, "no figure"),
        (None, "years", 1, "no figure"),
        (30.0, "per 100,000", 1, "30.0 per 100,000"),
    ],
)
def test_quantities(value: float | None, unit: str, decimals: int, written: str) -> None:
    assert words.quantity(value, unit, decimals) == written


def test_lists_and_ranks() -> None:
    assert words.listing([]) == ""
    assert words.listing(["a"]) == "a"
    assert words.listing(["a", "b", "c"]) == "a, b and c"
    assert [words.ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 112)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "112th",
    ]  # fmt: skip
    assert words.interval(float("nan"), 2, "%") == ""
    assert words.interval(80.9, 81.4, "%") == "80.9% to 81.4%"


@pytest.mark.parametrize(
    ("date", "written"),
    [("2029", "2029"), ("2026-03", "March 2026"), ("2026-05-01", "1 May 2026")],
)
def test_a_date_is_written_as_precisely_as_it_is_known(date: str, written: str) -> None:
    assert words.partial(date) == written


def test_a_capital_leaves_the_rest_alone() -> None:
    assert words.capital("per cent of A&E visits") == "Per cent of A&E visits"
    assert words.capital("") == ""
