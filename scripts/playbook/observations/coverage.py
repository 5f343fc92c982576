"""Which systems and areas an indicator has figures for: decided from its table, never from a list.

Only four columns are looked at, so that the plan of a whole country does not open every table.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import lru_cache
from pathlib import Path

from playbook.catalogue import Catalogue, Indicator, Project
from playbook.errors import PlaybookError
from playbook.observations import as_of, table
from playbook.observations.as_of import Cut
from playbook.observations.queries import ALL


def with_figures(project: Project, indicator: str) -> frozenset[str]:
    """Give the codes of all areas with a headline figure of an indicator, in any period shown.

    Raises
    ------
    PlaybookError
        If the table is missing or lacks one of the columns.
    """
    path = table.path_of(project, indicator)
    shown = project.shown(path)
    if not path.is_file():
        raise PlaybookError("is missing. An indicator has a table of its own.", file=shown)
    stat = path.stat()
    try:
        return _areas(path, stat.st_mtime_ns, stat.st_size, as_of.cut(project, indicator))
    except (KeyError, TypeError):
        message = "lacks a column: area, period_end, group or value."
        raise PlaybookError(message, file=shown, line=1) from None


@lru_cache(maxsize=256)
def _areas(path: Path, _modified: int, _size: int, cut: Cut | None) -> frozenset[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        return frozenset(
            row["area"]
            for row in rows
            if row["value"]
            and row["group"] == ALL
            and (cut is None or cut.keeps(date.fromisoformat(row["period_end"])))
        )


def covered(catalogue: Catalogue) -> dict[str, Indicator]:
    """Give the indicators, by id, with a figure for the system or for one of its own areas."""
    return {name: one for name, one in catalogue.indicators.items() if _own(catalogue, one)}


def left_out(catalogue: Catalogue) -> list[Indicator]:
    """Give the indicators for which the data has no figure of the system."""
    known = covered(catalogue)
    return [one for name, one in catalogue.indicators.items() if name not in known]


def places(catalogue: Catalogue) -> tuple[str, ...]:
    """Give the codes of the system's local authorities with a figure of any indicator."""
    return _present(catalogue, catalogue.system.boroughs)


def trusts(catalogue: Catalogue) -> tuple[str, ...]:
    """Give the codes of the system's trusts with a figure of any indicator."""
    return _present(catalogue, catalogue.system.trusts)


def _own(catalogue: Catalogue, indicator: Indicator) -> frozenset[str]:
    known = with_figures(catalogue.project, indicator.id)
    return known & frozenset(catalogue.system.members(indicator.geography.levels[0]))


def _present(catalogue: Catalogue, codes: tuple[str, ...]) -> tuple[str, ...]:
    found = frozenset().union(*(_own(catalogue, one) for one in catalogue.indicators.values()))
    return tuple(code for code in codes if code in found)
