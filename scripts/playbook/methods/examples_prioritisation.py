"""Worked examples of ranking, its firmness and portfolios: each sum was done by hand."""

import pandas as pd

from . import portfolio, prioritisation, rank_stability
from .worked_example import WorkedExample

_SCORES = pd.DataFrame(
    [[80, 20, 50], [60, 60, 60], [30, 90, 10]],
    index=["A", "B", "C"],
    columns=["effect", "equity", "speed"],
)
_WEIGHTS = pd.Series({"effect": 0.5, "equity": 0.3, "speed": 0.2})
_CORNERS = pd.DataFrame([[100, 0], [0, 100]], index=["A", "B"], columns=["x", "y"])
_EACH_BEST = pd.DataFrame(
    [[100, 0, 0], [0, 100, 0], [0, 0, 100]], index=["A", "B", "C"], columns=["x", "y", "z"]
)
_HAND = "Sum by hand"
_TABLE = "Scores A 80, 20, 50; B 60, 60, 60; C 30, 90, 10; weights 0.5, 0.3, 0.2"


def _moved() -> float | None:
    flip = rank_stability.smallest_flip(_CORNERS, pd.Series({"x": 0.6, "y": 0.4}), 1)
    return flip.moved if flip else None


def _first() -> float:
    shares = rank_stability.acceptability(_EACH_BEST, draws=30_000, seed=1)
    return float(shares[1].iloc[0])


def _chosen() -> str:
    values, costs = pd.Series({"A": 60, "B": 50, "C": 40}), pd.Series({"A": 5, "B": 3, "C": 3})
    chosen = portfolio.best_portfolio(values, costs, 6).chosen
    return " and ".join(chosen.index[chosen])


EXAMPLES: tuple[WorkedExample, ...] = (
    WorkedExample(
        "prioritisation.values",
        "Value of option A",
        f"{_HAND}: 80 x 0.5 + 20 x 0.3 + 50 x 0.2",
        _TABLE,
        56.0,
        lambda: float(prioritisation.values(_SCORES, _WEIGHTS)["A"]),
        1e-9,
    ),
    WorkedExample(
        "prioritisation.without_each_criterion",
        "Order without the criterion effect",
        f"{_HAND}: weights 0.6 and 0.4 give 32, 60 and 58",
        _TABLE,
        "B, C, A",
        lambda: ", ".join(
            prioritisation.without_each_criterion(_SCORES, _WEIGHTS)["effect"].sort_values().index
        ),
    ),
    WorkedExample(
        "rank_stability.smallest_flip",
        "Weight to move until B draws level with A",
        f"{_HAND}: level at 0.5 and 0.5",
        "Scores A 100, 0; B 0, 100; weights 0.6, 0.4; 1 place",
        0.1,
        _moved,
        1e-6,
    ),
    WorkedExample(
        "rank_stability.acceptability",
        "Share of weights that put A first",
        "By symmetry: each of 3 options is best on 1 of 3 criteria",
        "Scores 100 on its own criterion, 0 on the others; 30,000 draws",
        1 / 3,
        _first,
        3 * (2 / 9 / 30_000) ** 0.5,
    ),
    WorkedExample(
        "portfolio.best_portfolio",
        "Options worth most for 6",
        f"{_HAND}: B and C are worth 90, A alone 60",
        "Worth 60, 50, 40; cost 5, 3, 3",
        "B and C",
        _chosen,
    ),
)
