"""Which systems and areas an indicator has figures for: decided from its table, not from a list."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from playbook.catalogue import Catalogue, Indicator, Project
from playbook.errors import PlaybookError
from playbook.observations import as_of, table
from playbook.observations.as_of import Cut
from playbook.observations.queries import ALL
from playbook.observations.table import Table


def with_figures(project: Project, indicator: str) -> frozenset[str]:
    """Give the codes of all areas with a headline figure of an indicator, in any period shown.

    Raises
    ------
    PlaybookError
        If the table is missing, or breaks a rule of the schema.
    """
    path = table.path_of(project, indicator)
    if not path.is_file():
        message = "is missing. An indicator has a table of its own."
        raise PlaybookError(message, file=project.shown(path))
    return _known(table.observations(project, indicator), as_of.cut(project, indicator))


@lru_cache(maxsize=64)
def _known(opened: Table, cut: Cut | None) -> frozenset[str]:
    shown = opened.among("group", [ALL]) & opened.frame["value"].notna().to_numpy()
    if cut:
        shown &= cut.marked(opened.frame["period_end"])
    levels, codes = opened.codes["area"]
    return frozenset(levels[number] for number in np.unique(codes[shown]))


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
