"""Proportions and rates with their intervals, on PHStatsMethods.

Every function takes a frame and gives a frame. Without groups, proportions and crude rates are one
a row, in the order and on the index of the frame that came in; with groups they are one a group,
in the order in which the groups first appear.

Each result has ``value``, the two limits (``lower95`` and ``upper95`` unless another confidence is
asked for) and ``reason``, which is empty when the value is there and says why when it is not.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .inputs import check_confidence, check_multiplier, group_columns, numbers, refuse
from .intervals import byar, wilson, with_interval
from .standardised import (
    directly_standardised_rate,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)
from .totals import totals_by

__all__ = [
    "crude_rate",
    "directly_standardised_rate",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "mean",
    "proportion",
]


def proportion(
    frame: pd.DataFrame,
    numerator: str = "count",
    denominator: str = "denominator",
    groups: str | Sequence[str] | None = None,
    multiplier: float = 100,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Proportions with Wilson score intervals.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a count and its denominator, in people or events.
    numerator, denominator : str
        The columns to divide. ``NaN`` (suppressed or missing) gives ``NaN``.
    groups : str or sequence of str, optional
        Add up the counts and the denominators over these columns first.
    multiplier : float
        100 for per cent, 1 for a share.
    confidence : float
        0.95, 0.998 and the like.

    Returns
    -------
    pandas.DataFrame
        The frame with ``value``, the limits and ``reason``, or one row a group.

    Raises
    ------
    ValueError
        If a count is negative or above its denominator, or a denominator is 0, naming the rows.

    References
    ----------
    Wilson EB. Probable inference, the law of succession, and statistical inference.
    J Am Stat Assoc 1927;22:209-212.
    """
    counts, denominators = numbers(frame, numerator), numbers(frame, denominator, above_zero=True)
    refuse(frame, counts > denominators, f"{numerator!r} is above {denominator!r}")
    result = _summed(frame, numerator, denominator, groups)
    counts, denominators = numbers(result, numerator), numbers(result, denominator)
    scale = check_multiplier(multiplier)
    lower, upper = wilson(counts, denominators, check_confidence(confidence))
    value = counts / denominators * scale
    return with_interval(result, value, (lower * scale, upper * scale), confidence)


def crude_rate(
    frame: pd.DataFrame,
    numerator: str = "count",
    denominator: str = "denominator",
    groups: str | Sequence[str] | None = None,
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Crude rates with Byar's interval, or the exact Poisson interval below 10 events.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a count of events and the people or person-years that they arose from.
    numerator, denominator, groups, confidence
        As for `proportion`. Events may outnumber people.
    multiplier : float
        100,000 for a rate per 100,000.

    Returns
    -------
    pandas.DataFrame
        The frame with ``value``, the limits and ``reason``, or one row a group.

    Raises
    ------
    ValueError
        If a count is negative or a denominator is 0 or negative, naming the rows.

    References
    ----------
    Breslow NE, Day NE. Statistical methods in cancer research, volume II. IARC; 1987.
    """
    numbers(frame, numerator)
    numbers(frame, denominator, above_zero=True)
    result = _summed(frame, numerator, denominator, groups)
    counts, denominators = numbers(result, numerator), numbers(result, denominator)
    per = check_multiplier(multiplier) / denominators
    lower, upper = byar(counts, check_confidence(confidence))
    return with_interval(result, counts * per, (lower * per, upper * per), confidence)


def mean(
    frame: pd.DataFrame,
    column: str,
    groups: str | Sequence[str],
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Means with Student's t interval, one a group, over at least two readings each.

    A group with a missing reading has no mean, as in PHStatsMethods: what was left out is not
    known. A group of one has a mean and no interval.
    """
    from scipy.special import stdtrit

    numbers(frame, column)
    names = group_columns(frame, groups, taken=[column])
    if not names:
        raise ValueError("A mean needs at least one column to group by.")
    grouped = frame.groupby(names, sort=False, observed=True)[column]
    result = totals_by(frame, [column], names).drop(columns=column)
    size = grouped.size().to_numpy()
    complete = grouped.count().to_numpy() == size
    value = np.where(complete, grouped.mean().to_numpy(), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = stdtrit(size - 1, 0.5 + check_confidence(confidence) / 2)
        margin = spread * grouped.std().to_numpy() / np.sqrt(size)
    return with_interval(result, value, (value - margin, value + margin), confidence)


def _summed(
    frame: pd.DataFrame, numerator: str, denominator: str, groups: str | Sequence[str] | None
) -> pd.DataFrame:
    names = group_columns(frame, groups, taken=[numerator, denominator])
    return totals_by(frame, [numerator, denominator], names) if names else frame.copy()
