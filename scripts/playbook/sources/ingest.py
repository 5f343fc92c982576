"""Build every table of ``data/`` from a folder of extracts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from playbook.catalogue import Catalogue, Project
from playbook.errors import PlaybookError
from playbook.observations import schema
from playbook.sources import boards, corrections, geography, maps
from playbook.sources.extract import Extracts
from playbook.sources.places import Places, read_aliases
from playbook.sources.registry import CONTEXT, OBSERVATIONS
from playbook.sources.writing import write_csv, write_text

OBSERVED = Path("observations")
AREAS = Path("places") / "areas.csv"
BOUNDARIES = Path("places") / "london_boroughs.geojson"


def ingest(folder: Path, project_root: Path) -> list[str]:
    """Build all tables, and only then write them.

    Parameters
    ----------
    folder
        Extracts of the publishers, under the names that the builders ask for.
    project_root
        Root of the playbook; its ``data/playbook.yml`` names the system that it is about.

    Returns
    -------
    list of str
        The files written, relative to the root, in order. The data package is not among them:
        look at the new tables, then describe them with :func:`playbook.sources.package.write`.

    Raises
    ------
    PlaybookError
        One or more tables cannot be built. Nothing has been written; all faults are told.
    """
    project = Project(project_root.resolve())
    catalogue = Catalogue(project)
    data, system = project.data, catalogue.system
    extracts = Extracts(folder, system.id)
    areas = geography.areas(extracts, data)
    places = Places(areas, system.country, system.bodies, read_aliases(data))
    tables = {
        AREAS: areas,
        boards.AUTHORITIES: boards.authorities(extracts, areas, data),
        **_corrected(_build(extracts, places), catalogue),
    }
    boundaries = maps.boundaries(extracts, system.boroughs)
    for name, table in tables.items():
        write = schema.write if name.parent == OBSERVED else write_csv
        write(table, data / name)
    write_text(boundaries, data / BOUNDARIES)
    return [project.shown(data / name) for name in (*tables, BOUNDARIES)]


def _build(extracts: Extracts, places: Places) -> dict[Path, pd.DataFrame]:
    """Run every builder, and report all faults together."""
    builders = {OBSERVED / f"{name}.csv": b for name, b in OBSERVATIONS.items()}
    builders |= {Path(name): builder for name, builder in CONTEXT.items()}
    tables, faults = {}, []
    known = set(places.areas["code"])
    for path, build in builders.items():
        try:
            table = build(extracts, places)
            _require_known_areas(table, known, path)
            tables[path] = table
        except PlaybookError as fault:
            faults.append(fault)
    if faults:
        raise PlaybookError.together(faults)
    return tables


def _corrected(tables: dict[Path, pd.DataFrame], catalogue: Catalogue) -> dict[Path, pd.DataFrame]:
    """Apply the corrections of the indicators' records."""
    return {
        path: corrections.apply(table, catalogue.indicator(path.stem))
        if path.parent == OBSERVED
        else table
        for path, table in tables.items()
    }


def _require_known_areas(table: pd.DataFrame, known: set[str], path: Path) -> None:
    for column in {"area", "trust"} & set(table.columns):
        strange = sorted(set(table[column]) - known)
        if strange:
            raise PlaybookError(
                f"unknown area {', '.join(strange[:5])} ({len(strange)} in all). "
                "Add it to places/changes.csv or places/aliases.csv, or leave it out.",
                file=Path("data") / path,
                field=column,
            )
