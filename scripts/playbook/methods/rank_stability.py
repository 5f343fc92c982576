"""How firm a ranking is: other weights, and the smallest change of weights that moves the cut.

Rank acceptability is that of stochastic multicriteria acceptability analysis, SMAA-2 (Lahdelma and
Salminen, Operations Research 2001; 49: 444-454), with no preference known: weights are drawn evenly
from all that are 0 or more and add up to 1, a Dirichlet distribution with all parameters 1.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from .prioritisation import SAME, contributions, normalised, ranks, values, within

_DIGITS = 6
"""Solvers differ in the last digits; what is shown needs no more than these."""


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest change of weights that lets an option in over one that was in.

    Attributes
    ----------
    leaves, enters : str
        The option that falls behind, and the one that draws level.
    moved : float
        The share of all weight that has to move from some criteria to others, 0 to 1.
    weights : pandas.Series
        The weights at which the two are level.
    """

    leaves: str
    enters: str
    moved: float
    weights: pd.Series


def acceptability(scores: pd.DataFrame, *, draws: int = 10_000, seed: int = 0) -> pd.DataFrame:
    """Give the share of evenly drawn weights that give each option each rank.

    Parameters
    ----------
    scores : pandas.DataFrame
        As for `prioritisation.contributions`.
    draws : int
        How many sets of weights are drawn. With 10,000 a share lies within 1 percentage point of
        the true one 19 times out of 20.
    seed : int
        The same seed gives the same shares, to the last bit.

    Returns
    -------
    pandas.DataFrame
        One row an option, one column a rank from 1. Rows add up to 1; options that tie share the
        better rank, so columns need not.

    Raises
    ------
    ValueError
        As for `prioritisation.contributions`, or if nothing is drawn.
    """
    if draws < 1:
        raise ValueError(f"{draws} draws say nothing.")
    table = _checked(scores)
    weights = np.random.default_rng(seed).dirichlet(np.ones(table.shape[1]), draws)
    drawn = np.round(weights @ table.T, SAME)
    places = 1 + (drawn[:, None, :] > drawn[:, :, None]).sum(axis=2)
    counts = [
        np.bincount(places[:, one], minlength=len(table) + 1)[1:] for one in range(len(table))
    ]
    columns = range(1, len(table) + 1)
    return pd.DataFrame(np.array(counts) / draws, index=scores.index, columns=columns)


def smallest_flip(scores: pd.DataFrame, weights: pd.Series, places: int) -> Flip | None:
    """Find the smallest change of weights that moves the cut.

    For each pair of an option within the cut and one beyond it a linear programme finds the
    nearest weights, in weight moved, at which the second draws level with the first.

    Returns
    -------
    Flip or None
        The nearest of all pairs; None where no weights can do it, because each option within the
        cut beats each beyond it on every criterion.

    Raises
    ------
    ValueError
        As for `prioritisation.values` and `prioritisation.within`.
    """
    start = normalised(weights)[scores.columns]
    inside = within(ranks(values(scores, start)), places)
    found: list[Flip] = []
    for leaves in scores.index[inside]:
        for enters in scores.index[~inside]:
            at = _level(
                scores.loc[leaves].to_numpy(float), scores.loc[enters].to_numpy(float), start
            )
            if at is not None:
                moved = round(float(np.abs(at - start).sum()) / 2, _DIGITS)
                found.append(Flip(str(leaves), str(enters), moved, at.round(_DIGITS)))
    # The first of equals, in the order of the options.
    return min(found, key=lambda one: one.moved, default=None)


def _level(ahead: np.ndarray, behind: np.ndarray, start: pd.Series) -> pd.Series | None:
    """Give the nearest weights at which one option is level with another; None for never."""
    size = len(start)
    # What is added to each weight, then what is taken off it.
    added = np.concatenate([behind - ahead, ahead - behind])
    solved = linprog(
        np.full(2 * size, 0.5),
        A_ub=-added[None, :],
        b_ub=[float((behind - ahead) @ start)],
        A_eq=np.concatenate([np.ones(size), -np.ones(size)])[None, :],
        b_eq=[0.0],
        bounds=[(0, 1)] * size + [(0, float(one)) for one in start],
        method="highs",
    )
    return start + solved.x[:size] - solved.x[size:] if solved.status == 0 else None


def room_of_each_weight(scores: pd.DataFrame, weights: pd.Series, places: int) -> pd.DataFrame:
    """Say how far each weight alone can go before the cut moves; the others keep their ratios.

    Returns
    -------
    pandas.DataFrame
        One row a criterion: its ``weight``, and the weights ``below`` and ``above`` which another
        option comes within the cut; missing where none does. A criterion that carries all the
        weight, or none but itself, has no others to keep in ratio, and has neither.
    """
    start = normalised(weights)[scores.columns]
    inside = within(ranks(values(scores, start)), places).to_numpy()
    rows = []
    for name in scores.columns:
        now, rest = float(start[name]), start.drop(name)
        crossings = np.array([])
        if rest.sum() > 0:
            others = values(scores[rest.index], rest).to_numpy()
            own = scores[name].to_numpy(float)
            crossings = _crossings(own, others, inside)
        below, above = crossings[crossings <= now], crossings[crossings >= now]
        rows.append(
            {
                "weight": round(now, _DIGITS),
                "below": round(float(below.max()), _DIGITS) if below.size else np.nan,
                "above": round(float(above.min()), _DIGITS) if above.size else np.nan,
            }
        )
    return pd.DataFrame(rows, index=scores.columns)


def _crossings(own: np.ndarray, others: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Weights of one criterion at which an option beyond the cut is level with one within."""
    # The value is w * own + (1 - w) * others, a straight line in w for each option.
    at_none = others[inside][:, None] - others[~inside][None, :]
    at_all = own[inside][:, None] - own[~inside][None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        level = at_none / (at_none - at_all)
    return level[(level >= 0) & (level <= 1)]


def _checked(scores: pd.DataFrame) -> np.ndarray:
    contributions(scores, pd.Series(1.0, index=scores.columns))
    return scores.to_numpy(dtype=float)
