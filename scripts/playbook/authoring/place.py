"""A local authority for the playbook's system, out of all those of the country on record."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from playbook.authoring.change import Change
from playbook.authoring.yaml_text import with_item, without_item
from playbook.catalogue import Area, Catalogue, Project
from playbook.catalogue.project import SYSTEMS
from playbook.errors import PlaybookError, nearest
from playbook.observations import coverage

AUTHORITY = {"utla", "ltla"}
COUNTIES = Path("places") / "authority_boards.csv"


def start(project: Project, wanted: str) -> Change:
    """Count a local authority in; one of another system is taken over from its record.

    Parameters
    ----------
    project : Project
        The playbook.
    wanted : str
        Code or name of the authority.

    Raises
    ------
    PlaybookError
        If there is no such authority in force, it is counted in already, overlaps with one that
        is, or is the only one of another system.
    """
    catalogue = Catalogue.read(project)
    area, own = find(catalogue, wanted), catalogue.system
    if area.code in own.boroughs:
        raise PlaybookError(f"{area.name} ({area.code}) is in {own.short_name} already.")
    if clash := _related(project, area.code) & {*own.boroughs}:
        names = ", ".join(catalogue.areas[code].name for code in sorted(clash))
        message = f"{area.name} overlaps with {names}, which {own.short_name} has already."
        raise PlaybookError(message)
    change = Change(project)
    for other in catalogue.systems.values():
        if area.code in other.boroughs:
            if len(other.boroughs) == 1:
                message = f"{area.name} is the only place of {other.name}, which would be empty."
                raise PlaybookError(message, file=f"data/{SYSTEMS / other.id}.yml")
            path = _file(other.id)
            document = change.document(path)
            change.edited[path] = without_item(
                change.text(path), document, ("boroughs",), area.code
            )
            change.notes.append(f"{area.name} was in {other.name}: a place counts once.")
    path = _file(own.id)
    change.edited[path] = with_item(
        change.text(path), change.document(path), ("boroughs",), area.code
    )
    change.notes.append(
        f"Read `description` and `membership` in {path.as_posix()}: do they still hold?"
    )
    lacking = [
        one.short_title
        for one in catalogue.indicators.values()
        if area.type in one.geography.levels
        and area.code not in coverage.with_figures(project, one.id)
    ]
    if lacking:
        change.notes.append(
            f"No figures are on record of {area.short_name} for: "
            f"{'; '.join(lacking)}. Its page leaves them out."
        )
    return change


def find(catalogue: Catalogue, wanted: str) -> Area:
    """Find an authority in force by its code, its name or its short name.

    Raises
    ------
    PlaybookError
        If there is none, or the name fits several.
    """
    known = [
        one for one in catalogue.areas.values() if one.type in AUTHORITY and one.valid_to is None
    ]
    fitting = [one for one in known if wanted in (one.code, one.slug)]
    fitting = fitting or [one for one in known if _plain(wanted) in map(_plain, _names(one))]
    if len(fitting) > 1:
        codes = ", ".join(f"{one.code} ({one.name}, {one.type})" for one in fitting)
        raise PlaybookError(f"{wanted!r} could be {codes}. Use the code.")
    if fitting:
        return fitting[0]
    if ended := catalogue.areas.get(wanted):
        why = f"ended on {ended.valid_to}" if ended.valid_to else f"is of the type {ended.type}"
        after = f" Its successor is {ended.successor}." if ended.successor else ""
        raise PlaybookError(f"{ended.name} ({wanted}) {why}: no local authority in force.{after}")
    choices = [name for one in known for name in (one.code, one.short_name)]
    hint = nearest(wanted, choices, noun="local authority")
    raise PlaybookError(f"there is no local authority {wanted!r}. {hint}")


def _names(area: Area) -> tuple[str, ...]:
    return area.code, area.name, area.short_name, area.slug


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("&", " and ")).strip("-")


def _file(system: str) -> Path:
    return Path("data") / SYSTEMS / f"{system}.yml"


def _related(project: Project, code: str) -> set[str]:
    """The county of a district, and the districts of a county."""
    path = project.data / COUNTIES
    if not path.is_file():
        return set()
    with path.open(encoding="utf-8", newline="") as stream:
        pairs = {(row["area"], row["county"]) for row in csv.DictReader(stream) if row["county"]}
    return {county for area, county in pairs if area == code} | {
        area for area, county in pairs if county == code
    }
