"""Releases of secure data environments: verified against their own manifest, then taken in whole.

Nothing of a release is believed. Its bytes are compared with the hash, its columns with the few
that a release may have, every count with the rules that the manifest states, and every hidden cell
with what the cells beside it would give away. One fault and nothing is taken in.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from playbook.catalogue import Catalogue, Project, records
from playbook.catalogue.release import FOLDER, MANIFEST, Release
from playbook.errors import PlaybookError, nearest
from playbook.methods import disclosure
from playbook.methods.disclosure import Sum

KEY = ("area", "period_start", "period_end", "sex", "age", "group")
COLUMNS = (*KEY, "count", "denominator", "status", "note")
IDENTIFYING = {
    "nhs_number": "a number of a person",
    "nhsnumber": "a number of a person",
    "patient_id": "a number of a person",
    "person_id": "a number of a person",
    "pseudo_id": "a number of a person, in disguise",
    "name": "a name",
    "surname": "a name",
    "date_of_birth": "a day of birth",
    "dob": "a day of birth",
    "address": "an address",
    "postcode": "an address",
    "gp_practice": "a group that can be small",
    "uprn": "an address",
    "email": "an address",
}
"""Names of columns that no release may have, and what they would hold."""

GIVEN_AWAY = "is hidden, but the cells beside it leave only one value. Hide another one too."
SEXES = ("Persons", "Female", "Male")
ALL, PARTS = "Persons", ("Female", "Male")
STATUSES = ("published", "suppressed", "missing")

Row = tuple[int, dict[str, str]]
"""Line of the file, and its cells by column."""


def take_in(project: Project, folder: Path) -> Release:
    """Check a release and copy it into ``data/releases/``, whole or not at all.

    Raises
    ------
    PlaybookError
        With every fault: file, line, field and reason. Nothing was written then.
    """
    release = check(project, folder)
    target = project.data / FOLDER / release.id
    if target.exists():
        raise PlaybookError(
            f"{release.id} was taken in before, and a release is never changed. Give it a new id.",
            file=_shown(project, folder / MANIFEST),
            field="id",
        )
    partial = target.with_name(f".{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True)
        for name in (MANIFEST, *(one.path for one in release.tables)):
            shutil.copyfile(folder / name, partial / name)
        partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return release


def check(project: Project, folder: Path) -> Release:
    """Check a release.

    Returns
    -------
    Release
        Its manifest.

    Raises
    ------
    PlaybookError
        With every fault that was found.
    """
    manifest = folder / MANIFEST
    release, document = records.read(manifest, Release, _shown(project, manifest))
    faults: list[PlaybookError] = []
    now = Catalogue.read(project).edition.date
    if release.released > now:
        message = f"is {release.released}, after the edition, {now}. It is not out yet."
        faults.append(document.error(message, ("released",)))
    named = {MANIFEST, *(one.path for one in release.tables)}
    for path in sorted(folder.iterdir()):
        if path.name not in named:
            message = f"is not in {MANIFEST}. Only what was approved may come in: take it out."
            faults.append(PlaybookError(message, file=_shown(project, path)))
    for number, one in enumerate(release.tables):
        path = folder / one.path
        if not path.is_file():
            message = f"{one.path} is not in the folder."
            faults.append(document.error(message, ("tables", number, "path")))
            continue
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != one.sha256:
            message = f"begins {one.sha256[:12]}, but the file has {found[:12]}. Which is approved?"
            faults.append(document.error(message, ("tables", number, "sha256")))
        faults += table_faults(project, release, path)
    if faults:
        raise PlaybookError.together(faults)
    return release


def all_of(project: Project) -> list[Release]:
    """Read the manifests of every release that was taken in, by id."""
    paths = sorted((project.data / FOLDER).glob(f"*/{MANIFEST}"))
    return [records.read(path, Release, project.shown(path))[0] for path in paths]


def problems(project: Project) -> Iterator[PlaybookError]:
    """Check every release that was taken in once more: a file of it may have been edited since."""
    for path in sorted((project.data / FOLDER).glob(f"*/{MANIFEST}")):
        try:
            release = check(project, path.parent)
        except PlaybookError as error:
            yield error
            continue
        if release.id != path.parent.name:
            message = f"is {release.id}, but the folder is {path.parent.name}."
            yield PlaybookError(message, file=project.shown(path), field="id")


def table_faults(project: Project, release: Release, path: Path) -> Iterator[PlaybookError]:
    """Find what is wrong with one table of a release."""
    shown = _shown(project, path)
    try:
        header, rows = read(path)
    except (UnicodeDecodeError, csv.Error) as error:
        yield PlaybookError(f"is no CSV table in UTF-8: {error}.", file=shown)
        return
    wrong = list(_header_faults(header))
    if wrong:
        for field, message in wrong:
            yield PlaybookError(message, file=shown, line=1, field=field)
        return
    areas, seen = Catalogue.read(project).areas, dict[tuple[str, ...], int]()
    sound = True
    for line, row in rows:
        for field, message in _row_faults(release, row, areas):
            sound = False
            yield PlaybookError(message, file=shown, line=line, field=field)
        key = tuple(row[name] for name in KEY)
        if key in seen:
            sound = False
            message = f"has the same keys as line {seen[key]}. Keep one."
            yield PlaybookError(message, file=shown, line=line, field="area")
        seen.setdefault(key, line)
    if not rows:
        yield PlaybookError("has no rows.", file=shown, line=1)
    elif sound:
        for line, message in _given_away(release, rows):
            yield PlaybookError(message, file=shown, line=line, field="count")


def read(path: Path) -> tuple[list[str], list[Row]]:
    """Read a table as texts: its header, and its rows with their lines."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        header = next(reader, [])
        rows = []
        for cells in reader:
            padded = [*cells, *[""] * (len(header) - len(cells))]
            known = dict(zip(header, padded, strict=False))
            known |= {"": "more"} if len(cells) != len(header) else {}
            rows.append((reader.line_num, known))
    return header, rows


