"""Self-assessment against the levels of reproducible analytical pipelines, by evidence that exists.

Nobody types in whether an item is met. An item is met when each piece of its evidence is found;
without evidence, or when one piece is gone, it reads "not yet".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from playbook.catalogue import records
from playbook.catalogue.documents import Place
from playbook.catalogue.governance import FOLDER, Address
from playbook.catalogue.project import Project
from playbook.catalogue.records import Record, repeated
from playbook.catalogue.system import Text
from playbook.errors import PlaybookError

NAME = "self_assessment.yml"
LEVELS = ("Baseline", "Silver", "Gold")


class Evidence(Record):
    """Something that a machine can look for."""

    kind: Literal["path", "test", "page", "command"]
    """A path in the repository, a test as `file::name`, a page of the book, or a `make` target."""
    ref: Text
    """Which one."""
    shows: Text
    """What it shows, in a few words."""


class Criterion(Record):
    """One criterion of the levels, in our own words, with its evidence."""

    id: Text
    """Its number in the source, such as B1."""
    level: Literal["Baseline", "Silver", "Gold"]
    """The level that it belongs to."""
    text: Text
    """What it asks, in our own words."""
    evidence: tuple[Evidence, ...] = ()
    """What shows that it is met; all of it must be there."""
    note: Text | None = None
    """What is missing, or what a reader must know."""


class Assessment(Record):
    """The whole self-assessment."""

    source: Text
    """Where the criteria are from."""
    url: Address
    """Its address."""
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    """One entry a criterion, level by level."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Ids are unique; what is not yet met says what is missing."""
        yield from repeated((one.id for one in self.criteria), "criteria")
        for number, one in enumerate(self.criteria):
            if not one.evidence and one.note is None:
                yield ("criteria", number, "note"), "is missing. Say what is not there yet."


@dataclass(frozen=True)
class Standing:
    """How a criterion stands.

    Attributes
    ----------
    criterion : Criterion
        Which one.
    gone : tuple of Evidence
        Evidence that was not found.
    """

    criterion: Criterion
    gone: tuple[Evidence, ...]

    @property
    def met(self) -> bool:
        """Whether there is evidence, and all of it was found."""
        return bool(self.criterion.evidence) and not self.gone


def read(project: Project) -> Assessment | None:
    """Read the record; None when the playbook has none."""
    path = project.data / FOLDER / NAME
    return records.read(path, Assessment, project.shown(path))[0] if path.is_file() else None


def problems(project: Project) -> Iterator[PlaybookError]:
    """Find what is wrong with the record. Evidence that has gone is no fault of it: it is shown."""
    try:
        read(project)
    except PlaybookError as error:
        yield error


def standings(record: Assessment, root: Path, pages: Collection[str]) -> list[Standing]:
    """Look for the evidence of every criterion.

    Parameters
    ----------
    record : Assessment
        The criteria.
    root : Path
        The repository.
    pages : collection of str
        Addresses of the pages of the book, without ``.html``.
    """
    return [
        Standing(one, tuple(piece for piece in one.evidence if not found(piece, root, pages)))
        for one in record.criteria
    ]


def level_reached(standings: list[Standing]) -> str:
    """Name the highest level of which every criterion is met, with all below; empty for none."""
    reached = ""
    for level in LEVELS:
        if not all(one.met for one in standings if one.criterion.level == level):
            break
        reached = level
    return reached


def file_of(evidence: Evidence) -> str:
    """Name the file that a piece of evidence is in, below the root; empty for a page."""
    if evidence.kind == "page":
        return ""
    return "Makefile" if evidence.kind == "command" else evidence.ref.partition("::")[0]


def found(evidence: Evidence, root: Path, pages: Collection[str]) -> bool:
    """Say whether a piece of evidence is there."""
    if evidence.kind == "page":
        return evidence.ref.partition("#")[0] in pages
    path = root / file_of(evidence)
    if evidence.kind == "path":
        return path.exists()
    name = evidence.ref.rpartition("::")[2].removeprefix("make ")
    wanted = rf"^def {re.escape(name)}\(" if evidence.kind == "test" else rf"^{re.escape(name)}:"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return re.search(wanted, text, re.MULTILINE) is not None
