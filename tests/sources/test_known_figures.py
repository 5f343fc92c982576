"""Figures of the committed tables that are known from elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import pytest
import yaml

from tests.sources.embedded import COUNTRY, DATA, last_of_month, observed, one, year_total

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
