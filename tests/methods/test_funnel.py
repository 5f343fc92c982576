"""Funnels: the official package reproduced, at its own sizes and for its own areas."""

import numpy as np
import pandas as pd
import PHStatsMethods
import pytest

from playbook.methods import funnel

LIMITS = ("lower95", "upper95", "lower99_8", "upper99_8")
NAMES = {
    "High (0.001)": "above the 99.8% limit",
    "High (0.025)": "above the 95% limit",
    "Not significant": "within the limits",
    "Low (0.025)": "below the 95% limit",
    "Low (0.001)": "below the 99.8% limit",
    "Not applicable for events less than 10 for DSRs": "not compared",
}


@pytest.fixture
def areas() -> pd.DataFrame:
    random = np.random.default_rng(5)
    size = random.integers(60, 4_000, 150)
    share = np.clip(random.normal(0.1, 0.03, 150), 0.001, 1)
    frame = pd.DataFrame({"count": random.binomial(size, share), "denominator": size})
    frame.loc[:3, "count"] = [0, 1, 9, 10]
    return frame


def test_positions_of_proportions_are_those_of_the_official_package(areas):
    theirs = PHStatsMethods.assign_funnel_significance(areas, "count", "proportion", "denominator")
    ours = funnel.points(areas)
    assert ours["position"].tolist() == theirs["significance"].map(NAMES).tolist()
    assert len(set(ours["position"])) == 5


@pytest.mark.parametrize(("statistic", "kind"), [("crude rate", "crude"), ("dsr", "dsr")])
def test_positions_of_rates_are_those_of_the_official_package(areas, statistic, kind):
    areas = areas[areas["count"] > 0].reset_index(drop=True)
    areas["rate"] = areas["count"] / areas["denominator"] * 100_000
    theirs = PHStatsMethods.assign_funnel_significance(
        areas, "count", "rate", "denominator", "rate", kind, 100_000
    )
    column = "rate" if kind == "dsr" else "denominator"
    ours = funnel.points(areas, "count", column, statistic, multiplier=100_000)
    assert ours["position"].tolist() == theirs["significance"].map(NAMES).tolist()
    assert ours["size"].tolist() == pytest.approx(areas["denominator"].tolist())


@pytest.mark.parametrize("limit", LIMITS)
def test_limits_of_proportions_are_those_of_the_official_package(areas, limit):
    theirs = PHStatsMethods.calculate_funnel_limits(
        areas, "count", "proportion", 100, denom_col="denominator"
    )
    column = limit.replace("95", "_2s_limit").replace("99_8", "_3s_limit")
    baseline = theirs["baseline"].iloc[0]
    for size, expected in zip(theirs["Population"][::7], theirs[column][::7], strict=True):
        ours = funnel.limits(baseline, size, size)
        value = ours.loc[ours["limit"] == limit, "value"].iloc[0]
        assert value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("limit", LIMITS)
def test_limits_of_rates_lie_on_the_curve_of_the_official_package(areas, limit):
    areas = areas[areas["count"] > 0].assign(rate=lambda f: f["count"] / f["denominator"] * 100_000)
    theirs = PHStatsMethods.calculate_funnel_limits(
        areas,
        "count",
        "rate",
        100_000,
        denom_col="denominator",
        rate="rate",
        rate_type="crude",
        years_of_data=1,
    )
    sigma = "2s" if "95" in limit else "3s"
    at, height = f"{limit[:5]}_{sigma}_population_1_year", f"{limit[:5]}_{sigma}_limit"
    curve = funnel.limits(
        theirs["baseline"].iloc[0], 300, 3_000, "crude rate", 100_000, steps=10_000
    )
    ours = curve[curve["limit"] == limit]
    shared = theirs[theirs[at].between(300, 3_000)]
    assert len(shared) > 20
    for size, expected in zip(shared[at], shared[height], strict=True):
        nearest = (ours["size"] - size).abs().idxmin()
        assert ours.loc[nearest, "size"] == pytest.approx(size, rel=1e-5)
        assert ours.loc[nearest, "value"] == pytest.approx(expected, rel=1e-5)


def test_each_group_has_its_own_baseline(areas):
    both = pd.concat([areas.assign(period=1), areas.assign(period=2, count=areas["count"] // 2)])
    result = funnel.points(both.reset_index(drop=True), groups="period")
    alone = funnel.points(areas)
    first = result[result["period"] == 1]
    assert first["position"].tolist() == alone["position"].tolist()
    assert result.groupby("period")["baseline"].nunique().tolist() == [1, 1]


def test_a_missing_area_is_not_compared_and_moves_nothing(areas):
    with_gap = pd.concat(
        [areas, pd.DataFrame({"count": [np.nan], "denominator": [500]})], ignore_index=True
    )
    result = funnel.points(with_gap)
    assert result["position"].iloc[-1] == "not compared"
    assert result["position"].tolist()[:-1] == funnel.points(areas)["position"].tolist()


def test_curves_stay_within_the_sizes_asked_for_and_the_whole():
    for statistic, multiplier in (("proportion", 100), ("crude rate", 100)):
        curve = funnel.limits(2, 5, 2_000, statistic, multiplier)
        assert curve["size"].between(5 - 1e-9, 2_000 + 1e-9).all()
        assert (curve["value"] >= 0).all()
        assert set(curve["limit"]) == set(LIMITS)


def test_curves_narrow_as_areas_grow():
    curve = funnel.limits(20, 50, 5_000).set_index(["size", "limit"])["value"]
    curve = pd.DataFrame({name: curve.xs(name, level="limit") for name in LIMITS})
    width = curve["upper99_8"] - curve["lower99_8"]
    assert (np.diff(width) < 0).all()
    assert (curve["lower99_8"] <= curve["lower95"]).all()
    assert (curve["upper95"] <= curve["upper99_8"]).all()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda f: funnel.points(f, statistic="mean"), "Statistic is 'mean'"),
        (lambda f: funnel.points(f.assign(count=-1)), "negative"),
        (lambda f: funnel.points(f.assign(count=10**6)), "above 'denominator'"),
        (lambda f: funnel.points(f.assign(denominator=0)), "is 0"),
        (lambda f: funnel.points(f.assign(denominator=0), statistic="dsr"), "0 where events"),
    ],
)
def test_areas_that_make_no_sense_are_refused(areas, call, said):
    with pytest.raises(ValueError, match=said):
        call(areas.iloc[5:])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((20, 0, 5), "range above 0"),
        ((20, 9, 5), "range above 0"),
        ((0, 1, 5), "no room"),
        ((120, 1, 5), "no room"),
        ((20, 1, 5, "mean"), "Statistic is 'mean'"),
    ],
)
def test_curves_that_make_no_sense_are_refused(arguments, said):
    with pytest.raises(ValueError, match=said):
        funnel.limits(*arguments)
