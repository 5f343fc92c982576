"""What was known on a day: an edition can show only what had been published by then.

A period counts as published on the day of the release that gave it for the first time, where the
source has that day on record, and else on the day on which the period ended. Populations,
deprivation, catchments and boundaries are shown as they are now.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from playbook import reading
from playbook.catalogue import Catalogue, Project, records
from playbook.catalogue.manifest import Rule
from playbook.catalogue.system import Edition
from playbook.observations import revisions, schema, table
from playbook.observations.table import Table

EDITION = "edition.yml"


@dataclass(frozen=True)
class Cut:
    """Which periods of an indicator were known on a day.

    Attributes
    ----------
    day : date
        The day.
    released : tuple of tuple
        Last day of a period, and the day of the release that gave it first; where on record.
    """

    day: date
    released: tuple[tuple[date, date], ...] = ()

    def keeps(self, end: date) -> bool:
        """Say whether the period that ended on a day had been published."""
        return dict(self.released).get(end, end) <= self.day

    def marked(self, ends: pd.Series) -> np.ndarray:
        """Mark the rows of periods that had been published, by the column of their ends."""
        known = {end: self.keeps(end.date()) for end in ends.unique()}
        return ends.map(known).to_numpy(bool)

    def rule(self, ends: Iterable[date]) -> Rule:
        """Say by which rule these periods are counted."""
        found = {end in dict(self.released) for end in ends}
        return "both" if len(found) > 1 else "release" if True in found else "period_end"


def day(project: Project) -> date | None:
    """Give the day as of which the edition shows figures; None when it shows all."""
    path = project.data / EDITION
    try:
        stat = path.stat()
    except OSError:
        return None  # Whoever needs the record says that it is missing.
    return _day(path, stat.st_mtime_ns, stat.st_size)


def cut(project: Project, indicator: str) -> Cut | None:
    """Give what of an indicator the edition shows; None when it shows all.

    Raises
    ------
    PlaybookError
        If there is no such indicator, or its source has no record.
    """
    until = day(project)
    if until is None:
        return None
    # What a page read are the rows; it need not depend on the words of these records too.
    with reading.door():
        catalogue = Catalogue.read(project)
        record, source = catalogue.indicator(indicator), catalogue.source_of(indicator)
    released = {one.period_end: one.published for one in source.releases}
    if source.published and record.period.last not in _added(project, indicator):
        # The publication that was read gave the newest period.
        released.setdefault(record.period.last, source.published)
    return Cut(until, tuple(sorted(released.items())))


def _added(project: Project, indicator: str) -> set[date]:
    """Periods of which a refresh took something in: the release on record did not give them."""
    log = project.data / revisions.FOLDER / f"{indicator}.csv"
    try:
        stat = log.stat()
    except OSError:
        return set()
    with reading.door():
        return _added_in(log, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=64)
def _added_in(log: Path, _modified: int, _size: int) -> set[date]:
    with log.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        return {date.fromisoformat(r["period_end"]) for r in rows if r["change"] == "added"}


def content(project: Project, path: Path) -> bytes:
    """Read a table as the edition gives it away: without the rows that it does not show."""
    whole = path.read_bytes()
    if path.parent != project.data / table.FOLDER:
        return whole
    found = cut(project, path.stem)
    if found is None:
        return whole
    opened = known(project, path.stem)
    kept = np.flatnonzero(found.marked(opened.frame["period_end"]))
    return b"\n".join([opened.header, *(opened.lines[row] for row in kept)]) + b"\n"


def known(project: Project, indicator: str) -> Table:
    """Open an indicator's table as it stood on the day of the edition.

    What the publisher revised or withdrew since stands as it was; a row that came in later is not
    there, unless the release of its period is on record, which then decides.

    Raises
    ------
    PlaybookError
        If there is no such table, or if it breaks a rule of the schema.
    """
    whole, found = table.observations(project, indicator), cut(project, indicator)
    log = project.data / revisions.FOLDER / f"{indicator}.csv"
    if found is None or not log.is_file():
        return whole
    path = table.path_of(project, indicator)
    stamps = tuple((one.stat().st_mtime_ns, one.stat().st_size) for one in (path, log))
    with reading.door():
        return _known(path, log, stamps, found)


@lru_cache(maxsize=64)
def _known(path: Path, log: Path, _stamps: tuple[tuple[int, int], ...], found: Cut) -> Table:
    now, changes = (pd.read_csv(one, dtype=str, keep_default_na=False) for one in (path, log))
    # The key of the table leads the columns of the log, after what happened and when.
    released = {end.isoformat() for end, _ in found.released}
    decided = (changes["change"] == "added") & changes["period_end"].isin(released)
    then = revisions.undone(now, changes[~decided], schema.KEY, found.day)
    content = then.to_csv(index=False, lineterminator="\n").encode("utf-8")
    frame = schema.plain(schema.read(path, content=content))
    return table.of(content, frame, table.SEARCHED)


def rule(project: Project, indicator: str) -> Rule | None:
    """Say by which rule an indicator's periods are counted; None when all are shown."""
    found = cut(project, indicator)
    if found is None:
        return None
    ends = table.observations(project, indicator).frame["period_end"].unique()
    return found.rule(pd.Timestamp(end).date() for end in ends)


@lru_cache(maxsize=8)
def _day(path: Path, _modified: int, _size: int) -> date | None:
    return records.read(path, Edition)[0].as_of
