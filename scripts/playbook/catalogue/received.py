"""Records of what was received of a publisher: every answer that changed a table, with its hash.

One file a feed, ``received/<feed>.yml``, written by `playbook refresh` and by nobody else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field

from playbook.catalogue import records
from playbook.catalogue.project import Project
from playbook.catalogue.records import Record
from playbook.catalogue.system import Day, Slug, Text

FOLDER = Path("received")
_HEADER = (
    "# yaml-language-server: $schema=../schemas/received.schema.json\n"
    "# Written by `playbook refresh`: what was received and changed a table, newest first.\n"
)


class Receipt(Record):
    """One answer, by its address and the hash of its bytes."""

    address: Text
    """The publisher's address that was asked."""
    label: str = ""
    """What it was asked for."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Hash of the body as it was received."""
    bytes: int = Field(ge=0)
    """Its size."""
    etag: str | None = None
    """The publisher's mark of this version."""
    last_modified: str | None = None
    """When the publisher says that it changed."""


class Change(Record):
    """How many rows of a table became new, other or gone."""

    table: Text
    """Id of the indicator, or path of the table."""
    added: int = Field(ge=0)
    revised: int = Field(ge=0)
    withdrawn: int = Field(ge=0)


class Snapshot(Record):
    """What one refresh took in."""

    day: Day
    """The day of the refresh."""
    tables: tuple[Change, ...] = ()
    """What it changed."""
    accepted: tuple[Text, ...] = ()
    """Doubts that a person accepted on purpose."""
    answers: tuple[Receipt, ...] = Field(min_length=1)
    """What was received."""


class Received(Record):
    """Everything that was taken in of one feed."""

    feed: Slug
    """Id of the feed."""
    snapshots: tuple[Snapshot, ...] = ()
    """One entry a refresh that changed something, newest first."""

    def receipts(self) -> dict[str, Receipt]:
        """Give the newest answer of each address."""
        found: dict[str, Receipt] = {}
        for snapshot in self.snapshots:
            for one in snapshot.answers:
                found.setdefault(one.address, one)
        return found


def read(project: Project, feed: str) -> Received:
    """Read what was received of a feed; nothing when there is no record."""
    path = project.data / FOLDER / f"{feed}.yml"
    if not path.is_file():
        return Received(feed=feed)
    return records.read(path, Received, project.shown(path))[0]


def all_of(project: Project) -> dict[str, Received]:
    """Read the records of every feed, by id."""
    paths = sorted((project.data / FOLDER).glob("*.yml"))
    return {path.stem: read(project, path.stem) for path in paths}


def text(received: Received) -> str:
    """Write a record as the text of its file."""
    values = _plain(received.model_dump(exclude_defaults=True))
    return _HEADER + yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=96)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
