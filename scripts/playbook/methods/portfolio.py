"""The set of options worth most under a budget: exact, by mixed integer programming."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from .inputs import numbers
from .prioritisation import SAME


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The options that together are worth most.

    Attributes
    ----------
    chosen : pandas.Series
        True for each option that is in it.
    value, cost : float
        Of those together.
    """

    chosen: pd.Series
    value: float
    cost: float


def best_portfolio(
    values: pd.Series, costs: pd.Series, budget: float, places: int | None = None
) -> Portfolio:
    """Choose the options that together are worth most and cost no more than there is.

    Of sets that are worth the same the cheapest is taken; of those that cost the same too, the one
    with the options that come first.

    Parameters
    ----------
    values, costs : pandas.Series
        By option, on the same index; 0 or more.
    budget : float
        What may be spent.
    places : int, optional
        How many options there is room for, whatever they cost.

    Raises
    ------
    ValueError
        If a value or a cost is missing, negative or infinite, or if the budget or the number of
        places is below 0.
    """
    if not budget >= 0 or (places is not None and places < 0):
        raise ValueError(f"A budget of {budget:g} and {places} places buy nothing.")
    frame = pd.DataFrame({"value": values, "cost": costs.reindex(values.index)})
    table = pd.DataFrame({name: numbers(frame, name) for name in ("value", "cost")})
    if table.isna().any(axis=None):
        raise ValueError("Each option needs a value and a cost.")
    value, cost = (table[name].to_numpy() for name in ("value", "cost"))
    limits = [LinearConstraint(cost, ub=budget + 10**-SAME)]
    if places is not None:
        limits.append(LinearConstraint(np.ones(len(value)), ub=places))
    chosen = _solve(-value, limits)
    for worth, wanted in ((value, -1), (cost, 1)):
        # Hold what was reached, and let the next rule decide between those that reach it.
        slack = 10**-6
        reached = float(worth @ chosen)
        bounds = {"lb": reached - slack} if wanted < 0 else {"ub": reached + slack}
        limits.append(LinearConstraint(worth, **bounds))
        chosen = _solve(cost if wanted < 0 else np.arange(len(value), dtype=float), limits)
    taken = pd.Series(chosen.astype(bool), index=values.index)
    return Portfolio(taken, float(round(value @ chosen, SAME)), float(round(cost @ chosen, SAME)))


def _solve(objective: np.ndarray, limits: list[LinearConstraint]) -> np.ndarray:
    solved = milp(
        objective,
        constraints=limits,
        integrality=np.ones(len(objective)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    if solved.x is None:
        raise ValueError(f"No portfolio was found: {solved.message}")
    found: np.ndarray = np.round(solved.x)
    return found
