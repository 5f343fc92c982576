"""Comparison with a reference and quintiles: words, edges, symmetry."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.methods.comparison import compare, quintiles

NAN = float("nan")


@pytest.mark.parametrize(
    ("reference", "high", "low", "none"),
    [
        (9.99, "better", "worse", "higher"),
        (10, "similar", "similar", "similar"),
        (12, "similar", "similar", "similar"),
        (14, "similar", "similar", "similar"),
        (14.01, "worse", "better", "lower"),
    ],
)
def test_an_interval_wholly_to_one_side_decides(reference, high, low, none):
    given_polarity = [
        compare(12, 10, 14, reference, polarity)
        for polarity in ("HighIsGood", "LowIsGood", "NoJudgement")
    ]
    assert given_polarity == [high, low, none]


@pytest.mark.parametrize("missing", range(4))
@pytest.mark.parametrize("nothing", [None, NAN])
def test_anything_missing_is_not_compared(missing, nothing):
    arguments = [12, 10, 14, 9]
    arguments[missing] = nothing
    assert compare(*arguments, "HighIsGood") == "not compared"


def test_a_series_comes_back_on_its_own_index():
    index = ["x", "y", "z"]
    result = compare(
        pd.Series([5.0, 5, NAN], index),
        pd.Series([4.0, 4, NAN], index),
        pd.Series([6.0, 6, NAN], index),
        pd.Series([3.0, NAN, 3], index),
        "LowIsGood",
    )
    assert result.to_dict() == {"x": "worse", "y": "not compared", "z": "not compared"}


def test_one_reference_serves_a_whole_series():
    low = pd.Series([1.0, 5, 9])
    assert compare(low + 1, low, low + 2, 6, "NoJudgement").tolist() == [
        "lower", "similar", "higher",
    ]  # fmt: skip


def test_limits_that_cross_are_refused():
    with pytest.raises(ValueError, match=r"above its upper limit\. Look at row b"):
        compare(pd.Series([1.0, 1], list("ab")), pd.Series([0.0, 3], list("ab")),
                pd.Series([2.0, 2], list("ab")), 1, "HighIsGood")  # fmt: skip


def test_series_on_different_indexes_are_refused():
    with pytest.raises(ValueError, match="do not share one index"):
        compare(pd.Series([1.0]), pd.Series([0.0], [7]), pd.Series([2.0]), 1, "HighIsGood")


def test_an_unknown_polarity_is_refused():
    with pytest.raises(ValueError, match=r"'RAG - High is good'.*HighIsGood"):
        compare(1, 0, 2, 1, "RAG - High is good")


numbers = st.floats(-1e6, 1e6)


@given(numbers, st.floats(0, 1e3), st.floats(0, 1e3), numbers)
def test_turning_the_scale_over_turns_the_words_over(value, below, above, reference):
    low, high = value - below, value + above
    turned = {"better": "worse", "worse": "better", "similar": "similar"}
    word = compare(value, low, high, reference, "HighIsGood")
    assert compare(-value, -high, -low, -reference, "HighIsGood") == turned[word]
    assert compare(value, low, high, reference, "LowIsGood") == turned[word]
    assert compare(-value, -high, -low, -reference, "LowIsGood") == word


@pytest.mark.parametrize(
    ("polarity", "words"),
    [
        ("HighIsGood", ["worst", "worse", "middle", "better", "best"]),
        ("LowIsGood", ["best", "better", "middle", "worse", "worst"]),
        ("NoJudgement", ["lowest", "low", "middle", "high", "highest"]),
    ],
)
def test_five_areas_are_five_groups_by_value(polarity, words):
    assert quintiles(pd.Series([1, 2, 3, 4, 5]), polarity).tolist() == words


def test_fewer_than_five_areas_are_not_compared():
    assert quintiles(pd.Series([1, 2, 3, 4, NAN]), "HighIsGood").tolist() == ["not compared"] * 5


def test_an_area_without_a_value_is_left_out():
    result = quintiles(pd.Series([NAN, 5, 4, 3, 2, 1], list("abcdef")), "HighIsGood")
    assert result["a"] == "not compared"
    assert result["b"] == "best"


@given(st.lists(st.integers(-5, 5), min_size=5, max_size=40))
def test_groups_are_as_equal_as_can_be_and_in_order(values):
    series = pd.Series(values, dtype=float)
    order = pd.Categorical(
        quintiles(series, "NoJudgement"), ["lowest", "low", "middle", "high", "highest"]
    ).codes
    sizes = np.bincount(order, minlength=5)
    assert sizes.max() - sizes.min() <= 1
    for group in range(4):
        assert series[order == group].max() <= series[order == group + 1].min()
