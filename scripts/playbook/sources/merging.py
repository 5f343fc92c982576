"""Put a new answer into a table, and tell row by row what it changed.

Rows are compared as they stand in the file, so that a difference is a difference to a reader too.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from playbook.catalogue.areas import Area
from playbook.errors import PlaybookError
from playbook.observations import schema

Row = dict[str, str]


@dataclass(frozen=True)
class Part:
    """What a publisher's answer says of one table.

    Attributes
    ----------
    frame : pandas.DataFrame
        The rows, as the table has them.
    whole : bool
        Whether the answer is the whole series for the people and groups that it has, so that a
        row that it lacks was withdrawn. If not, it is everything for the periods that it has.
    address : str
        Where it came from, for messages.
    features : list of dict or None
        Boundaries, in place of rows: code, name and geometry of each.
    """

    frame: pd.DataFrame
    whole: bool
    address: str
    features: list[dict[str, Any]] | None = None


@dataclass(frozen=True)
class Difference:
    """What became of the rows of one table."""

    table: str
    added: list[Row] = field(default_factory=list)
    revised: list[tuple[Row, Row]] = field(default_factory=list)
    withdrawn: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.revised or self.withdrawn)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were added, revised and withdrawn."""
        return {
            "added": len(self.added),
            "revised": len(self.revised),
            "withdrawn": len(self.withdrawn),
        }

    def by_period(self) -> list[tuple[str, dict[str, int]]]:
        """Count the same for each period, newest first."""
        found: dict[str, Counter[str]] = {}
        for kind, rows in (
            ("added", self.added),
            ("revised", [new for _, new in self.revised]),
            ("withdrawn", self.withdrawn),
        ):
            for row in rows:
                found.setdefault(_period(row), Counter())[kind] += 1
        return [(period, dict(found[period])) for period in sorted(found, reverse=True)]


def merged(old: pd.DataFrame, part: Part) -> pd.DataFrame:
    """Replace the rows of a table that an answer speaks of.

    Parameters
    ----------
    old
        The table of observations as it is.
    part
        The answer.
    """
    new = part.frame
    by = ["sex", "age", "group"] if part.whole else schema.DATES
    spoken = pd.MultiIndex.from_frame(new[by])
    kept = old[~pd.MultiIndex.from_frame(old[by]).isin(spoken)]
    return pd.concat([kept, new[list(old.columns)]], ignore_index=True)


def fitting(
    part: Part, areas: dict[str, Area], levels: Iterable[str], held: set[str] | None
) -> Part:
    """Keep the rows of the kinds of area that a table has, and refuse a code that is unknown.

    Parameters
    ----------
    part
        The answer.
    areas
        Every area on record.
    levels
        Kinds of area that the table has.
    held
        The areas that it is limited to, or None.

    Raises
    ------
    PlaybookError
        An area is on no record, or nothing is left.
    """
    codes = part.frame["area"]
    strange = sorted(set(codes) - areas.keys())
    if strange:
        raise PlaybookError(
            f"unknown area {', '.join(strange[:5])} ({len(strange)} in all). If the code is new, "
            "add it to data/places/changes.csv and data/places/areas.csv with the day from which "
            "it holds and what it follows; if it is another code of a body on record, to "
            "data/places/aliases.csv.",
            file=part.address,
            field="area",
        )
    kinds = set(levels)
    keep = codes.map(lambda code: areas[code].type in kinds and (held is None or code in held))
    if not keep.any():
        raise PlaybookError(
            f"has no area of the kinds {', '.join(sorted(kinds))}. Was another level asked for?",
            file=part.address,
            field="area",
        )
    return Part(part.frame[keep].reset_index(drop=True), part.whole, part.address)


def refilled(old: pd.DataFrame, part: Part, key: list[str], places: set[str]) -> pd.DataFrame:
    """Put an answer into a table that is not one of observations.

    The table keeps to the places given, those that it holds and what follows them, and a column
    that the answer lacks keeps what it has.

    Raises
    ------
    PlaybookError
        The answer has none of those places.
    """
    first = key[0]
    new = part.frame[part.frame[first].isin(places)]
    if new.empty:
        raise PlaybookError(f"has none of the {first} on record.", file=part.address, field=first)
    own = [column for column in old.columns if column not in new.columns]
    if own:
        new = new.merge(old[[*key, *own]], on=key, how="inner")
    return new[list(old.columns)].sort_values(key, ignore_index=True)


def with_shapes(old: str, part: Part) -> str:
    """Put new shapes into boundaries; which areas there are, and what else is said of them, stays.

    Raises
    ------
    PlaybookError
        An area on record has no shape any more, or one of far fewer points.
    """
    new = {one["code"]: one for one in part.features or ()}
    lines = []
    for feature in json.loads(old)["features"]:
        code = feature["properties"]["code"]
        if code not in new:
            raise PlaybookError(
                f"has no {code}, which is on record. If its code changed, say so in "
                "data/places/changes.csv, and rebuild the boundaries.",
                file=part.address,
                field="features",
            )
        shape = new[code]["geometry"]
        was, now = (str(one["coordinates"]).count(",") for one in (feature["geometry"], shape))
        if now < was / 2 or now > was * 2:
            raise PlaybookError(
                f"{code} has {now // 2} points, and {was // 2} on record: another generalisation? "
                "Mend the address in data/feeds.yml.",
                file=part.address,
                field="geometry",
            )
        properties = feature["properties"] | {"name": new[code]["name"]}
        whole = {"type": "Feature", "properties": properties, "geometry": shape}
        lines.append(json.dumps(whole, ensure_ascii=False, separators=(",", ":")))
    joined = ",\n".join(lines)
    return f'{{"type":"FeatureCollection","features":[\n{joined}\n]}}\n'


def reshaped(table: str, old: str, new: str) -> Difference:
    """Tell which shapes are other than they were."""
    before, after = (
        {one["properties"]["code"]: json.dumps(one) for one in json.loads(text)["features"]}
        for text in (old, new)
    )
    changed = [
        ({"code": code, "shape": before[code]}, {"code": code, "shape": text})
        for code, text in after.items()
        if before.get(code) != text
    ]
    return Difference(table, revised=changed)


def difference(table: str, key: list[str], old: str, new: str) -> Difference:
    """Compare two texts of one table.

    Parameters
    ----------
    table
        Its name.
    key
        The columns that tell one row from another.
    old, new
        The CSV texts.
    """
    before, after = _rows(old, key), _rows(new, key)
    return Difference(
        table,
        [row for name, row in after.items() if name not in before],
        [
            (before[name], row)
            for name, row in after.items()
            if name in before and row != before[name]
        ],
        [row for name, row in before.items() if name not in after],
    )


def _rows(text: str, key: list[str]) -> dict[tuple[str, ...], Row]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {tuple(row[name] for name in key): row for row in rows}


def _period(row: Row) -> str:
    start, end = row.get("period_start", ""), row.get("period_end", "")
    return f"{start} to {end}" if start else row.get("period", "") or "all"
