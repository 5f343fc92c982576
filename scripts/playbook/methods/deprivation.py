"""Deprivation groups and the plain gradient across them: part of `inequality`."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .inputs import need_columns, refuse


@dataclass(frozen=True, slots=True)
class Gradient:
    """Values from the most to the least deprived group, and what they say together.

    Attributes
    ----------
    table : pandas.DataFrame
        ``quantile, label`` and the value and limit columns, quantile 1 (most deprived) first.
    absolute_gap, relative_gap : float or None
        Most deprived less least deprived; most deprived over least deprived. None if either is
        missing (or the least deprived is 0, for the ratio).
    direction : str
        ``higher in the most deprived``, ``lower in the most deprived``, ``no gap`` or
        ``cannot be calculated``: by the two ends alone.
    steady : bool
        True if every step from the most to the least deprived goes the same way.
    """

    table: pd.DataFrame
    absolute_gap: float | None
    relative_gap: float | None
    direction: str
    steady: bool


def gradient(
    frame: pd.DataFrame,
    quantile: str = "quantile",
    value: str = "value",
    lower: str | None = "lower95",
    upper: str | None = "upper95",
) -> Gradient:
    """Set out values by deprivation quintile or decile.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a group. To get there from small areas, add `assign_quantiles` to them and pass
        them to `rates.proportion` or `rates.crude_rate` with that column as the groups.
    quantile : str
        Whole numbers 1 to 5 or 1 to 10, 1 the most deprived, each once.
    value, lower, upper : str
        The value and its limits; None where there are no limits.

    Returns
    -------
    Gradient

    Raises
    ------
    ValueError
        If a quantile is repeated, one is absent, or they do not start at 1.
    """
    limits = [name for name in (lower, upper) if name is not None]
    need_columns(frame, [quantile, value, *limits])
    numbers = pd.to_numeric(frame[quantile])
    refuse(frame, numbers.duplicated(), f"A group of {quantile!r} is given twice")
    size = len(frame)
    if size < 2 or sorted(numbers) != list(range(1, size + 1)):
        raise ValueError(f"{quantile!r} must run 1 to the number of groups, 1 the most deprived.")
    table = frame.assign(**{quantile: numbers.astype(int)}).sort_values(quantile)
    table = table[[quantile, value, *limits]].reset_index(drop=True)
    table.insert(1, "label", [_label(q, size) for q in table[quantile]])
    y = table[value].to_numpy(dtype=float)
    most, least = y[0], y[-1]
    known = not np.isnan(most) and not np.isnan(least)
    steps = np.sign(np.diff(y))
    return Gradient(
        table=table.rename(columns={quantile: "quantile"}),
        absolute_gap=float(most - least) if known else None,
        relative_gap=float(most / least) if known and least != 0 else None,
        direction=_direction(most, least) if known else "cannot be calculated",
        steady=bool(steps[0] != 0 and np.all(steps == steps[0])),
    )


def assign_quantiles(
    scores: pd.Series, quantiles: int = 5, *, most_deprived: str = "highest"
) -> pd.Series:
    """Put areas in deprivation quantiles of as near equal numbers of areas as can be.

    Parameters
    ----------
    scores : pandas.Series
        A deprivation score or rank, one an area.
    quantiles : int
        5 for quintiles, 10 for deciles.
    most_deprived : {"highest", "lowest"}
        Which end of ``scores`` is the most deprived: highest for a score, lowest for a rank.

    Returns
    -------
    pandas.Series
        ``Int64``, 1 the most deprived, on the index that came in; missing for a missing score, and
        throughout if there are fewer areas than quantiles.

    Notes
    -----
    OHID's guidance on assigning deprivation categories, as in ``ph_quantile`` of PHStatsMethods:
    areas with equal scores stay together.
    """
    if most_deprived not in ("highest", "lowest"):
        raise ValueError(f"most_deprived is {most_deprived!r}; give highest or lowest.")
    if quantiles < 2:
        raise ValueError(f"{quantiles} quantiles; give 2 or more.")
    areas = int(scores.notna().sum())
    result = pd.Series(pd.NA, index=scores.index, dtype="Int64")
    if areas < quantiles:
        return result
    rank = scores.rank(ascending=most_deprived == "lowest", method="min")
    # Whole-number arithmetic: the package's division can put an area on a boundary by rounding.
    from_the_end = (areas + 1 - rank.dropna().astype(int)) * quantiles
    group = (quantiles + 1 - -(-from_the_end // areas)).clip(lower=1)
    result[group.index] = group.astype("Int64")
    return result


def _label(quantile: int, size: int) -> str:
    if quantile == 1:
        return "1 (most deprived)"
    return f"{quantile} (least deprived)" if quantile == size else str(quantile)


def _direction(most: float, least: float) -> str:
    if most == least:
        return "no gap"
    return f"{'higher' if most > least else 'lower'} in the most deprived"
