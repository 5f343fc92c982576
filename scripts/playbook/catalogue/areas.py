"""Places and organisations: the table of codes with the dates for which they hold."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import cast, get_args

from playbook import reading
from playbook.catalogue.system import AreaType, CodeSystem
from playbook.errors import PlaybookError, nearest

FILE = Path("places") / "areas.csv"


@dataclass(frozen=True, slots=True)
class Area:
    """A place or organisation, with the code and the dates for which the code holds.

    The fields are the columns of ``places/areas.csv``.
    """

    code: str
    name: str
    short_name: str
    type: AreaType
    region: str | None
    code_system: CodeSystem
    valid_from: date | None
    valid_to: date | None
    successor: str | None
    note: str | None

    @property
    def slug(self) -> str:
        """Name for addresses: ``hammersmith-and-fulham``."""
        words = self.short_name.lower().replace("&", " and ").replace("'", "")
        return re.sub(r"[^a-z0-9]+", "-", words).strip("-")


COLUMNS = [field.name for field in fields(Area)]


def read(path: Path, shown: str) -> dict[str, Area]:
    """Read the table of areas, by code, in the order of the file.

    Raises
    ------
    PlaybookError
        If the file is missing, has other columns, repeats a code, or holds a type, a code
        system or a date that is not one.
    """
    if not path.is_file():
        raise PlaybookError("is missing. Every area code is looked up in it.", file=shown)
    areas: dict[str, Area] = {}
    with reading.door(), path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        if header != COLUMNS:
            message = f"has the columns {','.join(header)}; they must be {','.join(COLUMNS)}."
            raise PlaybookError(message, file=shown, line=1)
        for cells in reader:
            line = reader.line_num
            if len(cells) != len(COLUMNS):
                message = f"has {len(cells)} cells; a row has {len(COLUMNS)}."
                raise PlaybookError(message, file=shown, line=line)
            row = dict(zip(COLUMNS, cells, strict=True))
            code = row["code"]
            if code in areas:
                message = f"{code} has a row above. Keep one."
                raise PlaybookError(message, file=shown, line=line, field="code")
            areas[code] = _area(row, shown, line)
    return areas


def _area(row: dict[str, str], file: str, line: int) -> Area:
    def day(field: str) -> date | None:
        try:
            return date.fromisoformat(row[field]) if row[field] else None
        except ValueError:
            raise PlaybookError(
                f"is {row[field]!r}, not a date such as 2026-11-22.",
                file=file,
                line=line,
                field=field,
            ) from None

    for field, allowed in (
        ("type", get_args(AreaType)),
        ("code_system", get_args(CodeSystem)),
    ):
        if row[field] not in allowed:
            hint = nearest(row[field], allowed)
            raise PlaybookError(f"is {row[field]!r}. {hint}", file=file, line=line, field=field)
    return Area(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"] or row["name"],
        type=cast(AreaType, row["type"]),
        region=row["region"] or None,
        code_system=cast(CodeSystem, row["code_system"]),
        valid_from=day("valid_from"),
        valid_to=day("valid_to"),
        successor=row["successor"] or None,
        note=row["note"] or None,
    )
