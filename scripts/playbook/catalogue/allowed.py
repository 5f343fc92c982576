"""What the gate of disclosure lets pass, with the reason: an organisation's address, a count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from playbook.catalogue.documents import Place
from playbook.catalogue.records import Record, repeated
from playbook.catalogue.system import Slug, Text

FILE = "allowed.yml"


class AllowedWords(Record):
    """An address or a number of an organisation, never of a person."""

    words: Text
    """Just as it stands on the page."""
    kind: Literal["email", "phone", "postcode"]
    """What it is. A number of a person, a day of birth and a secret are never allowed."""
    of: Text
    """The organisation that it belongs to."""
    reason: Text
    """Why readers need it."""
    source: Text
    """Where the organisation publishes it."""


class AllowedCounts(Record):
    """An indicator whose publisher shows small counts, because they tell nothing of a person."""

    indicator: Slug
    """Id of the indicator."""
    reason: Text
    """Why a small count of it tells nothing of a person."""
    source: Text
    """Where the publisher shows them."""


class Allowed(Record):
    """The file of what may pass; may be empty."""

    words: tuple[AllowedWords, ...] = ()
    """Addresses and numbers of organisations."""
    small_counts: tuple[AllowedCounts, ...] = Field(default=())
    """Indicators whose small counts are published."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Nothing is allowed twice."""
        yield from repeated((one.words for one in self.words), "words")
        yield from repeated((one.indicator for one in self.small_counts), "small_counts")
