"""Where a series goes if it goes on as it did: a straight line, with the room that chance needs.

Points that follow each other are alike, so that they say less than their number. The count is cut
down to that of independent points by the lag-1 autocorrelation of the residuals, as Santer and
others do for trends (Journal of Geophysical Research 2000; 105: 7337-7356). The interval is that of
least squares for one new point, with that smaller count. It covers chance about a straight line,
and neither a turn nor what anybody does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LEAST = 5
"""Points below which no line is drawn."""
LEAST_INDEPENDENT = 4
"""Independent points below which none is drawn either: 2 are spent on the line."""


@dataclass(frozen=True, slots=True)
class Projection:
    """The line at one time ahead.

    Attributes
    ----------
    value, lower, upper : float
        The line, and the 95% interval for one new point.
    slope : float
        Change in a unit of time.
    autocorrelation : float
        Of the residuals, from one point to the next; below 0 it counts as 0.
    points, independent : float
        How many points there were, and how many independent ones they are worth.
    """

    value: float
    lower: float
    upper: float
    slope: float
    autocorrelation: float
    points: int
    independent: float


def project(times: Sequence[float], values: Sequence[float], ahead: float) -> Projection | str:
    """Draw a straight line through a series on to a time ahead.

    Parameters
    ----------
    times : sequence of float
        When each point was, in any unit, rising.
    values : sequence of float
    ahead : float
        The time to project to.

    Returns
    -------
    Projection or str
        Or, in words, why there is none.

    Raises
    ------
    ValueError
        If the lengths differ, the times do not rise, or a value is missing.
    """
    x, y = np.asarray(times, dtype=float), np.asarray(values, dtype=float)
    if len(x) != len(y):
        raise ValueError(f"Lengths differ: {len(x)} times, {len(y)} values.")
    if np.isnan(y).any() or np.isnan(x).any() or np.any(np.diff(x) <= 0):
        raise ValueError("A value is missing, or the times do not rise.")
    size = len(x)
    if size < LEAST:
        return f"{size} of the {LEAST} points that a line needs"
    if ahead - x[-1] > x[-1] - x[0]:
        return "further ahead than the series reaches back"
    middle, spread = x.mean(), float(((x - x.mean()) ** 2).sum())
    slope = float(((x - middle) * (y - y.mean())).sum() / spread)
    rest = y - y.mean() - slope * (x - middle)
    total = float((rest**2).sum())
    alike = float((rest[1:] * rest[:-1]).sum() / total) if total > 1e-12 else 0.0
    alike = max(alike, 0.0)
    independent = size * (1 - alike) / (1 + alike)
    if independent < LEAST_INDEPENDENT:
        return f"worth only {independent:.1f} independent points: each is too like the one before"
    scale = total / (independent - 2)
    reach = (ahead - middle) ** 2 / (spread * independent / size)
    # Imported here, like all of SciPy: it takes a quarter of a second, and most pages need none.
    from scipy.special import stdtrit

    width = float(stdtrit(independent - 2, 0.975)) * np.sqrt(scale * (1 + 1 / independent + reach))
    at = float(y.mean() + slope * (ahead - middle))
    return Projection(
        at, at - float(width), at + float(width), slope, alike, size, float(independent)
    )
