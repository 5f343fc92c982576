"""Reads of the tables: each query and the hash of the rows that it returned.

A page is stale when a query that it made gives other rows, so every load notes itself here. The
notes stand beside those of the catalogue's look-ups, in `playbook.reading`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playbook import reading
from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.observations import queries
from playbook.observations.queries import Answer, Query


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
    parts
        Short hash of each area's rows by code, to say which area changed; empty for a table
        without areas.
    """

    query: Query
    rows: int
    sha256: str
    parts: dict[str, str]

    def plain(self) -> dict[str, Any]:
        """The read as plain values for JSON."""
        return dict(vars(self))


def note(query: Query, answer: Answer) -> None:
    """Add a read to the notes."""
    reading.note(Read(query, answer.rows, answer.sha256, answer.parts()).plain())


def reads() -> list[Read]:
    """What this process has read of the tables so far, in order, each query once."""
    return [Read(**entry) for entry in reading.notes() if "query" in entry]


def clear() -> None:
    """Forget what this process has read, as a new page begins."""
    reading.clear()


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
    return queries.answer(query, project or Project.find()).sha256


def holds(recorded: dict[str, Any], project: Project) -> bool:
    """Say whether a recorded query still gives the same rows."""
    try:
        return replay(recorded["query"], project) == recorded["sha256"]
    except PlaybookError:
        # What was read then cannot be read now; running the page says why.
        return False
