"""Whether new figures go on from those on record: what does not stops until a person looks at it.

Each doubt has a name, ``table:rule`` or ``table:rule:day``, by which it can be accepted on
purpose. What makes an answer unreadable has none: that is mended, not accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from playbook.catalogue.feed import Limits
from playbook.catalogue.system import Break
from playbook.errors import PlaybookError
from playbook.observations.schema import DATES

FEWEST_ROWS = 5
"""Below this many, a share of the rows says nothing."""
FEWEST_AREAS = 3
"""Below this many areas, figures may agree with those before them by chance."""
UNITS = 3.0
"""A factor by which figures everywhere move only with their unit."""
KNOWN_MOVE = 1.5
"""How far beyond the largest move of its past a series may go."""
FEWEST_PLACES = 0.8
"""Share of the places of the period before that a period needs."""
LONE_MOVE = 4.0
"""A factor by which one place alone does not move between periods."""
Period = tuple[pd.Timestamp, pd.Timestamp]
SMALL = 20
"""Figures up to this one move by chance, and by large factors."""


@dataclass(frozen=True)
class Doubt:
    """Something about new figures that a person has to look at."""

    table: str
    rule: str
    period: str
    said: str

    @property
    def name(self) -> str:
        """How it is accepted."""
        return ":".join(part for part in (self.table, self.rule, self.period) if part)

    def accepted(self, names: Iterable[str]) -> bool:
        """Say whether a name is its own, or that of its rule on the table."""
        return any(name in (self.name, f"{self.table}:{self.rule}") for name in names)


def error(doubts: list[Doubt], feed: str, address: str) -> PlaybookError:
    """Refuse an answer for its doubts, and say how to accept each."""
    return PlaybookError.together(
        PlaybookError(
            f"{one.said} Nothing of this source was changed. If it is right, accept it on "
            f"purpose: playbook refresh {feed} --accept {one.name}",
            file=address,
            field=one.table,
        )
        for one in doubts
    )


def doubts(
    table: str,
    old: pd.DataFrame,
    new: pd.DataFrame,
    limits: Limits,
    breaks: Iterable[Break] = (),
    today: pd.Timestamp | None = None,
) -> list[Doubt]:
    """Compare a table of observations with what it is to become.

    Parameters
    ----------
    table
        Id of the indicator.
    old, new
        The table before and after.
    limits
        What may differ.
    breaks
        Known breaks of the series, which explain a move.
    today
        No period may end after it.
    """
    found = [
        *_lost(table, old, new, limits),
        *_revised(table, old, new, limits),
        *_of_periods(table, old, new, limits, list(breaks)),
    ]
    if today is not None and (late := new["period_end"] > today).any():
        end = new.loc[late, "period_end"].max()
        found.append(Doubt(table, "future", _day(end), f"a period ends on {_day(end)}, later on."))
    return found


def plain_doubts(
    table: str, old: pd.DataFrame, new: pd.DataFrame, key: list[str], limits: Limits
) -> list[Doubt]:
    """Compare a table that is not one of observations with what it is to become.

    A newer estimate takes the place of the one before: the day of it is no part of the key here.
    """
    names = [name for name in key if name != "period"]
    before, after = old.set_index(names), new.set_index(names)
    found = []
    gone = len(before.index.difference(after.index))
    if gone > max(FEWEST_ROWS, limits.withdrawn * len(before)):
        said = f"{gone} of {len(before)} rows on record are not in the answer."
        found.append(Doubt(table, "withdrawn", "", said))
    for column in before.select_dtypes("number").columns.difference(["age_start"]):
        was, now = before[column].align(after[column], join="inner")
        if was.empty or not was.any():
            continue
        moved = float(now.sum() / was.sum()) if was.sum() else 1.0
        if not now.any():
            found.append(Doubt(table, "zeros", "", f"every {column} is 0."))
        elif max(moved, 1 / moved if moved > 0 else UNITS) - 1 > min(limits.move, 0.1):
            said = f"{column} adds up to {_times(moved)}."
            found.append(Doubt(table, "move", "", said))
        else:
            other = (was - now).abs() > limits.move * was.abs().clip(lower=SMALL)
            if other.sum() > max(FEWEST_ROWS, limits.revised * len(was)):
                said = f"{int(other.sum())} of {len(was)} cells of {column} move far."
                found.append(Doubt(table, "revised", "", said))
    return found


def _lost(table: str, old: pd.DataFrame, new: pd.DataFrame, limits: Limits) -> Iterator[Doubt]:
    before, after = _keyed(old).index, _keyed(new).index
    gone = len(before.difference(after))
    if gone > max(FEWEST_ROWS, limits.withdrawn * len(before)):
        said = f"{gone} of {len(before)} rows on record are not in the answer."
        yield Doubt(table, "withdrawn", "", said)


def _revised(table: str, old: pd.DataFrame, new: pd.DataFrame, limits: Limits) -> Iterator[Doubt]:
    values = {"value": _keyed(old)["value"], "value_new": _keyed(new)["value"]}
    both = pd.concat(values, axis=1, join="inner").dropna()
    changed = both[~np.isclose(both["value"], both["value_new"], rtol=1e-9, atol=1e-9)]
    if len(changed) > max(FEWEST_ROWS, limits.revised * len(both)):
        median = _times((changed["value_new"] / changed["value"]).median())
        said = f"{len(changed)} of {len(both)} figures on record would be revised, {median}."
        yield Doubt(table, "revised", "", said)


def _of_periods(
    table: str, old: pd.DataFrame, new: pd.DataFrame, limits: Limits, breaks: list[Break]
) -> Iterator[Doubt]:
    """Look at each period that the answer adds or changes, beside the one before it."""
    was, wide = _headline(old), _headline(new)
    if wide.empty:
        return
    moves = _moves(was)
    last = was.index.max() if len(was) else None
    # Periods of different lengths stand in one table now and then: each follows its own kind.
    for at, period in enumerate(wide.index):
        row = wide.loc[period].dropna()
        if period in was.index and row.equals(was.loc[period].dropna()):
            continue
        day = _day(period[1])
        if len(row) and (row == 0).all() and not (len(was) and (was.fillna(0) == 0).all().all()):
            said = f"every figure for {_span(period)} is 0. A report that did not arrive is no 0."
            yield Doubt(table, "zeros", day, said)
            continue
        before = wide.iloc[at - 1].dropna() if at else None
        if before is None or before.empty:
            continue
        both = pd.DataFrame({"old": before, "new": row}).dropna()
        earlier = _span(wide.index[at - 1])
        if len(row) < FEWEST_PLACES * len(before):
            said = f"{_span(period)} has {len(row)} areas, and {earlier} has {len(before)}."
            yield Doubt(table, "areas", day, said)
        if len(both) >= FEWEST_AREAS and (both["old"] == both["new"]).all():
            said = f"every figure for {_span(period)} is that for {earlier}: the same file twice?"
            yield Doubt(table, "repeated", day, said)
            continue
        yield from _moved(table, period, both, moves, limits, breaks, len(old))
    if last is not None:
        yield from _gaps(table, list(was.index), list(wide.index))


def _moved(
    table: str,
    period: Period,
    both: pd.DataFrame,
    moves: pd.Series,
    limits: Limits,
    breaks: list[Break],
    had: int,
) -> Iterator[Doubt]:
    """Judge how far the figures of a period are from those of the one before."""
    day, plain = _day(period[1]), both[(both > 0).all(axis=1)]
    if plain.empty or not had:
        return
    factor = float(np.exp(np.median(np.log(plain["new"] / plain["old"]))))
    if max(factor, 1 / factor) >= UNITS:
        said = f"the figures for {_span(period)} are {_times(factor)} as a rule: another unit?"
        yield Doubt(table, "units", day, said)
        return
    allowed = max(limits.move, KNOWN_MOVE * (float(moves.max()) if len(moves) else 0.0))
    if abs(factor - 1) > allowed:
        said = (
            f"the figures for {_span(period)} are {_times(factor)} as a rule, and never moved by "
            f"more than {float(moves.max()) if len(moves) else 0:.0%} before."
        )
        yield Doubt(table, "move", day, said)
    large = plain[(plain > SMALL).all(axis=1)]
    ratio = (large["new"] / large["old"]).map(lambda one: max(one, 1 / one))
    explained = [
        code
        for one in breaks
        if not isinstance(one.areas, str) and _near(one, period)
        for code in one.areas
    ]
    odd = ratio[(ratio >= LONE_MOVE) & ~ratio.index.isin(explained)]
    if len(odd):
        area = str(odd.idxmax())
        was, now = float(large["old"][area]), float(large["new"][area])
        said = (
            f"{area} goes from {was:g} to {now:g} in {_span(period)} ({len(odd)} such areas). If "
            "something happened there, record it in data/breaks.yml."
        )
        yield Doubt(table, "place", day, said)


def _gaps(table: str, was: list[Period], now: list[Period]) -> Iterator[Doubt]:
    """Months that are missing between the newest on record and a newer one."""
    if any(end - start > pd.Timedelta(days=31) for start, end in now):
        return
    newest = max(start for start, _ in was)
    later = sorted(start for start, _ in now if start > newest)
    wanted = list(pd.date_range(newest, later[-1], freq="MS"))[1:] if later else []
    missing = [month for month in wanted if month not in set(later)]
    if missing:
        said = f"{len(missing)} months are missing, the first of them {missing[0]:%B %Y}."
        yield Doubt(table, "gap", _day(missing[0]), said)


def _headline(frame: pd.DataFrame) -> pd.DataFrame:
    """Lay the headline out: a row a period, a column an area."""
    rows = frame[(frame["group"] == "all") & frame["value"].notna()]
    most = rows.groupby(["sex", "age"]).size()
    if most.empty:
        return pd.DataFrame()
    headline = most.index.to_list()[int(most.to_numpy().argmax())]
    rows = rows[(rows["sex"] == headline[0]) & (rows["age"] == headline[1])]
    return rows.pivot_table(index=DATES, columns="area", values="value", aggfunc="first")


def _moves(wide: pd.DataFrame) -> pd.Series:
    """How far the figures moved between periods in the past, as a rule in each."""
    plain = wide.where(wide > 0)
    ratios = plain / plain.shift()
    return (ratios.median(axis=1) - 1).abs().dropna()


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_index(["area", *DATES, "sex", "age", "group"])


def _near(one: Break, period: Period) -> bool:
    """Say whether a break is known around the beginning of a period."""
    length = period[1] - period[0] + pd.Timedelta(days=2)
    days = [pd.Timestamp(day) for day in (one.date, one.start, one.end) if day]
    return any(abs(day - period[0]) <= length for day in days)


def _day(stamp: pd.Timestamp) -> str:
    return f"{stamp:%Y-%m-%d}"


def _span(period: Period) -> str:
    start, end = period
    return (
        f"{start:%B %Y}"
        if (start.year, start.month) == (end.year, end.month)
        else (f"{_day(start)} to {_day(end)}")
    )


def _times(factor: float) -> str:
    return f"{factor:,.2f} times those before"
