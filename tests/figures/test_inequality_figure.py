"""The slope across deprivation: its numbers, its words, and when there is none."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from playbook.catalogue import Catalogue
from playbook.figures import groups, inequality_figure
from playbook.figures.measure import Measure
from playbook.observations import load
from playbook.site.svg import Drawings


def lipids(catalogue: Catalogue, name: str = "cvd_lipid_therapy") -> tuple[Measure, pd.DataFrame]:
    """One indicator with its deprivation groups."""
    measure = Measure(catalogue.indicator(name), load(name), catalogue)
    rows = load(name, areas=groups.split_areas(measure), groups=None)
    split = next(s for s in measure.indicator.splits if s.dimension in inequality_figure.FIFTHS)
    return measure, groups.levels(measure, rows, split)


def test_a_straight_line_gives_its_own_ends_and_fits(catalogue: Catalogue) -> None:
    measure, rows = lipids(catalogue)
    value = pd.Series([70.0, 72, 74, 76, 78])
    line = rows.assign(value=value, denominator=1000.0, lower95=value - 1, upper95=value + 1)
    slope = inequality_figure.worked_out(measure, line)
    assert slope is not None
    # By hand: 2 a fifth over five fifths; the most deprived end is half a step before group 1.
    assert slope.gap == pytest.approx(10)
    assert slope.index.intercept == pytest.approx(69)
    assert list(slope.groups["fitted"]) == pytest.approx(list(value))
    assert slope.misfit == ""
    assert slope.clear
    said = inequality_figure.direction(measure, slope)
    assert said == "Lower among the most deprived, by 10.0 percentage points"


def test_a_bend_is_named_by_the_group_that_the_line_misses(catalogue: Catalogue) -> None:
    measure, rows = lipids(catalogue)
    value = pd.Series([70.0, 70, 76, 70, 70])
    bent = rows.assign(value=value, denominator=1000.0, lower95=value - 2, upper95=value + 2)
    slope = inequality_figure.worked_out(measure, bent)
    assert slope is not None
    assert slope.misfit == "the line lies outside the interval of group 3"
    assert inequality_figure.direction(measure, slope) == "No clear slope across deprivation"
    assert "fits these groups badly" in inequality_figure.notes(measure, slope)[-1]


def test_without_intervals_nothing_is_called_clear(catalogue: Catalogue) -> None:
    measure, rows = lipids(catalogue, "hypertension_prevalence")
    slope = inequality_figure.worked_out(measure, rows)
    assert slope is not None
    assert not slope.tested
    assert not slope.clear
    assert inequality_figure.absolute(measure, slope)[1] == ""
    assert "no interval" in inequality_figure.notes(measure, slope)[0]


def test_a_hidden_group_or_too_few_give_no_slope(catalogue: Catalogue) -> None:
    measure, rows = lipids(catalogue)
    hidden = rows.assign(value=rows["value"].where(rows["level"] != "5"))
    assert inequality_figure.worked_out(measure, hidden) is None
    assert inequality_figure.worked_out(measure, rows.head(4)) is None


def test_a_count_keeps_its_plain_figure(catalogue: Catalogue) -> None:
    name = "cyp_mental_health_contacts"
    measure = Measure(catalogue.indicator(name), load(name), catalogue)
    rows = load(name, areas=groups.split_areas(measure), groups=None)
    (plain,) = [one for one in groups.by_split(measure, rows) if one.id == "by-imd-quintile"]
    assert "fitted" not in plain.data
    measure, _ = lipids(catalogue)
    rows = load("cvd_lipid_therapy", areas=groups.split_areas(measure), groups=None)
    (sloped,) = [one for one in groups.by_split(measure, rows) if one.id == "by-imd-quintile"]
    assert "fitted" in sloped.data


@pytest.mark.parametrize("drawing", ["wide", "narrow"])
@pytest.mark.parametrize("name", ["cvd_lipid_therapy", "cvd_primary_prevention_lipid"])
def test_no_value_is_written_across_an_interval(
    catalogue: Catalogue, name: str, drawing: str, tmp_path: Path
) -> None:
    measure, rows = lipids(catalogue, name)
    split = next(s for s in measure.indicator.splits if s.dimension in inequality_figure.FIFTHS)
    figure = inequality_figure.gradient(measure, rows, split)
    assert figure is not None
    svg = Drawings(tmp_path).svg(figure.payload()[drawing])
    number = r"(-?[\d.]+)"
    bars = re.findall(rf'rule mark[^>]*translate\({number},{number}\)" x2="0" y2="{number}"', svg)
    values = re.findall(
        rf'text mark" text-anchor="(start|end)" transform="translate\({number},{number}\)"[^>]*'
        r'font-weight="bold"[^>]*>([^<]+)<',
        svg,
    )
    assert len(bars) == len(values) == len(rows)
    for anchor, x, y, text in values:
        start = float(x) - (7 * len(text) if anchor == "end" else 0)
        for at, one, length in bars:
            low, high = sorted((float(one), float(one) + float(length)))
            across = start < float(at) < start + 7 * len(text) and low < float(y) - 4 < high
            assert not across, f"{text} is written across the interval at {at}"


def test_a_value_without_room_after_its_dot_stands_before_it() -> None:
    assert inequality_figure.hemmed_in([0.1, 0.3, 0.5, 0.7, 0.9], 0.19) == []
    assert inequality_figure.hemmed_in([0.1, 0.5, 0.8, 0.9], 0.2) == [2]
    # No room on either side: it stays after its dot.
    assert inequality_figure.hemmed_in([0.1, 0.2, 0.3, 0.9], 0.2) == []
