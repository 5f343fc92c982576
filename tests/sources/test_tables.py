"""What holds for every committed table, and for the package that lists them."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest

from tests.sources.embedded import DATA, INDICATORS, observed, table

KEY = ("area", "period_start", "period_end", "sex", "age", "group")
HALF_OF_LAST_PLACE = 0.5e-4 + 1e-9


# Every table of observations


def test_there_is_a_table_for_every_indicator_and_no_other() -> None:
    assert sorted(path.stem for path in (DATA / "indicators").glob("*.yml")) == INDICATORS
    assert len(INDICATORS) == 23


@pytest.mark.parametrize("indicator", INDICATORS)
def test_rows_are_unique_sorted_and_of_the_indicator(indicator: str) -> None:
    rows = observed(indicator)
    keys = [tuple(row[c] for c in KEY) for row in rows]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)
    assert {row["indicator"] for row in rows} == {indicator}


@pytest.mark.parametrize("indicator", INDICATORS)
def test_a_value_is_there_if_and_only_if_it_is_published(indicator: str) -> None:
    for row in observed(indicator):
        numbers = [row[c] for c in ("value", "count", "lower95", "upper95")]
        if row["status"] == "published":
            assert row["value"] != "", row
        else:
            assert row["status"] in {"suppressed", "missing"}, row
            assert not any(numbers), row
            assert row["note"], row


@pytest.mark.parametrize("indicator", INDICATORS)
def test_numbers_are_possible(indicator: str) -> None:
    for row in observed(indicator, status="published"):
        value = float(row["value"])
        assert value >= 0, row
        assert not row["count"] or float(row["count"]) >= 0, row
        assert not row["denominator"] or float(row["denominator"]) > 0, row
        assert bool(row["lower95"]) == bool(row["upper95"]), row
        if row["lower95"]:
            assert 0 <= float(row["lower95"]) <= value <= float(row["upper95"]), row


PER_CENT = [
    "adult_obesity",
    "ae_four_hour",
    "child_poverty",
    "cvd_lipid_therapy",
    "cvd_primary_prevention_lipid",
    "cyp_mental_health_waits_4_weeks",
    "diabetes_prevalence",
    "hypertension_prevalence",
    "persistent_absence",
    "smoking_prevalence",
]


@pytest.mark.parametrize("indicator", PER_CENT)
def test_a_per_cent_is_at_most_100(indicator: str) -> None:
    assert max(float(row["value"]) for row in observed(indicator, status="published")) <= 100


def test_beds_beyond_those_counted_are_rare_and_few() -> None:
    above = [row for row in observed("adult_bed_occupancy") if float(row["value"] or 0) > 100]
    assert len(above) == 3
    assert {row["area"] for row in above} == {"RN3"}
    assert max(float(row["value"]) for row in above) < 103


@pytest.mark.parametrize("indicator", INDICATORS)
def test_periods_are_days_in_order_and_not_in_the_future(indicator: str) -> None:
    edition = date(2026, 11, 22)
    for row in observed(indicator):
        start, end = date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])
        assert start <= end <= edition, row


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_area_is_known(indicator: str) -> None:
    known = {row["code"] for row in table("places/areas.csv")}
    assert {row["area"] for row in observed(indicator)} <= known


@pytest.mark.parametrize(
    ("indicator", "factor", "tolerance"),
    [
        ("ae_four_hour", 100, HALF_OF_LAST_PLACE),
        ("ae_twelve_hour_waits", 1000, HALF_OF_LAST_PLACE),
        ("adult_bed_occupancy", 100, HALF_OF_LAST_PLACE),
        ("ready_to_leave", 100, 1e-3),  # the country's count is rounded to 4 decimals too
        ("cyp_mental_health_waits_4_weeks", 100, HALF_OF_LAST_PLACE),
        ("hypertension_prevalence", 100, 1e-3),  # published to 3 decimals
    ],
)
def test_a_value_is_its_count_over_its_denominator(
    indicator: str, factor: int, tolerance: float
) -> None:
    rows = observed(indicator, status="published")
    for row in rows:
        expected = factor * float(row["count"]) / float(row["denominator"])
        assert float(row["value"]) == pytest.approx(expected, abs=tolerance), row
        if factor == 100 and indicator not in {"adult_bed_occupancy", "ready_to_leave"}:
            assert float(row["count"]) <= float(row["denominator"]), row


# The data package


def test_the_package_tells_the_bytes_the_hash_and_the_rows_of_every_table() -> None:
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    told = {resource["path"]: resource for resource in package["resources"]}
    there = {
        path.relative_to(DATA).as_posix()
        for pattern in ("*.csv", "*/*.csv", "releases/*/*.csv", "*/*.geojson")
        for path in DATA.glob(pattern)
    }
    assert told.keys() == there
    for path, resource in told.items():
        raw = (DATA / path).read_bytes()
        assert resource["bytes"] == len(raw)
        assert resource["hash"] == "sha256:" + hashlib.sha256(raw).hexdigest()
        if path.endswith(".csv"):
            assert resource["rows"] == len(table(path))
        for field in ("title", "publisher", "attribution", "derivation"):
            assert resource[field].strip(), (path, field)
        assert resource["licenses"]
        if not path.startswith("releases/"):
            assert all(one["path"].startswith("https://") for one in resource["sources"])


def test_the_tables_stay_small() -> None:
    assert sum(path.stat().st_size for path in DATA.rglob("*.csv")) < 15_000_000
