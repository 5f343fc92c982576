"""What was read: each query on the data and the hash of the rows that it returned.

A page is stale when a query that it made gives other rows, so every load notes itself here.
Within the process the notes stand in a list; where ``PLAYBOOK_READS`` names a file they are
also added to it, one JSON object a line, so that whoever started a kernel can read them.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playbook.catalogue import Project
from playbook.observations import queries
from playbook.observations.queries import Query

FILE_VARIABLE = "PLAYBOOK_READS"


@dataclass(frozen=True)
class Read:
    """A query, how many rows it returned, and their hash.

    Parameters
    ----------
    query
        Plain values: the table and what was taken from it.
    rows
        Number of rows returned.
    sha256
        Hash of the rows, as the lines of the table that they came from, with its header.
    """

    query: Query
    rows: int
    sha256: str

    def plain(self) -> dict[str, Any]:
        """The read as plain values for JSON."""
        return asdict(self)


_LOG: list[Read] = []


def note(query: Query, rows: int, sha256: str) -> None:
    """Add a read to the record."""
    read = Read(query, rows, sha256)
    if read in _LOG:
        return
    _LOG.append(read)
    file = os.environ.get(FILE_VARIABLE)
    if file:
        with Path(file).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(read.plain(), sort_keys=True) + "\n")


def reads() -> list[Read]:
    """What this process has read so far, in order, each query once."""
    return list(_LOG)


def clear() -> None:
    """Forget what this process has read, as a new page begins."""
    _LOG.clear()


def replay(query: Query, project: Project | None = None) -> str:
    """Ask a recorded query again and hash what it returns now.

    Parameters
    ----------
    query
        As recorded.
    project
        By default the playbook around the working directory.

    Returns
    -------
    str
        Hash of the rows; another than the recorded one means that the page is stale.

    Raises
    ------
    PlaybookError
        If the query cannot be answered any more.
    """
    return queries.answer(query, project or Project.find())[1]
