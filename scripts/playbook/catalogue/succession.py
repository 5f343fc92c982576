"""Who follows a code that ended: a new name, a merger, or a split in recorded proportions."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from playbook import reading
from playbook.catalogue.areas import Area
from playbook.errors import PlaybookError, nearest

FILE = Path("places") / "splits.csv"
COLUMNS = ["code", "successor", "residents", "note"]
Heirs = Mapping[str, Mapping[str, Fraction]]


@dataclass(frozen=True, slots=True)
class Split:
    """One part of an area that was split: a row of ``places/splits.csv``.

    ``residents`` is how many people lived in the part; ``note`` says when, and who counted.
    """

    code: str
    successor: str
    residents: int
    note: str
    line: int


@dataclass(frozen=True)
class Succession:
    """What became of each code by a day.

    Attributes
    ----------
    day : date
        The day.
    heirs : mapping
        Code that ended to the codes that hold on the day, with the share of each; the shares of
        a code add up to 1.
    notes : mapping
        What a split is measured by, by the code that was split.
    unshared : frozenset of str
        Codes that ended and that no code or recorded share follows.
    """

    day: date
    heirs: Heirs
    notes: Mapping[str, str]
    unshared: frozenset[str]


def read(path: Path, shown: str) -> tuple[Split, ...]:
    """Read the record of splits; a playbook without one has none.

    Raises
    ------
    PlaybookError
        It has other columns, or a number of residents that is none.
    """
    if not path.is_file():
        return ()
    with reading.door(), path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if reader.fieldnames != COLUMNS:
            has = ",".join(reader.fieldnames or ())
            message = f"has the columns {has}; they must be {','.join(COLUMNS)}."
            raise PlaybookError(message, file=shown, line=1)
        return tuple(_split(row, shown, reader.line_num) for row in reader)


def _split(row: dict[str, str], file: str, line: int) -> Split:
    text = row["residents"] or ""
    if not (text.isdecimal() and int(text) > 0):
        raise PlaybookError(
            f"is {text!r}, not a number of people above 0.",
            file=file,
            line=line,
            field="residents",
        )
    return Split(row["code"], row["successor"], int(text), row["note"] or "", line)


def succession(areas: Mapping[str, Area], splits: Iterable[Split], day: date) -> Succession:
    """Follow each code that ended before a day to those that hold on it.

    A code that followed may have ended in turn, and is followed too.
    """
    parts: dict[str, list[Split]] = {}
    for one in splits:
        parts.setdefault(one.code, []).append(one)

    def after(code: str, seen: frozenset[str]) -> dict[str, Fraction] | None:
        area = areas[code]
        if area.valid_to is None or area.valid_to >= day:
            return {code: Fraction(1)}
        if code in seen:  # A circle is refused by the check of records.
            return None
        shares = {area.successor: 1} if area.successor else {}
        shares = shares or {one.successor: one.residents for one in parts.get(code, ())}
        total = sum(shares.values())
        found: dict[str, Fraction] = {}
        for follower, weight in shares.items():
            heirs = after(follower, seen | {code})
            if heirs is None:
                return None
            for heir, share in heirs.items():
                found[heir] = found.get(heir, Fraction(0)) + share * Fraction(weight, total)
        return found or None

    ended = {code: after(code, frozenset()) for code in areas if _ended(areas[code], day)}
    notes = {code: rows[0].note for code, rows in parts.items()}
    heirs = {code: found for code, found in ended.items() if found}
    return Succession(day, heirs, notes, frozenset(ended.keys() - heirs.keys()))


def _ended(area: Area, day: date) -> bool:
    return area.valid_to is not None and area.valid_to < day


def problems(
    areas: Mapping[str, Area], file: str, splits: Iterable[Split], splits_file: str
) -> Iterator[PlaybookError]:
    """Find successors that cannot be, and splits that do not fit the areas."""
    for line, area in enumerate(areas.values(), start=2):
        follower = areas.get(area.successor or "")
        if follower is None:
            continue
        said = None
        if area.valid_to is None:
            said = f"{area.code} has a successor and no last day. Give `valid_to`."
        elif follower.valid_to is not None and follower.valid_to <= area.valid_to:
            said = f"{follower.code} ended on {follower.valid_to}, before it could follow."
        if said:
            yield PlaybookError(said, file=file, line=line, field="successor")
    counted: dict[str, int] = {}
    rows = list(splits)
    for one in rows:
        counted[one.code] = counted.get(one.code, 0) + 1
    for one in rows:
        for field, code in (("code", one.code), ("successor", one.successor)):
            if code not in areas:
                said = f"there is no area {code}. {nearest(code, areas, noun='area code')}"
                yield PlaybookError(said, file=splits_file, line=one.line, field=field)
        whole = areas.get(one.code)
        if whole and (whole.successor or whole.valid_to is None):
            said = f"{one.code} has a successor, or has not ended: it was not split."
            yield PlaybookError(said, file=splits_file, line=one.line, field="code")
        if counted[one.code] == 1:
            said = f"{one.code} has 1 part; a split has 2 or more. Use `successor`."
            yield PlaybookError(said, file=splits_file, line=one.line, field="code")
