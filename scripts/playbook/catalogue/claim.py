"""Records of the ledger: what others say in figures, and the publication where it was read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from playbook.catalogue.documents import Place
from playbook.catalogue.numerals import Quantity, written
from playbook.catalogue.records import Record, repeated
from playbook.catalogue.system import Day, MissionId, PartialDate, Slug, Text

Address = Annotated[str, StringConstraints(pattern=r"^https://[^ ]+$")]
"""An address on the web, with its scheme."""

Seen = Literal["primary", "secondary"]
"""Read at its publisher, or in another source that reports it."""

Confidence = Literal["high", "medium", "low"]
"""How sure we are that it was read rightly and says what it seems to."""

ValueName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
"""Name of a value within its claim."""

ValuePath = Annotated[str, StringConstraints(pattern=r"^([a-z0-9_-]+\.)?[a-z][a-z0-9_]*$")]
"""Name of a value of the claim, or of another: ``c-m2-01.days``."""


class Publication(Record):
    """Where something was read."""

    publisher: Text
    """Who published it, or who reports it."""
    title: Text
    """What it is called."""
    date: PartialDate | None = None
    """Its date, as precisely as it gives it; empty when it has none."""
    until: PartialDate | None = None
    """Date of the newest, where several pages are meant."""
    urls: tuple[Address, ...] = ()
    """Where it was read; empty when that was not recorded."""
    note: Text | None = None
    """What a reader must know to find it."""


class Citation(Publication):
    """A publication in which claims were read."""

    id: Slug
    """Stable id, named by claims."""


class ClaimValue(Record):
    """One number of a claim."""

    name: ValueName
    """What it is, within the claim."""
    number: float
    """The number as read: 57 for 57%."""
    unit: Text
    """What it counts; ``per cent`` and ``pounds`` are printed as signs."""

    @property
    def quantity(self) -> Quantity:
        """The number with its unit."""
        return Quantity(self.number, self.unit)

    @property
    def text(self) -> str:
        """The number as people read it."""
        return written(self.quantity)


class Division(Record):
    """A sum that a reader can do: one value divided by another gives a third."""

    value: ValueName
    """The result: a share in per cent, or an average."""
    part: ValuePath
    """What is divided."""
    whole: ValuePath
    """What it is divided by."""


class Claim(Record):
    """What somebody else says, in our words, with its numbers and where it was read."""

    id: Slug
    """Stable id, by which prose quotes it."""
    mission: MissionId | Literal["cross", "platform", "playbook"]
    """The Mission that it is about; across all, about the shared platform of data, or
    about this playbook itself."""
    statement: Text
    """What is said."""
    values: tuple[ClaimValue, ...] = ()
    """Its numbers; none when it is in words."""
    arithmetic: tuple[Division, ...] = ()
    """Which of its numbers follow from which."""
    period: Text | None = None
    """The time that it is about; empty when that is not stated."""
    source: Slug
    """Id of the publication in which it was read."""
    seen: Seen
    """Read at its publisher, or in another source that reports it."""
    confidence: Confidence
    """How sure we are of it."""
    status: Literal["quotable", "caution", "rejected"]
    """May be quoted; only together with its note; never outside the ledger."""
    derived: bool = False
    """Worked out here from other claims."""
    reason: Text | None = None
    """Why it was rejected."""
    note: Text | None = None
    """What must be known by whoever quotes it."""
    checked: Day
    """When it was last compared with its source."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """A rejected claim says why, a derived one how; names are unique and name something."""
        yield from repeated((value.name for value in self.values), "values")
        if (self.status == "rejected") != (self.reason is not None):
            message = "is for a rejected claim and no other. A rejected claim has to say why."
            yield ("reason",), message
        if self.status == "caution" and self.note is None:
            yield ("note",), "is empty. A claim with caution says what to be careful of."
        if self.derived and not self.arithmetic:
            yield ("arithmetic",), "is empty. Say how the numbers of a derived claim arise."
        known = {value.name for value in self.values}
        for number, sum_ in enumerate(self.arithmetic):
            for field in ("value", "part", "whole"):
                name = getattr(sum_, field)
                if "." not in name and name not in known:
                    place = ("arithmetic", number, field)
                    yield place, f"{name} is not among the values of the claim."


class Claims(Record):
    """The file of claims: the ledger."""

    sources: tuple[Citation, ...]
    """Where they were read."""
    claims: tuple[Claim, ...] = Field(min_length=1)
    """One entry a claim."""
