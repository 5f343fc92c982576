"""Table Schema of every kind of table: types, constraints and keys, for the data package."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any, Literal, get_args

from playbook.catalogue.system import AreaType, CodeSystem
from playbook.errors import PlaybookError
from playbook.observations import revisions
from playbook.observations import schema as observations

Field = dict[str, Any]
FieldType = Literal["string", "number", "integer", "date", "boolean"]


def _field(name: str, kind: FieldType = "string", about: str = "", **constraints: Any) -> Field:
    field: Field = {"name": name, "type": kind}
    if about:
        field["description"] = about
    if constraints:
        field["constraints"] = constraints
    return field


def _required(name: str, kind: FieldType = "string", about: str = "", **more: Any) -> Field:
    return _field(name, kind, about, required=True, **more)


def _area(field: str = "area") -> dict[str, Any]:
    return {"fields": field, "reference": {"resource": "places-areas", "fields": "code"}}


def _board() -> dict[str, Any]:
    return {"fields": "board", "reference": {"resource": "places-boards", "fields": "code"}}


OBSERVATION = {
    "fields": [
        _required("indicator", about="Id of the indicator"),
        _required("area", about="Code of the area, as published"),
        _required("period_start", "date", "First day of the period"),
        _required("period_end", "date", "Last day of the period"),
        _required("sex", enum=list(observations.SEXES)),
        _required("age"),
        _required("group", about="all, or dimension=level"),
        _field("value", "number", "In the unit of the indicator; per cent is 0 to 100"),
        _field("count", "number", "Numerator, or the count itself", minimum=0),
        _field("denominator", "number", minimum=0),
        _field("lower95", "number", "Lower 95% confidence limit, when the publisher gives it"),
        _field("upper95", "number", "Upper 95% confidence limit, when the publisher gives it"),
        _required("status", enum=list(observations.STATUSES)),
        _field("note", about="Why there is no value, or how the value was made"),
    ],
    "primaryKey": observations.KEY,
    "foreignKeys": [_area()],
}

RELEASED = {
    "fields": [
        _required("area", about="Code of the area"),
        _required("period_start", "date", "First day of the period"),
        _required("period_end", "date", "Last day of the period"),
        _required("sex", enum=list(observations.SEXES)),
        _required("age"),
        _required("group", about="all, or dimension=level"),
        _field("count", "integer", "Rounded; empty where hidden", minimum=0),
        _required("denominator", "integer", "Rounded", minimum=1),
        _required("status", enum=list(observations.STATUSES)),
        _field("note", about="Why there is no count, or that it is synthetic"),
    ],
    "primaryKey": [name for name in observations.KEY if name != "indicator"],
    "foreignKeys": [_area()],
}
"""A table of a release from a secure data environment."""

_AGE = [
    _required("age_start", "integer", "First year of the band", minimum=0),
    _required("age_band"),
]

_SMALL_AREA = {
    "fields": [
        _required("lsoa", about="Code of the small area (LSOA)"),
        _required("area", about="Local authority that it lies in"),
        _required("rank", "integer", "1 is the most deprived small area of the country", minimum=1),
        _required("decile", "integer", "1 is the most deprived tenth", minimum=1, maximum=10),
        _required("score", "number", "IMD score; higher is more deprived", minimum=0),
        _required("population", "integer", minimum=0),
    ],
    "primaryKey": ["lsoa"],
    "foreignKeys": [_area()],
}

_CONTEXT: dict[str, dict[str, Any]] = {
    "places/areas.csv": {
        "fields": [
            _required("code"),
            _required("name"),
            _required("short_name", about="For charts and addresses"),
            _required("type", enum=list(get_args(AreaType))),
            _field("region", about="Code of the region around it, where an extract gives one"),
            _required("code_system", enum=list(get_args(CodeSystem))),
            _field("valid_from", "date", "Empty when not recorded"),
            _field("valid_to", "date", "Empty when in force or not recorded"),
            _field("successor", about="Code that follows it"),
            _field("note"),
        ],
        "primaryKey": ["code"],
        # A resource that refers to itself is named by the empty string.
        "foreignKeys": [
            {"fields": "successor", "reference": {"resource": "", "fields": "code"}},
            {"fields": "region", "reference": {"resource": "", "fields": "code"}},
        ],
    },
    "places/changes.csv": {
        "fields": [
            _required("code"),
            _field("name"),
            _field("region"),
            _field("valid_from", "date"),
            _field("valid_to", "date"),
            _field("successor"),
            _field("note"),
        ],
        "primaryKey": ["code"],
        "foreignKeys": [_area("code")],
    },
    "places/splits.csv": {
        "fields": [
            _required("code", about="Code that was split"),
            _required("successor", about="Code of a part"),
            _required("residents", "integer", "People who lived in the part", minimum=1),
            _required("note", about="When they were counted"),
        ],
        "primaryKey": ["code", "successor"],
        "foreignKeys": [_area("code"), _area("successor")],
    },
    "places/aliases.csv": {
        "fields": [_required("alias"), _required("code")],
        "primaryKey": ["alias"],
        "foreignKeys": [_area("code")],
    },
    "places/boards.csv": {
        "fields": [
            _required("code", about="Code of the NHS Organisation Data Service"),
            _required("ons_code", about="Code of April 2023"),
            _required("name"),
        ],
        "primaryKey": ["code"],
    },
    "places/trust_boards.csv": {
        "fields": [_required("trust"), _required("board", about="Code of the board")],
        "primaryKey": ["trust"],
        "foreignKeys": [_area("trust"), _board()],
    },
    "places/authority_boards.csv": {
        "fields": [
            _required("area"),
            _field("county", about="The county of a district"),
            _required("board", about="Code of the board"),
            _required("patients", "integer", "On the lists of the board's practices", minimum=1),
            _required("share", "number", "Of the area's patients, 0 to 1", minimum=0, maximum=1),
        ],
        "primaryKey": ["area", "board"],
        "foreignKeys": [_area(), _area("county"), _board()],
    },
    "places/catchments.csv": {
        "fields": [
            _required("trust"),
            _required("area"),
            _required("share", "number", "Of the trust's patients, 0 to 1", minimum=0, maximum=1),
        ],
        "primaryKey": ["trust", "area"],
        "foreignKeys": [_area("trust"), _area()],
    },
    "population.csv": {
        "fields": [
            _required("area"),
            _required("period", "date", "Day of the estimate"),
            _required("sex", enum=["Female", "Male"]),
            _AGE[1],
            _AGE[0],
            _required("population", "integer", minimum=0),
        ],
        "primaryKey": ["area", "period", "sex", "age_start"],
        "foreignKeys": [_area()],
    },
    "standard_population.csv": {
        "fields": [*_AGE, _required("population", "integer", "Weight", minimum=0)],
        "primaryKey": ["age_start"],
    },
    "deprivation_2019.csv": _SMALL_AREA,
    "deprivation_2025.csv": _SMALL_AREA,
    "deprivation_areas_2025.csv": {
        "fields": [
            _required("area"),
            _required("average_score", "number", minimum=0),
            _required("rank_of_average_score", "integer", minimum=1),
            _required(
                "share_most_deprived_10pct",
                "number",
                "Small areas among the most deprived tenth of the country, 0 to 1",
                minimum=0,
                maximum=1,
            ),
        ],
        "primaryKey": ["area"],
        "foreignKeys": [_area()],
    },
}


def revision(table: PurePosixPath) -> dict[str, Any]:
    """Return the Table Schema of the revisions of a table: its own columns, after the change."""
    known = of(table)
    own = [{k: v for k, v in one.items() if k != "constraints"} for one in known["fields"]]
    key = set(known["primaryKey"])
    ordered = [one for one in own if one["name"] in key] + [o for o in own if o["name"] not in key]
    return {
        "fields": [
            _required("taken", "date", "Day of the refresh that changed the row"),
            _required("change", about="What happened", enum=["added", "revised", "withdrawn"]),
            *ordered,
        ],
        "primaryKey": ["taken", *known["primaryKey"]],
        "missingValues": [""],
    }


def _revised(path: PurePosixPath) -> PurePosixPath:
    """Find the table that a record of revisions is of."""
    context = {PurePosixPath(name).stem: PurePosixPath(name) for name in _CONTEXT}
    return context.get(path.stem, PurePosixPath("observations", path.name))


def of(path: PurePosixPath) -> dict[str, Any]:
    """Return the Table Schema of a table, named by its path under ``data/``.

    Raises
    ------
    PlaybookError
        The table is of no known kind.
    """
    kind = OBSERVATION if path.parent.name == "observations" else _CONTEXT.get(path.as_posix())
    if path.parent.name == revisions.FOLDER:
        return revision(_revised(path))
    if kind is None:
        raise PlaybookError(
            "is a table of no known kind. Describe its columns in playbook.sources.fields, "
            "or take it away.",
            file=f"data/{path}",
        )
    return {**kind, "missingValues": [""]}
