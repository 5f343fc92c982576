"""The manifest of a release: tables that a secure data environment has approved to leave it.

A release is a folder with ``release.yml`` and its tables. The manifest states the rules by which
small numbers were hidden and rounded; `playbook.sources.releases` verifies that the tables keep
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from playbook.catalogue.documents import Place
from playbook.catalogue.records import Record, repeated
from playbook.catalogue.system import Day, Slug, Text

FOLDER = "releases"
MANIFEST = "release.yml"
LEAST_COUNT = 5
"""No release may show a count of people from 1 to one less than this, whatever its own rule."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class SmallNumbers(Record):
    """How small numbers were hidden and rounded before the tables left the environment."""

    suppress_from: Annotated[int, Field(ge=0, le=1)]
    """Least count that is hidden: 1, or 0 where an empty group is hidden too."""
    suppress_to: int
    """Largest count that is hidden."""
    round_to: Annotated[int, Field(ge=1)]
    """Other counts are rounded to the nearest multiple of this."""
    least_denominator: Annotated[int, Field(ge=1)]
    """Smallest denominator that a row may have."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """The rule is at least as strict as the playbook's own."""
        if self.suppress_to < LEAST_COUNT - 1:
            yield (
                ("suppress_to",),
                f"is {self.suppress_to}: a count of {self.suppress_to + 1} would be shown. The "
                f"least that the playbook takes in is {LEAST_COUNT}; hide up to {LEAST_COUNT - 1}.",
            )


class Approval(Record):
    """Who let the tables leave, and when."""

    by: Text
    """The board or role that approved the release; no private person."""
    reference: Text
    """Its own number for the project or the release."""
    date: Day
    """The day of the approval."""


class ReleasedTable(Record):
    """One table of a release."""

    path: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*\.csv$")]
    """Its file, beside the manifest."""
    title: Text
    """What it holds."""
    counts: Text
    """What a count counts, such as people with a first contact."""
    out_of: Text
    """What the denominator counts."""
    sha256: Sha256
    """Hash of its bytes, as they left the environment."""


class Release(Record):
    """A release of aggregated tables from a secure data environment."""

    id: Slug
    """Stable id, and the name of its folder. A release is never changed: a new one has a new id."""
    title: Text
    """What it is about."""
    synthetic: bool
    """True for made-up numbers: every place where they show then says so."""
    environment: Text
    """The secure data environment that it comes from."""
    publisher: Text
    """Who answers for the figures."""
    url: Annotated[str, StringConstraints(pattern=r"^https://[^ ]+$")] | None = None
    """Where the publisher describes the project; empty when nowhere."""
    licence: Text
    """SPDX id or name of the licence under which the tables may be shown."""
    attribution: Text
    """Exact wording to print."""
    approval: Approval
    """Who approved it."""
    released: Day
    """The day on which it left the environment."""
    small_numbers: SmallNumbers
    """How small numbers were treated."""
    partitions: tuple[Slug, ...] = ()
    """Dimensions of `group` whose levels add up to all: a hidden level could be worked out."""
    method: Text
    """How the figures were made, in plain words, with what they leave out."""
    tables: tuple[ReleasedTable, ...] = Field(min_length=1)
    """One entry a table."""
    status: Literal["official", "accredited_official", "in_development", "research", "example"]
    """Standing of the figures."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """It was approved before it left; made-up numbers are called that in title and standing."""
        yield from repeated((one.path for one in self.tables), "tables")
        if self.released < self.approval.date:
            day = self.approval.date
            yield ("released",), f"is {self.released}, before its approval ({day})."
        if self.synthetic != (self.status == "example"):
            yield ("status",), "is example for made-up numbers, and for no others."
        if self.synthetic and "synthetic" not in self.title.lower():
            yield ("title",), "does not say that the numbers are made up. Begin with Synthetic."
