"""What the publishers changed, row by row and day by day: `data/revisions/`.

One table for each that a refresh changed. A row says on which day a row of the table was added,
revised or withdrawn, and what it said until then. With these the table can be put back to any day.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path, PurePosixPath

from playbook.observations.revisions import COLUMNS, FOLDER
from playbook.sources.merging import Difference, Row


def path_of(table: str) -> Path:
    """Where the revisions of a table stand below ``data/``."""
    return Path(FOLDER) / f"{PurePosixPath(table).stem}.csv"


def extended(before: str, change: Difference, key: list[str], day: date) -> str:
    """Add what changed on a day to a record of revisions.

    Parameters
    ----------
    before
        Text of the record so far; empty when there is none.
    change
        What changed.
    key
        Columns that tell one row of the table from another.
    day
        Of the refresh.

    Returns
    -------
    str
        The record, oldest first. The columns after the key hold what the row said before;
        they are empty for a row that was added.
    """
    rows = list(csv.DictReader(io.StringIO(before, newline="")))
    new: list[Row] = [
        {"change": "added"} | {name: row[name] for name in key} for row in change.added
    ]
    new += [{"change": "revised"} | old for old, _ in change.revised]
    new += [{"change": "withdrawn"} | old for old in change.withdrawn]
    if not new:
        return before
    sample = (change.added or change.withdrawn or [old for old, _ in change.revised])[0]
    columns = [*COLUMNS, *key, *(name for name in sample if name not in key)]
    new.sort(key=lambda row: [row[name] for name in key])
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    writer.writerows({"taken": day.isoformat()} | row for row in new)
    return out.getvalue()
