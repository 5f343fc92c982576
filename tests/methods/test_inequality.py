"""Slope index, gradient and deprivation quantiles, by independent routes."""

import numpy as np
import pandas as pd
import PHStatsMethods
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.methods.inequality import assign_quantiles, gradient, ridit, slope_index

NAN = float("nan")
VALUES = [75.9, 78.3, 83.8, 83.6, 80.5, 81.1, 81.7, 84.2, 80.6, 86.3]
PEOPLE = [7291, 7997, 6105, 7666, 5790, 6934, 5918, 5974, 7147, 7534]
ERRORS = [1.64, 1.58, 1.51, 1.78, 1.7, 1.56, 1.37, 1.4, 2.43, 1.57]
FAST = {"repetitions": 2_000}


def textbook(values, people) -> tuple[float, float]:
    """Least squares of Y√a on √a and b√a without an intercept, as OHID writes the method."""
    a = np.array(people, float) / np.sum(people)
    b = np.array([a[:i].sum() + a[i] / 2 for i in range(len(a))])
    design = np.column_stack([np.sqrt(a), b * np.sqrt(a)])
    return tuple(np.linalg.lstsq(design, np.array(values) * np.sqrt(a), rcond=None)[0])


def test_ranks_are_the_midpoints_of_cumulative_shares():
    share, rank = ridit([12, 10, 78])
    assert share.tolist() == pytest.approx([0.12, 0.10, 0.78])
    assert rank.tolist() == pytest.approx([0.06, 0.17, 0.61])


def test_it_is_the_regression_that_the_method_describes():
    intercept, slope = textbook(VALUES, PEOPLE)
    result = slope_index(VALUES, PEOPLE)
    assert result.intercept == pytest.approx(intercept)
    assert result.sii == pytest.approx(slope)
    assert result.rii == pytest.approx((intercept + slope) / intercept)


def test_without_errors_there_is_no_interval():
    result = slope_index(VALUES, PEOPLE)
    assert (result.sii_lower, result.sii_upper, result.rii_lower, result.rii_upper) == (None,) * 4
    assert "no standard errors or limits" in result.reason


@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_the_simulated_interval_is_close_to_the_exact_one(confidence):
    # A sum of normals is normal, so for the default type the interval has a closed form.
    a = np.array(PEOPLE) / np.sum(PEOPLE)
    rank = np.cumsum(a) - a / 2
    slope_of = a * (rank - a @ rank) / (a @ (rank - a @ rank) ** 2)
    spread = np.sqrt(((slope_of * ERRORS) ** 2).sum())
    z = {0.95: 1.959964, 0.998: 3.090232}[confidence]
    result = slope_index(VALUES, PEOPLE, ERRORS, confidence=confidence)
    assert result.sii_lower == pytest.approx(result.sii - z * spread, abs=0.05 * spread)
    assert result.sii_upper == pytest.approx(result.sii + z * spread, abs=0.05 * spread)
    assert result.rii_lower < result.rii < result.rii_upper
    assert result.reason == ""


def test_rates_are_drawn_on_the_log_scale_and_fitted_on_their_own():
    values, people = np.array([150.0, 131, 127, 130, 90]), [14, 15, 15, 14, 14]
    low, high = values * np.exp(-0.1 * 1.959964), values * np.exp(0.1 * 1.959964)
    result = slope_index(values, people, None, low, high, "rate", seed=3)
    intercept, slope = textbook(values, people)
    assert (result.intercept, result.sii) == pytest.approx((intercept, slope))
    random = np.random.default_rng(99)
    again = [textbook(values * np.exp(random.normal(0, 0.1, 5)), people)[1] for _ in range(4000)]
    expected = np.percentile(again, [2.5, 97.5])
    assert [result.sii_lower, result.sii_upper] == pytest.approx(list(expected), rel=0.05)


def test_standard_errors_of_a_rate_are_those_of_its_logarithm():
    values, people = np.array([150.0, 131, 127, 130, 90]), [1] * 5
    low, high = values * np.exp(-0.1 * 1.959964), values * np.exp(0.1 * 1.959964)
    by_limits = slope_index(values, people, None, low, high, "rate", **FAST)
    by_errors = slope_index(values, people, [0.1] * 5, value_type="rate", **FAST)
    assert by_errors.sii_lower == pytest.approx(by_limits.sii_lower, rel=1e-5)


