"""What each publisher says, and how it is asked: one module a publisher.

``fetch`` asks, through the receiver that it is given, and reads nothing but links and lists;
``parse`` turns answers into rows and is a pure function of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Protocol, cast

from playbook.catalogue.feed import Feed
from playbook.errors import PlaybookError, nearest
from playbook.sources.answers import Answer
from playbook.sources.merging import Part
from playbook.sources.places import Places
from playbook.sources.receiving import Receiver

NAMES = (
    "ae",
    "boundaries",
    "cvdprevent",
    "deprivation",
    "fingertips",
    "mental_health",
    "nomis",
    "sitreps",
)


@dataclass(frozen=True)
class Wanted:
    """What is asked for.

    Attributes
    ----------
    feed : Feed
        The record.
    newest : mapping
        Last day of the newest period on record, by table; a table may be empty.
    today : date
        The day of the refresh.
    """

    feed: Feed
    newest: Mapping[str, date]
    today: date


class Publisher(Protocol):
    """What a module of this package offers."""

    def fetch(self, receiver: Receiver, wanted: Wanted) -> list[Answer]:
        """Ask for everything that the tables of a feed need."""

    def parse(self, answers: Sequence[Answer], feed: Feed, places: Places) -> dict[str, Part]:
        """Turn answers into the rows of each table."""


def of(feed: Feed) -> Publisher:
    """Find the module that speaks a publisher's language.

    Raises
    ------
    PlaybookError
        There is none of the name in the record.
    """
    if feed.publisher not in NAMES:
        hint = nearest(feed.publisher, NAMES, noun="publisher")
        message = f"{feed.id} names the publisher {feed.publisher!r}. {hint}"
        raise PlaybookError(message, file="data/feeds.yml", field="publisher")
    return cast(Publisher, import_module(f"{__name__}.{feed.publisher}"))
