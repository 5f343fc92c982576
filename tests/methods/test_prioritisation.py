"""Ranking, its firmness and portfolios: sums by hand, and what must hold for any scores."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.methods.portfolio import best_portfolio
from playbook.methods.prioritisation import (
    by_each_group,
    combined,
    contributions,
    dominated,
    normalised,
    ranks,
    values,
    within,
    without_each_criterion,
    without_each_group,
)
from playbook.methods.rank_stability import acceptability, room_of_each_weight, smallest_flip

CRITERIA = ["effect", "equity", "speed"]
THREE = pd.DataFrame(
    [[80, 20, 50], [60, 60, 60], [30, 90, 10]], index=["a", "b", "c"], columns=CRITERIA
)
WEIGHTS = pd.Series([0.5, 0.3, 0.2], index=CRITERIA)


@st.composite
def tables(draw: st.DrawFn, least: int = 2) -> pd.DataFrame:
    size, width = draw(st.integers(least, 6)), draw(st.integers(2, 4))
    cells = st.lists(st.integers(0, 100), min_size=width, max_size=width)
    rows = draw(st.lists(cells, min_size=size, max_size=size))
    return pd.DataFrame(
        rows, index=list("abcdef")[:size], columns=CRITERIA[:2] + ["x", "y"][: width - 2]
    )


@st.composite
def weighted(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.Series]:
    table = draw(tables())
    width = table.shape[1]
    points = draw(st.lists(st.integers(1, 100), min_size=width, max_size=width))
    return table, normalised(pd.Series(points, index=table.columns))


def test_swing_points_become_weights():
    found = normalised(pd.Series({"effect": 100, "equity": 60, "speed": 40}))
    assert found.tolist() == [0.5, 0.3, 0.2]


def test_the_value_is_the_weighted_sum_and_the_contributions_are_its_parts():
    # a: 80 x 0.5 + 20 x 0.3 + 50 x 0.2 = 40 + 6 + 10.
    assert contributions(THREE, WEIGHTS).loc["a"].tolist() == pytest.approx([40, 6, 10])
    assert values(THREE, WEIGHTS).tolist() == pytest.approx([56, 60, 44])
    assert ranks(values(THREE, WEIGHTS)).tolist() == [2, 1, 3]


def test_groups_have_the_same_say_however_many_points_they_gave():
    groups = pd.DataFrame([[10, 0, 0], [0, 300, 300]], index=["x", "y"], columns=CRITERIA)
    assert combined(groups).tolist() == [0.5, 0.25, 0.25]
    assert by_each_group(THREE, groups)["x"].tolist() == [1, 2, 3]
    # Without x: (20 + 50) / 2, (60 + 60) / 2 and (90 + 10) / 2.
    assert without_each_group(THREE, groups)["x"].tolist() == [3, 1, 2]


def test_without_a_criterion_the_other_weights_keep_their_ratios():
    found = without_each_criterion(THREE, WEIGHTS)
    # Without effect: 0.6 and 0.4 on equity and speed give 32, 60 and 58.
    assert found["effect"].tolist() == [3, 1, 2]
    # Without equity: 5/7 and 2/7 give 71.4, 60 and 24.3.
    assert found["equity"].tolist() == [1, 2, 3]


def test_a_tie_across_the_cut_lets_all_of_the_tied_in():
    tied = ranks(pd.Series([5.0, 3.0, 3.0, 1.0]))
    assert tied.tolist() == [1, 2, 2, 4]
    assert within(tied, 2).tolist() == [True, True, True, False]


def test_sums_that_are_equal_but_for_a_float_tie():
    # Both are 3077 / 52, and in floats the second is a hair above the first.
    scores = pd.DataFrame([[51, 68, 51], [99, 76, 11]], columns=CRITERIA)
    weights = pd.Series([10, 25, 17], index=CRITERIA)
    assert ranks(values(scores, weights)).tolist() == [1, 1]


def test_the_smallest_change_that_moves_the_cut_by_hand():
    scores = pd.DataFrame([[100, 0], [0, 100]], index=["a", "b"], columns=["x", "y"])
    flip = smallest_flip(scores, pd.Series({"x": 0.6, "y": 0.4}), 1)
    assert flip is not None
    assert (flip.leaves, flip.enters, flip.moved) == ("a", "b", 0.1)
    assert flip.weights.tolist() == [0.5, 0.5]


def test_the_room_of_each_weight_by_hand():
    scores = pd.DataFrame([[100, 0], [0, 100]], index=["a", "b"], columns=["x", "y"])
    room = room_of_each_weight(scores, pd.Series({"x": 0.6, "y": 0.4}), 1)
    assert room.loc["x"].tolist()[:2] == [0.6, 0.5]
    assert np.isnan(room.loc["x", "above"])
    assert room.loc["y", "above"] == 0.5


def test_what_beats_all_on_everything_cannot_be_moved():
    scores = pd.DataFrame([[90, 80], [10, 20]], index=["a", "b"], columns=["x", "y"])
    weights = pd.Series({"x": 0.5, "y": 0.5})
    assert smallest_flip(scores, weights, 1) is None
    assert room_of_each_weight(scores, weights, 1)[["below", "above"]].isna().all(axis=None)
    assert dominated(scores) == [("b", "a")]


def test_two_criteria_share_the_acceptability_by_where_they_are_level():
    # a is first where 100 w > 50, for w drawn evenly from 0 to 1.
    scores = pd.DataFrame([[100, 0], [50, 50]], index=["a", "b"], columns=["x", "y"])
    found = acceptability(scores, draws=20_000, seed=1)
    assert found.loc["a", 1] == pytest.approx(0.5, abs=0.011)
    assert found.sum(axis="columns").tolist() == pytest.approx([1, 1])


def test_the_portfolio_by_hand():
    worth, cost = pd.Series({"a": 60.0, "b": 50, "c": 40}), pd.Series({"a": 5, "b": 3, "c": 3})
    best = best_portfolio(worth, cost, 6)
    assert (best.chosen.tolist(), best.value, best.cost) == ([False, True, True], 90, 6)
    assert best_portfolio(worth, cost, 6, places=1).chosen.tolist() == [True, False, False]
    assert not best_portfolio(worth, cost, 2).chosen.any()


def test_of_portfolios_worth_the_same_the_cheapest_then_the_first_is_taken():
    worth = pd.Series({"a": 10.0, "b": 10, "c": 10})
    cost = pd.Series({"a": 3, "b": 2, "c": 2})
    assert best_portfolio(worth, cost, 3).chosen.tolist() == [False, True, False]


@given(tables(), st.integers(0, 5))
@settings(deadline=None)
def test_identical_scores_tie(table, pick):
    twin = pd.concat([table, table.iloc[[pick % len(table)]].set_axis(["twin"])])
    original = table.index[pick % len(table)]
    found = ranks(values(twin, pd.Series(1.0, index=table.columns)))
    assert found["twin"] == found[original]
    shares = acceptability(twin, draws=50, seed=3)
    assert shares.loc["twin"].tolist() == shares.loc[original].tolist()


@given(tables(), st.integers(0, 3))
@settings(deadline=None)
def test_all_weight_on_a_criterion_reproduces_its_order(table, pick):
    name = table.columns[pick % table.shape[1]]
    weights = pd.Series(0.0, index=table.columns)
    weights[name] = 1
    own = table[name].rank(ascending=False, method="min").astype(int)
    assert ranks(values(table, weights)).tolist() == own.tolist()


@given(weighted())
@settings(deadline=None)
def test_a_dominated_option_never_outranks_its_dominator(pair):
    table, weights = pair
    placed, shares = ranks(values(table, weights)), acceptability(table, draws=50, seed=7)
    for low, high in dominated(table):
        assert placed[high] <= placed[low]
        # At every rank the dominator is at least as likely to be there or better.
        assert (shares.loc[high].cumsum() >= shares.loc[low].cumsum() - 1e-12).all()


@given(tables(), st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_the_seed_reproduces_the_shares_to_the_byte(table, seed):
    one, two = (acceptability(table, draws=200, seed=seed) for _ in range(2))
    assert one.to_numpy().tobytes() == two.to_numpy().tobytes()


@given(weighted())
@settings(max_examples=40, deadline=None)
def test_at_the_flip_the_two_are_level_and_no_nearer_weights_let_another_in(pair):
    table, weights = pair
    flip = smallest_flip(table, weights, 1)
    inside = within(ranks(values(table, weights)), 1)
    if flip is None:
        return
    at = values(table, flip.weights.clip(lower=0))
    assert at[flip.enters] >= at[flip.leaves] - 0.01
    assert inside[flip.leaves]
    assert not inside[flip.enters]
    drawn = np.random.default_rng(5).dirichlet(np.ones(len(weights)), 200)
    nearer = drawn[np.abs(drawn - weights.to_numpy()).sum(axis=1) / 2 < flip.moved - 1e-5]
    # The weighted sums, as plain numbers: 200 tables an example take longer than the search.
    there, first = nearer @ table.to_numpy(float).T, inside.to_numpy()
    assert (there[:, first].min(axis=1) >= there[:, ~first].max(axis=1) - 1e-6).all()


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), min_size=1, max_size=7),
       st.integers(0, 25), st.integers(0, 7))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_no_other_portfolio_is_worth_more_or_as_much_for_less(options, budget, places):
    frame = pd.DataFrame(options, columns=["value", "cost"]).astype(float)
    best = best_portfolio(frame["value"], frame["cost"], budget, places)
    assert best.cost <= budget
    assert best.chosen.sum() <= places
    every = [
        (sum(options[one][0] for one in chosen), -sum(options[one][1] for one in chosen))
        for size in range(min(places, len(options)) + 1)
        for chosen in combinations(range(len(options)), size)
    ]
    every = [(value, less) for value, less in every if -less <= budget]
    assert (best.value, -best.cost) == max(every)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: normalised(pd.Series({"x": 0, "y": 0})), "All points are 0"),
        (lambda: normalised(pd.Series({"x": 1, "y": None})), "No points for y"),
        (lambda: normalised(pd.Series({"x": 1, "y": -1})), "negative"),
        (lambda: values(THREE, WEIGHTS.drop("speed")), "No weight for speed"),
        (lambda: values(THREE.drop(columns="speed"), WEIGHTS), "No column 'speed'"),
        (lambda: values(THREE.astype(float).replace(80, np.nan), WEIGHTS), "no score on 'effect'"),
        (lambda: within(ranks(values(THREE, WEIGHTS)), 3), "decides nothing"),
        (lambda: acceptability(THREE, draws=0), "say nothing"),
        (lambda: best_portfolio(pd.Series([1.0]), pd.Series([1.0]), -1), "buy nothing"),
        (lambda: best_portfolio(pd.Series([1.0]), pd.Series([np.nan]), 1), "a value and a cost"),
    ],
)  # fmt: skip
def test_nonsense_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