def _header_faults(header: list[str]) -> Iterator[tuple[str, str]]:
    if tuple(header) == COLUMNS:
        return
    for name in header:
        reason = IDENTIFYING.get(name.strip().lower().replace(" ", "_"))
        if reason:
            yield name, f"is {reason}. A release holds groups of people, never a person: refuse it."
        elif name not in COLUMNS:
            yield name, f"is not a column of a release. {nearest(name, COLUMNS, noun='column')}"
    for name in COLUMNS:
        if name not in header:
            yield name, f"is missing. The columns are {','.join(COLUMNS)}."
    if sorted(header) == sorted(COLUMNS):
        yield header[0], f"begins another order. The columns are {','.join(COLUMNS)}."


def _row_faults(
    release: Release, row: dict[str, str], areas: Iterable[str]
) -> Iterator[tuple[str, str]]:
    if "" in row:
        yield "area", f"has not {len(COLUMNS)} cells."
        return
    if row["area"] not in areas:
        yield "area", f"{row['area']!r} is not in places/areas.csv. Add the area, or mend the code."
    days = [_day(row[name]) for name in ("period_start", "period_end")]
    for name, day in zip(("period_start", "period_end"), days, strict=True):
        if day is None:
            yield name, f"is {row[name]!r}, not a date such as 2026-03-31."
    if days[0] and days[1] and days[1] < days[0]:
        yield "period_end", "is before period_start."
    if days[1] and days[1] > release.released:
        yield "period_end", f"is {days[1]}, after the release, {release.released}."
    if row["sex"] not in SEXES:
        yield "sex", f"is {row['sex']!r}. Choose {', '.join(SEXES)}."
    if not row["age"]:
        yield "age", "is empty. Write the ages, such as All ages."
    if release.synthetic and "synthetic" not in row["note"].lower():
        yield "note", "does not say that the number is made up. Write synthetic in each row."
    dimension, _, level = row["group"].partition("=")
    if row["group"] != "all" and not (dimension and level):
        yield "group", f"is {row['group']!r}, neither all nor dimension=level."
    yield from _count_faults(release, row)


def _count_faults(release: Release, row: dict[str, str]) -> Iterator[tuple[str, str]]:
    rule, status = release.small_numbers, row["status"]
    if status not in STATUSES:
        yield "status", f"is {status!r}. Choose {', '.join(STATUSES)}."
        return
    below = _whole(row["denominator"])
    if below is None:
        yield "denominator", f"is {row['denominator']!r}, not a whole number."
    elif below < rule.least_denominator:
        yield "denominator", f"is {below}; the manifest allows {rule.least_denominator} and more."
    elif below % rule.round_to:
        yield "denominator", f"is {below}, not a multiple of {rule.round_to}, as the manifest says."
    if status != "published":
        if row["count"]:
            yield "count", f"is given in a row that is {status}. Leave it empty."
        if not row["note"]:
            yield "note", "is empty in a row without a count. Say why there is none."
        return
    count = _whole(row["count"])
    if count is None:
        yield "count", f"is {row['count']!r}, not a whole number."
    elif rule.suppress_from <= count <= rule.suppress_to:
        yield (
            "count",
            (
                f"is {count}, which the manifest says is hidden ({rule.suppress_from} to "
                f"{rule.suppress_to}). Do not release it."
            ),
        )
    elif count % rule.round_to:
        yield "count", f"is {count}, not a multiple of {rule.round_to}, as the manifest says."
    elif below is not None and count > below:
        yield "count", f"is {count}, above its denominator, {below}."


def _given_away(release: Release, rows: list[Row]) -> Iterator[tuple[int, str]]:
    """Find hidden counts that the cells beside them give away."""
    rule = disclosure.Rule(
        release.small_numbers.suppress_from,
        release.small_numbers.suppress_to,
        release.small_numbers.round_to,
    )
    tables: dict[tuple[str, ...], dict[str, Row]] = {}
    for line, row in rows:
        outer = tuple(row[name] for name in ("area", "period_start", "period_end", "age"))
        tables.setdefault(outer, {})[f"{row['sex']} {row['group']}"] = (line, row)
    for cells in tables.values():
        shown = {
            name: float(row["count"]) if row["status"] == "published" else None
            for name, (_, row) in cells.items()
        }
        hidden = [name for name, (_, row) in cells.items() if row["status"] == "missing"]
        sums = list(_sums(release, list(cells)))
        if None not in shown.values() or not sums:
            continue
        try:
            exposed = disclosure.exposed(shown, sums, rule, hidden)
        except ValueError as error:
            yield min(line for line, _ in cells.values()), f"cannot be right: {error}"
            continue
        for name in exposed:
            yield cells[name][0], GIVEN_AWAY


def _sums(release: Release, names: list[str]) -> Iterator[Sum]:
    """Say which cells are sums of others: of both sexes, and of the levels of a partition."""
    for name in names:
        sex, _, group = name.partition(" ")
        parts = tuple(f"{part} {group}" for part in PARTS)
        if sex == ALL and set(parts) <= set(names):
            yield Sum(name, parts)
        if group != "all":
            continue
        for dimension in release.partitions:
            levels = tuple(one for one in names if one.startswith(f"{sex} {dimension}="))
            if levels:
                yield Sum(name, levels)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-03-31") else None
    except ValueError:
        return None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def _shown(project: Project, path: Path) -> str:
    return project.shown(path.resolve())
