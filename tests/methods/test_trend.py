"""Recent trend: against an independent fit, at each edge, and when it cannot be calculated."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from playbook.methods.trend import CRITICAL, TEST, recent_trend

NAN = float("nan")


def around(values, half=0.2):
    values = np.asarray(values, dtype=float)
    return values, values - half, values + half


def test_a_rise_is_found_and_judged():
    series = around([10, 11, 12, 13, 14])
    assert recent_trend(*series).direction == "increasing"
    assert recent_trend(*series).judgement == "none"
    assert recent_trend(*series, polarity="HighIsGood").judgement == "getting better"
    assert recent_trend(*series, polarity="LowIsGood").judgement == "getting worse"


def test_a_fall_is_found_and_judged():
    series = around([14, 13, 12, 11, 10])
    assert recent_trend(*series).direction == "decreasing"
    assert recent_trend(*series, polarity="LowIsGood").judgement == "getting better"


def test_only_the_five_most_recent_valid_points_count():
    values, low, high = around([90, 80, 10, 11, NAN, 12, 13, 14])
    result = recent_trend(values, low, high)
    assert (result.direction, result.points) == ("increasing", 5)
    assert result == recent_trend(*around([10, 11, 12, 13, 14]))


def test_the_test_is_named():
    assert recent_trend(*around([1, 2, 3, 4, 5])).test == TEST
    assert "chi-squared" in TEST


def test_no_significant_change_is_not_judged():
    result = recent_trend(*around([10, 10.1, 9.9, 10.05, 10], 2), polarity="HighIsGood")
    assert (result.direction, result.judgement) == ("no significant change", "none")
    assert "not above 9.55" in result.reason


def test_a_flat_series_has_no_change():
    result = recent_trend(*around([7, 7, 7, 7, 7]))
    assert result.direction == "no significant change"
    assert result.slope == pytest.approx(0, abs=1e-12)


def test_a_direction_that_rests_on_one_point_is_no_change():
    # Falling until a last point far above: without it the slope turns.
    result = recent_trend(*around([10, 9.9, 9.8, 9.7, 20]))
    assert result.chi_squared > CRITICAL
    assert result.direction == "no significant change"
    assert "single point" in result.reason


@pytest.mark.parametrize(("factor", "direction"), [(0.999, "no significant change"),
                                                   (1.001, "increasing")])  # fmt: skip
def test_the_critical_value_is_chi_squared_at_99_8_per_cent(factor, direction):
    # Equal errors s and slope b: chi-squared is 10 b² / s², so b = s √(critical / 10).
    half = 1.0
    step = half / 1.96 * np.sqrt(CRITICAL / 10) * factor
    assert recent_trend(*around(step * np.arange(5), half)).direction == direction


@pytest.mark.parametrize(
    ("series", "extra", "why", "points"),
    [
        (around([1, 2, 3, 4]), {}, "4 of the 5 points", 4),
        (around([]), {}, "0 of the 5 points", 0),
        (around([1]), {}, "1 of the 5 points", 1),
        (around([1, 2, 3, 4, 5], 0), {}, "no width", 5),
        (around([1, 2, 3, 4, 5]), {"years_a_period": 3}, "covers 3 years", 5),
        (
            around([1, 2, 3, 4, 100]),
            {"counts": [1, 2, 3, 4, 100], "denominators": [100] * 5},
            "equals its denominator",
            5,
        ),
    ],
)
def test_what_cannot_be_calculated_says_why(series, extra, why, points):
    result = recent_trend(*series, **extra, polarity="HighIsGood")
    assert (result.direction, result.judgement) == ("cannot be calculated", "none")
    assert why in result.reason
    assert result.points == points
    assert result.chi_squared is None
    assert result.slope is None


def test_a_count_that_equals_its_denominator_long_ago_does_not_matter():
    series = around([100, 1, 2, 3, 4, 5])
    result = recent_trend(*series, counts=[100, 1, 2, 3, 4, 5], denominators=[100] * 6)
    assert result.direction == "increasing"


@pytest.mark.parametrize(
    ("periods", "said"),
    [
        ([2019, 2018, 2020, 2021, 2022], "not in order"),
        ([2018, 2018, 2019, 2020, 2021], "2018 is given twice"),
        ([2018, 2019], "2 periods for 5 values"),
    ],
)
def test_periods_out_of_order_or_repeated_are_refused(periods, said):
    with pytest.raises(ValueError, match=said):
        recent_trend(*around([1, 2, 3, 4, 5]), periods=periods)


def test_a_series_on_dates_is_checked_by_its_own_index():
    dates = pd.to_datetime(["2020-01-01", "2019-01-01", "2021-01-01", "2022-01-01", "2023-01-01"])
    values, low, high = (pd.Series(item, dates) for item in around([1, 2, 3, 4, 5]))
    with pytest.raises(ValueError, match="not in order"):
        recent_trend(values, low, high)


def test_series_of_unlike_length_or_crossed_limits_are_refused():
    with pytest.raises(ValueError, match="Lengths differ"):
        recent_trend([1, 2], [1], [2, 3])
    with pytest.raises(ValueError, match="at point 2"):
        recent_trend([1, 2], [0, 3], [2, 2])


@given(
    st.lists(st.floats(-100, 100), min_size=5, max_size=5),
    st.lists(st.floats(0.1, 10), min_size=5, max_size=5),
)
def test_the_slope_and_chi_squared_are_those_of_an_independent_weighted_fit(values, halves):
    values, halves = np.array(values), np.array(halves)
    result = recent_trend(values, values - halves, values + halves)
    error = (values + halves - (values - halves)) / 3.92
    (slope, _), covariance = np.polyfit(range(1, 6), values, 1, w=1 / error, cov="unscaled")
    assert result.slope == pytest.approx(slope, abs=1e-8)
    assert result.chi_squared == pytest.approx(slope**2 / covariance[0, 0], rel=1e-6, abs=1e-6)


@given(st.lists(st.floats(-100, 100), min_size=5, max_size=5), st.floats(0.1, 10))
def test_turning_the_series_over_turns_the_direction_over(values, half):
    turned = {"increasing": "decreasing", "decreasing": "increasing"}
    up, down = recent_trend(*around(values, half)), recent_trend(*around(np.negative(values), half))
    # A slope of exactly 0 counts as a rise in the published method, so leave that edge out.
    assume(abs(up.slope) > 1e-9 and up.reason[:9] == down.reason[:9])
    assert down.direction == turned.get(up.direction, up.direction)
