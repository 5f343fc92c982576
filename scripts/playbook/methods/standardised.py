"""Standardised rates and ratios, which take out the effect of age: part of `rates`."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .inputs import check_confidence, check_multiplier, group_columns, numbers, refuse
from .intervals import FEWEST_EVENTS, MISSING, byar, dobson, with_interval
from .standard_population import european_weights
from .totals import totals_by

TOO_FEW = f"fewer than {FEWEST_EVENTS} events in all, so no standardised rate is given"


def directly_standardised_rate(
    frame: pd.DataFrame,
    numerator: str = "count",
    denominator: str = "denominator",
    age: str = "age",
    groups: str | Sequence[str] | None = None,
    standard: str | None = None,
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Directly age-standardised rates with Dobson's interval on Byar's limits.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row an age band within each group: events and population.
    numerator, denominator : str
        Events and the population that they arose from.
    age : str
        The age band, in the forms that `standard_population.european_weights` reads. Every group
        must have the same bands, each once.
    groups : str or sequence of str, optional
        One rate a group; without groups the whole frame is one.
    standard : str, optional
        A column with the standard population of each band. By default the European Standard
        Population 2013, limited to the bands that are there (for example under 75).
    multiplier, confidence
        As for `rates.crude_rate`.

    Returns
    -------
    pandas.DataFrame
        One row a group: the groups, total events and population under their own names, ``value``,
        the limits and ``reason``. Below 10 events in all, or with a band missing or suppressed,
        the value and its limits are ``NaN`` and ``reason`` says which.

    Raises
    ------
    ValueError
        If counts are negative, populations are 0, or bands are repeated, absent or unreadable.

    Notes
    -----
    PHStatsMethods counts a missing number of events as 0. A suppressed cell is not 0, so here the
    rate is missing.

    References
    ----------
    Dobson A et al. Confidence intervals for weighted sums of Poisson parameters.
    Stat Med 1991;10:457-462.
    """
    events, people = numbers(frame, numerator), numbers(frame, denominator, above_zero=True)
    names = group_columns(frame, groups, taken=[numerator, denominator])
    _same_bands(frame, age, names)
    weights = (
        numbers(frame, standard, above_zero=True) if standard else european_weights(frame[age])
    )
    parts = frame[names].assign(
        **{numerator: events, denominator: people},
        _weight=weights,
        _rate=weights * events / people,
        _variance=weights**2 * events / people**2,
    )
    result = totals_by(parts, [numerator, denominator, "_weight", "_rate", "_variance"], names)
    scale = check_multiplier(multiplier)
    value = result["_rate"] / result["_weight"] * scale
    variance = result["_variance"] / result["_weight"] ** 2
    total = result[numerator]
    limits = dobson(value, total, variance, check_confidence(confidence), scale)
    too_few = total < FEWEST_EVENTS
    return with_interval(
        result.drop(columns=["_weight", "_rate", "_variance"]),
        value.mask(too_few),
        limits,
        confidence,
        why_missing=np.where(too_few, TOO_FEW, MISSING),
    )


def indirectly_standardised_ratio(
    frame: pd.DataFrame,
    numerator: str = "count",
    denominator: str = "denominator",
    reference_numerator: str = "reference_count",
    reference_denominator: str = "reference_denominator",
    groups: str | Sequence[str] | None = None,
    multiplier: float = 1,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Observed events over those expected at the reference population's rates, Byar's interval.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row an age band within each group, with the reference population's events and people
        in that band beside the group's own.
    numerator, denominator, reference_numerator, reference_denominator : str
        Column names.
    groups, confidence
        As for `directly_standardised_rate`.
    multiplier : float
        1 for a ratio, 100 for the usual standardised mortality ratio.

    Returns
    -------
    pandas.DataFrame
        One row a group: the groups, ``observed``, ``expected``, ``value``, the limits, ``reason``.

    Raises
    ------
    ValueError
        As for `rates.crude_rate`, or if nothing at all is expected in a group.
    """
    result = _observed_and_expected(
        frame, numerator, denominator, reference_numerator, reference_denominator, groups
    )
    scale = pd.Series(check_multiplier(multiplier), index=result.index)
    return _standardised_against(
        result.drop(columns=["_reference_events", "_reference_people"]), scale, confidence
    )


def indirectly_standardised_rate(
    frame: pd.DataFrame,
    numerator: str = "count",
    denominator: str = "denominator",
    reference_numerator: str = "reference_count",
    reference_denominator: str = "reference_denominator",
    groups: str | Sequence[str] | None = None,
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """The indirectly standardised ratio times the reference population's crude rate.

    Takes, gives and raises what `indirectly_standardised_ratio` does.
    """
    result = _observed_and_expected(
        frame, numerator, denominator, reference_numerator, reference_denominator, groups
    )
    reference = result.pop("_reference_events") / result.pop("_reference_people")
    return _standardised_against(result, reference * check_multiplier(multiplier), confidence)


def _observed_and_expected(
    frame: pd.DataFrame,
    numerator: str,
    denominator: str,
    reference_numerator: str,
    reference_denominator: str,
    groups: str | Sequence[str] | None,
) -> pd.DataFrame:
    people = numbers(frame, denominator, above_zero=True)
    reference_events = numbers(frame, reference_numerator)
    reference_people = numbers(frame, reference_denominator, above_zero=True)
    names = group_columns(frame, groups, taken=[numerator, denominator])
    parts = frame[names].assign(
        observed=numbers(frame, numerator),
        expected=reference_events / reference_people * people,
        _reference_events=reference_events,
        _reference_people=reference_people,
    )
    return totals_by(parts, [c for c in parts.columns if c not in names], names)


def _standardised_against(
    result: pd.DataFrame, scale: pd.Series, confidence: float
) -> pd.DataFrame:
    refuse(result, result["expected"] == 0, "No events at all are expected in a group")
    lower, upper = byar(result["observed"], check_confidence(confidence))
    per = scale / result["expected"]
    return with_interval(result, result["observed"] * per, (lower * per, upper * per), confidence)


def _same_bands(frame: pd.DataFrame, age: str, groups: list[str]) -> None:
    group_columns(frame, age)
    refuse(frame, frame.duplicated([*groups, age]), f"Age band in {age!r} given twice in a group")
    if not groups:
        return
    bands = frame.groupby(groups, sort=False, observed=True)[age].nunique()
    short = bands.index[bands < frame[age].nunique()]
    if len(short):
        raise ValueError(
            f"Not every group has every age band: {short[0]!r} lacks one, of {len(short)} that do. "
            "A rate over fewer ages cannot be set beside the rest."
        )
