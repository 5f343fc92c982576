"""Check the tables of a playbook: against the schema, the records and the data package."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from playbook.catalogue import Catalogue, Indicator, Project, consistency
from playbook.catalogue.documents import Place
from playbook.errors import PlaybookError, nearest
from playbook.observations import context, table
from playbook.observations.queries import ALL, DIMENSION
from playbook.observations.table import Table

PACKAGE = "datapackage.json"
NONE = "none"
COUNT_ROUNDING = 5
"""Publishers round counts to 5, and then values differ by up to this much of the denominator."""
VALUE_ROUNDING = 0.05
REFRESH = "If the change is meant, run `playbook data pack` and read its difference."


def validate(project: Project) -> None:
    """Check every record and every table, and that no byte of a table changed unseen.

    Raises
    ------
    PlaybookError
        With every problem that was found: records that do not fit together, tables that break
        a rule of the schema or disagree with their indicator, and files whose bytes or hash
        are not those of ``datapackage.json``.
    """
    catalogue = Catalogue.read(project)
    if found := [*consistency.problems(catalogue), *problems(catalogue)]:
        raise PlaybookError.together(found)


def problems(catalogue: Catalogue) -> Iterator[PlaybookError]:
    """Find what is wrong with the tables of a playbook, whatever its records say of each other."""
    project = catalogue.project
    broken: set[str] = set()
    for path in _observations(project):
        try:
            opened = table.observations(project, path.stem)
        except PlaybookError as error:
            yield error
            broken.add(path.relative_to(project.data).as_posix())
        else:
            yield from _disagreements(catalogue, path, opened)
    for name in context.COLUMNS:
        # Which of them a playbook has is its own affair; one that vanished is in the package.
        if not (project.data / context.FILES[name]).is_file():
            continue
        try:
            context.table(project, name)
        except PlaybookError as error:
            yield error
            broken.add(context.FILES[name].as_posix())
    have = {path.stem for path in _observations(project)}
    for name in catalogue.indicators:
        if name not in have:
            yield PlaybookError(
                f"has no table: {project.shown(table.path_of(project, name))} is missing.",
                file=project.shown(project.data / "indicators" / f"{name}.yml"),
            )
    # A table that is wrong has changed too: its own problem is the one to mend.
    yield from (each for path, each in changed(project) if path not in broken)


def table_hash(project: Project, indicator: str) -> str:
    """Hash an indicator's table as the data package does: ``sha256:...``."""
    return _hash(table.path_of(project, indicator).read_bytes())


def _observations(project: Project) -> list[Path]:
    return sorted((project.data / table.FOLDER).glob("*.csv"))


@lru_cache(maxsize=64)
def _disagreements(catalogue: Catalogue, path: Path, opened: Table) -> tuple[PlaybookError, ...]:
    """Where a table and the record of its indicator do not say the same.

    A process that stays looks at the two again only when one of them was read anew.
    """
    return tuple(_compared(catalogue, path, opened))


def _compared(catalogue: Catalogue, path: Path, opened: Table) -> Iterator[PlaybookError]:
    file = f"indicators/{path.stem}.yml"
    shown = catalogue.project.shown(path)
    if path.stem not in catalogue.indicators:
        hint = nearest(path.stem, catalogue.indicators, noun="indicator")
        yield PlaybookError(f"no indicator has the id {path.stem}. {hint}", file=shown)
        return
    indicator, document = catalogue.indicators[path.stem], catalogue.documents[file]
    for place, says, has in (
        *_of_series(catalogue, indicator, opened),
        *_of_splits(indicator, opened),
    ):
        if says != has:
            yield document.error(f"is {says}, but {shown} has {has}.", place)
    for column, wanted in (("sex", indicator.sex), ("age", indicator.age)):
        known = opened.codes[column][0]
        if wanted not in known:
            yield document.error(f"is {wanted}, but {shown} has {', '.join(known)}.", (column,))
    compared = indicator.benchmark.area
    if compared != "none" and compared not in opened.codes["area"][0]:
        yield document.error(f"{compared} has no rows in {shown}.", ("benchmark", "area"))
    for row, column, message in _wrong_sums(indicator, opened.frame):
        yield PlaybookError(message, file=shown, line=row + 2, field=column)


