"""An indicator from a table of figures: its record, table, derivation, source and Mission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from playbook.authoring import given, series
from playbook.authoring.change import Change
from playbook.authoring.yaml_text import appended, record, with_item
from playbook.catalogue import Catalogue, Project
from playbook.catalogue.shelf import pick
from playbook.catalogue.unfilled import asked
from playbook.errors import PlaybookError, nearest
from playbook.observations import schema

OGL = "OGL-UK-3.0"
ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0."
SHARED = ("cross", "platform")
MEASURES: dict[str, dict[str, Any]] = {
    "proportion": {
        "method": "proportion",
        "unit": {"long": "per cent", "short": "%"},
        "multiplier": 100,
        "value_type": "Proportion",
    },
    "rate": {
        "method": "crude_rate",
        "unit": {"long": "per 100,000 people", "short": "per 100,000"},
        "multiplier": 100_000,
        "value_type": "Crude rate",
    },
    "count": {"method": "count", "value_type": "Count"},
    "mean": {"method": "mean", "value_type": "Mean"},
}
"""How a value is made; counts and means bring a unit of their own."""
POLARITIES = {"higher": "HighIsGood", "lower": "LowIsGood", "neither": "NoJudgement"}


@dataclass(frozen=True)
class Publication:
    """A source that is new to the playbook."""

    publisher: str
    title: str
    url: str
    licence: str = OGL


@dataclass(frozen=True)
class Wanted:
    """What a contributor says of an indicator; the rest is read off the table."""

    id: str
    table: Path
    title: str
    question: str
    mission: str
    source: str
    measure: str
    better: str
    age: str
    unit: str = ""
    publication: Publication | None = None


def start(project: Project, wanted: Wanted) -> Change:
    """Begin an indicator from a table of figures.

    Raises
    ------
    PlaybookError
        If the table is wrong, the indicator is there, or there is no such Mission or source.
    """
    catalogue = Catalogue.read(project)
    if wanted.id in catalogue.indicators:
        message = "is there already. Choose another name, or edit the record."
        raise PlaybookError(message, file=f"data/indicators/{wanted.id}.yml")
    for value, known, noun in (
        (wanted.measure, MEASURES, "measure"),
        (wanted.better, POLARITIES, "direction"),
    ):
        if value not in known:
            raise PlaybookError(f"there is no {noun} {value!r}. {nearest(value, known)}")
    mission = wanted.mission
    if mission not in SHARED:
        mission = pick(catalogue.own_missions, mission, "mission").id
    change = Change(project)
    frame = given.read(wanted.table, wanted.id, wanted.age, catalogue)
    change.add("data/observations", f"{wanted.id}.csv", schema.text(frame))
    change.add(
        "data/indicators",
        f"{wanted.id}.yml",
        record("indicator", "../schemas", _sections(wanted, mission, frame, catalogue)),
    )
    _append(
        change,
        "data/tables.yml",
        {
            "path": f"observations/{wanted.id}.csv",
            "derivation": asked("what was done to the publisher's figures, or: As published."),
        },
    )
    _source(change, catalogue, wanted, series.rhythm(frame)["frequency"])
    if mission not in SHARED:
        path = Path("data/missions.yml")
        place = ("missions", list(catalogue.missions).index(mission), "indicators")
        change.edited[path] = with_item(change.text(path), change.document(path), place, wanted.id)
    own = [code for code in frame["area"].unique() if code in _own(catalogue)]
    change.notes.append(
        f"Its page is indicators/{wanted.id}, with {len(own)} areas of "
        f"{catalogue.system.short_name} in {len(frame)} rows."
        if own
        else f"No row is of {catalogue.system.short_name}: its own book will have no page of it."
    )
    return change


def _sections(
    wanted: Wanted, mission: str, frame: pd.DataFrame, catalogue: Catalogue
) -> dict[str, dict[str, Any]]:
    measure = MEASURES[wanted.measure]
    if "unit" not in measure or wanted.unit:
        unit = wanted.unit or asked("the unit, for axes and sentences")
        measure = measure | {"unit": {"long": unit, "short": unit}}
    rhythm = series.rhythm(frame)
    sexes, ages = list(frame["sex"].unique()), list(frame["age"].unique())
    sex = "Persons" if "Persons" in sexes else sexes[0]
    judged = series.judgement(frame, measure["value_type"], rhythm, catalogue.system.country)
    today = date.today()
    splits = series.splits(frame, catalogue, sex)
    return {
        "Identity and meaning": {
            "id": wanted.id,
            "short_title": wanted.title,
            "full_title": asked("what is counted, among whom, and where"),
            "question": wanted.question,
            "definition": asked("the exact definition"),
            "rationale": asked("why it matters to its Mission"),
            "mission": [mission],
            "synonyms": [wanted.title.lower()],
        },
        "How it is calculated": {
            "numerator": {
                "definition": asked("what is counted"),
                "source": asked("where the count comes from"),
            },
            "denominator": {
                "definition": asked("among whom or per what; Not applicable and why"),
                "source": asked("where that comes from"),
            },
            **measure,
            "polarity": POLARITIES[wanted.better],
            "ci": judged["ci"],
            "rounding": {"decimals": 0 if wanted.measure == "count" else 1, "rule": "after"},
            "processing_level": "as_published",
        },
        "Comparison and change": {"benchmark": judged["benchmark"], "trend": judged["trend"]},
        "Population, place and time": {
            "population": asked("who is covered"),
            "age": wanted.age if wanted.age in ages else ages[0],
            "sex": sex,
            "geography": series.geography(frame, catalogue),
            **rhythm,
            "period": series.span(frame),
            **({"splits": splits} if splits else {}),
        },
        "Quality, disclosure and corrections": {
            "disclosure": asked("the publisher's rule on small numbers"),
            "missing_values": {"blank": "missing"},
            "quality_note": asked("how far to trust it, in two sentences at most"),
            "caveats": [asked("what a reader must know, one thing each")],
            "synthetic": False,
        },
        "Source": {"source": wanted.source},
        "Ownership and life": {
            "owner": "indicator maintainers",
            "review_by": date(today.year + 1, today.month, 1),
            "version": "1.0.0",
            "changelog": [
                {
                    "version": "1.0.0",
                    "date": today,
                    "change": "First record",
                    "effect": "None, first version",
                }
            ],
        },
    }


def _source(change: Change, catalogue: Catalogue, wanted: Wanted, cadence: str) -> None:
    new = wanted.publication
    if wanted.source in catalogue.sources:
        if new:
            message = f"{wanted.source} is on record already. Leave the publisher out."
            raise PlaybookError(message, file="data/sources.yml")
        return
    if not new:
        hint = nearest(wanted.source, catalogue.sources, noun="source")
        message = (
            f"there is no source {wanted.source!r}. {hint} For a new one give its publisher, "
            "title and address."
        )
        raise PlaybookError(message)
    _append(
        change,
        "data/sources.yml",
        {
            "id": wanted.source,
            "publisher": new.publisher,
            "title": new.title,
            "url": new.url,
            "licence": new.licence,
            "attribution": ATTRIBUTION if new.licence == OGL else asked("the wording to print"),
            "cadence": cadence,
            "status": "other",
            "accessed": date.today(),
        },
    )
    change.notes.append(
        "The new source stands as `other`: is it official, or management information?"
    )


def _append(change: Change, name: str, entry: dict[str, Any]) -> None:
    path = Path(name)
    change.edited[path] = appended(change.text(path), entry)


def _own(catalogue: Catalogue) -> set[str]:
    system = catalogue.system
    return {*system.boroughs, *system.trusts, *system.bodies}
