"""Load figures for a page. Every load is noted in the record of what was read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from playbook import reading
from playbook.catalogue import Catalogue, Project
from playbook.errors import PlaybookError
from playbook.observations import context, queries, reads
from playbook.observations.queries import ALL, DIMENSION, OBSERVATIONS, Query

ANY = "any"

Areas = str | Iterable[str] | None


def load(
    indicator: str,
    areas: Areas = None,
    start: str | date | None = None,
    end: str | date | None = None,
    sex: str | None = None,
    age: str | None = None,
    groups: str | None = ALL,
) -> pd.DataFrame:
    """Load observations of an indicator.

    Parameters
    ----------
    indicator
        Id of the indicator.
    areas
        Code or slug of an area, or several; by default every area in the table.
    start, end
        Only periods that begin on or after ``start`` and end on or before ``end``.
    sex, age
        Which to take; ``"any"`` takes every one. By default those of the headline, as the
        indicator's record has them, so that no one is counted twice. The ages of a dimension
        are its own, so the default age holds for ``groups="all"`` only.
    groups
        ``"all"`` for the headline; a dimension such as ``"imd_quintile"`` for its levels, with
        the column ``level`` added; or None for all groups, and then every sex and age.

    Returns
    -------
    pandas.DataFrame
        One row an observation, sorted by area, period, sex, age and group. Dates are
        ``datetime64``, numbers ``float64`` (NaN in a row that is suppressed or missing),
        ``status`` a category. Values are in the indicator's unit, per cent as 0 to 100.
        ``attrs["sha256"]`` is the hash of the rows.

    Raises
    ------
    PlaybookError
        If there is no such indicator, area or dimension, if no row of the table has the sex or
        age, or if the table is wrong.

    Examples
    --------
    >>> load("ae_four_hour", areas="RYJ", start="2023-06-01")  # doctest: +SKIP
    """
    project = Project.find()
    catalogue = Catalogue.read(project)
    record = catalogue.indicator(indicator)
    query: Query = {
        "table": OBSERVATIONS,
        "indicator": indicator,
        "areas": _codes(catalogue, areas),
        "start": _day(start, "start"),
        "end": _day(end, "end"),
        "sex": _chosen(sex, None if groups is None else record.sex),
        "age": _chosen(age, record.age if groups == ALL else None),
        "groups": groups,
    }
    frame = _take(query, project)
    if groups not in (ALL, None):
        frame["level"] = frame["group"].str.partition(DIMENSION)[2].astype("str")
    return frame


def preload(project: Project) -> None:
    """Have the headline rows of every indicator at hand, for pages that are forked from here.

    Raises
    ------
    PlaybookError
        If a record or a table is wrong.
    """
    with reading.door():
        for record in Catalogue.read(project).indicators.values():
            query: Query = {
                "table": OBSERVATIONS,
                "indicator": record.id,
                "areas": None,
                "start": None,
                "end": None,
                "sex": record.sex,
                "age": record.age,
                "groups": ALL,
            }
            table, marked = queries.find(query, project)
            table.rows(marked)
            table.hash(marked)
            table.parts(marked)


def load_population(areas: Areas = None) -> pd.DataFrame:
    """Load resident population estimates: area, period, sex, age_band, age_start, population."""
    return _load("population", areas)


def load_deprivation(edition: int = 2025, areas: Areas = None) -> pd.DataFrame:
    """Load small areas with their deprivation: lsoa, area, rank, decile, score, population.

    Parameters
    ----------
    edition
        2019 or 2025. Decile 1 and rank 1 are the most deprived of England.
    areas
        Code or slug of a local authority, or several.
    """
    name = f"deprivation_{edition}"
    if name not in context.COLUMNS:
        raise PlaybookError(f"there is no deprivation edition {edition}. Choose 2019 or 2025.")
    return _load(name, areas)


def load_area_deprivation(areas: Areas = None) -> pd.DataFrame:
    """Load the summary of deprivation 2025 for local authorities of England."""
    return _load("deprivation_areas_2025", areas)


def load_standard_population() -> pd.DataFrame:
    """Load the standard population: age_start, age_band, population."""
    return _load("standard_population", None)


def load_catchments(areas: Areas = None) -> pd.DataFrame:
    """Load the share of each trust's patients who live in each local authority."""
    return _load("catchments", areas)


def load_boundaries() -> dict[str, Any]:
    """Load the boundaries of the boroughs, as a GeoJSON object in WGS 84."""
    project = Project.find()
    query: Query = {"table": context.BOUNDARIES}
    reads.note(query, queries.answer(query, project))
    found: dict[str, Any] = json.loads(context.boundaries(project))
    return found


def _load(table: str, areas: Areas) -> pd.DataFrame:
    project = Project.find()
    codes = _codes(Catalogue.read(project), areas)
    return _take({"table": table, "areas": codes}, project)


def _take(query: Query, project: Project) -> pd.DataFrame:
    table, marked = queries.find(query, project)
    answer = queries.of_rows(table, marked)
    reads.note(query, answer)
    frame = table.rows(marked)
    # A page prints the hash of just the rows that it read: it is out of date only with them.
    frame.attrs["sha256"] = answer.sha256
    return frame


def _codes(catalogue: Catalogue, areas: Areas) -> list[str] | None:
    if areas is None:
        return None
    names = [areas] if isinstance(areas, str) else list(areas)
    return sorted({catalogue.area(name).code for name in names})


def _day(given: str | date | None, name: str) -> str | None:
    if given is None:
        return None
    try:
        return pd.Timestamp(given).date().isoformat()
    except ValueError:
        raise PlaybookError(f"{name} is {given!r}, not a date such as 2026-11-22.") from None


def _chosen(given: str | None, headline: str | None) -> str | None:
    if given == ANY:
        return None
    return headline if given is None else given
