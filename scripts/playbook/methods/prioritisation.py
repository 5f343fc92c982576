"""Multi-criteria ranking with swing weights: value, rank, what each criterion adds.

Method: the additive value model with swing weights, as in the good practice of ISPOR for
multi-criteria decision analysis (Value in Health 2016; 19: 1-13 and 125-137). The value of an
option is the sum of its scores, each times the weight of its criterion. Weights are values that
people hold, not facts: see `playbook.methods.rank_stability` for what other weights would give.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .inputs import need_columns, numbers

SAME = 9
"""Values that agree to this many decimals are a tie: floats would tell equal sums apart."""


def normalised(swings: pd.Series) -> pd.Series:
    """Turn swing points into weights that add up to 1.

    Parameters
    ----------
    swings : pandas.Series
        Points by criterion: how much the step from its worst to its best level matters, against
        the step that matters most.

    Raises
    ------
    ValueError
        If a point is missing, negative or infinite, or if all are 0.
    """
    points = numbers(swings.to_frame("points"), "points")
    if points.isna().any():
        raise ValueError(f"No points for {', '.join(map(str, points.index[points.isna()]))}.")
    if points.sum() == 0:
        raise ValueError("All points are 0, so no criterion counts.")
    return points / points.sum()


def combined(groups: pd.DataFrame) -> pd.Series:
    """Give every group of weighers the same say.

    Parameters
    ----------
    groups : pandas.DataFrame
        Swing points or weights, one row a group and one column a criterion.

    Returns
    -------
    pandas.Series
        The mean of the groups' weights, each first made to add up to 1.
    """
    return groups.apply(normalised, axis=1).mean()


def contributions(scores: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """Give what each criterion adds to the value of each option.

    Parameters
    ----------
    scores : pandas.DataFrame
        One row an option, one column a criterion, all on the same scale; a higher score is better.
    weights : pandas.Series
        By criterion; made to add up to 1.

    Raises
    ------
    ValueError
        If a score is missing, negative or infinite, a criterion has no weight, or a weight no
        criterion.
    """
    need_columns(scores, weights.index)
    extra = [name for name in scores.columns if name not in weights.index]
    if extra:
        raise ValueError(f"No weight for {', '.join(map(str, extra))}.")
    for name in scores.columns:
        if numbers(scores, name).isna().any():
            raise ValueError(f"An option has no score on {name!r}.")
    return scores.mul(normalised(weights)[scores.columns], axis="columns").astype(float)


def values(scores: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """Give the value of each option, on the scale of the scores; see `contributions`."""
    return contributions(scores, weights).sum(axis="columns").round(SAME)


def ranks(values: pd.Series) -> pd.Series:
    """Rank options by value, 1 the best; equal values share the better rank."""
    return values.round(SAME).rank(ascending=False, method="min").astype(int)


def within(ranked: pd.Series, places: int) -> pd.Series:
    """Say which options are within the cut; a tie across it lets all of the tied in.

    Raises
    ------
    ValueError
        If there is no place, or a place for everyone.
    """
    if not 1 <= places < len(ranked):
        raise ValueError(f"A cut after {places} of {len(ranked)} options decides nothing.")
    return ranked <= places


def without_each_criterion(scores: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """Rank the options again without each criterion in turn; the other weights keep their ratios.

    Returns
    -------
    pandas.DataFrame
        Ranks, one row an option and one column a criterion left out.
    """
    found = {}
    for name in scores.columns:
        kept = [one for one in scores.columns if one != name]
        found[name] = ranks(values(scores[kept], weights[kept]))
    return pd.DataFrame(found, index=scores.index)


def without_each_group(scores: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Rank the options again without each group of weighers in turn.

    Returns
    -------
    pandas.DataFrame
        Ranks, one row an option and one column a group left out.
    """
    found = {
        name: ranks(values(scores, combined(groups.drop(index=name)))) for name in groups.index
    }
    return pd.DataFrame(found, index=scores.index)


def by_each_group(scores: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Rank the options by the weights of each group alone: one column a group."""
    found = {name: ranks(values(scores, groups.loc[name])) for name in groups.index}
    return pd.DataFrame(found, index=scores.index)


def dominated(scores: pd.DataFrame) -> Sequence[tuple[str, str]]:
    """Find the options that another matches or beats on every criterion, and beats on one.

    Returns
    -------
    sequence of tuple
        The option that is beaten, and the one that beats it, in the order of the rows.
    """
    table = scores.to_numpy(dtype=float)
    return [
        (str(scores.index[low]), str(scores.index[high]))
        for low in range(len(table))
        for high in range(len(table))
        if np.all(table[high] >= table[low]) and np.any(table[high] > table[low])
    ]
