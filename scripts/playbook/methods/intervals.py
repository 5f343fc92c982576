"""Confidence intervals on whole columns, each limit worked out by PHStatsMethods.

PHStatsMethods (Department of Health and Social Care) is the official Python package for these
methods, but its functions take one number at a time, and its frame functions group row by row. A
limit depends on nothing but the counts, so here each distinct count is worked out once.

Its combined helper ``byars()`` passes 1 minus the confidence on to its parts, so a 95% interval
comes out far too narrow. Only ``byars_lower`` and ``byars_upper`` are used here, which are right.

Intervals cover chance alone: not coding, coverage or the choice of model.

PHStatsMethods is imported where it is called: with SciPy's distributions it takes longer to import
than all the rest, and most pages show intervals that the publisher worked out.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

#: Below this total a directly standardised rate is not given at all.
FEWEST_EVENTS = 10
#: Why a value is not there when what it is made of was suppressed or not reported.
MISSING = "a count or a denominator is missing or suppressed"


def limit_names(confidence: float) -> tuple[str, str]:
    """Name the columns of the limits: ``lower95`` and ``upper95``, or ``lower99_8`` for 0.998."""
    percent = f"{confidence * 100:.10g}".replace(".", "_")
    return f"lower{percent}", f"upper{percent}"


def with_interval(
    frame: pd.DataFrame,
    value: Floats | pd.Series,
    limits: tuple[Floats | pd.Series, Floats | pd.Series],
    confidence: float,
    why_missing: NDArray[np.str_] | str = MISSING,
) -> pd.DataFrame:
    """Add ``value``, its two limits and ``reason``, which is empty where there is a value."""
    low, high = limit_names(confidence)
    result = frame.copy()
    result["value"] = value
    result[low], result[high] = limits
    result["reason"] = np.where(result["value"].isna(), why_missing, "")
    return result


def wilson(counts: ArrayLike, denominators: ArrayLike, confidence: float) -> tuple[Floats, Floats]:
    """Wilson score limits of a proportion, on the scale 0 to 1. ``NaN`` in, ``NaN`` out."""
    from PHStatsMethods import wilson_lower, wilson_upper

    lower = _each_distinct(lambda o, n: wilson_lower(o, n, confidence), counts, denominators)
    upper = _each_distinct(lambda o, n: wilson_upper(o, n, confidence), counts, denominators)
    # The score limits lie within 0 and 1; what falls outside is the last bit of a float.
    return np.clip(lower, 0, 1), np.clip(upper, 0, 1)


def byar(counts: ArrayLike, confidence: float) -> tuple[Floats, Floats]:
    """Byar's limits of a count, exact Poisson limits below 10. ``NaN`` in, ``NaN`` out.

    A count of 0 has the lower limit 0 and the exact upper limit; the package refuses it.
    """
    from PHStatsMethods import byars_lower, byars_upper, exact_upper

    lower = _each_distinct(lambda o: byars_lower(o, confidence) if o > 0 else 0.0, counts)
    upper = _each_distinct(
        lambda o: byars_upper(o, confidence) if o > 0 else exact_upper(0, confidence), counts
    )
    return lower, upper


def dobson(
    rates: ArrayLike, counts: ArrayLike, variances: ArrayLike, confidence: float, multiplier: float
) -> tuple[Floats, Floats]:
    """Dobson's limits of a directly standardised rate; ``NaN`` below 10 events in all.

    Byar's distance from the count to its limit, scaled to the spread of the rate. Many rates share
    a count, and the package would work Byar's limit out for each of them again.
    """
    value, events, variance = (np.asarray(item, dtype=float) for item in (rates, counts, variances))
    enough = np.where(events < FEWEST_EVENTS, np.nan, events)
    lower, upper = (
        value + np.sqrt(variance / enough) * (limit - enough) * multiplier
        for limit in byar(enough, confidence)
    )
    return lower, upper


def _each_distinct(limit: Callable[..., float], *columns: ArrayLike) -> Floats:
    rows = np.column_stack([np.asarray(column, dtype=float) for column in columns])
    result = np.full(len(rows), np.nan)
    known = ~np.isnan(rows).any(axis=1)
    if known.any():
        distinct, position = np.unique(rows[known], axis=0, return_inverse=True)
        result[known] = np.array([limit(*row) for row in distinct.tolist()])[position.ravel()]
    return result
