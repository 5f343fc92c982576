"""Single rows of a frame, by name of field: the highest, the lowest, each in turn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """Give each row in turn, with its columns as attributes."""
    return iter(frame.itertuples())


def highest(frame: pd.DataFrame) -> Any:
    """Give the row of the highest ``value``; the first of several."""
    return frame.iloc[int(frame["value"].to_numpy().argmax())]


def lowest(frame: pd.DataFrame) -> Any:
    """Give the row of the lowest ``value``; the first of several."""
    return frame.iloc[int(frame["value"].to_numpy().argmin())]
