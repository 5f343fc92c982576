"""The committed tables, checked with plain Python: nothing here uses the code that made them."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

DATA = Path(__file__).parents[2] / "data"
Row = dict[str, str]
KEY = ("area", "period_start", "period_end", "sex", "age", "group")
INDICATORS = sorted(path.stem for path in (DATA / "observations").glob("*.csv"))
COUNTRY = "E92000001"
HALF_OF_LAST_PLACE = 0.5e-4 + 1e-9


@cache
def table(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def observed(indicator: str, **wanted: str) -> list[Row]:
    """Rows of an indicator that have the values wanted."""
    rows = table(f"observations/{indicator}.csv")
    return [row for row in rows if all(row[c] == value for c, value in wanted.items())]


def one(indicator: str, **wanted: str) -> Row:
    (row,) = observed(indicator, **wanted)
    return row


def year_total(indicator: str, area: str, start: int) -> int:
    """Sum over the 12 months from April."""
    rows = [
        row
        for row in observed(indicator, area=area)
        if f"{start}-04" <= row["period_start"] < f"{start + 1}-04"
    ]
    assert len(rows) == 12
    return sum(int(row["value"]) for row in rows)


def last_of_month(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1


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


# Acute pathway


@pytest.mark.parametrize(
    ("start", "millions"),
    [(2018, 24.83), (2022, 25.35), (2023, 26.32), (2024, 27.37)],
)
def test_attendances_of_the_country_are_those_published(start: int, millions: float) -> None:
    total = year_total("ae_attendances", COUNTRY, start)
    assert total / 1e6 == pytest.approx(millions, abs=0.005)


@pytest.mark.parametrize("indicator", ["ae_attendances", "ae_four_hour", "emergency_admissions"])
def test_the_months_that_were_not_obtained_are_a_gap_and_not_zeros(indicator: str) -> None:
    months = {row["period_start"] for row in observed(indicator)}
    assert len(months) == 36 + 72
    assert not [month for month in months if "2019-04" <= month < "2020-04"]
    assert all(float(row["value"]) > 0 for row in observed(indicator, status="published"))


@pytest.mark.parametrize(
    "indicator", ["ae_attendances", "ae_four_hour", "adult_bed_occupancy", "ready_to_leave"]
)
def test_a_month_is_a_whole_month(indicator: str) -> None:
    for row in observed(indicator):
        start, end = date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])
        assert start.day == 1
        assert last_of_month(end)
        assert (start.year, start.month) == (end.year, end.month)


def test_field_test_trusts_are_missing_until_they_reported_again() -> None:
    missing = observed("ae_four_hour", status="missing")
    assert len(missing) == 532
    assert all("field test" in row["note"] for row in missing)
    by_trust = Counter(row["area"] for row in missing)
    assert by_trust["RYJ"] == by_trust["RQM"] == 38  # April 2020 to May 2023
    for trust in ("RYJ", "RQM"):
        months = {row["period_start"] for row in missing if row["area"] == trust}
        assert (min(months), max(months)) == ("2020-04-01", "2023-05-01")
    assert not {"R1K", "RAS"} & by_trust.keys()


def test_the_four_hour_country_leaves_out_the_attendances_of_who_did_not_report() -> None:
    month = "2022-06-01"
    reported = one("ae_four_hour", area=COUNTRY, period_start=month)
    everyone = one("ae_attendances", area=COUNTRY, period_start=month)
    silent = {row["area"] for row in observed("ae_four_hour", status="missing", period_start=month)}
    left_out = sum(
        int(row["value"])
        for row in observed("ae_attendances", period_start=month)
        if row["area"] in silent
    )
    assert len(silent) == 14
    assert int(everyone["value"]) - int(reported["denominator"]) == left_out


def test_twelve_hour_waits_begin_when_the_files_carry_them() -> None:
    assert min(row["period_start"] for row in observed("ae_twelve_hour_waits")) == "2020-04-01"


def test_the_acute_trusts_of_the_system_have_every_month() -> None:
    system = yaml.safe_load((DATA / "systems" / "nwl.yml").read_text(encoding="utf-8"))
    for trust in system["trusts"]:
        assert len(observed("ae_attendances", area=trust)) == 108
        beds = observed("adult_bed_occupancy", area=trust)
        assert [row["period_start"] for row in beds if row["status"] == "missing"] == ["2022-08-01"]
        assert len(beds) == 41
        ready = observed("ready_to_leave", area=trust)
        assert [row["period_start"] for row in ready if row["status"] == "missing"] == [
            "2022-08-01"
        ]


# Cardiovascular disease


def test_mortality_has_the_boroughs_and_the_regions() -> None:
    newest = observed("cvd_mortality_preventable_u75", period_end="2024-12-31")
    kinds = Counter(row["area"][:3] for row in newest)
    assert kinds == {"E06": 61, "E08": 34, "E09": 31, "E10": 21, "E12": 9, "E92": 1}
    assert len({row["period_start"] for row in observed("cvd_mortality_preventable_u75")}) == 22
    assert all(row["lower95"] for row in newest)


def test_the_audit_has_every_sub_icb_and_the_figures_of_the_system() -> None:
    rows = observed("cvd_lipid_therapy")
    assert len({row["area"] for row in rows}) == 106 + 1
    ours = one("cvd_lipid_therapy", area="E38000256", sex="Persons", group="all")
    assert (ours["value"], ours["count"], ours["denominator"]) == ("84.61", "71225", "84180")
    assert (ours["lower95"], ours["upper95"]) == ("84.37", "84.85")
    assert one("cvd_lipid_therapy", area="E38000256", group="imd_quintile=1")["value"] == "85.15"
    assert one("cvd_lipid_therapy", area="E38000256", group="ethnicity=Black")["value"] == "79.21"


@pytest.mark.parametrize("indicator", ["cvd_lipid_therapy", "cvd_primary_prevention_lipid"])
def test_the_country_of_the_audit_is_the_sum_of_whole_splits_and_says_so(indicator: str) -> None:
    split = ("sex", "age", "group")
    local: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in observed(indicator):
        if row["area"] != COUNTRY:
            local[tuple(row[c] for c in split)].append(row["count"])
    country = {tuple(row[c] for c in split): row for row in observed(indicator, area=COUNTRY)}
    assert country.keys() == {key for key, counts in local.items() if all(counts)}
    for key, row in country.items():
        assert int(row["count"]) == sum(map(int, local[key]))
        assert "rounded to 5" in row["note"]
    assert sum(row["status"] == "suppressed" for row in observed(indicator)) == 11


def test_deciles_add_up_to_the_country() -> None:
    total = one("hypertension_prevalence", area=COUNTRY, group="all")
    deciles = [row for row in observed("hypertension_prevalence") if row["group"] != "all"]
    assert len(deciles) == 10
    parts = sum(float(row["count"]) for row in deciles)
    assert float(total["count"]) == pytest.approx(parts, abs=0.01)
    assert float(total["value"]) == pytest.approx(14.077, abs=0.0005)


# Children and young people


def test_self_harm_in_the_country_is_as_later_releases_have_it() -> None:
    series = {r["period_start"]: r for r in observed("self_harm_admissions_10_24", area=COUNTRY)}
    assert series["2011-04-01"]["value"] == "347.4"
    assert series["2012-04-01"]["value"] == "348.9"
    assert max(series) == "2017-04-01"


def test_waits_of_the_country_and_the_system() -> None:
    country = one("cyp_mental_health_waits_4_weeks", area=COUNTRY, period_start="2021-04-01")
    assert (country["count"], country["denominator"]) == ("137943", "238835")
    assert len(observed("cyp_mental_health_waits_4_weeks", area="QRV")) == 3
    assert not [r for r in observed("cyp_mental_health_waits_4_weeks") if r["area"][:3] == "E54"]


def test_access_covers_12_months_each() -> None:
    for row in observed("cyp_mental_health_access"):
        start, end = date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])
        assert (end - start).days in {364, 365}
    newest = one("cyp_mental_health_access", area="QRV", period_end="2022-03-31")
    assert newest["value"] == "17160"


def test_linked_data_give_no_small_number_away() -> None:
    """Parts add up to the total exactly, none is below 5, and none is withheld alone."""
    rows = observed("cyp_mental_health_contacts")
    total = {r["period_start"]: int(r["value"]) for r in rows if r["area"] == "QRV" and
             r["group"] == "all"}  # fmt: skip
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        assert row["status"] == "published"
        assert int(row["value"]) >= 5
        if row["area"] != "QRV":
            parts["group of practices"][row["period_start"]] += int(row["value"])
        elif row["group"] != "all":
            parts[row["group"].split("=")[0]][row["period_start"]] += int(row["value"])
    assert parts.keys() == {"group of practices", "age", "imd_quintile"}
    for split in parts.values():
        assert split == total
    assert len(total) == 79
    assert total["2021-03-01"] == 26139


# Places and context


def test_areas_have_one_code_each_and_codes_that_lead_somewhere() -> None:
    areas = table("places/areas.csv")
    codes = {row["code"] for row in areas}
    assert len(codes) == len(areas)
    for row in areas:
        assert row["successor"] == "" or row["successor"] in codes, row
        assert row["region"] == "" or row["region"] in codes, row
        if row["valid_from"] and row["valid_to"]:
            assert row["valid_from"] <= row["valid_to"], row
        if row["type"] in {"utla", "ltla", "trust"}:
            assert row["region"], row


def test_a_trust_that_ended_has_no_figures_after_its_end() -> None:
    """One trust merged in April 2018 and is known to have reported on its own until June."""
    ends = {r["code"]: r["valid_to"] for r in table("places/areas.csv") if r["valid_to"]}
    late = {
        row["area"]
        for row in observed("ae_attendances")
        if row["area"] in ends and row["period_start"] > ends[row["area"]]
    }
    assert late == {"RR1"}


def test_no_place_stands_twice_in_a_period() -> None:
    names = {
        row["code"]: row["name"].removesuffix(" (county)") for row in table("places/areas.csv")
    }
    for indicator in ("adult_obesity", "child_poverty", "persistent_absence"):
        seen = Counter(
            (names[r["area"]], r["period_start"], r["sex"], r["age"], r["group"])
            for r in observed(indicator)
        )
        assert max(seen.values()) == 1, indicator


def test_the_system_is_eight_boroughs_on_the_map() -> None:
    system = yaml.safe_load((DATA / "systems" / "nwl.yml").read_text(encoding="utf-8"))
    shapes = json.loads((DATA / "places" / "london_boroughs.geojson").read_text(encoding="utf-8"))
    properties = [feature["properties"] for feature in shapes["features"]]
    assert len(properties) == 33
    assert {p["code"] for p in properties if p["in_system"]} == set(system["boroughs"])
    for feature in shapes["features"]:
        rings = feature["geometry"]["coordinates"]
        if feature["geometry"]["type"] == "MultiPolygon":
            rings = [ring for polygon in rings for ring in polygon]
        for ring in rings:
            assert ring[0] == ring[-1]
            assert all(-0.6 < x < 0.4 and 51.2 < y < 51.8 for x, y in ring)


def test_patients_of_the_systems_trusts_are_all_accounted_for() -> None:
    shares: Counter[str] = Counter()
    for row in table("places/catchments.csv"):
        shares[row["trust"]] += float(row["share"])  # type: ignore[assignment]
    system = yaml.safe_load((DATA / "systems" / "nwl.yml").read_text(encoding="utf-8"))
    for trust in system["trusts"]:
        assert shares[trust] == pytest.approx(1, abs=1e-4)
    assert max(shares.values()) < 1.0001


def test_population_adds_up_from_authorities_to_regions_to_the_country() -> None:
    people: Counter[str] = Counter()
    for row in table("population.csv"):
        people[row["area"]] += int(row["population"])
    assert people[COUNTRY] == 56_536_419
    assert sum(n for area, n in people.items() if area[:3] == "E12") == people[COUNTRY]
    authorities = sum(n for area, n in people.items() if area[:3] in {"E06", "E08", "E09", "E10"})
    assert authorities == people[COUNTRY]
    london = sum(n for area, n in people.items() if area[:3] == "E09")
    assert london == people["E12000007"]


def test_the_standard_population_is_100000() -> None:
    rows = table("standard_population.csv")
    assert sum(int(row["population"]) for row in rows) == 100_000
    assert [int(row["age_start"]) for row in rows] == list(range(0, 91, 5))
    bands = {row["age_band"] for row in table("population.csv")}
    assert bands == {row["age_band"] for row in rows}


@pytest.mark.parametrize(("edition", "areas"), [(2019, 1153), (2025, 1183)])
def test_small_areas_are_those_of_the_boroughs(edition: int, areas: int) -> None:
    rows = table(f"deprivation_{edition}.csv")
    system = yaml.safe_load((DATA / "systems" / "nwl.yml").read_text(encoding="utf-8"))
    assert len({row["lsoa"] for row in rows}) == len(rows) == areas
    assert {row["area"] for row in rows} == set(system["boroughs"])
    by_rank = sorted(rows, key=lambda row: int(row["rank"]))
    deciles = [int(row["decile"]) for row in by_rank]
    assert deciles == sorted(deciles)
    scores = [float(row["score"]) for row in by_rank]
    assert scores == sorted(scores, reverse=True)


def test_every_local_authority_has_its_deprivation_rank() -> None:
    ranks = sorted(int(r["rank_of_average_score"]) for r in table("deprivation_areas_2025.csv"))
    assert ranks == list(range(1, 297))


# The data package


def test_the_package_tells_the_bytes_the_hash_and_the_rows_of_every_table() -> None:
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    told = {resource["path"]: resource for resource in package["resources"]}
    there = {
        path.relative_to(DATA).as_posix()
        for pattern in ("*.csv", "*/*.csv", "*/*.geojson")
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
        assert all(source["path"].startswith("https://") for source in resource["sources"])


def test_the_tables_stay_small() -> None:
    assert sum(path.stat().st_size for path in DATA.rglob("*.csv")) < 15_000_000