def test_proportions_in_per_cent_and_as_shares_agree():
    shares = np.array([0.30, 0.27, 0.22, 0.19, 0.12])
    low, high = shares - 0.02, shares + 0.02
    share = slope_index(shares, [1] * 5, None, low, high, "proportion", **FAST)
    cent = slope_index(
        shares * 100, [1] * 5, None, low * 100, high * 100, "proportion", whole=100, **FAST
    )
    for name in ("sii", "sii_lower", "sii_upper", "intercept"):
        assert getattr(cent, name) == pytest.approx(100 * getattr(share, name))
    for name in ("rii", "rii_lower", "rii_upper"):
        assert getattr(cent, name) == pytest.approx(getattr(share, name))


def test_a_line_on_the_logarithms_can_be_asked_for():
    values = 100 * np.exp(-0.5 * np.array([0.1, 0.3, 0.5, 0.7, 0.9]))
    result = slope_index(values, [1] * 5, value_type="rate", transform=True)
    assert result.intercept == pytest.approx(100)
    assert result.rii == pytest.approx(np.exp(-0.5))
    assert result.sii == pytest.approx(100 * (np.exp(-0.5) - 1))


def test_the_same_seed_gives_the_same_limits_and_another_seed_others():
    first = slope_index(VALUES, PEOPLE, ERRORS, **FAST)
    assert first == slope_index(VALUES, PEOPLE, ERRORS, **FAST)
    assert first.sii_lower != slope_index(VALUES, PEOPLE, ERRORS, seed=1, **FAST).sii_lower


def test_a_suppressed_group_leaves_nothing_to_calculate():
    result = slope_index([*VALUES[:9], NAN], PEOPLE, ERRORS)
    assert (result.sii, result.rii, result.intercept) == (None, None, None)
    assert result.reason == "group 10 has no value"


def test_a_group_without_limits_leaves_the_index_and_no_interval():
    result = slope_index(VALUES, PEOPLE, [*ERRORS[:9], NAN])
    assert result.sii == pytest.approx(7.000234760)
    assert result.sii_lower is None
    assert "no interval" in result.reason


def test_a_rate_of_0_leaves_the_index_and_no_interval():
    values = [3.0, 2, 2, 1, 0]
    result = slope_index(values, [1] * 5, None, [1] * 5, [4] * 5, "rate", **FAST)
    assert result.sii == pytest.approx(textbook(values, [1] * 5)[1])
    assert result.sii_lower is None
    assert "0 or the whole" in result.reason


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (([1] * 4, [1] * 4), {}, "4 groups; a slope index needs 5 to 100"),
        (([1] * 101, [1] * 101), {}, "101 groups"),
        (([1] * 5, [1] * 6), {}, "5 values but 6 populations"),
        (([1] * 5, [1, 1, 0, 1, 1]), {}, "population above 0"),
        (([1] * 5, [1, 1, NAN, 1, 1]), {}, "population above 0"),
        (([1] * 5, [1] * 5, [1, -1, 1, 1, 1]), {}, "negative in group 2"),
        (([1] * 5, [1] * 5, [1] * 4), {}, "4 errors or limits for 5"),
        (([1] * 5, [1] * 5, None, [2] * 5, [1] * 5), {}, "Lower limit above upper in group 1"),
        (([-1, 1, 1, 1, 1], [1] * 5), {"value_type": "rate"}, "negative"),
        (([30] * 5, [1] * 5), {"value_type": "proportion"}, "whole=100"),
        (([1] * 5, [1] * 5), {"value_type": "ratio"}, "'ratio'"),
        (([1] * 5, [1] * 5), {"repetitions": 999}, "999 repetitions"),
        (([1] * 5, [1] * 5), {"confidence": 95}, "Confidence is 95"),
    ],
)
def test_nonsense_is_refused(arguments, options, said):
    with pytest.raises(ValueError, match=said):
        slope_index(*arguments, **options)


