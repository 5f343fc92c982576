"""Records of what `playbook refresh` asks the publishers for.

Addresses, names of columns and of sheets, and limits are data: when a publisher moves a file or
renames a column, a person changes the record on purpose and not the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field

from playbook.catalogue.documents import Place
from playbook.catalogue.records import Record, repeated
from playbook.catalogue.system import Slug, Text

FILE = "feeds.yml"
"""Below ``data/``; a playbook without it takes nothing in by itself."""

Address = Annotated[str, Field(pattern=r"^https://[^ ]+$")]


class Series(Record):
    """One table that a feed fills, and what is asked for to fill it."""

    table: Text
    """Id of an indicator, or path of another table under ``data/``."""
    asks: dict[str, Text] = Field(default_factory=dict)
    """Parameters of the request, by the publisher's names."""
    keep: dict[str, Text] = Field(default_factory=dict)
    """Which rows of the answer belong to the table: our name of a column, and its text there."""
    sex: Literal["Persons", "Female", "Male"] = "Persons"
    """Whom its figures are of."""
    age: Text = "All ages"
    """Of which ages."""
    counts: bool = False
    """Whether its counts and denominators make up its figures, and are taken too."""
    areas: Literal["known", "held"] = "known"
    """Whether areas may come in that the table does not hold yet."""


class Limits(Record):
    """What a new answer may differ by before a person has to look at it."""

    move: float = Field(default=0.5, gt=0)
    """Share by which the newest figures may differ from those before them, when the series has
    not moved as far before."""
    revised: float = Field(default=0.25, gt=0, le=1)
    """Share of the figures on record that an answer may revise."""
    withdrawn: float = Field(default=0.02, ge=0, le=1)
    """Share of the figures on record that an answer may leave out."""


class Feed(Record):
    """One publisher's service, and the tables that are filled from it."""

    id: Slug
    """Name on the command line."""
    publisher: Slug
    """Module of ``playbook.sources.publishers`` that speaks its language."""
    title: Text
    """What it is."""
    sources: tuple[Text, ...] = Field(min_length=1)
    """Ids of the publications that it brings."""
    series: tuple[Series, ...] = Field(min_length=1)
    """The tables that it fills."""
    address: Address
    """Where to begin: the service, or the page whose links are followed."""
    hosts: tuple[Text, ...] = ()
    """Other hosts that its links and redirections may lead to."""
    seen: Text
    """How the address and the shape are known, and what is still to be verified."""
    encoding: Text = "utf-8-sig"
    """Of its text files."""
    sheet: Text | None = None
    """Name of the sheet of its workbooks."""
    columns: dict[str, Text] = Field(default_factory=dict)
    """Our name of a column to the publisher's."""
    lookback: int = Field(default=0, ge=0)
    """Months before the newest on record that are asked for again, since they may be revised."""
    megabytes: int = Field(default=64, gt=0)
    """The largest answer that is taken."""
    pause: float = Field(default=1.0, ge=0)
    """Seconds between two requests."""
    limits: Limits = Limits()
    """What a new answer may differ by."""

    @property
    def allowed(self) -> set[str]:
        """Hosts that may be asked."""
        return {urlsplit(self.address).netloc, *self.hosts}

    def rules(self) -> Iterator[tuple[Place, str]]:
        """No table is filled twice by one feed."""
        tables = [one.table for one in self.series]
        for (*_, number), message in repeated(tables):
            yield ("series", number, "table"), message


class Feeds(Record):
    """The file of feeds."""

    contact: Text | None = None
    """Address that publishers may write to about our requests; sent as part of the user agent."""
    feeds: tuple[Feed, ...] = Field(min_length=1)
    """One entry a publisher's service."""
