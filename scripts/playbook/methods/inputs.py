"""What every method refuses: columns that are not there, not numbers, or make no sense.

A suppressed or missing figure is ``NaN`` and always allowed here: it must travel through a
calculation and come out as ``NaN``, never be refused and never be guessed.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

_ROWS_NAMED = 5


def refuse(frame: pd.DataFrame, bad: pd.Series, what: str) -> None:
    """Raise ``ValueError`` naming the first rows where ``bad`` holds; do nothing if none does."""
    if not bad.any():
        return
    labels = [str(label) for label in frame.index[bad.to_numpy()]]
    more = f" and {len(labels) - _ROWS_NAMED} more" if len(labels) > _ROWS_NAMED else ""
    raise ValueError(f"{what}. Look at row {', '.join(labels[:_ROWS_NAMED])}{more}.")


def need_columns(frame: pd.DataFrame, columns: Iterable[str]) -> None:
    """Raise ``ValueError`` if the frame lacks any of the columns."""
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        raise ValueError(
            f"No column {', '.join(map(repr, absent))}. The frame has {', '.join(frame.columns)}."
        )


def numbers(frame: pd.DataFrame, column: str, *, above_zero: bool = False) -> pd.Series:
    """Read one column as floats that are finite and not negative; ``NaN`` stays ``NaN``.

    Parameters
    ----------
    frame : pandas.DataFrame
    column : str
    above_zero : bool
        Refuse 0 as well, as a denominator must.

    Returns
    -------
    pandas.Series
        ``float64``, on the index of the frame.

    Raises
    ------
    ValueError
        If the column is absent or not numeric, or holds a negative or infinite number.
    """
    need_columns(frame, [column])
    if frame[column].isna().all():
        return pd.Series(np.nan, index=frame.index)
    if not pd.api.types.is_numeric_dtype(frame[column]) or frame[column].dtype == bool:
        raise ValueError(f"Column {column!r} must hold numbers, not {frame[column].dtype}.")
    raw = frame[column].to_numpy(dtype=float, na_value=np.nan)
    values = pd.Series(raw, index=frame.index)
    refuse(frame, values.abs() == np.inf, f"{column!r} is infinite")
    refuse(frame, values < 0, f"{column!r} is negative")
    if above_zero:
        refuse(frame, values == 0, f"{column!r} is 0, so nothing can be divided by it")
    return values


def group_columns(
    frame: pd.DataFrame, groups: str | Sequence[str] | None, taken: Iterable[str] = ()
) -> list[str]:
    """Return the grouping columns as a list, checked to be present and complete."""
    names = [groups] if isinstance(groups, str) else list(groups or [])
    need_columns(frame, names)
    for name in names:
        if name in taken:
            raise ValueError(f"{name!r} is calculated on, so it cannot also be a group.")
        refuse(frame, frame[name].isna(), f"Group {name!r} is missing")
    return names


def check_confidence(confidence: float) -> float:
    """Return the confidence level, which must be a share from 0.9 up to but not including 1."""
    if not 0.9 <= confidence < 1:
        raise ValueError(f"Confidence is {confidence}; give a share such as 0.95 or 0.998.")
    return float(confidence)


def check_multiplier(multiplier: float) -> float:
    """Return the multiplier, which must be above 0 and finite."""
    if not (np.isfinite(multiplier) and multiplier > 0):
        raise ValueError(f"The multiplier is {multiplier}; it must be above 0.")
    return float(multiplier)