groups = st.integers(5, 20).flatmap(
    lambda size: st.tuples(
        st.lists(st.floats(1, 100), min_size=size, max_size=size),
        st.lists(st.integers(1, 10_000), min_size=size, max_size=size),
    )
)


@given(groups)
def test_reversing_the_order_flips_the_sign_and_inverts_the_ratio(table):
    values, people = table
    ahead, back = slope_index(values, people), slope_index(values[::-1], people[::-1])
    assert back.sii == pytest.approx(-ahead.sii, abs=1e-6)
    assert back.intercept == pytest.approx(ahead.intercept + ahead.sii, abs=1e-6)


@given(groups)
def test_any_table_gives_the_textbook_regression(table):
    intercept, slope = textbook(*table)
    result = slope_index(*table)
    assert result.sii == pytest.approx(slope, abs=1e-5)
    assert result.intercept == pytest.approx(intercept, abs=1e-5)


@settings(max_examples=20, deadline=None)
@given(groups)
def test_the_interval_holds_the_index(table):
    values, people = table
    result = slope_index(values, people, [5.0] * len(values), **FAST)
    assert result.sii_lower < result.sii < result.sii_upper


def test_the_gradient_runs_from_the_most_deprived():
    frame = pd.DataFrame(
        {"quantile": ["3", "1", "2"], "value": [10.0, 20, 15], "lower95": 1, "upper95": 30}
    )
    result = gradient(frame)
    assert result.table["value"].tolist() == [20, 15, 10]
    assert result.table["label"].tolist() == ["1 (most deprived)", "2", "3 (least deprived)"]
    assert (result.absolute_gap, result.relative_gap) == (10, 2)
    assert (result.direction, result.steady) == ("higher in the most deprived", True)


@pytest.mark.parametrize(
    ("values", "direction", "steady"),
    [
        ([1.0, 3, 2], "lower in the most deprived", False),
        ([2.0, 2, 2], "no gap", False),
        ([1.0, 1, 2], "lower in the most deprived", False),
        ([NAN, 3, 2], "cannot be calculated", False),
    ],
)
def test_direction_follows_the_ends_and_steadiness_every_step(values, direction, steady):
    frame = pd.DataFrame({"quantile": [1, 2, 3], "value": values})
    result = gradient(frame, lower=None, upper=None)
    assert (result.direction, result.steady) == (direction, steady)


def test_a_missing_end_leaves_no_gap():
    frame = pd.DataFrame({"quantile": [1, 2, 3], "value": [NAN, 3, 0]})
    result = gradient(frame, lower=None, upper=None)
    assert (result.absolute_gap, result.relative_gap) == (None, None)


@pytest.mark.parametrize(
    ("quantiles", "said"), [([1, 1, 2], "given twice"), ([1, 2, 4], "must run"), ([1], "must run")]
)
def test_groups_that_are_no_quantiles_are_refused(quantiles, said):
    with pytest.raises(ValueError, match=said):
        gradient(pd.DataFrame({"quantile": quantiles, "value": 1}), lower=None, upper=None)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(0, 60), min_size=10, max_size=80),
    st.sampled_from([4, 5, 10]),
    st.booleans(),
)
def test_quantiles_are_those_of_the_official_package(scores, quantiles, invert):
    frame = pd.DataFrame({"score": scores})
    expected = PHStatsMethods.ph_quantile(frame, "score", nquantiles=quantiles, invert=invert)
    result = assign_quantiles(
        frame["score"], quantiles, most_deprived="highest" if invert else "lowest"
    )
    assert result.tolist() == expected["quantile"].astype(int).tolist()


def test_areas_without_a_score_have_no_quantile():
    result = assign_quantiles(pd.Series([5, NAN, 4, 3, 2, 1], list("abcdef")))
    assert result.isna().tolist() == [False, True, False, False, False, False]
    assert result["a"] == 1


def test_fewer_areas_than_quantiles_have_none():
    assert assign_quantiles(pd.Series([1.0, 2, 3, 4])).isna().all()


@pytest.mark.parametrize("options", [{"most_deprived": "first"}, {"quantiles": 1}])
def test_unknown_options_are_refused(options):
    with pytest.raises(ValueError, match="give"):
        assign_quantiles(pd.Series([1.0, 2]), **options)
