"""Records of pages that moved or went away: an address that was published leads somewhere for ever.

A playbook without the file has moved no page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from playbook.catalogue import records
from playbook.catalogue.documents import Document, Place
from playbook.catalogue.project import Project
from playbook.catalogue.records import Record, repeated
from playbook.catalogue.system import Text

FILE = "moved.yml"
"""Below ``data/``."""

ADDRESS = r"^[a-z0-9_-]+(/[a-z0-9_-]+)*$"
"""What a page's address looks like; it is also where its files are put."""

PageAddress = Annotated[str, StringConstraints(pattern=ADDRESS)]


class MovedPage(Record):
    """One address at which no page stands any more."""

    address: PageAddress
    """The old address, below the site's and without .html."""
    to: PageAddress | None = None
    """Page that has taken its place; left out when none has."""
    reason: Text
    """Why, in a sentence for readers."""


class MovedPages(Record):
    """The file of moved pages."""

    moved: tuple[MovedPage, ...] = Field(min_length=1)
    """One entry an address, newest first."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Each address is there once, and leads to where the page is now in one step."""
        gone = [one.address for one in self.moved]
        for (*_, number), message in repeated(gone):
            yield ("moved", number, "address"), message
        for number, one in enumerate(self.moved):
            if one.to in gone:
                yield (
                    ("moved", number, "to"),
                    f"{one.to} has moved itself. Name the page at which its readers arrive.",
                )


def read(project: Project) -> tuple[tuple[MovedPage, ...], Document | None]:
    """Read the record of a playbook's own pages; the book of another system has moved none.

    Raises
    ------
    PlaybookError
        With file, line and field when the record is wrong.
    """
    path = project.data / FILE
    if project.system or not path.is_file():
        return (), None
    found, document = records.read(path, MovedPages, project.shown(path))
    return found.moved, document
