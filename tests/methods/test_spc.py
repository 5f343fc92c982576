"""Control charts: every rule at its edge, gaps, step changes, icons, and what changes nothing."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from playbook.methods.spc import xmr
from playbook.methods.spc_rules import outside, shift, side, trend, two_of_three

NAN = float("nan")


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)


def months(values, start="2024-01-01") -> pd.Series:
    dates = pd.date_range(start, periods=len(values), freq="MS")
    return pd.Series(values, dates, dtype=float)


class TestOutside:
    def test_on_a_limit_is_inside(self):
        assert outside(array(0, 10, -0.1, 10.1), 0, 10).tolist() == [0, 0, -1, 1]

    def test_a_limit_missed_by_rounding_alone_is_on_it(self):
        assert outside(array(0.1 + 0.2), 0, 0.3).tolist() == [0]


class TestTrend:
    @pytest.mark.parametrize(("points", "marked"), [(6, 0), (7, 7), (8, 8)])
    def test_it_takes_seven_points(self, points, marked):
        assert trend(np.arange(float(points))).tolist() == [1] * marked + [0] * (points - marked)

    def test_a_fall_is_marked_as_a_fall(self):
        assert trend(array(7, 6, 5, 4, 3, 2, 1)).tolist() == [-1] * 7

    def test_a_tie_ends_it(self):
        assert trend(array(1, 2, 3, 3, 4, 5, 6, 7)).tolist() == [0] * 8

    def test_a_tie_before_it_leaves_it_whole(self):
        assert trend(array(1, 1, 2, 3, 4, 5, 6, 7)).tolist() == [0, *[1] * 7]

    def test_only_its_own_points_are_marked(self):
        assert trend(array(2, 1, 2, 3, 4, 5, 6, 7, 3)).tolist() == [0, *[1] * 7, 0]

    def test_a_peak_shared_by_two_trends_belongs_to_the_later(self):
        up_and_down = array(1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1)
        assert trend(up_and_down).tolist() == [1] * 6 + [-1] * 7


class TestShift:
    @pytest.mark.parametrize(("points", "marked"), [(6, 0), (7, 7), (8, 8)])
    def test_it_takes_seven_points(self, points, marked):
        assert shift(np.full(points, 5.0), 4).tolist() == [1] * marked + [0] * (points - marked)

    def test_below_the_mean_counts_as_well(self):
        assert shift(np.full(7, 3.0), 4).tolist() == [-1] * 7

    def test_a_point_on_the_mean_ends_it(self):
        assert shift(array(5, 5, 5, 4, 5, 5, 5, 5), 4).tolist() == [0] * 8

    def test_crossing_the_mean_ends_it(self):
        assert shift(array(5, 5, 5, 5, 5, 5, 3), 4).tolist() == [0] * 7


class TestTwoOfThree:
    MEAN, NEAR, LIMITS = 0.0, (-2.0, 2.0), (-3.0, 3.0)

    def marks(self, *values: float) -> list[int]:
        return two_of_three(array(*values), self.MEAN, self.NEAR, self.LIMITS).tolist()

    @pytest.mark.parametrize(
        ("values", "marked"),
        [
            ((2.5, 1, 2.5), [1, 0, 1]),
            ((2.5, 2.5, 1), [1, 1, 0]),
            ((1, 2.5, 2.5), [0, 1, 1]),
            ((-2.5, -1, -2.5), [-1, 0, -1]),
            ((2.5, 2.5, 2.5), [1, 1, 1]),
        ],
    )
    def test_two_close_points_of_three_are_marked_and_the_third_is_not(self, values, marked):
        assert self.marks(*values) == marked

    @pytest.mark.parametrize(
        "values",
        [
            (2.5, -1, 2.5),  # the third on the other side of the mean
            (2.5, 0, 2.5),  # the third on the mean
            (2.5, 1, -2.5),  # close to different limits
            (2.5, 1, 1, 2.5),  # two in four
            (2.0, 1, 2.0),  # exactly on the near limit is not beyond it
            (3.5, 1, 2.5),  # one outside, only one close
            (2.5, 2.5),  # two points are no three
        ],
    )
    def test_what_is_not_two_of_three(self, values):
        assert self.marks(*values) == [0] * len(values)

    def test_a_point_on_the_limit_is_still_close(self):
        assert self.marks(3.0, 1, 2.5) == [1, 0, 1]

    def test_the_third_may_lie_outside(self):
        assert self.marks(3.5, 2.5, 2.5) == [0, 1, 1]


def test_a_value_on_the_line_is_on_neither_side():
    assert side(array(1, 2, 3), 2).tolist() == [-1, 0, 1]
    assert side(np.full(20, 0.1), float(np.mean(np.full(20, 0.1)))).tolist() == [0] * 20


def test_a_point_gets_the_first_rule_in_the_order_of_precedence():
    values = [10, 11, 9, 10, 11, 9, 10, 11, 9, 10, 1, 2, 3, 4, 5, 6, 40]
    points = xmr(values, screen_outliers=False).points
    assert points["rule"].iloc[-1] == "outside_limits"
    assert points["rule"].iloc[10:16].tolist() == ["trend"] * 6


def test_a_shift_is_found_in_the_chart_and_outranked_by_two_of_three():
    values = [8, 12] * 6 + [14.5, 14.5, 13, 14.5, 13, 13, 13]
    chart = xmr(values, improvement="increase")
    # Mean 10.816, average moving range 63 / 18 = 3.5: near limit 17.0, so nothing is close.
    assert chart.points["mean"].iloc[0] == pytest.approx(215.5 / 19)
    assert chart.points["rule"].iloc[-7:].tolist() == ["shift"] * 7
    assert chart.points["point_type"].iloc[-7:].tolist() == ["improvement"] * 7
    assert chart.variation == "improvement_high"


@pytest.mark.parametrize(
    ("improvement", "kind", "variation"),
    [
        ("increase", "concern", "concern_low"),
        ("decrease", "improvement", "improvement_low"),
        ("neutral", "neutral_low", "neutral_low"),
    ],
)
def test_the_direction_that_is_better_decides_the_type(improvement, kind, variation):
    chart = xmr([10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 2], improvement)
    assert chart.points["point_type"].iloc[-1] == kind
    assert chart.variation == variation


def test_variation_is_that_of_the_latest_reported_point():
    chart = xmr([10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 30, NAN], "increase")
    assert chart.points["point_type"].iloc[-1] == ""
    assert chart.variation == "improvement_high"


class TestLimits:
    SERIES = (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)

    def test_both_published_conventions_are_offered_and_named(self):
        screened, kept = xmr(self.SERIES), xmr(self.SERIES, screen_outliers=False)
        assert screened.phases[0].average_moving_range == 1
        assert kept.phases[0].average_moving_range == pytest.approx(32 / 17)
        assert "NHSRplotthedots" in screened.convention
        assert "Making Data Count" in kept.convention

    def test_screening_happens_once(self):
        # Ranges 1 (x10), 5, 40: average 55 / 12; only 40 reaches 3.267 times that. Once it is
        # gone, 5 would reach 3.267 times the new average, and must not be screened again.
        values = np.cumsum([0, *[1, -1] * 5, 5, -40])
        assert xmr(values).phases[0].average_moving_range == pytest.approx(15 / 11)

    def test_a_baseline_sets_the_limits_from_the_first_points(self):
        chart = xmr([*[10, 12] * 6, 30, 50, 70], baseline=12)
        assert chart.phases[0].mean == 11
        assert chart.phases[0].average_moving_range == 2
        assert chart.points["rule"].iloc[-3:].tolist() == ["outside_limits"] * 3

    def test_limits_are_not_clipped(self):
        assert xmr(self.SERIES).phases[0].lower_limit < 0

    def test_a_constant_series_has_no_special_cause(self):
        chart = xmr([0.1] * 20, "increase", target=0.2)
        assert set(chart.points["point_type"]) == {"common_cause"}
        assert chart.points["upper_limit"].iloc[0] == pytest.approx(0.1)
        assert (chart.variation, chart.assurance) == ("common_cause", "consistently_fail")


class TestShortSeries:
    @pytest.mark.parametrize("values", [[], [NAN, NAN]])
    def test_no_points_are_no_chart(self, values):
        chart = xmr(values, "increase", target=1)
        assert len(chart.points) == len(values)
        assert list(chart.points) == [
            "value", "mean", "lower_limit", "upper_limit", "rule", "point_type",
        ]  # fmt: skip
        assert (chart.variation, chart.assurance, chart.phases) == (None, None, ())
        assert "no chart" in chart.warnings[0]

    def test_one_point_has_a_mean_and_no_limits(self):
        chart = xmr([3], "increase", target=1)
        assert chart.points["mean"].tolist() == [3]
        assert chart.points["lower_limit"].isna().all()
        assert (chart.variation, chart.assurance) == (None, None)
        assert "No limits from 0" in chart.warnings[0]

    @pytest.mark.parametrize(("points", "warned"), [(11, True), (12, False)])
    def test_fewer_than_twelve_points_are_trial_limits(self, points, warned):
        chart = xmr(([1, 2] * 6)[:points])
        assert chart.phases[0].trial is warned
        assert any("Trial limits" in warning for warning in chart.warnings) is warned

    def test_short_yearly_series_are_refused(self):
        yearly = pd.Series([1.0, 2, 3, 4, 5], pd.date_range("2018", periods=5, freq="YS"))
        with pytest.raises(ValueError, match=r"5 yearly points.*recent_trend"):
            xmr(yearly)


class TestGaps:
    def test_a_month_not_reported_is_no_zero(self):
        chart = xmr(months([5, 6, NAN, 5, 6, 5, 6, 5, 6, 5, 6, 5, 6]))
        assert chart.phases[0].mean == pytest.approx(5.5)
        assert chart.points["rule"].tolist() == [""] * 13
        assert chart.points["point_type"].iloc[2] == ""
        assert any("not reported" in warning for warning in chart.warnings)

    def test_no_moving_range_crosses_a_gap(self):
        chart = xmr([1, 2, 1, 2, NAN, 100, 101, 100, 101, 100, 101, 100], screen_outliers=False)
        assert chart.phases[0].average_moving_range == 1

    @pytest.mark.parametrize("gap", [False, True])
    def test_a_run_of_seven_ends_at_a_gap(self, gap):
        rise = [1, 2, 3, 4, NAN, 5, 6, 7] if gap else [1, 2, 3, 4, 5, 6, 7]
        chart = xmr([*[30, 34, 26] * 4, *rise], screen_outliers=False)
        assert ("trend" in set(chart.points["rule"])) is not gap

    @pytest.mark.parametrize("as_periods", [False, True])
    def test_a_month_left_out_of_the_index_is_a_gap_too(self, as_periods):
        series = months([30, 34, 26] * 4 + [20, 21, 22, 23, 24, 25, 26, 27])
        if as_periods:
            series = series.to_period("M")
        whole = xmr(series, screen_outliers=False)
        cut = xmr(series.drop(series.index[16]), screen_outliers=False)
        assert whole.points["rule"].eq("trend").sum() >= 7
        assert not cut.points["rule"].eq("trend").any()
        assert not any("not reported" in warning for warning in whole.warnings)
        assert any("not reported" in warning for warning in cut.warnings)


class TestStepChanges:
    def test_each_phase_has_its_own_limits(self):
        chart = xmr(months([*[10, 12] * 6, *[50, 54] * 6]), rebase_at=["2025-01-01"])
        assert [phase.mean for phase in chart.phases] == [11, 52]
        assert [phase.average_moving_range for phase in chart.phases] == [2, 4]
        assert set(chart.points["point_type"]) == {"common_cause"}

    def test_a_date_between_two_points_starts_at_the_next(self):
        chart = xmr(months([*[10, 12] * 6, *[50, 54] * 6]), rebase_at=["2024-12-15"])
        assert chart.phases[1].start == pd.Timestamp("2025-01-01")

    def test_no_run_continues_over_a_step_change(self):
        rise = np.arange(12.0)
        assert "trend" in set(xmr(rise).points["rule"])
        assert "trend" not in set(xmr(rise, rebase_at=[6]).points["rule"])

    def test_the_icons_are_those_of_the_latest_phase(self):
        values = months([*[10, 12] * 6, *[50, 54] * 6])
        chart = xmr(values, "increase", target=40, rebase_at=["2025-01-01"])
        assert chart.assurance == "consistently_pass"
        assert xmr(values.iloc[:12], "increase", target=40).assurance == "consistently_fail"

    @pytest.mark.parametrize("when", ["2023-12-01", "2026-01-01"])
    def test_one_outside_the_series_is_refused(self, when):
        with pytest.raises(ValueError, match="outside the series"):
            xmr(months([1, 2, 3]), rebase_at=[when])

    def test_one_that_is_no_date_is_refused(self):
        with pytest.raises(ValueError, match="Cannot place the step change 'soon'"):
            xmr(months([1, 2, 3]), rebase_at=["soon"])


@pytest.mark.parametrize(
    ("improvement", "target", "assurance"),
    [
        ("increase", 20, "consistently_fail"),
        ("increase", 1, "consistently_pass"),
        ("increase", 10.5, "hit_and_miss"),
        ("decrease", 20, "consistently_pass"),
        ("decrease", 1, "consistently_fail"),
        ("decrease", 10.5, "hit_and_miss"),
        ("increase", 11 + 2.66 * 2, "hit_and_miss"),
        ("neutral", 20, None),
        ("increase", None, None),
        ("increase", NAN, None),
    ],
)
def test_assurance_compares_the_target_with_the_limits(improvement, target, assurance):
    assert xmr([10, 12] * 6, improvement, target=target).assurance == assurance


@pytest.mark.parametrize(
    ("values", "options", "said"),
    [
        ([1, "x"], {}, "needs numbers"),
        ([1, np.inf], {}, "value at 1 is infinite"),
        (months([1, 2, 3]).iloc[::-1], {}, "not in order"),
        (
            pd.concat([months([1, 2]), months([3])]),
            {},
            "1 January 2024 is given twice|not in order",
        ),
        ([1, 2], {"improvement": "up"}, "'up'; give increase"),
        ([1, 2], {"baseline": 11}, "11 points is too short"),
    ],
)
def test_nonsense_is_refused(values, options, said):
    with pytest.raises(ValueError, match=said):
        xmr(values, **options)


def by_the_book(y: list[float]) -> list[str]:
    """The rules again, point by point, from their wording in the reference."""
    n, mean = len(y), sum(y) / len(y)
    ranges = [abs(b - a) for a, b in pairwise(y)]
    average = sum(ranges) / len(ranges)
    reach = 2.66 * average

    def is_outside(i):
        return abs(y[i] - mean) > reach + 1e-9

    def is_close(i):
        return abs(y[i] - mean) > reach * 2 / 3 + 1e-9 and not is_outside(i)

    def window(i, size):
        return [range(k, k + size) for k in range(i - size + 1, i + 1) if k >= 0 and k + size <= n]

    def one_side(points):
        return all(y[k] > mean + 1e-9 for k in points) or all(y[k] < mean - 1e-9 for k in points)

    def monotone(points):
        steps = [y[k + 1] - y[k] for k in list(points)[:-1]]
        return all(s > 0 for s in steps) or all(s < 0 for s in steps)

    names = []
    for i in range(n):
        if is_outside(i):
            names.append("outside_limits")
        elif any(monotone(w) for w in window(i, 7)):
            names.append("trend")
        elif is_close(i) and any(sum(map(is_close, w)) >= 2 and one_side(w) for w in window(i, 3)):
            names.append("two_of_three")
        elif any(one_side(w) for w in window(i, 7)):
            names.append("shift")
        else:
            names.append("")
    return names


series = st.lists(st.integers(-20, 20), min_size=2, max_size=40)


@settings(deadline=None, max_examples=150)
@given(series)
def test_the_rules_agree_with_a_second_reading_of_them(values):
    assert xmr(values, screen_outliers=False).points["rule"].tolist() == by_the_book(values)


@settings(deadline=None, max_examples=80)
@given(series, st.integers(-1000, 1000), st.sampled_from([0.1, 0.5, 3.0, 70.0]), st.booleans())
def test_shifting_and_scaling_change_no_verdict(values, move, scale, screen):
    plain = xmr(values, "increase", target=5, screen_outliers=screen)
    moved = xmr(
        [v * scale + move for v in values],
        "increase",
        target=5 * scale + move,
        screen_outliers=screen,
    )
    # A target exactly on a limit can fall either way by rounding.
    for limit in (plain.phases[0].lower_limit, plain.phases[0].upper_limit):
        assume(abs(limit - 5) > 1e-6)
    assert moved.points["rule"].tolist() == plain.points["rule"].tolist()
    assert moved.points["point_type"].tolist() == plain.points["point_type"].tolist()
    assert (moved.variation, moved.assurance) == (plain.variation, plain.assurance)


@settings(deadline=None, max_examples=100)
@given(series)
def test_turning_the_series_over_swaps_improvement_and_concern(values):
    swap = {"improvement": "concern", "concern": "improvement", "common_cause": "common_cause"}
    up = xmr(values, "increase").points["point_type"].map(swap)
    assert xmr([-v for v in values], "increase").points["point_type"].tolist() == up.tolist()
