"""Inequality across deprivation: the slope and relative index, and the plain gradient.

Method: the slope index of inequality of the Office for Health Improvement and Disparities, as
published in the R package PHEindicatormethods (function ``phe_sii``) and the Fingertips technical
guidance. The official Python package has no slope index, so this is the playbook's own.

The index assumes a straight line across deprivation and is unsteady with small groups. Always show
the values of the groups beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .deprivation import Gradient, assign_quantiles, gradient
from .inputs import check_confidence

__all__ = ["Gradient", "SlopeIndex", "assign_quantiles", "gradient", "ridit", "slope_index"]

Floats = NDArray[np.float64]
Figures = Sequence[float] | pd.Series

FEWEST_GROUPS, MOST_GROUPS = 5, 100
_FEWEST_REPETITIONS = 1_000


def _logit(share: Floats) -> Floats:
    # Imported here, like all of SciPy: it takes a quarter of a second, and most pages need none.
    from scipy.special import logit

    return np.asarray(logit(share), dtype=float)


def _share(logit: Floats) -> Floats:
    from scipy.special import expit

    return np.asarray(expit(logit), dtype=float)


#: To the scale on which a group's error is taken as normal, and back.
_SCALES: dict[str, tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]] = {
    "default": (lambda y: y, lambda y: y),
    "rate": (np.log, np.exp),
    "proportion": (_logit, _share),
}


@dataclass(frozen=True, slots=True)
class SlopeIndex:
    """Slope and relative index of inequality, with simulated intervals.

    Attributes
    ----------
    sii : float or None
        Fitted value at the least deprived end less that at the most deprived end, in the unit of
        the values. Negative: lower among the least deprived.
    rii : float or None
        Fitted value at the least deprived end over that at the most deprived end.
    sii_lower, sii_upper, rii_lower, rii_upper : float or None
        Limits; None without standard errors or limits of the groups.
    intercept : float or None
        Fitted value at the most deprived end.
    reason : str
        Empty, or why something is None.
    """

    sii: float | None
    sii_lower: float | None
    sii_upper: float | None
    rii: float | None
    rii_lower: float | None
    rii_upper: float | None
    intercept: float | None
    reason: str = ""


def ridit(populations: Figures) -> tuple[Floats, Floats]:
    """Give each group its share of the population and the midpoint of its cumulative share.

    Populations 12, 10, ... of 100 give shares 0.12, 0.10, ... and midpoints 0.06, 0.17, ...
    """
    people = np.asarray(populations, dtype=float)
    share = people / people.sum()
    return share, np.cumsum(share) - share / 2


def slope_index(
    values: Figures,
    populations: Figures,
    standard_errors: Figures | None = None,
    lower: Figures | None = None,
    upper: Figures | None = None,
    value_type: str = "default",
    confidence: float = 0.95,
    repetitions: int = 100_000,
    seed: int = 20_040_400,
    *,
    transform: bool = False,
    whole: float = 1,
) -> SlopeIndex:
    """Slope and relative index of inequality over groups ordered by deprivation.

    Parameters
    ----------
    values : sequence of float
        One value a group, from the most deprived (quantile 1) to the least. 5 to 100 groups.
    populations : sequence of float
        People in each group, above 0.
    standard_errors : sequence of float, optional
        One a group, on the scale of ``value_type``: of the logarithm for a rate, of the logit for a
        proportion.
    lower, upper : sequence of float, optional
        95% limits, from which the standard errors are taken if they are not given.
    value_type : {"default", "rate", "proportion"}
        The scale on which a group's error is symmetric: as it is, logarithm, or logit.
    confidence : float
        Of the interval that comes out.
    repetitions : int
        Simulations, at least 1,000.
    seed : int
        Of the simulation: the same seed gives the same limits.
    transform : bool
        Fit the line on the scale of ``value_type`` too and bring its two ends back. By default the
        line is fitted to the values themselves.
    whole : float
        For proportions, what all of a group is written as: 1, or 100 for per cent.

    Returns
    -------
    SlopeIndex
        All None with a reason if a group has no value (suppressed or missing).

    Raises
    ------
    ValueError
        If lengths differ, there are fewer than 5 or more than 100 groups, a population is not above
        0, limits cross, a standard error is negative, or a value does not fit its type.

    Notes
    -----
    Weights are population shares. Each simulation draws every group from a normal distribution on
    the scale of ``value_type``, brings it back, and fits again; the limits are percentiles.

    References
    ----------
    Low A, Low A. Measuring the gap: quantifying and comparing local health inequalities.
    J Public Health 2004;26:388-395.
    """
    if value_type not in _SCALES:
        raise ValueError(f"Value type is {value_type!r}; give one of {', '.join(_SCALES)}.")
    if repetitions < _FEWEST_REPETITIONS:
        raise ValueError(f"{repetitions} repetitions are too few; give 1,000 or more.")
    check_confidence(confidence)
    unit = whole if value_type == "proportion" else 1.0
    y = np.asarray(values, dtype=float) / unit
    _check_groups(y, np.asarray(populations, dtype=float), value_type)
    if np.isnan(y).any():
        return _nothing(f"group {int(np.argmax(np.isnan(y))) + 1} has no value")
    forward, back = _SCALES[value_type]
    on_scale, off_scale = (forward, back) if transform else (_SCALES["default"])
    weights = _end_weights(populations)
    with np.errstate(divide="ignore"):
        fitted = off_scale(weights @ on_scale(y))
    if not np.isfinite(fitted).all():
        return _nothing("a group's value is 0 or the whole, which has no place on this scale")
    point = _indices(fitted[:, None])
    result = SlopeIndex(
        sii=float(point[0, 0]) * unit,
        sii_lower=None,
        sii_upper=None,
        rii=float(point[1, 0]) if np.isfinite(point[1, 0]) else None,
        rii_lower=None,
        rii_upper=None,
        intercept=float(fitted[0]) * unit,
        reason="" if np.isfinite(point[1, 0]) else "the fitted value at the deprived end is 0",
    )
    error = _errors(standard_errors, lower, upper, unit, forward, len(y))
    with np.errstate(divide="ignore"):
        centre = forward(y)
    if error is None:
        return replace(result, reason=result.reason or "no standard errors or limits were given")
    if not (np.isfinite(error).all() and np.isfinite(centre).all()):
        return replace(result, reason="a group's limits are missing, 0 or the whole: no interval")
    simulated = back(_draws(seed, len(y), repetitions) * error[:, None] + centre[:, None])
    sii, rii = _indices(off_scale(weights @ on_scale(simulated)))
    sii_lower, sii_upper = _percentiles(sii, confidence)
    rii_lower, rii_upper = _percentiles(rii, confidence)
    return replace(
        result,
        sii_lower=sii_lower * unit,
        sii_upper=sii_upper * unit,
        rii_lower=rii_lower if result.rii is not None else None,
        rii_upper=rii_upper if result.rii is not None else None,
    )


@lru_cache(maxsize=1)
def _draws(seed: int, groups: int, repetitions: int) -> Floats:
    """Standard normal draws, kept because one page asks for the same ones for each period."""
    draws = np.random.default_rng(seed).standard_normal((groups, repetitions))
    draws.flags.writeable = False
    return draws


def _end_weights(populations: Figures) -> Floats:
    """The two rows that turn group values into the fitted values at rank 0 and at rank 1.

    Weighted least squares is linear in the values, so a hundred thousand fits are one product.
    """
    share, rank = ridit(populations)
    centred = rank - share @ rank
    slope = share * centred / (share @ centred**2)
    at_zero = share - (share @ rank) * slope
    return np.vstack([at_zero, at_zero + slope])


def _indices(fitted: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.vstack([fitted[1] - fitted[0], fitted[1] / fitted[0]])


def _percentiles(simulated: Floats, confidence: float) -> tuple[float, float]:
    """The ordered simulations at which OHID's function reads its limits."""
    size = len(simulated)
    low = max(round(size * (1 - confidence) / 2), 1)
    high = round(size * (1 + confidence) / 2)
    ordered = np.partition(simulated, [low - 1, high - 1])
    return float(ordered[low - 1]), float(ordered[high - 1])


