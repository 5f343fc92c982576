"""The European Standard Population 2013, for any age bands that are made of its own."""

import re
from functools import cache

import numpy as np
import pandas as pd

_BAND = re.compile(r"^(\d+)\s*(?:to|-|–)\s*(\d+)$")
_OPEN = re.compile(r"^(\d+)\s*(?:\+|and over|plus)$", re.IGNORECASE)
_UNDER = re.compile(r"^under\s+(\d+)$", re.IGNORECASE)
_STARTS = np.arange(19) * 5
_END_OF_LIFE = 1_000


def european_weights(ages: pd.Series) -> pd.Series:
    """Give each age band its share of the European Standard Population 2013.

    Parameters
    ----------
    ages : pandas.Series
        Either numbers, each the first year of one of the 19 standard bands (0, 5, ... 90), or
        text such as ``"10 to 14"``, ``"10-24"``, ``"Under 5"`` or ``"85 and over"``. Text may
        name wider bands, as long as each is made of whole standard bands.

    Returns
    -------
    pandas.Series
        People of the standard population (100,000 in all) in each band, on the same index.

    Raises
    ------
    ValueError
        If an age is missing, cannot be read, or cuts through a standard band.

    Notes
    -----
    A number names the standard band that starts there, so 85 means 85 to 89. Where the oldest
    band is open, say so in text: ``"85 and over"``.
    """
    weights = {age: _weight(age) for age in ages.drop_duplicates()}
    return ages.map(weights).astype(float)


def _weight(age: object) -> float:
    first, last = _span(age)
    if first not in _STARTS or (last != _END_OF_LIFE and last + 1 not in _STARTS):
        raise ValueError(
            f"Age band {age!r} is not made of whole bands of the European Standard Population, "
            "which run 0 to 4, 5 to 9, ... 90 and over. Give the standard population as a column."
        )
    return float(_table()[(first <= _STARTS) & (last >= _STARTS)].sum())


@cache
def _table() -> np.ndarray:
    from PHStatsMethods import euro_standard_pop  # As in `intervals`: slow to import.

    found: np.ndarray = euro_standard_pop()["euro_standard_pops"].to_numpy(dtype=float)
    return found


def _span(age: object) -> tuple[int, int]:
    if isinstance(age, int | np.integer) or (isinstance(age, float) and age.is_integer()):
        first = int(age)
        return first, _END_OF_LIFE if first == _STARTS[-1] else first + 4
    text = str(age).strip()
    if match := _BAND.match(text):
        return int(match[1]), int(match[2])
    if match := _OPEN.match(text):
        return int(match[1]), _END_OF_LIFE
    if match := _UNDER.match(text):
        return 0, int(match[1]) - 1
    raise ValueError(f"Cannot read the age band {age!r}. Write '10 to 14' or '85 and over'.")
