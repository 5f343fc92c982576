"""Put figures into the one tidy shape: one row an observation."""

from __future__ import annotations

import numpy as np
import pandas as pd

from playbook.observations.schema import COLUMNS, NUMBERS, ORDER, WITHHELD

TEXT_DEFAULTS = {
    "sex": "Persons",
    "age": "All ages",
    "group": "all",
    "status": "published",
    "note": "",
}

# Wide enough to keep every digit that a publisher prints; narrow enough to drop float noise.
DECIMALS = 4


def observations(indicator: str, frame: pd.DataFrame, **fixed: str) -> pd.DataFrame:
    """Give a frame the columns of an observation table, in order, and sort it.

    Parameters
    ----------
    indicator
        Identifier of the indicator.
    frame
        Has at least ``area``, ``period_start``, ``period_end`` and ``value``; any other column
        of an observation is taken when there, and is empty or its default when not.
    fixed
        Values that hold for every row, for example ``age="Under 75"``.

    Returns
    -------
    pandas.DataFrame
        The observation columns. ``value``, ``count``, ``lower95`` and ``upper95`` are emptied
        where ``status`` is not ``published``, so that a withheld figure cannot slip through.
    """
    tidy = frame.assign(indicator=indicator, **fixed)
    for column, default in TEXT_DEFAULTS.items():
        tidy[column] = tidy[column].fillna(default) if column in tidy else default
    for column in NUMBERS:
        tidy[column] = tidy[column].astype(float).round(DECIMALS) if column in tidy else np.nan
    withheld = tidy["status"] != "published"
    tidy.loc[withheld, WITHHELD] = np.nan
    return tidy[COLUMNS].sort_values(ORDER, ignore_index=True)


def month_end(first_days: pd.Series) -> pd.Series:
    """Last day of the month of each first day."""
    return first_days + pd.offsets.MonthEnd(0)


NO_FIGURE = "No figure for this month in the extract"


def every_month(rows: pd.DataFrame) -> pd.DataFrame:
    """Add a ``missing`` row for each month that an area lacks between its first and its last.

    ``rows`` has ``area`` and ``period_start``, the first day of a month, once each.
    """
    spans = rows.groupby("area")["period_start"].agg(["min", "max"])
    wanted = pd.concat(
        [
            pd.DataFrame({"area": area, "period_start": pd.date_range(first, last, freq="MS")})
            for area, first, last in spans.itertuples()
        ]
    )
    full = wanted.merge(rows.assign(status="published"), how="left", on=["area", "period_start"])
    gaps = full["status"].isna()
    return full.assign(
        status=full["status"].mask(gaps, "missing"),
        note=gaps.map({True: NO_FIGURE, False: ""}),
    )
