"""Repairs of published figures, from the indicators' records, each with a guard.

A repair is applied after a table is built and says so in the note of each row. Its guard compares
the published figure with what the repair expects: once the publisher mends it, the guard fails and
the repair has to go.
"""

from __future__ import annotations

import pandas as pd

from playbook.catalogue.indicator import Indicator
from playbook.catalogue.indicator_parts import Correction
from playbook.errors import PlaybookError

FIGURES = ["value", "count", "denominator", "lower95", "upper95"]


def apply(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Apply an indicator's corrections to its observations.

    Parameters
    ----------
    rows
        Tidy observations of the indicator, as built from the publisher's files.
    indicator
        Its record, with the corrections.

    Returns
    -------
    pandas.DataFrame
        The same rows; those that a correction names have no figures, the status ``missing`` and
        the reason as their note.

    Raises
    ------
    PlaybookError
        When a correction fits no row, or a figure is not the one that it expects.
    """
    rows = rows.copy()
    file = f"data/indicators/{indicator.id}.yml"
    for number, correction in enumerate(indicator.corrections, start=1):
        field = f"corrections[{number}]"
        chosen = rows_of(rows, correction)
        if not chosen.any():
            raise PlaybookError(
                "fits no row of the published figures. Remove it.", file=file, field=field
            )
        other = rows.loc[chosen & (rows["count"] != correction.expect), ["area", "period_start"]]
        if len(other):
            area, start = other.iloc[0]
            raise PlaybookError(
                f"expects {correction.expect:g} for {area} from {pd.Timestamp(start):%d %B %Y}, "
                "but another figure is published now. End or remove the correction.",
                file=file,
                field=field,
            )
        rows.loc[chosen, FIGURES] = float("nan")
        rows.loc[chosen, "status"] = "missing"
        rows.loc[chosen, "note"] = correction.reason
    return rows


def rows_of(rows: pd.DataFrame, correction: Correction) -> pd.Series:
    """Mark the rows that a correction names."""
    starts, ends = pd.to_datetime(rows["period_start"]), pd.to_datetime(rows["period_end"])
    return (
        rows["area"].isin(correction.areas)
        & (starts >= pd.Timestamp(correction.start))
        & (ends <= pd.Timestamp(correction.end))
    )
