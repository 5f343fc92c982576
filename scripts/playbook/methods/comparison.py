"""Comparing areas with a reference value, as Fingertips does.

Method: the open source code of Fingertips (dhsc-govuk/FingertipsNext, 2025). The reference is taken
as a fixed value, its own interval is not used: this asks whether an area differs from that value,
not whether two estimates differ from each other.
"""

from typing import overload

import numpy as np
import pandas as pd

from .polarity import Polarity, check_polarity

NOT_COMPARED = "not compared"
SIMILAR = "similar"

#: What above and below the reference are called, by polarity.
_WORDS = {
    "HighIsGood": ("better", "worse"),
    "LowIsGood": ("worse", "better"),
    "NoJudgement": ("higher", "lower"),
}
#: What the five groups are called, from the lowest values to the highest.
_QUINTILES = {
    "HighIsGood": ("worst", "worse", "middle", "better", "best"),
    "LowIsGood": ("best", "better", "middle", "worse", "worst"),
    "NoJudgement": ("lowest", "low", "middle", "high", "highest"),
}

Number = float | None


@overload
def compare(
    value: Number, lower: Number, upper: Number, reference: Number, polarity: Polarity
) -> str: ...
@overload
def compare(
    value: pd.Series,
    lower: pd.Series,
    upper: pd.Series,
    reference: pd.Series | Number,
    polarity: Polarity,
) -> pd.Series: ...
def compare(
    value: pd.Series | Number,
    lower: pd.Series | Number,
    upper: pd.Series | Number,
    reference: pd.Series | Number,
    polarity: Polarity,
) -> str | pd.Series:
    """Compare values with a reference by whether their interval lies wholly to one side of it.

    Parameters
    ----------
    value, lower, upper : float or pandas.Series
        The value and its confidence limits, in one unit. Use 95% or 99.8% limits.
    reference : float or pandas.Series
        The value to compare with: the benchmark area's, or a target.
    polarity : {"HighIsGood", "LowIsGood", "NoJudgement"}

    Returns
    -------
    str or pandas.Series
        ``better``, ``similar`` or ``worse``; ``higher``, ``similar`` or ``lower`` where there is
        no judgement; ``not compared`` where the value, a limit or the reference is missing. A limit
        that equals the reference is similar. A series comes back on the index that came in.

    Raises
    ------
    ValueError
        If a lower limit is above its upper limit, series do not share an index, or the polarity is
        not one of the three.

    Notes
    -----
    An area is not compared with itself: pass a missing reference for the benchmark area's own row.
    """
    above, below = _WORDS[check_polarity(polarity)]
    series = [item for item in (value, lower, upper, reference) if isinstance(item, pd.Series)]
    if any(not item.index.equals(series[0].index) for item in series[1:]):
        raise ValueError("The values, limits and references do not share one index.")
    point, low, high, mark = map(_floats, (value, lower, upper, reference))
    if np.any(low > high):
        where = f" Look at row {series[0].index[low > high][0]}." if series else ""
        raise ValueError(f"A lower limit is above its upper limit.{where}")
    missing = np.isnan(point) | np.isnan(low) | np.isnan(high) | np.isnan(mark)
    words = np.select(
        [missing, low > mark, high < mark], [NOT_COMPARED, above, below], default=SIMILAR
    )
    return pd.Series(words, index=series[0].index, dtype=object) if series else str(words)


def _floats(item: pd.Series | Number) -> np.ndarray:
    if isinstance(item, pd.Series):
        return item.to_numpy(dtype=float, na_value=np.nan)
    return np.asarray(np.nan if item is None else item, dtype=float)


def quintiles(values: pd.Series, polarity: Polarity) -> pd.Series:
    """Put areas in five groups of as near equal size as can be, by the order of their values.

    Parameters
    ----------
    values : pandas.Series
        One value an area; missing values are not compared.
    polarity : {"HighIsGood", "LowIsGood", "NoJudgement"}

    Returns
    -------
    pandas.Series
        ``worst``, ``worse``, ``middle``, ``better``, ``best``, or ``lowest``, ``low``, ``middle``,
        ``high``, ``highest`` where there is no judgement; ``not compared`` throughout with fewer
        than five areas. On the index that came in.

    Notes
    -----
    Five groups always exist, also when nothing but chance sets areas apart. Tied values keep the
    order of the rows, and can fall into two groups. Where the areas do not divide by five, the
    groups with the lowest values take one more each.
    """
    words = np.array(_QUINTILES[check_polarity(polarity)], dtype=object)
    result = pd.Series(NOT_COMPARED, index=values.index, dtype=object)
    known = values.notna().to_numpy()
    areas = int(known.sum())
    if areas < len(words):
        return result
    sizes = [areas // 5 + (group < areas % 5) for group in range(5)]
    order = np.argsort(values.to_numpy(dtype=float)[known], kind="stable")
    named = np.empty(areas, dtype=object)
    named[order] = np.repeat(words, sizes)
    result[known] = named
    return result
