"""Funnel plots: every area against what chance alone would give around the overall value.

A funnel compares areas at one time; a control chart (see `spc`) follows one area through time. A
point outside the outer pair of limits is worth asking about. It is not a verdict.

Method: Fingertips technical guidance, as in PHStatsMethods (``calculate_funnel_limits`` and
``assign_funnel_significance``). The limits are one-sided 97.5% and 99.9%: 95% and 99.8% in all.
"""

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import pandas as pd

from .inputs import check_multiplier, group_columns, numbers, refuse
from .intervals import FEWEST_EVENTS, Floats, byar, wilson

ABOVE_OUTER = "above the 99.8% limit"
ABOVE_INNER = "above the 95% limit"
WITHIN = "within the limits"
BELOW_INNER = "below the 95% limit"
BELOW_OUTER = "below the 99.8% limit"
NOT_COMPARED = "not compared"

_STATISTICS = ("proportion", "crude rate", "dsr")
LEVELS = {"95": 0.95, "99_8": 0.998}


def points(
    frame: pd.DataFrame,
    numerator: str = "count",
    denominator: str = "denominator",
    statistic: str = "proportion",
    groups: str | Sequence[str] | None = None,
    multiplier: float = 100,
) -> pd.DataFrame:
    """Place every area against the limits around the overall value.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row an area: a count and its denominator.
    numerator, denominator : str
        For a directly standardised rate, ``denominator`` is the rate itself, and the population
        that would give the count at that rate stands in for the denominator.
    statistic : {"proportion", "crude rate", "dsr"}
    groups : str or sequence of str, optional
        One funnel a group, for example a period.
    multiplier : float
        100 for per cent, 100,000 for a rate per 100,000.

    Returns
    -------
    pandas.DataFrame
        The frame with ``value``, ``size`` (the denominator to plot against), ``baseline`` (the
        areas' counts over their denominators, in the unit of the value) and ``position``: ``above
        the 99.8% limit``, ``above the 95% limit``, ``within the limits`` and so on down, or ``not
        compared`` where a figure is missing, or a standardised rate rests on fewer than 10 events.

    Raises
    ------
    ValueError
        As for `rates.proportion` and `rates.crude_rate`, or for an unknown statistic.

    Notes
    -----
    The baseline is taken over the areas that are shown. An area lies outside a limit exactly when
    its own interval (Wilson for a proportion, Byar's for a rate) leaves out the baseline.
    """
    if statistic not in _STATISTICS:
        raise ValueError(f"Statistic is {statistic!r}; give one of {', '.join(_STATISTICS)}.")
    counts = numbers(frame, numerator)
    scale = check_multiplier(multiplier)
    if statistic == "dsr":
        rates = numbers(frame, denominator)
        refuse(frame, (rates == 0) & (counts > 0), f"{denominator!r} is 0 where events are not")
        sizes = (counts / rates.where(rates > 0)) * scale
    else:
        sizes = numbers(frame, denominator, above_zero=True)
    if statistic == "proportion":
        refuse(frame, counts > sizes, f"{numerator!r} is above {denominator!r}")
    known = counts.notna() & sizes.notna()
    names = group_columns(frame, groups)
    keys = [frame[name] for name in names] or [pd.Series(0, index=frame.index)]
    total = counts.where(known).groupby(keys, observed=True).transform("sum")
    baseline = total / sizes.where(known).groupby(keys, observed=True).transform("sum")
    compared = known & ((counts >= FEWEST_EVENTS) if statistic == "dsr" else True)
    return frame.assign(
        value=counts / sizes * scale,
        size=sizes,
        baseline=baseline * scale,
        position=np.where(compared, _positions(counts, sizes, baseline, statistic), NOT_COMPARED),
    )


