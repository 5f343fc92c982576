"""How old the figures of a publication are, and when the next are to be expected.

Publishers do not tell their calendars in a form that a program can read, so the next release is
worked out: the newest period, or the last release on record, and the cadence. It is said to be so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from playbook.catalogue.catalogue import Catalogue
from playbook.catalogue.system import Source

DAYS = {"Monthly": 31, "Quarterly": 92, "Annually": 366}
"""Longest time between two releases; a cadence that is not here promises none."""
LATE = 2
"""A period is published after it ends: only what is so many cadences old is late."""


@dataclass(frozen=True)
class Freshness:
    """How fresh the figures of a publication are on a day.

    Attributes
    ----------
    source : Source
        The publication.
    newest : date or None
        Last day of the newest period that we hold; None when no table of ours tells.
    last : date or None
        The last release that we have; None when its day is not on record.
    expected : date or None
        By when the next is to be expected; None when none is promised or nothing is known.
    age : int or None
        Days since the newest period ended.
    day : date
        On which it is so.
    """

    source: Source
    newest: date | None
    last: date | None
    expected: date | None
    age: int | None
    day: date

    @property
    def is_late(self) -> bool:
        """Whether newer figures are to be expected, and we do not hold them."""
        return self.expected is not None and self.expected < self.day

    def words(self) -> str:
        """Say it for readers: how old, how often, and what is to be expected."""
        said = [f"{self.source.cadence}."]
        if self.newest is not None:
            said.append(f"Newest period ended on {_written(self.newest)}, {self.age:,} days ago.")
        released = f"Last release on {_written(self.last)}." if self.last else ""
        said.append(released or "The day of the last release is not on record.")
        if self.source.next_release:
            said.append(f"Next release, as the publisher says: {self.source.next_release}.")
        elif self.expected:
            worked = "worked out from how often it comes out"
            late = ", so newer figures may be out" if self.is_late else ""
            said.append(f"Next expected by {_written(self.expected)}, {worked}{late}.")
        return " ".join(said)


def ages(catalogue: Catalogue) -> list[Freshness]:
    """Say how fresh each publication is on the day of the edition, in the order of the record."""
    newest: dict[str, list[date]] = {}
    for indicator in catalogue.indicators.values():
        newest.setdefault(indicator.source, []).append(indicator.period.last)
    return [
        of(source, newest.get(source.id, ()), catalogue.edition.date)
        for source in catalogue.sources.values()
    ]


def of(source: Source, newest: Iterable[date], day: date) -> Freshness:
    """Work out how fresh a publication is.

    Parameters
    ----------
    source
        The publication.
    newest
        Last days of the newest periods of its tables.
    day
        On which.
    """
    ends = list(newest)
    end = max(ends) if ends else None
    released = [one.published for one in source.releases]
    last = max(released + ([source.published] if source.published else []), default=None)
    expected = None
    if span := DAYS.get(source.cadence):
        if last:
            expected = last + timedelta(days=span)
        elif end:
            expected = end + timedelta(days=LATE * span)
    return Freshness(source, end, last, expected, (day - end).days if end else None, day)


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