def _errors(
    standard_errors: Figures | None,
    lower: Figures | None,
    upper: Figures | None,
    unit: float,
    forward: Callable[[Floats], Floats],
    groups: int,
) -> Floats | None:
    if standard_errors is not None:
        error = np.asarray(standard_errors, dtype=float)
    elif lower is not None and upper is not None:
        low, high = (np.asarray(item, dtype=float) / unit for item in (lower, upper))
        if np.any(low > high):
            raise ValueError(f"Lower limit above upper in group {int(np.argmax(low > high)) + 1}.")
        with np.errstate(divide="ignore", invalid="ignore"):
            error = (forward(high) - forward(low)) / (2 * NormalDist().inv_cdf(0.975))
    else:
        return None
    if len(error) != groups:
        raise ValueError(f"{len(error)} errors or limits for {groups} groups.")
    if np.any(error < 0):
        raise ValueError(f"A standard error is negative in group {int(np.argmax(error < 0)) + 1}.")
    return error


def _check_groups(y: Floats, people: Floats, value_type: str) -> None:
    if len(y) != len(people):
        raise ValueError(f"{len(y)} values but {len(people)} populations.")
    if not FEWEST_GROUPS <= len(y) <= MOST_GROUPS:
        raise ValueError(f"{len(y)} groups; a slope index needs {FEWEST_GROUPS} to {MOST_GROUPS}.")
    if not np.all(people > 0) or np.isinf(people).any():
        raise ValueError("Every group needs a population above 0.")
    if np.isinf(y).any() or (value_type == "rate" and np.any(y < 0)):
        raise ValueError("A rate is negative or infinite.")
    if value_type == "proportion" and (np.any(y < 0) or np.any(y > 1)):
        raise ValueError("A proportion is outside 0 to the whole. For per cent, pass whole=100.")


def _nothing(reason: str) -> SlopeIndex:
    return SlopeIndex(None, None, None, None, None, None, None, reason)
