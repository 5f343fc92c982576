"""Recent trend, as Fingertips works it out.

Method: the open source code of Fingertips (dhsc-govuk/FingertipsNext, 2025). Use it for yearly
series; monthly series belong in a control chart (see `spc`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .polarity import Polarity, check_polarity

POINTS = 5
#: Chi-squared with 1 degree of freedom at 99.8%.
CRITICAL = 9.54953570608324
#: The width of a 95% interval in standard errors, as rounded in the source.
_WIDTH = 3.92

TEST = (
    "Weighted linear regression on the 5 most recent points (weights: 1 over the squared standard "
    "error), chi-squared with 1 degree of freedom at 99.8%; the slope must keep its sign when any "
    "one point is left out."
)

INCREASING = "increasing"
DECREASING = "decreasing"
NO_CHANGE = "no significant change"
NOT_CALCULATED = "cannot be calculated"


@dataclass(frozen=True, slots=True)
class RecentTrend:
    """The verdict on one series.

    Attributes
    ----------
    direction : str
        ``increasing``, ``decreasing``, ``no significant change`` or ``cannot be calculated``.
    judgement : str
        ``getting better``, ``getting worse`` or ``none``.
    reason : str
        Why, in a sentence fit for a page.
    chi_squared, slope : float or None
        The statistic, and the change a point in the unit of the series; None if not calculated.
    points : int
        How many points the verdict rests on: 5, or those that there were.
    test : str
        The test by name.
    """

    direction: str
    judgement: str
    reason: str
    chi_squared: float | None
    slope: float | None
    points: int
    test: str = TEST


def recent_trend(
    values: Sequence[float] | pd.Series,
    lower: Sequence[float] | pd.Series,
    upper: Sequence[float] | pd.Series,
    *,
    counts: Sequence[float] | pd.Series | None = None,
    denominators: Sequence[float] | pd.Series | None = None,
    periods: Sequence[object] | pd.Index | pd.Series | None = None,
    years_a_period: float = 1,
    polarity: Polarity = "NoJudgement",
) -> RecentTrend:
    """Say whether the five most recent valid points rise, fall, or do neither beyond chance.

    Parameters
    ----------
    values, lower, upper : sequence of float
        The series and its 95% limits, oldest first. A point lacking any of the three is left out;
        the years need not be consecutive.
    counts, denominators : sequence of float, optional
        With both, the trend cannot be calculated where a count equals its denominator.
    periods : sequence, optional
        The periods, to check that they rise and none is repeated. A series on dates or periods is
        checked by its own index.
    years_a_period : float
        How long one point is. Only single years are tested: periods of several years overlap, so
        their points are not independent.
    polarity : {"HighIsGood", "LowIsGood", "NoJudgement"}

    Returns
    -------
    RecentTrend

    Raises
    ------
    ValueError
        If the lengths differ, a lower limit is above its upper limit, or the periods are out of
        order or repeated.
    """
    check_polarity(polarity)
    _check_periods(values, periods)
    y, low, high = (np.asarray(item, dtype=float) for item in (values, lower, upper))
    if not len(y) == len(low) == len(high):
        raise ValueError(f"Lengths differ: {len(y)} values, {len(low)} lower, {len(high)} upper.")
    if np.any(low > high):
        raise ValueError(
            f"Lower limit above upper limit at point {int(np.argmax(low > high)) + 1}."
        )
    valid = np.flatnonzero(~(np.isnan(y) | np.isnan(low) | np.isnan(high)))
    recent = valid[-POINTS:]
    if years_a_period != 1:
        return _not_calculated(f"each point covers {years_a_period:g} years, not 1", len(recent))
    if len(recent) < POINTS:
        return _not_calculated(
            f"{len(recent)} of the {POINTS} points that it needs have a value and limits",
            len(recent),
        )
    if counts is not None and denominators is not None:
        same = np.asarray(counts, dtype=float)[recent] == np.asarray(denominators, float)[recent]
        if same.any():
            return _not_calculated("a count equals its denominator", len(recent))
    error = (high[recent] - low[recent]) / _WIDTH
    if np.any(error == 0):
        return _not_calculated("an interval has no width", len(recent))
    return _verdict(y[recent], error, polarity)


def _verdict(y: np.ndarray, error: np.ndarray, polarity: Polarity) -> RecentTrend:
    slope, slope_error = _slope(y, error)
    chi_squared = (slope / slope_error) ** 2
    signs = {slope >= 0}
    for left_out in range(POINTS):
        kept = np.arange(POINTS) != left_out
        signs.add(_slope(y[kept], error[kept], np.flatnonzero(kept) + 1.0)[0] >= 0)
    if chi_squared <= CRITICAL:
        direction, why = NO_CHANGE, f"chi-squared {chi_squared:.2f} is not above {CRITICAL:.2f}"
    elif len(signs) > 1:
        direction, why = NO_CHANGE, "the direction rests on a single point"
    else:
        direction = INCREASING if slope > 0 else DECREASING
        why = f"chi-squared {chi_squared:.2f} is above {CRITICAL:.2f}"
    return RecentTrend(
        direction, _judge(direction, polarity), why, float(chi_squared), float(slope), POINTS
    )


def _slope(y: np.ndarray, error: np.ndarray, t: np.ndarray | None = None) -> tuple[float, float]:
    t = np.arange(1.0, len(y) + 1) if t is None else t
    w = 1 / error**2
    # Centred first: the textbook sums of squares lose the digits of a small slope on large values.
    t, y = t - np.average(t, weights=w), y - np.average(y, weights=w)
    spread = (w * t**2).sum()
    return float((w * t * y).sum() / spread), float(spread**-0.5)


def _judge(direction: str, polarity: Polarity) -> str:
    if polarity == "NoJudgement" or direction not in (INCREASING, DECREASING):
        return "none"
    good = (direction == INCREASING) == (polarity == "HighIsGood")
    return "getting better" if good else "getting worse"


def _not_calculated(why: str, points: int) -> RecentTrend:
    return RecentTrend(NOT_CALCULATED, "none", why, None, None, points)


def _check_periods(
    values: Sequence[float] | pd.Series, periods: Sequence[object] | pd.Index | pd.Series | None
) -> None:
    index: pd.Index | None = None
    if periods is not None:
        index = pd.Index(list(periods))
        if len(index) != len(values):
            raise ValueError(f"{len(index)} periods for {len(values)} values.")
    elif isinstance(values, pd.Series) and isinstance(
        values.index, pd.DatetimeIndex | pd.PeriodIndex
    ):
        index = values.index
    if index is None:
        return
    if not index.is_unique:
        raise ValueError(f"Period {index[index.duplicated()][0]} is given twice.")
    if not index.is_monotonic_increasing:
        raise ValueError("The periods are not in order; sort the series, oldest first.")
