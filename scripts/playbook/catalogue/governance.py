"""Records of who decides what, what was decided, what was learned, and when to look again.

Each is a file below ``data/governance/``. A playbook may have none of them: its book then says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Literal, TypeVar

from pydantic import Field, StringConstraints

from playbook.catalogue import records
from playbook.catalogue.documents import Document, Place
from playbook.catalogue.project import Project
from playbook.catalogue.records import Record, repeated
from playbook.catalogue.system import Day, PartialDate, Slug, Text
from playbook.errors import PlaybookError

FOLDER = "governance"
Address = Annotated[str, StringConstraints(pattern=r"^https://[^ ]+$")]


class Reading(Record):
    """Where something about a body or a post was read, and when that was written."""

    title: Text
    """Title of the page or article."""
    publisher: Text
    """Who published it."""
    url: Address | None = None
    """Its address; empty when that was not recorded."""
    date: PartialDate | None = None
    """Its date, as precisely as it gives it; empty when it has none."""
    seen: Literal["primary", "secondary"]
    """Read at its publisher, or in another source that reports it."""


class Holder(Record):
    """A public post-holder or author, as a dated source names them. Posts change."""

    name: Text
    """Name, as published."""
    post: Text
    """The post that the source gives; say so when it gives none."""
    reading: Reading
    """Where and when."""


class Body(Record):
    """A board, an organisation or a group, with the part that it plays."""

    id: Slug
    """Stable id, which addresses end in."""
    name: Text
    """What it is called."""
    kind: Literal["board", "organisation", "partner", "playbook"]
    """A board that decides; an organisation; a partner in research or data; this playbook's own."""
    role: Text
    """What it does, in our own words and with its date where that can change."""
    decides: Text
    """What it decides, or that this is not known."""
    reach: Text
    """How to reach it, or that no public way was recorded."""
    url: Address | None = None
    """Its public page."""
    reading: Reading | None = None
    """Where its role was read; empty for this playbook's own."""
    holders: tuple[Holder, ...] = ()
    """People who hold a post in it, only if they are public."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Whatever is said of another body has a source."""
        if self.kind != "playbook" and self.reading is None:
            yield ("reading",), "is missing. Say where the role of this body was read."


class Bodies(Record):
    """The file of boards, organisations and partners."""

    bodies: tuple[Body, ...] = Field(min_length=1)
    """One entry a body."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Ids are unique."""
        yield from repeated((one.id for one in self.bodies), "bodies")


class Decision(Record):
    """A decision, with its reason and with what would make us take it again."""

    id: Slug
    """Stable id."""
    date: PartialDate
    """When it was taken, as precisely as is known."""
    by: Literal["playbook", "system"]
    """Taken by this project, or published by the health system."""
    title: Text
    """The matter, in a few words."""
    decision: Text
    """What was decided."""
    reason: Text
    """Why; for the health system only as published."""
    reconsider: Text
    """What would make it be reconsidered, or that this is not known."""
    evidence: tuple[Text, ...] = ()
    """Paths in the repository that show it."""
    reading: Reading | None = None
    """Where a decision of the health system was published."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """A decision of the system has a source, and one of ours has evidence."""
        if self.by == "system" and self.reading is None:
            yield ("reading",), "is missing. A decision of the system needs its publication."
        if self.by == "playbook" and not self.evidence:
            yield ("evidence",), "is empty. Name a path in the repository that shows it."


class Decisions(Record):
    """The log of decisions."""

    decisions: tuple[Decision, ...]
    """One entry a decision, newest first."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Ids are unique and the newest is first."""
        yield from repeated((one.id for one in self.decisions), "decisions")
        yield from _falling([one.date for one in self.decisions], "decisions")


class Lesson(Record):
    """Something that did not go as expected, and what it changed."""

    id: Slug
    """Stable id."""
    date: PartialDate
    """When it was learned."""
    expected: Text
    """What was expected."""
    found: Text
    """What was found."""
    changed: Text
    """What we do since, or that nothing changed."""
    evidence: tuple[Text, ...] = Field(min_length=1)
    """Paths in the repository that show it."""


class Lessons(Record):
    """The log of what was learned."""

    lessons: tuple[Lesson, ...]
    """One entry a lesson, newest first."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Ids are unique and the newest is first."""
        yield from repeated((one.id for one in self.lessons), "lessons")
        yield from _falling([one.date for one in self.lessons], "lessons")


class ReviewRule(Record):
    """How long a page of prose may stand before somebody reads it again."""

    months: Annotated[int, Field(ge=1, le=60)]
    """Months after the day on which it was last reviewed."""
    reason: Text
    """Why so many."""


class Correction(Record):
    """An error in an edition, and what was done about it."""

    date: Day
    """When it was put right."""
    edition: Text
    """The edition that had it."""
    kind: Literal["correction", "revision", "method", "new data"]
    """Which of the four kinds it is."""
    what: Text
    """What was wrong, with the old and the new value."""
    why: Text
    """How it came about."""
    affected: Text
    """Whom it may have misled."""


class Corrections(Record):
    """The log of corrections."""

    corrections: tuple[Correction, ...]
    """One entry a correction; empty when none was needed so far."""


class Row(Record):
    """One thing that the playbook set out to carry, and where it is."""

    number: int
    """Its number."""
    part: Text
    """What it is, in our own words."""
    shown: Text
    """What the playbook shows for it."""
    places: tuple[Text, ...] = Field(min_length=1)
    """Addresses of the pages, without `.html`, each with its anchor where it has one."""


class Checklist(Record):
    """The list of what the playbook set out to carry."""

    rows: tuple[Row, ...] = Field(min_length=1)
    """One entry a row, numbered from 1."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Rows are numbered one after the other, so that none is lost."""
        for at, row in enumerate(self.rows, start=1):
            if row.number != at:
                yield ("rows", at - 1, "number"), f"is {row.number}, but this is row {at}."


FILES: dict[str, type[Record]] = {
    "bodies": Bodies,
    "checklist": Checklist,
    "corrections": Corrections,
    "decisions": Decisions,
    "lessons": Lessons,
    "review": ReviewRule,
}
"""Name of each file, without its ending."""

RecordT = TypeVar("RecordT", bound=Record)


def read(project: Project, model: type[RecordT]) -> tuple[RecordT, Document] | None:
    """Read one of these records with its document; None when the playbook has none.

    Raises
    ------
    PlaybookError
        With the file, the line and the field of whatever is wrong.
    """
    name = next(name for name, known in FILES.items() if known is model)
    path = project.data / FOLDER / f"{name}.yml"
    return records.read(path, model, project.shown(path)) if path.is_file() else None


def problems(project: Project) -> Iterator[PlaybookError]:
    """Find what is wrong with these records, and evidence that is not in the repository."""
    for model in FILES.values():
        try:
            found = read(project, model)
        except PlaybookError as error:
            yield error
            continue
        if found is None:
            continue
        record, document = found
        items = getattr(record, "decisions", getattr(record, "lessons", ()))
        field = "decisions" if isinstance(record, Decisions) else "lessons"
        for at, item in enumerate(items):
            for number, path in enumerate(item.evidence):
                if not (project.root / path).exists():
                    place = (field, at, "evidence", number)
                    yield document.error(f"{path} is not in the repository. Name one.", place)


def _falling(dates: list[str], field: str) -> Iterator[tuple[Place, str]]:
    for number, (one, next_) in enumerate(pairwise(dates), start=1):
        if next_ > one:
            yield (field, number, "date"), f"is {next_}, after {one} above. The newest is first."
