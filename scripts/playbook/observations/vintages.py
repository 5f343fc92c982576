"""Carry figures from the codes of their time to those of a day, so that totals are kept.

Counts of areas that merged are added up, numerator and denominator each for itself; a rate never
is. An area that got another code keeps its row as it is. An area that was split is apportioned by
the recorded shares of its parts, and refused where there are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

from playbook.catalogue.indicator import Indicator
from playbook.catalogue.succession import FILE, Heirs, Succession
from playbook.errors import PlaybookError
from playbook.observations.schema import COLUMNS, DATES, ORDER, WITHHELD

SUMMED = {"Proportion", "Crude rate", "Count"}
"""Kinds of figure that counts make up; a standardised rate or a mean cannot be made up again."""
_COUNTS = ["count", "denominator"]
_SERIES = ["sex", "age", "group"]
_PLACE = ["area", *DATES, *_SERIES]


def totals(
    rows: pd.DataFrame, succession: Succession, counts: Sequence[str], by: Sequence[str]
) -> pd.DataFrame:
    """Carry a table of counts, such as residents, to the codes of a day.

    Parameters
    ----------
    rows
        Has ``area``, the columns ``counts`` and the columns ``by``; others are left out.
    succession
        Who follows whom.
    counts
        Columns that can be added up. A sum with an empty part is empty.
    by
        Columns that, with ``area``, tell one row from another.

    Returns
    -------
    pandas.DataFrame
        One row an area and key, sorted by them; the sum over all areas is what it was.

    Raises
    ------
    PlaybookError
        A code was split, and no shares are recorded.
    """
    _refuse(rows, succession)
    key = ["area", *by]
    groups = _shared(rows, succession.heirs, counts).groupby(key, sort=True, observed=True)
    whole = groups[list(counts)].count().eq(groups.size(), axis=0)
    return groups[list(counts)].sum().where(whole).reset_index()


def observations(rows: pd.DataFrame, succession: Succession, indicator: Indicator) -> pd.DataFrame:
    """Carry observations to the codes of a day.

    Where areas merged, the row of the one that follows has the sum of their counts and the figure
    that they make up, without limits. It is missing where one of them lacks a figure within its
    own series, or where the figure is none that counts make up.

    Parameters
    ----------
    rows
        Observations of one indicator.
    succession
        Who follows whom.
    indicator
        Says what its figure is made of.

    Raises
    ------
    PlaybookError
        A code with counts was split, and no shares are recorded.
    """
    heirs = succession.heirs
    _refuse(rows[rows["count"].notna()], succession)
    ended = rows["area"].isin(list(heirs))
    if not ended.any():
        return rows
    followers = {heir for code in rows["area"][ended].unique() for heir in heirs[code]}
    concerned = ended | rows["area"].isin(followers)
    whole = rows[concerned].astype({"area": "str", "status": "str"})
    whole = whole.assign(was=whole["area"])
    parts = _shared(whole, heirs, _COUNTS)
    lacking = _lacking(whole, parts, heirs)
    key = pd.MultiIndex.from_frame(parts[_PLACE])
    is_split = parts["was"].map(lambda code: len(heirs.get(code, ())) > 1)
    as_it_was = ~key.duplicated(keep=False) & ~key.isin(lacking.index) & ~is_split
    sums = _sums(parts[~as_it_was], lacking, succession.notes, indicator)
    carried = pd.concat([rows[~concerned], parts.loc[as_it_was, COLUMNS], sums])
    return carried.sort_values(ORDER, ignore_index=True)


def _refuse(rows: pd.DataFrame, succession: Succession) -> None:
    for code in rows["area"].unique():
        if code in succession.unshared:
            raise PlaybookError(
                f"{code} ended, and nothing says which code has which share of it. If it was "
                "split, record the residents of each part; else its successor in "
                "places/areas.csv.",
                file=f"data/{FILE}",
                field="code",
            )


def _shared(rows: pd.DataFrame, heirs: Heirs, counts: Sequence[str]) -> pd.DataFrame:
    """Put each row under the code that follows; the row of a split area once for each part."""
    found = [rows[~rows["area"].isin(list(heirs))]]
    for code, part in rows[rows["area"].isin(list(heirs))].groupby("area", observed=True):
        before = Fraction(0)
        for heir, share in heirs[str(code)].items():
            upto = before + share
            own = part.assign(area=heir)
            for column in counts:
                # The difference of what is rounded, so that the parts add up to the whole.
                amounts = part[column].astype(float)
                own[column] = _until(amounts, upto) - _until(amounts, before)
            found.append(own)
            before = upto
    return pd.concat(found)


def _until(amounts: pd.Series, share: Fraction) -> pd.Series:
    if share in (0, 1):
        return amounts * int(share)
    exact = amounts * float(share)
    return exact.round().where(amounts % 1 == 0, exact)


def _lacking(rows: pd.DataFrame, parts: pd.DataFrame, heirs: Heirs) -> pd.Series:
    """Codes that have no row where their own series has one before and after, by place."""
    spans = rows.groupby(["was", *_SERIES], observed=True, as_index=False).agg(
        first=("period_start", "min"), last=("period_end", "max")
    )
    spans["area"] = spans["was"].map(lambda code: list(heirs.get(code, {code: 1})))
    places = parts[_PLACE].drop_duplicates().merge(spans.explode("area"), on=["area", *_SERIES])
    within = (places["first"] <= places["period_start"]) & (places["period_end"] <= places["last"])
    wanted = pd.MultiIndex.from_frame(places.loc[within, [*_PLACE, "was"]])
    there = pd.MultiIndex.from_frame(parts[[*_PLACE, "was"]])
    absent = wanted.difference(there).to_frame(index=False)
    return absent.groupby(_PLACE)["was"].agg(_and)


def _sums(
    parts: pd.DataFrame, lacking: pd.Series, notes: Mapping[str, str], indicator: Indicator
) -> pd.DataFrame:
    """Add the parts of each place up; what cannot be added is missing, and says why."""
    groups = parts.groupby(_PLACE, observed=True, sort=False)
    found = groups[_COUNTS].sum().where(groups[_COUNTS].count().eq(groups.size(), axis=0))
    value = pd.Series(np.nan, index=found.index)
    if indicator.value_type == "Count":
        value = found["count"]
    elif indicator.value_type in SUMMED:
        value = (indicator.multiplier or 1) * found["count"] / found["denominator"]
    named = groups["was"].agg(_and)
    one = groups.size() == 1
    note = one.map({True: "A share of ", False: "Added up from "}) + named
    note += groups["was"].first().map(lambda code: f": {notes[code]}" if code in notes else "")
    status = pd.Series("published", index=found.index)
    no_sum = value.isna()
    note = note.mask(no_sum, "The figures of " + named + " cannot be added up")
    lacks = lacking.reindex(found.index)
    note = note.mask(lacks.notna(), "There is no figure of " + lacks.fillna("") + " to add")
    unpublished, suppressed = (
        odd.groupby([parts[name] for name in _PLACE], observed=True, sort=False).any()
        for odd in (parts["status"] != "published", parts["status"] == "suppressed")
    )
    note = note.mask(unpublished, "One of " + named + " has no figure")
    status = status.mask(no_sum | lacks.notna() | unpublished, "missing")
    status = status.mask(suppressed, "suppressed")
    found = found.assign(
        indicator=indicator.id, value=value, lower95=np.nan, upper95=np.nan, status=status
    )
    found = found.assign(note=note).reset_index()
    found.loc[found["status"] != "published", WITHHELD] = np.nan
    return found[COLUMNS]


def _and(codes: Iterable[str]) -> str:
    return " and ".join(sorted(codes))