def _wrong_sums(indicator: Indicator, frame: pd.DataFrame) -> Iterator[tuple[int, str, str]]:
    """Rows in which count, denominator and value do not agree: row, column and message."""
    count, denominator, value = frame["count"], frame["denominator"], frame["value"]
    if indicator.value_type == "Proportion":
        for row in np.flatnonzero(count > denominator):
            message = "is above denominator; a proportion counts a part of it."
            yield int(row), "count", message
    if indicator.multiplier is None:
        return
    given = indicator.multiplier * count / denominator
    allowed = indicator.multiplier * COUNT_ROUNDING / denominator + VALUE_ROUNDING
    for row in np.flatnonzero((value - given).abs() > allowed):
        message = (
            f"is {value[row]:g}, but {count[row]:g} of {denominator[row]:g} "
            f"per {indicator.multiplier:,} gives {given[row]:.4g}."
        )
        yield int(row), "value", message


def _of_series(
    catalogue: Catalogue, indicator: Indicator, opened: Table
) -> Iterator[tuple[Place, Any, Any]]:
    """What a record says of its series, and what the table has: place, one, the other."""
    frame, period, levels = opened.frame, indicator.period, indicator.geography.levels
    yield ("period", "first"), period.first, frame["period_start"].min().date()
    yield ("period", "last"), period.last, frame["period_end"].max().date()
    areas = catalogue.areas
    types = sorted({areas[code].type for code in opened.codes["area"][0]})
    yield ("geography", "levels"), ", ".join(sorted(levels)), ", ".join(types)


def _of_splits(indicator: Indicator, opened: Table) -> Iterator[tuple[Place, str, str]]:
    """The same for the splits: the dimensions of ``group``, and sex where there are several."""
    found: dict[str, set[str]] = {}
    for group in opened.codes["group"][0]:
        if group != ALL:
            dimension, _, level = group.partition(DIMENSION)
            found.setdefault(dimension, set()).add(level)
    sexes = set(opened.codes["sex"][0]) - {indicator.sex}
    if sexes:
        found["sex"] = sexes
    says = {split.dimension for split in indicator.splits}
    yield ("splits",), ", ".join(sorted(says)) or NONE, ", ".join(sorted(found)) or NONE
    for number, split in enumerate(indicator.splits):
        has = found.get(split.dimension, set())
        yield (
            ("splits", number, "levels"),
            ", ".join(sorted(split.levels)),
            ", ".join(sorted(has)),
        )


def changed(project: Project) -> Iterator[tuple[str, PlaybookError]]:
    """Files that are not as the data package describes them, with their path below ``data/``."""
    described = resources(project)
    for path, resource in described.items():
        file = project.data / path
        shown = project.shown(file)
        if not file.is_file():
            yield path, PlaybookError(f"is in {PACKAGE} but not on disk. {REFRESH}", file=shown)
            continue
        raw = file.read_bytes()
        for key, found in (("bytes", len(raw)), ("hash", _hash(raw))):
            if resource.get(key) != found:
                expected = resource.get(key, "nothing")
                message = f"does not match {PACKAGE}: expected {expected}, found {found}. {REFRESH}"
                yield path, PlaybookError(message, file=shown, field=key)
                break
    for pattern in ("**/*.csv", "**/*.geojson"):
        for file in sorted(project.data.glob(pattern)):
            path = file.relative_to(project.data).as_posix()
            if path not in described:
                message = f"is not in {PACKAGE}. {REFRESH}"
                yield path, PlaybookError(message, file=project.shown(file))


def resources(project: Project) -> dict[str, dict[str, Any]]:
    """Give what the data package says of each table, by its path below ``data/``."""
    path = project.data / PACKAGE
    shown = project.shown(path)
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        return {resource["path"]: resource for resource in package["resources"]}
    except FileNotFoundError:
        raise PlaybookError("is missing. Run `playbook data pack`.", file=shown) from None
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg}. Run `playbook data pack`."
        raise PlaybookError(message, file=shown, line=error.lineno) from None
    except (KeyError, TypeError):
        message = "has no resources with paths. Run `playbook data pack`."
        raise PlaybookError(message, file=shown) from None


def _hash(raw: bytes) -> str:
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"
