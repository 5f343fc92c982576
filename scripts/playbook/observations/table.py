"""A table in memory, opened once, with the hash of any choice of its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from playbook import reading
from playbook.catalogue import Catalogue, Project
from playbook.errors import PlaybookError, nearest
from playbook.observations import schema

FOLDER = "observations"
SEARCHED = ("area", "sex", "age", "group")
"""Columns of a table of observations that are searched."""

Parse = Callable[[bytes], pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Table:
    """A table, with the exact line of the file that each row came from.

    The lines are the canonical form of the rows: their hash tells whether what a page read is
    still the same. ``codes`` holds, for each column that is searched, its levels and the
    number of the level in each row, so that a search compares integers.
    """

    frame: pd.DataFrame = field(repr=False)
    header: bytes
    lines: list[bytes] = field(repr=False)
    codes: dict[str, tuple[list[str], np.ndarray]] = field(repr=False)
    _hashes: dict[bytes, tuple[int, str]] = field(repr=False, default_factory=dict)
    _parts: dict[bytes, dict[str, str]] = field(repr=False, default_factory=dict)
    _rows: dict[bytes, pd.DataFrame] = field(repr=False, default_factory=dict)

    def everything(self) -> np.ndarray:
        """Mark every row."""
        return np.ones(len(self.frame), dtype=bool)

    def among(self, column: str, wanted: Iterable[str]) -> np.ndarray:
        """Mark the rows whose text in a column is one of those wanted."""
        levels, codes = self.codes[column]
        chosen = set(wanted)
        keep = np.fromiter((level in chosen for level in levels), dtype=bool, count=len(levels))
        return keep[codes]

    def rows(self, marked: np.ndarray) -> pd.DataFrame:
        """Give the marked rows, to do with as one likes: what is changed is copied first."""
        # Many pages ask for the same rows, such as the whole table.
        key = _key(marked)
        if key not in self._rows:
            self._rows[key] = self.frame[marked].reset_index(drop=True)
        return self._rows[key].copy(deep=False)

    def hash(self, marked: np.ndarray) -> tuple[int, str]:
        """Count and hash the marked rows."""
        key = _key(marked)
        if key not in self._hashes:
            places = np.flatnonzero(marked).tolist()
            text = b"\n".join([self.header, *map(self.lines.__getitem__, places)])
            self._hashes[key] = (len(places), hashlib.sha256(text).hexdigest())
        return self._hashes[key]

    def parts(self, marked: np.ndarray) -> dict[str, str]:
        """Hash the marked rows of each area, by code, in 12 digits; a table may have no areas."""
        if "area" not in self.codes:
            return {}
        key = _key(marked)
        if key not in self._parts:
            self._parts[key] = self._parted(marked)
        return self._parts[key]

    def _parted(self, marked: np.ndarray) -> dict[str, str]:
        levels, codes = self.codes["area"]
        digests: dict[str, Any] = {}
        for place in np.flatnonzero(marked).tolist():
            digest = digests.setdefault(levels[codes[place]], hashlib.sha256())
            digest.update(self.lines[place] + b"\n")
        return {area: digests[area].hexdigest()[:12] for area in sorted(digests)}


def _key(marked: np.ndarray) -> bytes:
    return np.packbits(marked).tobytes()


def path_of(project: Project, indicator: str) -> Path:
    """Where an indicator's table stands."""
    return project.data / FOLDER / f"{indicator}.csv"


def observations(project: Project, indicator: str) -> Table:
    """Open an indicator's table.

    Raises
    ------
    PlaybookError
        If there is no such table, or if it breaks a rule of the schema.
    """
    path = path_of(project, indicator)
    if not path.is_file():
        known = [each.stem for each in path.parent.glob("*.csv")]
        hint = nearest(indicator, known, noun="table")
        raise PlaybookError(f"is not there. {hint}", file=project.shown(path))

    def parse(raw: bytes) -> pd.DataFrame:
        areas = Catalogue.read(project).areas
        frame = schema.read(path, shown=project.shown(path), areas=areas, content=raw)
        return schema.plain(frame)

    return opened(path, parse, SEARCHED, project.shown(path))


def opened(path: Path, parse: Parse, searched: tuple[str, ...], shown: str) -> Table:
    """Open a table, or give back the one that was opened before if the file is the same."""
    stat = path.stat()
    stamp = (stat.st_mtime_ns, stat.st_size)
    known = _OPEN.get(path)
    if known is None or known[0] != stamp:
        with reading.door():
            _OPEN[path] = known = (stamp, _read(path, parse, searched, shown))
    return known[1]


_OPEN: dict[Path, tuple[tuple[int, int], Table]] = {}


def _read(path: Path, parse: Parse, searched: tuple[str, ...], shown: str) -> Table:
    raw = path.read_bytes()
    frame = parse(raw)
    if raw.removesuffix(b"\n").count(b"\n") != len(frame):
        lines = raw.removesuffix(b"\n").count(b"\n")
        raise PlaybookError(
            f"has {len(frame)} rows on {lines} lines. Write each row on a line of its own.",
            file=shown,
        )
    return of(raw, frame, searched)


def of(raw: bytes, frame: pd.DataFrame, searched: tuple[str, ...]) -> Table:
    """Make a table of the bytes of a file and of the rows in them."""
    header, *lines = raw.removesuffix(b"\n").split(b"\n")
    codes = {}
    for column in searched:
        numbers, levels = pd.factorize(frame[column])
        codes[column] = (list(levels), numbers)
    return Table(frame, header, lines, codes)
