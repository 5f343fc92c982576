"""Places and their context in the committed tables."""

from __future__ import annotations

import json
from collections import Counter

import pytest
import yaml

from tests.sources.embedded import COUNTRY, DATA, observed, table

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
        shares[row["trust"]] += float(row["share"])
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


def test_what_followed_a_trust_that_merged_has_figures_when_it_ended() -> None:
    """No attendances are lost by a merger: whoever follows goes on reporting after it."""
    rows = observed("ae_attendances", group="all")
    last = {row["area"]: "" for row in rows}
    for row in rows:
        last[row["area"]] = max(last[row["area"]], row["period_start"])
    merged = [row for row in table("places/changes.csv") if row["code"].startswith("R")]
    followed = [row for row in merged if row["successor"] and row["code"] in last]
    assert len(followed) > 10
    for row in followed:
        assert row["successor"] in last, row["code"]
        assert last[row["successor"]] > last[row["code"]], row["code"]
