"""Build every table of ``data/`` from a folder of extracts."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from playbook.sources import ae, explore_local_statistics, geography
from playbook.sources.extract import Extracts

COUNTRY = "E92000001"

BUILDERS: dict[str, Callable[[Extracts], pd.DataFrame]] = {
    "ae_attendances": partial(ae.attendances, country=COUNTRY),
    "ae_four_hour": partial(ae.four_hour, country=COUNTRY),
    "ae_twelve_hour_waits": partial(ae.twelve_hour_waits, country=COUNTRY),
    "emergency_admissions": partial(ae.emergency_admissions, country=COUNTRY),
    "cvd_mortality_preventable_u75": explore_local_statistics.cvd_mortality,
    "adult_obesity": explore_local_statistics.adult_obesity,
    "smoking_prevalence": explore_local_statistics.smoking,
    "healthy_life_expectancy_female": partial(
        explore_local_statistics.healthy_life_expectancy, sex="Female"
    ),
    "healthy_life_expectancy_male": partial(
        explore_local_statistics.healthy_life_expectancy, sex="Male"
    ),
    "persistent_absence": explore_local_statistics.persistent_absence,
    "child_poverty": explore_local_statistics.child_poverty,
}


def ingest(folder: Path, project_root: Path) -> None:
    """Build all tables and write each in one step, so that no reader sees half a file."""
    extracts = Extracts(folder)
    data = project_root / "data"
    changes = geography.read_changes(data / "places" / "changes.csv")
    write_csv(geography.areas(extracts, changes), data / "places" / "areas.csv")
    for indicator, build in BUILDERS.items():
        write_csv(build(extracts), data / "observations" / f"{indicator}.csv")


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table beside its place and move it there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = frame.copy()
    for column in plain.select_dtypes("datetime"):
        plain[column] = plain[column].dt.strftime("%Y-%m-%d")
    for column in plain.select_dtypes("float"):
        plain[column] = plain[column].map(_number, na_action="ignore")
    partial_file = path.with_name(f".{path.name}.partial")
    plain.to_csv(partial_file, index=False, lineterminator="\n", encoding="utf-8")
    os.replace(partial_file, path)


def _number(value: float) -> str:
    """Write a number without an empty fraction: 12, not 12.0."""
    return str(int(value)) if value == int(value) else repr(float(value))
