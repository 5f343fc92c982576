"""People between now and the target, and between groups: every number by its own arithmetic."""

from __future__ import annotations

from math import ceil

import pandas as pd
import pytest

from playbook.catalogue import Catalogue
from playbook.figures import equity_gap, groups, people_gap
from playbook.figures.measure import Measure
from playbook.observations import load


def within(catalogue: Catalogue, seen: dict[str, tuple[int, int]]) -> Measure:
    """The 4-hour measure with the newest counts (within 4 hours, all) of its trusts replaced."""
    rows = load("ae_four_hour")
    last = rows["period_end"].max()
    for code, (count, size) in seen.items():
        mine = (rows["area"] == code) & (rows["period_end"] == last)
        rows.loc[mine, ["count", "denominator", "value"]] = [count, size, 100 * count / size]
    return Measure(catalogue.indicator("ae_four_hour"), rows, catalogue)


def people(measure: Measure) -> dict[str, float]:
    figure = people_gap.to_target(measure)
    assert figure is not None
    return dict(zip(figure.data["area"], figure.data["value"], strict=True))


def test_the_gap_is_the_people_short_of_the_share_by_place_and_in_all(
    catalogue: Catalogue,
) -> None:
    seen = {"R1K": (900, 1000), "RAS": (940, 1000), "RQM": (1900, 2001), "RYJ": (960, 1000)}
    measure = within(catalogue, seen)
    short = {
        measure.name(code): max(0, ceil(95 * size / 100) - count)
        for code, (count, size) in seen.items()
    }
    whole = ceil(0.95 * 5001) - (900 + 940 + 1900 + 960)
    assert people(measure) == short | {"North West London": whole}
    figure = people_gap.to_target(measure)
    assert figure is not None
    assert figure.title == "At 95%: 51 more attendances within 4 hours in March 2026"
    # A place past the target helps nobody elsewhere: 50 + 10 + 1, not 51.
    assert any("add up to 61" in note for note in figure.notes)
    assert any("was not set for each of these trusts" in note for note in figure.notes)
    assert any(note.startswith("At 78%, the target for March 2026") for note in figure.notes)


def test_a_place_without_a_figure_is_named_and_not_counted(catalogue: Catalogue) -> None:
    measure = within(catalogue, {"RAS": (900, 1000)})
    rows = measure.rows
    gone = (rows["area"] == "R1K") & (rows["period_end"] == rows["period_end"].max())
    rows.loc[gone, ["value", "count", "denominator"]] = float("nan")
    figure = people_gap.to_target(Measure(measure.indicator, rows, catalogue))
    assert figure is not None
    assert "London North West" not in list(figure.data["area"])
    assert "Left out, with no figure: London North West." in figure.notes


def test_there_is_no_figure_past_every_target_or_without_one(catalogue: Catalogue) -> None:
    passed = dict.fromkeys(catalogue.system.trusts, (990, 1000))
    assert people_gap.to_target(within(catalogue, passed)) is None
    name = "cvd_lipid_therapy"
    assert people_gap.to_target(Measure(catalogue.indicator(name), load(name), catalogue)) is None


def test_a_target_that_was_replaced_is_no_yardstick(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure = within(catalogue, dict.fromkeys(catalogue.system.trusts, (740, 1000)))
    old, new, _standing = catalogue.targets_of("ae_four_hour")
    assert old.status == "superseded"
    monkeypatch.setattr(Catalogue, "targets_of", lambda *_: (old,))
    assert people_gap.to_target(measure) is None
    monkeypatch.setattr(Catalogue, "targets_of", lambda *_: (old, new))
    assert people(measure)["North West London"] == (780 - 740) * 4


def split(measure: Measure, **columns: list[float]) -> pd.DataFrame:
    rows = load(
        measure.indicator.id,
        areas=groups.split_areas(measure),
        groups=None,
    )
    fifths = rows["group"].astype(str).str.startswith("imd_quintile=")
    rows = rows[fifths & (rows["period_end"] == rows["period_end"].max())].sort_values("group")
    return rows.assign(**columns)


def test_closing_the_inequality_brings_those_behind_up_to_the_whole(catalogue: Catalogue) -> None:
    name = "cvd_lipid_therapy"
    measure = Measure(catalogue.indicator(name), load(name), catalogue)
    rows = split(measure, count=[50.0, 60, 70, 80, 90], denominator=[100.0] * 5)
    figure = equity_gap.closing_the_inequality(measure, rows)
    assert figure is not None
    # By hand: all together 350 of 500 is 70%; 20 and 10 are short of it; 380 of 500 is 76%.
    assert list(figure.data["value"]) == [20, 10, 0, 0, 0, 30]
    assert "All fifths together would go from 70.0% to 76.0%." in figure.notes
    assert not any("less deprived" in note for note in figure.notes)
    turned = split(measure, count=[90.0, 80, 70, 60, 50], denominator=[100.0] * 5)
    other = equity_gap.closing_the_inequality(measure, turned)
    assert other is not None
    assert "Here the fifths that are behind are the less deprived ones." in other.notes


def test_nothing_to_close_with_equal_groups_a_hidden_one_or_of_another_place(
    catalogue: Catalogue,
) -> None:
    name = "cvd_lipid_therapy"
    measure = Measure(catalogue.indicator(name), load(name), catalogue)
    level = split(measure, count=[70.0] * 5, denominator=[100.0] * 5)
    assert equity_gap.closing_the_inequality(measure, level) is None
    hidden = split(
        measure, count=[50.0, 60, float("nan"), 80, 90], denominator=[100.0, 100, 100, 100, 100]
    )
    assert equity_gap.closing_the_inequality(measure, hidden) is None
    behind = split(measure, count=[50.0, 60, 70, 80, 90], denominator=[100.0] * 5)
    assert equity_gap.closing_the_inequality(measure, behind) is not None
    elsewhere = behind.assign(area=catalogue.system.country)
    assert equity_gap.closing_the_inequality(measure, elsewhere) is None
    modelled = Measure(
        catalogue.indicator("hypertension_prevalence"), load("hypertension_prevalence"), catalogue
    )
    rows = load("hypertension_prevalence", areas=groups.split_areas(modelled), groups=None)
    assert equity_gap.closing_the_inequality(modelled, rows) is None
