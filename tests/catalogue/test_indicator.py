"""The rules inside a record: each is broken here once, and named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project
from playbook.errors import PlaybookError
from tests.catalogue.editing import replace

HOURS, DEATHS, SMOKING = "within_4_hours", "avoidable_deaths", "smoking"


@pytest.mark.parametrize(
    ("indicator", "old", "new", "field", "message"),
    [
        (HOURS, "multiplier: 100\n", "multiplier: 1000\n", "multiplier", "must be 100"),
        (DEATHS, "multiplier: 100000\n", "", "multiplier", "Say per how many"),
        (DEATHS, "standard_population: ESP2013\n", "", "standard_population", "method dsr"),
        (HOURS, "method: proportion\n", "method: dsr\n", "standard_population", "method dsr"),
        (HOURS, "method: wilson", "method: byars", "ci.method", "does not suit a proportion"),
        (HOURS, "method: wilson", "method: none", "ci.reason", "Say why there is no interval"),
        (HOURS, "level: [0.95]", "level: []", "ci.level", "Say which levels"),
        (HOURS, "level: [0.95]", "level: [0.9]", "ci.level[1]", "Choose 0.95 or 0.998"),
        (DEATHS, "method: fingertips_5pt", "method: xmr", "trend.method", "for monthly series"),
        (HOURS, "spc:\n  baseline: 2025-01-01\n", "", "spc", "belongs to the trend method xmr"),
        (HOURS, "method: xmr", "method: fingertips_5pt", "trend.method", "periods of one year"),
        (
            DEATHS,
            "value_type: Directly standardised rate",
            "value_type: Mean",
            "trend.method",
            "needs a rate or",
        ),
        (SMOKING, "  reason: There is one year.\n", "", "trend.reason", "Say why change is not"),
        (
            SMOKING,
            "method: CIOverlappingReferenceValue95",
            "method: none",
            "benchmark.reason",
            "Say why there is no",
        ),
        (SMOKING, "last: 2024-12-31", "last: 2023-12-31", "period.last", "before 2024-01-01"),
        (SMOKING, '\nversion: "1.0.0"', '\nversion: "1.1.0"', "version", "changelog begins with"),
        (SMOKING, "as_published", "minor", "processing_steps", "Say what was done"),
        (HOURS, "casualty]", "casualty, Casualty]", "synonyms[3]", "is named above"),
        (SMOKING, "synonyms: [smokers, tobacco]\n", "", "synonyms", "is missing"),
        (
            SMOKING,
            "polarity: LowIsGood",
            "polarity: Unknown",
            "polarity",
            "'HighIsGood', 'LowIsGood'",
        ),
        (SMOKING, "review_by: 2027-05-31", "review_by: soon", "review_by", "should be a date"),
        (
            SMOKING,
            "short_title: Adults who smoke",
            f"short_title: {'x' * 61}",
            "short_title",
            "the most is 60",
        ),
    ],
)
def test_a_rule_that_is_broken_is_named(
    mini: Path, indicator: str, old: str, new: str, field: str, message: str
) -> None:
    path = mini / "data" / "indicators" / f"{indicator}.yml"
    replace(path, old, new)
    with pytest.raises(PlaybookError) as caught:
        Catalogue.read(Project(mini)).indicator(indicator)
    named = {problem.field: problem for problem in caught.value.problems}
    assert field in named, str(caught.value)
    assert message in named[field].message
    assert named[field].file == f"data/indicators/{indicator}.yml"
    assert named[field].line is not None


def test_a_benchmark_by_interval_needs_an_interval(mini: Path) -> None:
    path = mini / "data" / "indicators" / f"{SMOKING}.yml"
    replace(path, "  method: wilson\n  level: [0.95]\n", "  method: none\n  reason: A test.\n")
    with pytest.raises(PlaybookError, match=r"benchmark.method: .* needs an interval"):
        Catalogue.read(Project(mini)).indicator(SMOKING)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("missions.yml", "headline: [within_4_hours,", "headline: [smoke,", "smoke is not among"),
        (
            "targets.yml",
            "    value: 78\n",
            "    value: null\n",
            "must be empty for a target in words",
        ),
        ("breaks.yml", "    date: 2024-01-01\n", "", "has no date. Add `date`"),
        ("breaks.yml", "end: 2025-06-30", "end: 2025-05-30", "is 2025-05-30, before `start`"),
        ("sources.yml", "https://example.org/hospital", "example.org", "does not have the form"),
        ("edition.yml", '"2026.11"', '"November"', "does not have the form"),
        ("missions.yml", "    aim:", "    synonyms: [flow, flow]\n    aim:", "flow is named above"),
    ],
)
def test_other_records_have_rules_too(
    mini: Path, file: str, old: str, new: str, message: str
) -> None:
    replace(mini / "data" / file, old, new)
    catalogue = Catalogue.read(Project(mini))
    with pytest.raises(PlaybookError) as caught:
        getattr(catalogue, file.removesuffix(".yml"))
    assert str(caught.value).startswith(f"data/{file}:")
    assert message in str(caught.value)
