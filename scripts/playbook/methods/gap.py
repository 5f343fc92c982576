"""How many people stand between now and a target, and what closing the inequality alone would give.

This is arithmetic, not a forecast. It counts the people in the denominator as they are today: it
leaves out, for example, people not yet diagnosed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
import pandas as pd

from .inputs import check_confidence, check_multiplier, group_columns, numbers, refuse
from .intervals import wilson
from .polarity import Polarity, check_polarity
from .totals import totals_by


@dataclass(frozen=True, slots=True)
class PeopleToTarget:
    """People between now and the target.

    Attributes
    ----------
    people, lower, upper : int or None
        Over all rows together; None if a count is missing or suppressed.
    by_place : pandas.DataFrame
        The place, its count, denominator and ``value``, and ``people, lower, upper`` (``Int64``).
    sum_of_places : int or None
        The places' own gaps added up. It is larger than ``people`` where a place is already past
        the target, because that place's surplus helps nobody elsewhere.
    target : float
    """

    people: int | None
    lower: int | None
    upper: int | None
    by_place: pd.DataFrame
    sum_of_places: int | None
    target: float


@dataclass(frozen=True, slots=True)
class EquityFirst:
    """What it would take to bring the groups behind the area as a whole up to its value.

    Attributes
    ----------
    people : int or None
        In all groups that are behind; None if a count is missing or suppressed.
    by_group : pandas.DataFrame
        The group, its count, denominator, ``value`` and ``people``.
    area_value, value_after : float or None
        The value of all groups together now, and with those people moved.
    people_after : int or None
        What then remains to the target, if one was given. The two steps can add up to more or less
        than the plain gap: each is rounded up to whole people.
    """

    people: int | None
    by_group: pd.DataFrame
    area_value: float | None
    value_after: float | None
    people_after: int | None


def people_to_target(
    frame: pd.DataFrame,
    target: float,
    polarity: Polarity,
    place: str | Sequence[str] = "area",
    numerator: str = "count",
    denominator: str = "denominator",
    multiplier: float = 100,
    confidence: float = 0.95,
    rounded_to: int = 1,
) -> PeopleToTarget:
    """Count the people to reach a target for a proportion, in all and by place.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts and denominators, one row or more a place.
    target : float
        In the unit of the value: 80 for 80% with the multiplier 100.
    polarity : {"HighIsGood", "LowIsGood"}
        ``HighIsGood``: people to add until at least the target. ``LowIsGood``: people to take off
        until at most the target.
    place : str or sequence of str
        The columns that name a place.
    numerator, denominator : str
    multiplier : float
        100 if the target is in per cent.
    confidence : float
        Of the interval, from the Wilson limits of the proportion.
    rounded_to : int
        What published counts are rounded to: 5 widens the interval by 2 each way, as much as
        rounding can hide.

    Returns
    -------
    PeopleToTarget

    Raises
    ------
    ValueError
        If the polarity gives no better direction, the target is outside 0 to the whole, or the
        counts make no sense (as for `rates.proportion`).
    """
    share = _share(target, multiplier)
    _check(frame, polarity, numerator, denominator)
    check_confidence(confidence)
    if rounded_to < 1:
        raise ValueError(f"Counts cannot be rounded to the nearest {rounded_to}.")
    columns = [numerator, denominator]
    places = totals_by(frame, columns, group_columns(frame, place, taken=columns))
    slack = rounded_to // 2
    by_place = _with_gaps(places, columns, share, polarity, multiplier, confidence, slack)
    whole = _with_gaps(
        totals_by(frame, columns, []), columns, share, polarity, multiplier, confidence, slack
    )
    people, lower, upper = (_whole(whole[name].iloc[0]) for name in ("people", "lower", "upper"))
    missing = by_place["people"].isna().any()
    total = None if missing else int(by_place["people"].sum())
    return PeopleToTarget(people, lower, upper, by_place, total, float(target))


def close_the_inequality(
    frame: pd.DataFrame,
    polarity: Polarity,
    group: str = "quantile",
    numerator: str = "count",
    denominator: str = "denominator",
    multiplier: float = 100,
    target: float | None = None,
) -> EquityFirst:
    """Count the people who would bring each group that is behind up to the value of all together.

    Parameters
    ----------
    frame : pandas.DataFrame
        Counts and denominators by group, for example by deprivation quintile.
    polarity : {"HighIsGood", "LowIsGood"}
    group : str
        The column that names a group.
    numerator, denominator, multiplier
        As for `people_to_target`.
    target : float, optional
        To count what remains afterwards.

    Returns
    -------
    EquityFirst

    Raises
    ------
    ValueError
        As for `people_to_target`.
    """
    _check(frame, polarity, numerator, denominator)
    columns = [numerator, denominator]
    table = totals_by(frame, columns, group_columns(frame, group, taken=columns))
    table["value"] = table[numerator] / table[denominator] * check_multiplier(multiplier)
    if table[columns].isna().any(axis=None):
        table["people"] = pd.array([pd.NA] * len(table), dtype="Int64")
        return EquityFirst(None, table, None, None, None)
    count, size = (Fraction(float(table[name].sum())) for name in columns)
    area = count / size
    table["people"] = pd.array(
        [
            max(0, _short(Fraction(o), Fraction(n), area, polarity))
            for o, n in table[columns].to_numpy()
        ],
        dtype="Int64",
    )
    people = int(table["people"].sum())
    after = count + people if polarity == "HighIsGood" else count - people
    left = None
    if target is not None:
        left = max(0, _short(after, size, _share(target, multiplier), polarity))
    return EquityFirst(
        people=people,
        by_group=table,
        area_value=float(area * Fraction(multiplier)),
        value_after=float(after / size * Fraction(multiplier)),
        people_after=left,
    )


def _short(count: Fraction | int, size: Fraction, share: Fraction, polarity: Polarity) -> int:
    """People short of the target; negative where it is passed."""
    # Fractions, because 0.07 times 100 is a hair above 7 in floats, and would round up to 8.
    if polarity == "HighIsGood":
        return ceil(ceil(share * size) - count)
    return ceil(count - floor(share * size))


def _with_gaps(
    table: pd.DataFrame,
    columns: list[str],
    share: Fraction,
    polarity: Polarity,
    multiplier: float,
    confidence: float,
    slack: int,
) -> pd.DataFrame:
    counts, sizes = (table[name].to_numpy(dtype=float) for name in columns)
    low, high = wilson(counts, sizes, confidence)
    rows: list[list[int | None]] = []
    for o, n, fewest, most in zip(counts, sizes, low * sizes, high * sizes, strict=True):
        if np.isnan(o) or np.isnan(n):
            rows.append([None, None, None])
            continue
        # Limits in whole people, rounded away from the count so that the interval holds them.
        ends = [_short(k, Fraction(n), share, polarity) for k in (floor(fewest), ceil(most))]
        short = _short(Fraction(o), Fraction(n), share, polarity)
        rows.append([max(0, k) for k in (short, min(ends) - slack, max(ends) + slack)])
    result = table.assign(value=counts / sizes * multiplier)
    for position, name in enumerate(("people", "lower", "upper")):
        result[name] = pd.array([row[position] for row in rows], dtype="Int64")
    return result


def _share(target: float, multiplier: float) -> Fraction:
    share = Fraction(str(target)) / Fraction(str(check_multiplier(multiplier)))
    if not 0 <= share <= 1:
        raise ValueError(f"A target of {target} is outside 0 to {multiplier:g}.")
    return share


def _check(frame: pd.DataFrame, polarity: Polarity, numerator: str, denominator: str) -> None:
    if check_polarity(polarity) == "NoJudgement":
        raise ValueError("With no better direction there is no gap to close.")
    counts, sizes = numbers(frame, numerator), numbers(frame, denominator, above_zero=True)
    refuse(frame, counts > sizes, f"{numerator!r} is above {denominator!r}")


def _whole(value: object) -> int | None:
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]