def limits(
    baseline: float,
    smallest: float,
    largest: float,
    statistic: str = "proportion",
    multiplier: float = 100,
    steps: int = 100,
) -> pd.DataFrame:
    """Work out the curves to draw around the baseline.

    Parameters
    ----------
    baseline : float
        The overall value, in the unit of the plot (``baseline`` from `points`).
    smallest, largest : float
        The range of ``size`` to cover, above 0.
    statistic, multiplier
        As for `points`.
    steps : int
        Points a curve.

    Returns
    -------
    pandas.DataFrame
        ``limit`` (``lower95``, ``upper95``, ``lower99_8``, ``upper99_8``), ``size``, ``value``;
        ``steps`` rows a limit, or fewer where rounding to whole events brings two together.

    Notes
    -----
    Proportions: score limits, baseline plus or minus z times the square root of baseline times
    one less the baseline over the size, which is what the algebra of PHStatsMethods comes down to,
    kept within 0 and the whole. Rates: exact Poisson limits. The curve runs through the size at
    which each whole number of events would lie exactly on the limit.
    """
    if statistic not in _STATISTICS:
        raise ValueError(f"Statistic is {statistic!r}; give one of {', '.join(_STATISTICS)}.")
    if not 0 < smallest <= largest:
        raise ValueError(f"Sizes run from {smallest} to {largest}; give a range above 0.")
    centre = baseline / check_multiplier(multiplier)
    if not centre > 0 or (statistic == "proportion" and centre > 1):
        raise ValueError(f"A baseline of {baseline} leaves no room for limits.")
    parts = []
    for level, confidence in LEVELS.items():
        for name in ("lower", "upper"):
            if statistic == "proportion":
                size, value = _score_curve(centre, smallest, largest, confidence, name, steps)
            else:
                size, value = _poisson_curve(centre, smallest, largest, confidence, name, steps)
            parts.append(
                pd.DataFrame({"limit": name + level, "size": size, "value": value * multiplier})
            )
    return pd.concat(parts, ignore_index=True)


def _positions(
    counts: pd.Series, sizes: pd.Series, baseline: pd.Series, statistic: str
) -> np.ndarray:
    outcome = np.full(len(counts), WITHIN, dtype=object)
    for confidence, above, below in (
        (LEVELS["95"], ABOVE_INNER, BELOW_INNER),
        (LEVELS["99_8"], ABOVE_OUTER, BELOW_OUTER),
    ):
        if statistic == "proportion":
            lower, upper = wilson(counts, sizes, confidence)
        else:
            lower, upper = (side / sizes for side in byar(counts, confidence))
        outcome[np.asarray(baseline < lower)] = above
        outcome[np.asarray(baseline > upper)] = below
    return outcome


def _score_curve(
    centre: float, smallest: float, largest: float, confidence: float, side: str, steps: int
) -> tuple[Floats, Floats]:
    size = np.geomspace(smallest, largest, steps)
    margin = NormalDist().inv_cdf(0.5 + confidence / 2) * np.sqrt(centre * (1 - centre) / size)
    return size, np.clip(centre - margin if side == "lower" else centre + margin, 0, 1)


def _poisson_curve(
    centre: float, smallest: float, largest: float, confidence: float, side: str, steps: int
) -> tuple[Floats, Floats]:
    from PHStatsMethods import exact_lower, exact_upper  # As in `intervals`: slow to import.

    # So many events lie on the lower limit where as many as their exact upper limit are expected,
    # and the other way round. Five square roots either side cover any limit drawn here.
    first, last = smallest * centre, largest * centre
    reach = 5 * np.sqrt([first, last])
    events = np.geomspace(max(1.0, first - reach[0]), last + reach[1] + 10, 4 * steps)
    events = np.unique(np.round(events))
    exact = exact_upper if side == "lower" else exact_lower
    expected = np.array([exact(k, confidence) for k in events])
    shown = np.flatnonzero((expected >= first) & (expected <= last))
    shown = shown[np.unique(np.linspace(0, len(shown) - 1, steps).round().astype(int))]
    return expected[shown] / centre, events[shown] / expected[shown] * centre
