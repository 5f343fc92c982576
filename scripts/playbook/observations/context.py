"""The tables beside the observations: populations, deprivation, catchments, boundaries."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from playbook import reading
from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.observations.table import Table, opened

_SMALL_AREAS = {
    "lsoa": "str",
    "area": "str",
    "rank": "int64",
    "decile": "int64",
    "score": "float64",
    "population": "int64",
}

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "population": {
        "area": "str",
        "period": "datetime64[ns]",
        "sex": "str",
        "age_band": "str",
        "age_start": "int64",
        "population": "int64",
    },
    "standard_population": {
        "age_start": "int64",
        "age_band": "str",
        "population": "int64",
    },
    "deprivation_2019": _SMALL_AREAS,
    "deprivation_2025": _SMALL_AREAS,
    "deprivation_areas_2025": {
        "area": "str",
        "average_score": "float64",
        "rank_of_average_score": "int64",
        "share_most_deprived_10pct": "float64",
    },
    "catchments": {"trust": "str", "area": "str", "share": "float64"},
}
"""Columns and types of each table, in order."""

BOUNDARIES = "boundaries"
FILES = {name: Path(f"{name}.csv") for name in COLUMNS} | {
    "catchments": Path("places") / "catchments.csv",
    BOUNDARIES: Path("places") / "london_boroughs.geojson",
}
"""Where each stands below ``data/``."""


def table(project: Project, name: str) -> Table:
    """Open one of the tables of ``COLUMNS``.

    Raises
    ------
    PlaybookError
        If it is missing, or has other columns or types.
    """
    path = project.data / FILES[name]
    shown = project.shown(path)
    if not path.is_file():
        raise PlaybookError("is missing. Pages read it.", file=shown)
    types = COLUMNS[name]

    def parse(raw: bytes) -> pd.DataFrame:
        return _typed(raw, types, shown)

    return opened(path, parse, tuple(c for c in ("area", "trust") if c in types), shown)


def boundaries(project: Project) -> bytes:
    """Read the boundaries of the boroughs, as the bytes of a GeoJSON file.

    Raises
    ------
    PlaybookError
        If they are missing.
    """
    path = project.data / FILES[BOUNDARIES]
    if not path.is_file():
        raise PlaybookError("is missing. Maps read it.", file=project.shown(path))
    with reading.door():
        return path.read_bytes()


def _typed(raw: bytes, types: Mapping[str, str], shown: str) -> pd.DataFrame:
    cells = pd.read_csv(io.BytesIO(raw), dtype="str", keep_default_na=False, encoding="utf-8")
    if list(cells.columns) != list(types):
        raise PlaybookError(
            f"has the columns {','.join(cells.columns)}; they must be {','.join(types)}.",
            file=shown,
            line=1,
        )
    frame = cells.copy()
    for column, kind in types.items():
        if kind == "str":
            continue
        if kind.startswith("datetime"):
            found = pd.to_datetime(cells[column], format="%Y-%m-%d", errors="coerce")
        else:
            found = pd.to_numeric(cells[column], errors="coerce")
        wrong = found.isna() | (found % 1 != 0 if kind == "int64" else False)
        if wrong.any():
            row = int(wrong.to_numpy().argmax())
            wanted = {"int64": "a whole number", "float64": "a number"}.get(kind, "a date")
            raise PlaybookError(
                f"is {cells[column][row]!r}, not {wanted}.",
                file=shown,
                line=row + 2,
                field=column,
            )
        frame[column] = found.astype(np.dtype(kind))
    return frame
