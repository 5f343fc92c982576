"""Small numbers: suppression and rounding as rules in data, and what a table gives away.

The playbook works on figures that are already published. It never undoes a suppression, so a sum,
a difference or a percentage that touches a suppressed cell is missing too (see `totals`). What is
left to check is whether the cells shown together give a suppressed one away: a total less all of
its other parts, or a margin so small that only one value fits. `exposed` tries exactly that, and
`protect` hides further cells until it fails.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

PUBLISHED, SUPPRESSED, MISSING = "published", "suppressed", "missing"

Cells = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A publisher's rule for small counts, as a record holds it.

    Attributes
    ----------
    suppress_from, suppress_to : int
        Counts in this range, both ends included, are not shown.
    round_to : int
        Other counts are rounded to the nearest multiple of this; 1 for none.
    """

    suppress_from: int = 1
    suppress_to: int = 7
    round_to: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.suppress_from <= self.suppress_to:
            raise ValueError(
                f"Counts from {self.suppress_from} to {self.suppress_to} cannot be suppressed."
            )
        if self.round_to < 1:
            raise ValueError(f"Counts cannot be rounded to the nearest {self.round_to}.")


@dataclass(frozen=True, slots=True)
class Sum:
    """One cell that is the sum of others, which any reader can see from the labels."""

    total: str
    parts: tuple[str, ...]


def apply(counts: pd.Series, rule: Rule) -> pd.DataFrame:
    """Suppress and round counts.

    Parameters
    ----------
    counts : pandas.Series
        Whole numbers, ``NaN`` where missing.
    rule : Rule

    Returns
    -------
    pandas.DataFrame
        ``count``, ``status`` (``published``, ``suppressed``, ``missing``) and ``note``, on the
        index that came in. A suppressed count is ``NaN``; 0 stays 0 unless the rule covers it.

    Raises
    ------
    ValueError
        If a count is negative or not whole.
    """
    values = counts.astype("float64")
    if (values < 0).any() or (values % 1 != 0)[values.notna()].any():
        raise ValueError("Counts to suppress must be whole numbers from 0 up.")
    hidden = values.between(rule.suppress_from, rule.suppress_to)
    # Half up, as people round, and not half to even.
    shown = (values / rule.round_to + 0.5).floordiv(1) * rule.round_to
    status = np.select([values.isna(), hidden], [MISSING, SUPPRESSED], default=PUBLISHED)
    said = f"count from {rule.suppress_from} to {rule.suppress_to}, not shown"
    return pd.DataFrame(
        {
            "count": shown.mask(hidden),
            "status": status,
            "note": np.select([values.isna(), hidden], ["not reported", said], default=""),
        },
        index=counts.index,
    )


def percentages(shown: pd.DataFrame, denominators: pd.Series) -> pd.Series:
    """Percentages of counts that `apply` let through: worked out on the rounded counts alone."""
    share = shown["count"] / denominators.where(denominators > 0)
    return (share * 100).rename("value")


def span(
    cell: str, cells: Cells, sums: Sequence[Sum], rule: Rule, extra: Collection[str] = ()
) -> tuple[int, int | None]:
    """Work out the least and the most that one hidden cell can be, as a curious reader would.

    Parameters
    ----------
    cell : str
        The hidden cell.
    cells : mapping of str to float or None
        Every cell by name; None where hidden.
    sums : sequence of Sum
        Which cells are sums of which.
    rule : Rule
        What the reader knows about how cells were hidden and rounded.
    extra : collection of str
        Hidden cells that the rule itself would have shown, so its range does not bound them.

    Returns
    -------
    tuple
        Least and most; None for the most where nothing bounds it.

    Raises
    ------
    ValueError
        If a sum names an unknown cell, or the cells shown contradict each other.
    """
    # Imported here, like all of SciPy: it takes a quarter of a second, and most builds need none.
    from scipy.optimize import Bounds, LinearConstraint, milp

    names, system = list(cells), _matrix(list(cells), sums)
    low, high = _known(cells, rule, extra)
    ends = []
    for sign in (1, -1):
        found = milp(
            sign * np.array([float(name == cell) for name in names]),
            constraints=LinearConstraint(system, 0, 0) if len(sums) else (),
            integrality=np.ones(len(names)),
            bounds=Bounds(low, high),
        )
        if found.status == 2:
            raise ValueError(f"The cells shown cannot all be right: no value fits {cell!r}.")
        ends.append(None if found.x is None else round(sign * found.fun))
    return ends[0] or 0, ends[1]


def exposed(
    cells: Cells, sums: Sequence[Sum], rule: Rule, extra: Collection[str] = ()
) -> tuple[str, ...]:
    """Name the hidden cells of which only one value fits everything that is shown.

    Takes and raises what `span` does.
    """
    hidden = [name for name, value in cells.items() if value is None]
    found = {name: span(name, cells, sums, rule, extra) for name in hidden}
    return tuple(name for name, (least, most) in found.items() if least == most)


def protect(counts: Mapping[str, int], sums: Sequence[Sum], rule: Rule) -> dict[str, float | None]:
    """Suppress and round a table so that no hidden cell can be worked out from the rest.

    Parameters
    ----------
    counts : mapping of str to int
        Every cell with its true count, parts and totals alike.
    sums : sequence of Sum
    rule : Rule

    Returns
    -------
    dict
        The table to show: the rounded count, or None where hidden. Beyond the rule's own cells, the
        smallest cell that sits in a sum with an exposed one is hidden, and again, until none is.

    Raises
    ------
    ValueError
        If the counts do not add up as the sums say, or no form of the table is safe.
    """
    for item in sums:
        if counts[item.total] != sum(counts[part] for part in item.parts):
            raise ValueError(f"{item.total!r} is not the sum of its parts.")
    shown = apply(pd.Series(counts, dtype="float64"), rule)
    cells: dict[str, float | None] = {
        str(name): None if status == SUPPRESSED else float(count)
        for name, count, status in zip(shown.index, shown["count"], shown["status"], strict=True)
    }
    extra: set[str] = set()
    while given_away := exposed(cells, sums, rule, extra):
        beside = {
            name
            for item in sums
            if set(given_away) & {item.total, *item.parts}
            for name in (item.total, *item.parts)
            if cells[name] is not None
        }
        if not beside:
            raise ValueError(
                f"The table has no safe form: {given_away[0]!r} can be worked out even with every "
                "cell beside it hidden."
            )
        # A part before a total: totals are what readers come for.
        totals = {item.total for item in sums}
        chosen = min(beside, key=lambda name: (name in totals, counts[name] == 0, counts[name]))
        cells[chosen] = None
        extra.add(chosen)
    return cells


def _matrix(names: list[str], sums: Sequence[Sum]) -> np.ndarray:
    system = np.zeros((len(sums), len(names)))
    for row, item in enumerate(sums):
        for name, sign in ((item.total, -1.0), *((part, 1.0) for part in item.parts)):
            if name not in names:
                raise ValueError(f"The sum for {item.total!r} names an unknown cell {name!r}.")
            system[row, names.index(name)] += sign
    return system


def _known(cells: Cells, rule: Rule, extra: Collection[str]) -> tuple[np.ndarray, np.ndarray]:
    low: list[float] = []
    high: list[float] = []
    for name, value in cells.items():
        if value is None:
            low.append(0 if name in extra else rule.suppress_from)
            high.append(np.inf if name in extra else rule.suppress_to)
        else:
            low.append(max(0, value - rule.round_to // 2))
            high.append(value + (rule.round_to - 1) // 2)
    return np.array(low, dtype=float), np.array(high, dtype=float)
