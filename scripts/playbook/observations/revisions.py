"""Put a table back to what was known on a day, by its record of revisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

FOLDER = "revisions"
COLUMNS = ["taken", "change"]


def undone(table: pd.DataFrame, log: pd.DataFrame, key: Iterable[str], day: date) -> pd.DataFrame:
    """Undo every change that was taken in after a day, the newest first.

    Parameters
    ----------
    table
        The table as it is, all cells as text.
    log
        Its record of revisions, all cells as text, oldest first.
    key
        Columns that tell one row from another.
    day
        What was taken in on it counts as known.

    Returns
    -------
    pandas.DataFrame
        The rows as they stood at the end of the day, sorted as the columns of the key are.
    """
    names, columns = list(key), list(table.columns)
    rows = {tuple(row[name] for name in names): row for row in table.to_dict("records")}
    later = log[log["taken"] > day.isoformat()]
    for entry in reversed(later.to_dict("records")):
        name = tuple(entry[one] for one in names)
        if entry["change"] == "added":
            rows.pop(name, None)
        else:
            rows[name] = {column: entry[column] for column in columns}
    return pd.DataFrame([rows[name] for name in sorted(rows)], columns=columns)
