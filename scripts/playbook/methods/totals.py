"""Adding up counts over groups, where one missing part makes the total missing."""

from collections.abc import Sequence

import pandas as pd


def totals_by(frame: pd.DataFrame, columns: Sequence[str], groups: Sequence[str]) -> pd.DataFrame:
    """Add the columns up over the groups, ``NaN`` wherever a part is ``NaN``.

    Leaving a suppressed cell out of a sum would print a number that is too small, as if it were
    whole. So the sum is missing too.

    Returns
    -------
    pandas.DataFrame
        One row a group, in order of first appearance, on a fresh index. Without groups the whole
        frame is one row.
    """
    if not groups:
        return frame[list(columns)].sum(skipna=False).to_frame().T.astype(float)
    keys = [frame[group] for group in groups]
    summed = frame[list(columns)].groupby(keys, sort=False, observed=True).sum()
    missing = frame[list(columns)].isna().groupby(keys, sort=False, observed=True).any()
    return summed.astype(float).mask(missing).reset_index()
