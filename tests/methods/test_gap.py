"""People to a target and equity first: arithmetic by hand, edges, and what cannot be known."""

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.methods.gap import close_the_inequality, people_to_target


def places(*rows: tuple[str, float | None, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["area", "count", "denominator"])


TWO = places(("A", 700, 1_000), ("B", 850, 1_000))


def test_in_all_and_by_place():
    result = people_to_target(TWO, 80, "HighIsGood")
    assert result.people == 50
    assert result.by_place["people"].tolist() == [100, 0]
    assert result.by_place["value"].tolist() == [70, 85]
    # B is past the target, and its surplus of 50 helps nobody in A.
    assert result.sum_of_places == 100


def test_where_low_is_good_people_are_taken_off():
    result = people_to_target(TWO, 80, "LowIsGood")
    assert result.by_place["people"].tolist() == [0, 50]


def test_the_interval_comes_from_the_wilson_limits_in_whole_people():
    result = people_to_target(places(("A", 700, 1_000)), 80, "HighIsGood")
    # Wilson for 700 of 1,000: 0.67087 to 0.72759, so 670 to 728 people.
    assert (result.people, result.lower, result.upper) == (100, 72, 130)


@pytest.mark.parametrize(("rounded_to", "slack"), [(1, 0), (5, 2), (10, 5)])
def test_rounded_counts_widen_the_interval(rounded_to, slack):
    result = people_to_target(places(("A", 700, 1_000)), 80, "HighIsGood", rounded_to=rounded_to)
    assert (result.people, result.lower, result.upper) == (100, 72 - slack, 130 + slack)


@pytest.mark.parametrize(
    ("count", "polarity", "people"),
    [(799, "HighIsGood", 1), (800, "HighIsGood", 0), (801, "HighIsGood", 0),
     (799, "LowIsGood", 0), (800, "LowIsGood", 0), (801, "LowIsGood", 1)],
)  # fmt: skip
def test_on_the_target_nobody_is_missing(count, polarity, people):
    assert people_to_target(places(("A", count, 1_000)), 80, polarity).people == people


@pytest.mark.parametrize("target", [7, 29, 57, 58])
def test_a_target_met_to_the_person_is_met(target):
    # In floats 0.07 x 100, 0.29 x 100 and so on are not 7, 29 and so on.
    assert people_to_target(places(("A", target, 100)), target, "HighIsGood").people == 0
    assert people_to_target(places(("A", target, 100)), target, "LowIsGood").people == 0


def test_part_of_a_person_is_a_person():
    assert people_to_target(places(("A", 0, 3)), 50, "HighIsGood").people == 2
    assert people_to_target(places(("A", 3, 3)), 50, "LowIsGood").people == 2


def test_a_suppressed_place_leaves_the_others_and_no_total():
    result = people_to_target(places(("A", 700, 1_000), ("B", None, 500)), 80, "HighIsGood")
    assert result.by_place["people"].isna().tolist() == [False, True]
    assert (result.people, result.lower, result.upper, result.sum_of_places) == (None,) * 4


def test_far_past_the_target_the_interval_is_0_too():
    result = people_to_target(places(("A", 999, 1_000)), 50, "HighIsGood", rounded_to=5)
    assert (result.people, result.lower, result.upper) == (0, 0, 0)


def test_closing_the_inequality_alone():
    quintiles = pd.DataFrame(
        {"quantile": [1, 2, 3, 4, 5], "count": [60, 70, 80, 90, 100], "denominator": 100}
    )
    result = close_the_inequality(quintiles, "HighIsGood", target=90)
    assert result.area_value == 80
    assert result.by_group["people"].tolist() == [20, 10, 0, 0, 0]
    assert (result.people, result.value_after, result.people_after) == (30, 86, 20)


def test_closing_the_inequality_where_low_is_good():
    quintiles = pd.DataFrame({"quantile": [1, 2], "count": [30, 10], "denominator": 100})
    result = close_the_inequality(quintiles, "LowIsGood")
    assert result.by_group["people"].tolist() == [10, 0]
    assert (result.value_after, result.people_after) == (15, None)


def test_a_suppressed_group_leaves_nothing_to_close():
    frame = pd.DataFrame({"quantile": [1, 2], "count": [30, None], "denominator": 100})
    result = close_the_inequality(frame, "LowIsGood", target=5)
    assert (result.people, result.area_value, result.people_after) == (None, None, None)
    assert result.by_group["people"].isna().all()


@pytest.mark.parametrize(
    ("frame", "target", "polarity", "options", "said"),
    [
        (TWO, 80, "NoJudgement", {}, "no better direction"),
        (TWO, 80, "High", {}, "Polarity is 'High'"),
        (TWO, 101, "HighIsGood", {}, "outside 0 to 100"),
        (TWO, -1, "HighIsGood", {}, "outside 0 to 100"),
        (places(("A", 5, 4)), 80, "HighIsGood", {}, "above 'denominator'"),
        (places(("A", 0, 0)), 80, "HighIsGood", {}, "is 0"),
        (places(("A", -1, 4)), 80, "HighIsGood", {}, "negative"),
        (TWO, 80, "HighIsGood", {"rounded_to": 0}, "nearest 0"),
        (TWO, 80, "HighIsGood", {"place": "borough"}, "No column 'borough'"),
    ],
)
def test_nonsense_is_refused(frame, target, polarity, options, said):
    with pytest.raises(ValueError, match=said):
        people_to_target(frame, target, polarity, **options)


sizes = st.integers(1, 5_000)


@settings(deadline=None, max_examples=80)
@given(sizes, st.integers(0, 5_000), st.integers(0, 100), st.booleans())
def test_moving_that_many_people_meets_the_target_and_one_fewer_does_not(size, count, target, high):
    count = min(count, size)
    result = people_to_target(
        places(("A", count, size)), target, "HighIsGood" if high else "LowIsGood"
    )
    share = Fraction(target, 100)

    def met(moved: int) -> bool:
        after = count + moved if high else count - moved
        return after >= share * size if high else after <= share * size

    assert met(result.people)
    assert result.people == 0 or not met(result.people - 1)
    assert result.lower <= result.people <= result.upper


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 300)), min_size=2, max_size=6))
def test_nobody_is_left_behind_the_value_that_was(rows):
    frame = pd.DataFrame(
        [(i, min(o, n), n) for i, (o, n) in enumerate(rows)],
        columns=["quantile", "count", "denominator"],
    )
    result = close_the_inequality(frame, "HighIsGood")
    area = Fraction(int(frame["count"].sum()), int(frame["denominator"].sum()))
    after = frame["count"] + result.by_group["people"].astype(int)
    assert all(
        Fraction(int(o)) >= area * int(n) for o, n in zip(after, frame["denominator"], strict=True)
    )
    assert result.value_after >= result.area_value
