"""Small numbers: rules as data, and an attack by brute force that must find nothing."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from playbook.methods.disclosure import Rule, Sum, apply, exposed, percentages, protect, span
from playbook.methods.totals import totals_by

ONE_TO_SEVEN = Rule(1, 7)
ROW = [Sum("all", ("a", "b", "c"))]


def test_counts_in_the_range_are_suppressed_and_the_rest_rounded():
    result = apply(pd.Series([0, 1, 7, 8, 12, 13, np.nan]), Rule(1, 7, round_to=5))
    assert result["status"].tolist() == [
        "published", "suppressed", "suppressed", "published", "published", "published", "missing",
    ]  # fmt: skip
    assert result["count"].dropna().tolist() == [0, 10, 10, 15]
    assert result["note"].iloc[1] == "count from 1 to 7, not shown"
    assert result["note"].iloc[6] == "not reported"


def test_a_rule_is_data():
    record = {"suppress_from": 0, "suppress_to": 4, "round_to": 10}
    assert apply(pd.Series([0, 4, 5]), Rule(**record))["count"].tolist()[2] == 10


@pytest.mark.parametrize("record", [(5, 4, 1), (-1, 4, 1), (1, 7, 0)])
def test_a_rule_that_makes_no_sense_is_refused(record):
    with pytest.raises(ValueError, match="cannot be"):
        Rule(*record)


@pytest.mark.parametrize("counts", [[-1.0], [1.5]])
def test_counts_that_are_none_are_refused(counts):
    with pytest.raises(ValueError, match="whole numbers"):
        apply(pd.Series(counts), ONE_TO_SEVEN)


def test_percentages_are_of_rounded_counts_and_missing_where_suppressed():
    shown = apply(pd.Series([3, 12]), Rule(1, 7, round_to=5))
    result = percentages(shown, pd.Series([50, 50]))
    assert np.isnan(result.iloc[0])
    assert result.iloc[1] == 20


def test_a_sum_over_a_suppressed_cell_is_missing():
    shown = apply(pd.Series([3, 12, 20]), ONE_TO_SEVEN).assign(area=["x", "x", "y"])
    total = totals_by(shown, ["count"], ["area"])
    assert total["count"].isna().tolist() == [True, False]


def test_a_total_gives_its_one_hidden_part_away():
    cells = {"a": None, "b": 20, "c": 30, "all": 53}
    assert exposed(cells, ROW, ONE_TO_SEVEN) == ("a",)
    assert span("a", cells, ROW, ONE_TO_SEVEN) == (3, 3)


def test_two_hidden_parts_hide_each_other():
    cells = {"a": None, "b": None, "c": 30, "all": 36}
    assert exposed(cells, ROW, ONE_TO_SEVEN) == ()
    assert span("a", cells, ROW, ONE_TO_SEVEN) == (1, 5)


@pytest.mark.parametrize(("total", "given_away"), [(32, True), (33, False), (43, False),
                                                   (44, True)])  # fmt: skip
def test_two_hidden_parts_do_not_help_at_the_ends_of_the_range(total, given_away):
    cells = {"a": None, "b": None, "c": 30, "all": total}
    assert (exposed(cells, ROW, ONE_TO_SEVEN) == ("a", "b")) is given_away


def test_rows_and_columns_together_can_give_away_what_neither_does():
    sums = [Sum("r1", ("a", "b")), Sum("r2", ("c", "d")), Sum("c1", ("a", "c")),
            Sum("c2", ("b", "d"))]  # fmt: skip
    cells = {"a": None, "b": None, "c": None, "d": 50, "r1": 8, "r2": 53, "c1": 9, "c2": 52}
    assert set(exposed(cells, sums, ONE_TO_SEVEN)) == {"a", "b", "c"}


def test_rounding_protects_what_exact_totals_would_give_away():
    cells = {"a": None, "b": 20, "c": 30, "all": 55}
    assert exposed(cells, ROW, Rule(1, 7, round_to=5)) == ()
    assert exposed(cells, ROW, ONE_TO_SEVEN) == ("a",)


def test_a_hidden_cell_in_no_sum_is_not_exposed():
    assert exposed({"a": None, "b": 3}, [], ONE_TO_SEVEN) == ()


def test_an_extra_hidden_cell_has_no_upper_end_of_its_own():
    assert span("a", {"a": None}, [], ONE_TO_SEVEN, extra={"a"}) == (0, None)


def test_cells_that_contradict_each_other_are_refused():
    with pytest.raises(ValueError, match="cannot all be right"):
        exposed({"a": None, "b": 20, "c": 30, "all": 40}, ROW, ONE_TO_SEVEN)


def test_a_sum_of_unknown_cells_is_refused():
    with pytest.raises(ValueError, match="unknown cell 'z'"):
        exposed({"a": None, "all": 4}, [Sum("all", ("a", "z"))], ONE_TO_SEVEN)


def test_protecting_hides_a_further_part_before_a_total():
    cells = protect({"a": 3, "b": 20, "c": 30, "all": 53}, ROW, ONE_TO_SEVEN)
    assert cells == {"a": None, "b": None, "c": 30, "all": 53}


def test_a_table_without_small_counts_is_shown_whole():
    counts = {"a": 10, "b": 20, "c": 30, "all": 60}
    assert protect(counts, ROW, ONE_TO_SEVEN) == counts


@pytest.mark.parametrize(
    ("counts", "sums", "rule"),
    [
        # A rule that hides one value only tells it.
        ({"a": 1}, [], Rule(1, 1)),
        # Three hidden parts of at least 1 and a hidden total of at most 3 are 1, 1, 1 and 3.
        ({"a": 1, "b": 1, "c": 1, "all": 3}, ROW, Rule(1, 3)),
    ],
)
def test_a_table_without_a_safe_form_is_refused(counts, sums, rule):
    with pytest.raises(ValueError, match="no safe form"):
        protect(counts, sums, rule)


def test_counts_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="not the sum of its parts"):
        protect({"a": 3, "b": 20, "c": 30, "all": 50}, ROW, ONE_TO_SEVEN)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_no_hidden_cell_of_a_protected_table_can_be_worked_out(counts):
    a, b, c, d = counts
    table = {"a": a, "b": b, "c": c, "d": d, "r1": a + b, "r2": c + d, "c1": a + c, "c2": b + d,
             "all": a + b + c + d}  # fmt: skip
    sums = [Sum("r1", ("a", "b")), Sum("r2", ("c", "d")), Sum("c1", ("a", "c")),
            Sum("c2", ("b", "d")), Sum("all", ("r1", "r2")), Sum("all", ("c1", "c2"))]  # fmt: skip
    rule = Rule(1, 3)
    try:
        cells = protect(table, sums, rule)
    except ValueError:  # no safe form; see the test before
        reject()
    hidden = [name for name, value in cells.items() if value is None]
    small = {name for name, value in table.items() if 1 <= value <= 3}
    assert small <= set(hidden)
    # Every table of counts up to 24 at once; the margins follow from the four cells inside.
    guess = dict(zip("abcd", np.indices((25,) * 4), strict=True))
    for item in sums:
        guess[item.total] = sum(guess[part] for part in item.parts)
    fits = np.ones((25,) * 4, dtype=bool)
    for name, value in cells.items():
        if value is not None:
            fits &= guess[name] == value
        elif name in small:
            fits &= (guess[name] >= 1) & (guess[name] <= 3)
    for name in hidden:
        assert len(np.unique(guess[name][fits])) > 1, name
