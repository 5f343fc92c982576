"""Figures on the pages, worked out again with plain Python from the tables: no code of ours."""

from __future__ import annotations

import csv
import json
import math
import re
from pathlib import Path
from statistics import NormalDist

import pytest

Z = NormalDist().inv_cdf(0.975)


def table(root: Path, indicator: str) -> list[dict[str, str]]:
    path = root / "data" / "observations" / f"{indicator}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def words_of(site: Path, page: str) -> str:
    html = (site / f"{page}.html").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def values_of(site: Path, page: str) -> dict[str, dict[str, object]]:
    run = json.loads((site.parent / "runs" / f"{page}.run.json").read_text())
    return {value["key"]: value for value in run["facts"]["values"]}


def wilson(count: int, total: int) -> tuple[float, float]:
    share = count / total
    middle = (share + Z**2 / (2 * total)) / (1 + Z**2 / total)
    half = Z / (1 + Z**2 / total) * math.sqrt(share * (1 - share) / total + Z**2 / (4 * total**2))
    return middle - half, middle + half


@pytest.fixture(scope="module")
def trusts() -> list[str]:
    return ["R1K", "RAS", "RQM", "RYJ"]


def test_four_hour_performance_of_the_trusts_together(
    built_site: Path, root: Path, trusts: list[str]
) -> None:
    rows = [row for row in table(root, "ae_four_hour") if row["period_start"] == "2026-03-01"]
    own = [row for row in rows if row["area"] in trusts]
    assert len(own) == 4
    within = sum(int(row["count"]) for row in own)
    total = sum(int(row["denominator"]) for row in own)
    low, high = wilson(within, total)
    page = words_of(built_site, "indicators/ae_four_hour")
    assert f"{100 * within / total:.1f}%" in page
    assert f"95% interval {100 * low:.1f}% to {100 * high:.1f}%" in page
    england = next(row for row in rows if row["area"] == "E92000001")
    share = 100 * int(england["count"]) / int(england["denominator"])
    assert f"England: {share:.1f}%" in page
    # The whole interval lies above England's value, so the page must say better.
    assert 100 * low > share
    assert "Better than England" in page


def test_preventable_deaths_highest_lowest_and_verdicts(built_site: Path, root: Path) -> None:
    boroughs = {
        "E09000005": "Brent", "E09000009": "Ealing", "E09000013": "Hammersmith and Fulham",
        "E09000015": "Harrow", "E09000017": "Hillingdon", "E09000018": "Hounslow",
        "E09000020": "Kensington and Chelsea", "E09000033": "Westminster",
    }  # fmt: skip
    rows = [
        row
        for row in table(root, "cvd_mortality_preventable_u75")
        if row["period_start"] == "2022-01-01" and row["period_end"] == "2024-12-31"
    ]
    england = float(next(row["value"] for row in rows if row["area"] == "E92000001"))
    own = [row for row in rows if row["area"] in boroughs]
    assert len(own) == 8
    worse = [row for row in own if float(row["lower95"]) > england]
    better = [row for row in own if float(row["upper95"]) < england]
    page = words_of(built_site, "indicators/cvd_mortality_preventable_u75")
    highest = max(own, key=lambda row: float(row["value"]))
    lowest = min(own, key=lambda row: float(row["value"]))
    assert f"{float(lowest['value']):.1f} in {boroughs[lowest['area']]}" in page
    assert f"{float(highest['value']):.1f} in {boroughs[highest['area']]}" in page
    similar = 8 - len(worse) - len(better)
    expected = f"{len(worse)} worse, {len(better)} better and {similar} similar"
    assert expected in page
    for row in own:
        name = boroughs[row["area"]]
        slug = name.lower().replace(" ", "-")
        value = values_of(built_site, "indicators/cvd_mortality_preventable_u75")[
            f"cvd_mortality_preventable_u75.{slug}"
        ]
        assert value["text"] == f"{float(row['value']):.1f} per 100,000"


def test_attendances_are_added_up_over_the_trusts(
    built_site: Path, root: Path, trusts: list[str]
) -> None:
    rows = table(root, "ae_attendances")
    total = sum(
        int(row["count"])
        for row in rows
        if row["area"] in trusts and row["period_start"] == "2026-03-01"
    )
    found = values_of(built_site, "indicators/ae_attendances")["ae_attendances.nwl"]
    assert found["number"] == total
    assert f"{total:,} attendances" in words_of(built_site, "indicators/ae_attendances")


def test_no_figure_is_made_for_months_in_which_a_trust_did_not_report(
    built_site: Path, root: Path, trusts: list[str]
) -> None:
    rows = table(root, "ae_four_hour")
    missing = {
        row["period_start"] for row in rows if row["area"] in trusts and row["status"] == "missing"
    }
    assert {"2020-04-01", "2023-05-01"} <= missing
    run = json.loads((built_site.parent / "runs" / "indicators" / "ae_four_hour.ipynb").read_text())
    outputs = [o for cell in run["cells"] for o in cell.get("outputs", [])]
    components = [
        o["data"]["application/vnd.playbook.component+json"]
        for o in outputs
        if "application/vnd.playbook.component+json" in o.get("data", {})
    ]
    figure = next(one for one in components if one.get("id") == "over-time")
    drawn = {
        row["end"][:7]: row["value"]
        for row in csv.DictReader(figure["csv"]["text"].splitlines())
        if row["role"] == "system"
    }
    assert all(drawn[start[:7]] == "" for start in missing)
    assert drawn["2019-06"] == ""  # a month for which there are no rows at all
    assert drawn["2023-06"] != ""


def test_residents_and_deprivation_of_a_borough(built_site: Path, root: Path) -> None:
    with (root / "data" / "population.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["area"] == "E09000005"]
    total = sum(int(row["population"]) for row in rows)
    young = sum(int(row["population"]) for row in rows if int(row["age_start"]) < 25)
    with (root / "data" / "deprivation_2025.csv").open(encoding="utf-8", newline="") as stream:
        small = [row for row in csv.DictReader(stream) if row["area"] == "E09000005"]
    poorest = sum(int(row["population"]) for row in small if int(row["decile"]) <= 3)
    share = poorest / sum(int(row["population"]) for row in small)
    page = words_of(built_site, "places/brent")
    assert f"{total:,}" in page
    assert f"{young / total:.0%}" in page
    assert f"{share:.0%}" in page
    assert str(len(small)) in page


def test_the_rank_in_england(built_site: Path, root: Path) -> None:
    with (root / "data" / "places" / "areas.csv").open(encoding="utf-8", newline="") as stream:
        kinds = {row["code"]: row["type"] for row in csv.DictReader(stream)}
    rows = [
        row
        for row in table(root, "cvd_mortality_preventable_u75")
        if row["period_end"] == "2024-12-31" and kinds[row["area"]] in {"utla", "ltla"}
    ]
    order = sorted(rows, key=lambda row: (float(row["value"]), row["area"]))
    rank = [row["area"] for row in order].index("E09000005") + 1
    page = words_of(built_site, "indicators/cvd_mortality_preventable_u75")
    assert f"Brent is number {rank} at" in page
    assert f"of {len(rows)}, from lowest" in page
