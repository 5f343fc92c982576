"""A record for each integrated care system of the country, from the boards of places and trusts.

An upper-tier authority belongs to the board with which most of its patients are registered. Where
that is less than `WHOLE` of them and it has districts, the districts stand in its place, each under
the same rule: so no two members of a system overlap. A record that is there stays as it is.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import yaml

from playbook.catalogue import Catalogue, Project, System
from playbook.catalogue.project import SYSTEMS
from playbook.sources.boards import AUTHORITIES, BOARDS
from playbook.sources.extract import Extracts
from playbook.sources.writing import write_text

TRUSTS = Path("places") / "trust_boards.csv"
WHOLE = 0.8
"""Share of a county's patients under one board from which the county is not split up."""
NAMED = 0.95
"""A member with a smaller share than this is named, with its share, in the record."""
BOROUGH = "E09"
"""What the codes of London boroughs begin with."""


def write(project: Project) -> list[Path]:
    """Write a record for every board that no record speaks for.

    Returns
    -------
    list of Path
        The files written, in order.
    """
    written = []
    for system in missing(project):
        path = project.data / SYSTEMS / f"{system.id}.yml"
        write_text(_text(system), path)
        written.append(path)
    return written


def missing(project: Project) -> list[System]:
    """Propose a system for every board of which no recorded system is known as the body."""
    catalogue = Catalogue.read(project)
    spoken = {code for one in catalogue.systems.values() for code in one.bodies}
    spoken |= {one.id for one in catalogue.systems.values()}
    folder = Extracts(project.data / "places")
    boards = folder.read(BOARDS.name, text=["code", "name"])
    places = folder.read(
        AUTHORITIES.name, text=["area", "county", "board"], numbers=["patients", "share"]
    )
    trusts = folder.read(TRUSTS.name, text=["trust", "board"])
    members = chosen(places)
    found = []
    for code, name in boards.sort_values("name").to_numpy():
        if code in spoken or slug(name) in spoken:
            continue
        own = trusts.loc[trusts["board"] == code, "trust"].tolist()
        found.append(_system(catalogue, code, name, members[members["board"] == code], own))
    return found


def chosen(places: pd.DataFrame) -> pd.DataFrame:
    """Choose the members of all systems: one row an authority, with its board and the share.

    Parameters
    ----------
    places
        The table ``places/authority_boards.csv``.
    """
    most = places.sort_values(["area", "share", "board"]).drop_duplicates("area", keep="last")
    counties = set(most["county"].dropna())
    split = set(most.loc[most["area"].isin(counties) & (most["share"] < WHOLE), "area"])
    is_district = most["county"].notna()
    keep = (~is_district & ~most["area"].isin(split)) | (is_district & most["county"].isin(split))
    return most[keep].sort_values("area", ignore_index=True)


def slug(name: str) -> str:
    """Turn the name of a board into the id of its system."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _system(
    catalogue: Catalogue, code: str, name: str, members: pd.DataFrame, trusts: list[str]
) -> System:
    areas = catalogue.areas
    regions = members.groupby(members["area"].map(lambda area: areas[area].region))
    whole = f"nhs {name} icb".lower()
    parts = [
        one.code
        for one in areas.values()
        if one.type == "sub_icb" and one.name.lower().split(" - ")[0] == whole
    ]
    # A board that is published in parts is not published whole under any one of them.
    bodies = parts if len(parts) == 1 else []
    boroughs = all(area.startswith(BOROUGH) for area in members["area"])
    return System(
        id=slug(name),
        name=f"{name} integrated care system",
        short_name=name,
        description=f"The area of NHS {name} Integrated Care Board, as it was in 2022.",
        membership=_membership(catalogue, members),
        places_noun=("borough", "boroughs")
        if boroughs
        else ("local authority", "local authorities"),
        boroughs=tuple(members["area"]),
        trusts=tuple(sorted(trusts)),
        region=str(regions["patients"].sum().idxmax()),
        country=catalogue.system.country,
        bodies=(*bodies, *([code] if code in areas else [])),
    )


def _membership(catalogue: Catalogue, members: pd.DataFrame) -> str:
    said = [
        "A local authority is counted in when most of its patients are registered with GP "
        "practices of the board (July 2022). A trust is counted in when the NHS Organisation Data "
        "Service puts its address under the board and it has a major A&E department."
    ]
    shared = members[members["share"] < NAMED]
    if len(shared):
        named = (
            f"{catalogue.areas[area].name} ({share:.0%})"
            for area, share in shared[["area", "share"]].to_numpy()
        )
        said.append(
            f"Fewer than {NAMED:.0%} of the patients of these are under this board: "
            f"{', '.join(named)}."
        )
    said += [
        f"{catalogue.areas[county].name} is shared between boards, none of which has {WHOLE:.0%} "
        "of its patients, so its districts stand in its place; figures published for the whole "
        "county alone are not here."
        for county in sorted(members["county"].dropna().unique())
    ]
    return " ".join(said)


def _text(system: System) -> str:
    """Write a record as YAML that an editor checks; fields at their default are left out."""
    values = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in system.model_dump(exclude_defaults=True).items()
    }
    values = {"id": system.id} | values
    body = yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=96)
    return f"# yaml-language-server: $schema=../schemas/system.schema.json\n{body}"
