"""The four special cause rules of an XmR chart, each a function on one unbroken run of points.

Source: the R package NHSRplotthedots (NHS-R Community, 2025), which follows NHS England's Making
Data Count. A point gets the first rule that applies, in the order in which they stand here.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Directions = NDArray[np.int8]

OUTSIDE = "outside_limits"
TREND = "trend"
TWO_OF_THREE = "two_of_three"
SHIFT = "shift"

RUN = 7
#: So many points close to a limit, among so many in a row, are a signal.
NEAR, WINDOW = 2, 3


def side(values: Floats, line: float) -> Directions:
    """Say where each value lies: 1 above the line, -1 below, 0 on it.

    A value within rounding of the line is on it: a mean of equal readings such as 0.1 can differ
    from them in the last bit, and that is no special cause.
    """
    rounding = 64 * np.finfo(float).eps * max(np.abs(values).max(initial=0), abs(line))
    away = values - line
    return np.where(np.abs(away) <= rounding, 0, np.sign(away)).astype(np.int8)


def outside(values: Floats, lower: float, upper: float) -> Directions:
    """1 above the upper limit, -1 below the lower limit, else 0. On a limit is not outside."""
    above, below = side(values, upper) > 0, side(values, lower) < 0
    return (above.astype(np.int8) - below.astype(np.int8)).astype(np.int8)


def trend(values: Floats) -> Directions:
    """Mark seven or more points that each rise (1) or each fall (-1); a tie ends a trend.

    Where a point ends one trend and starts another, it belongs to the later one.
    """
    steps = np.sign(np.diff(values)).astype(np.int8)
    result = np.zeros(len(values), dtype=np.int8)
    for start, direction in _one_way(steps, RUN - 1):
        result[start : start + RUN] = direction
    return result


def two_of_three(
    values: Floats, mean: float, near: tuple[float, float], limits: tuple[float, float]
) -> Directions:
    """Mark the points close to a limit where two of three in a row are, on one side of the mean.

    Close is beyond the near limit but not outside the limit itself. All three points must lie on
    the same side of the mean; the third is not marked.
    """
    sides = side(values, mean)
    close = (outside(values, *near) != 0) & (outside(values, *limits) == 0)
    result = np.zeros(len(values), dtype=np.int8)
    for start, direction in _one_way(sides, WINDOW):
        window = slice(start, start + WINDOW)
        if close[window].sum() >= 2:
            result[window][close[window]] = direction
    return result


def shift(values: Floats, mean: float) -> Directions:
    """Mark seven or more points in a row on one side of the mean; a point on it ends the run."""
    result = np.zeros(len(values), dtype=np.int8)
    for start, direction in _one_way(side(values, mean), RUN):
        result[start : start + RUN] = direction
    return result


def _one_way(directions: Directions, length: int) -> list[tuple[int, int]]:
    """Find where so many directions in a row are all 1 or all -1: start and direction."""
    if len(directions) < length:
        return []
    sums = sliding_window_view(directions, length).sum(axis=1, dtype=int)
    starts = np.flatnonzero(np.abs(sums) == length)
    return [(int(start), int(directions[start])) for start in starts]


def first_that_applies(
    values: Floats, mean: float, near: tuple[float, float], limits: tuple[float, float]
) -> tuple[list[str], Directions]:
    """Give each point of one unbroken run its rule (empty for common cause) and its direction."""
    names = np.full(len(values), "", dtype=object)
    directions = np.zeros(len(values), dtype=np.int8)
    for name, found in (
        (OUTSIDE, outside(values, *limits)),
        (TREND, trend(values)),
        (TWO_OF_THREE, two_of_three(values, mean, near, limits)),
        (SHIFT, shift(values, mean)),
    ):
        fresh = (found != 0) & (directions == 0)
        names[fresh], directions[fresh] = name, found[fresh]
    return names.tolist(), directions
