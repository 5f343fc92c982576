"""Withheld counts that other figures give away: of the areas around, and of other tables.

A reader may subtract. What a whole has over the parts that are shown is the part that is not; and
what one table withholds another may show under another name, or leave over. Published figures are
all that is needed for it, so each way is tried on all that we hold. `small_counts` tries the ways
within a table's own rows of one area, and between its versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import pandas as pd

from playbook.methods import disclosure
from playbook.methods.disclosure import Rule, Sum

AREA = "area"
SLICE = ["period_start", "period_end", "sex", "age", "group"]
KEY = [AREA, *SLICE]
LEAST = 5
"""Cells in which two tables have to agree before one is taken to say what the other says."""

Found = tuple[int, str]
"""Line and problem."""


@dataclass(frozen=True)
class Whole:
    """An area, and areas that may make it up: all that a table has of one kind."""

    area: str
    parts: frozenset[str]


def wholes(areas: Mapping[str, str], made_of: Iterable[Whole], country: str) -> Iterator[Whole]:
    """Give what a reader may take for wholes and parts in a table.

    Parameters
    ----------
    areas : mapping of str to str
        Type of each area of the table, by code.
    made_of : iterable of Whole
        Systems, and the places or bodies on record as theirs.
    country : str
        Type of the area that all others make up.
    """
    present = set(areas)
    nations = [code for code, kind in areas.items() if kind == country]
    for nation, kind in product(nations, sorted({*areas.values()} - {country})):
        yield Whole(nation, frozenset(code for code, one in areas.items() if one == kind))
    for one in made_of:
        if one.area in present and one.parts <= present and one.area not in one.parts:
            yield one


def between_areas(frame: pd.DataFrame, known: Iterable[Whole], rule: Rule) -> Iterator[Found]:
    """Find withheld counts of an area that a whole less its other parts leaves one value for.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table of observations.
    known : iterable of Whole
        What may be a sum. One that the figures contradict is none.
    rule : Rule
        How the publisher withholds and rounds.
    """
    known = list(known)
    withheld = frame[frame["status"] == "suppressed"]
    touched = pd.MultiIndex.from_frame(withheld[SLICE])
    near = frame[pd.MultiIndex.from_frame(frame[SLICE]).isin(touched)]
    for _, rows in near.groupby(SLICE, sort=False):
        rows = rows.drop_duplicates(AREA)
        cells = {
            area: None if status == "suppressed" else float(count)
            for area, status, count in zip(rows[AREA], rows["status"], rows["count"], strict=True)
            if status == "suppressed" or count == count
        }
        lines = dict(zip(rows[AREA], rows.index + 2, strict=True))
        for whole in known:
            # A part that has no row is nobody's secret, and counts as none.
            parts = tuple(sorted(whole.parts & set(cells)))
            hidden = [area for area in (whole.area, *parts) if cells.get(area, 0) is None]
            if whole.area not in cells or not parts or not hidden:
                continue
            shown = {area: cells[area] for area in (whole.area, *parts)}
            try:
                exposed = disclosure.exposed(shown, [Sum(whole.area, parts)], rule)
            except ValueError:
                continue
            for area in exposed:
                of = f"the figures of {whole.area} and of its other parts"
                yield int(lines[area]), f"is withheld, but {of} leave only one value."


def between_tables(name: str, frames: Mapping[str, pd.DataFrame]) -> Iterator[Found]:
    """Find withheld counts of a table that another table shows, or leaves over.

    Parameters
    ----------
    name : str
        The table that withholds.
    frames : mapping of str to pandas.DataFrame
        Every table, by name.

    Notes
    -----
    Two tables say the same where they agree in each of at least `LEAST` cells that both show, and
    not by chance: some of these differ from each other. A count may be another's count or
    denominator, or what the other leaves of a denominator that both have.
    """
    own = frames[name]
    shown = own[own["status"] == "published"].set_index(KEY)
    lines = own[own["status"] == "suppressed"].reset_index(names="row").set_index(KEY)["row"] + 2
    for other, frame in frames.items():
        if other == name:
            continue
        theirs = frame[frame["status"] == "published"].set_index(KEY)
        rest = theirs["denominator"] - theirs["count"]
        for column, said in (("count", "counts"), ("denominator", "is out of"), ("rest", "leaves")):
            given = (rest if column == "rest" else theirs[column]).dropna()
            if _agree(shown["count"].dropna(), given):
                for key in lines.index.intersection(given.index):
                    problem = f"is withheld, but what {other} {said} is the same, and is shown."
                    yield int(lines.loc[key]), problem


def _agree(one: pd.Series, other: pd.Series) -> bool:
    if one.index.has_duplicates or other.index.has_duplicates:
        return False
    both = one.index.intersection(other.index)
    same = one.loc[both]
    return len(both) >= LEAST and same.nunique() > 1 and bool((same == other.loc[both]).all())
