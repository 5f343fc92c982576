"""The series behind a control chart: its periods checked, cut at step changes and at gaps."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from .spc_rules import Floats

#: Below this many points the limits are trial limits. NHSRplotthedots says fewer than 12 in its
#: text and warns at 12 as well in its code; this follows the text.
ENOUGH = 12


def as_series(values: pd.Series | Sequence[float]) -> pd.Series:
    """Read the values as floats on periods that rise; ``ValueError`` says what is not."""
    series = values if isinstance(values, pd.Series) else pd.Series(list(values), dtype=object)
    try:
        y = pd.to_numeric(series).to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise ValueError(f"A control chart needs numbers: {error}.") from error
    series = pd.Series(y, index=series.index)
    if np.isinf(y).any():
        raise ValueError(f"The value at {named(series.index[np.isinf(y)][0])} is infinite.")
    if not series.index.is_unique:
        twice = series.index[series.index.duplicated()][0]
        raise ValueError(f"Period {named(twice)} is given twice.")
    if not series.index.is_monotonic_increasing:
        raise ValueError("The periods are not in order; index the series by date, oldest first.")
    return series


def breaks_in(index: pd.Index) -> np.ndarray:
    """Say for each point whether periods are left out between it and the point before."""
    if isinstance(index, pd.PeriodIndex):
        index = index.to_timestamp()
    result = np.zeros(len(index), dtype=bool)
    if isinstance(index, pd.DatetimeIndex) and len(index) > 1:
        steps = np.diff(index.to_numpy()) / np.timedelta64(1, "D")
        usual = float(np.median(steps))
        if usual > 300 and len(index) < ENOUGH:
            raise ValueError(
                f"{len(index)} yearly points are too few for a control chart; use "
                "trend.recent_trend."
            )
        result[1:] = steps > 1.5 * usual
    return result


def phase_spans(series: pd.Series, rebase_at: Iterable[object]) -> list[tuple[int, int]]:
    """Cut the series at its step changes, into pairs of start and one past the end."""
    starts = {0}
    for label in rebase_at:
        try:
            place = _like(series.index, label)
            outside = not len(series) or place < series.index[0] or place > series.index[-1]
        except (TypeError, ValueError) as error:
            raise ValueError(f"Cannot place the step change {label!r} in the series.") from error
        if outside:
            raise ValueError(f"The step change {named(place)} lies outside the series.")
        starts.add(int(series.index.searchsorted(place)))
    edges = [*sorted(starts), len(series)]
    return list(pairwise(edges))


def _like(index: pd.Index, label: Any) -> Any:
    if isinstance(index, pd.DatetimeIndex):
        return pd.Timestamp(label)
    if isinstance(index, pd.PeriodIndex):
        return pd.Period(label, freq=index.freqstr)
    return label


def unbroken_runs(y: Floats, breaks: np.ndarray, start: int, stop: int) -> list[slice]:
    """Cut a phase into runs of reported points with no gap inside."""
    runs: list[slice] = []
    open_at: int | None = None
    for i in range(start, stop):
        if open_at is not None and (np.isnan(y[i]) or breaks[i]):
            runs.append(slice(open_at, i))
            open_at = None
        if open_at is None and not np.isnan(y[i]):
            open_at = i
    if open_at is not None:
        runs.append(slice(open_at, stop))
    return runs


def named(period: object) -> str:
    """Write a period for a reader: a date without its midnight, anything else as it is."""
    return f"{period:%d %B %Y}".lstrip("0") if isinstance(period, pd.Timestamp) else str(period)
