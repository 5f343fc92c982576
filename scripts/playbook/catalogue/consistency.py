"""Whether the records fit together: every id that one names is the id of another."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from playbook.catalogue import (
    assessment,
    feed,
    governance,
    moved,
    practice_consistency,
    records,
    succession,
)
from playbook.catalogue.catalogue import Catalogue
from playbook.catalogue.documents import Place
from playbook.catalogue.indicator import Indicator
from playbook.catalogue.system import System
from playbook.errors import PlaybookError, nearest

Found = tuple[str, Place, str]
"""File below ``data/``, place in it, and what is wrong there."""

CROSS = "cross"


def problems(catalogue: Catalogue) -> Iterator[PlaybookError]:
    """Find what does not fit together between the records of a playbook.

    Yields
    ------
    PlaybookError
        One for each problem, with the file, the line and the field.
    """
    for check in (*CHECKS, *practice_consistency.CHECKS):
        for file, place, message in check(catalogue):
            yield catalogue.documents[file].error(message, place)
    yield from _areas(catalogue)
    yield from succession.problems(
        catalogue.areas,
        catalogue.areas_file,
        catalogue.splits,
        catalogue.project.shown(catalogue.project.data / succession.FILE),
    )
    yield from governance.problems(catalogue.project)
    yield from assessment.problems(catalogue.project)
    yield from _feeds(catalogue)
    moved.read(catalogue.project)


def problems_of(catalogue: Catalogue, file: str) -> Iterator[PlaybookError]:
    """Find what does not fit in one file of records, given by its name below ``data/``."""
    shown = catalogue.project.shown(catalogue.project.data / file)
    return (one for one in problems(catalogue) if one.file == shown)


def _system(catalogue: Catalogue) -> Iterator[Found]:
    for system in catalogue.systems.values():
        yield from _members(catalogue, f"systems/{system.id}.yml", system)
        yield from _shared(catalogue, system)


def _members(catalogue: Catalogue, file: str, system: System) -> Iterator[Found]:
    """Codes of a system that are no area, or one of another kind."""
    typed: tuple[tuple[str, Iterable[str], set[str]], ...] = (
        ("boroughs", system.boroughs, {"utla", "ltla"}),
        ("trusts", system.trusts, {"trust"}),
        ("bodies", system.bodies, {"icb", "sub_icb", "stp", "ccg"}),
    )
    for field, codes, types in typed:
        for number, code in enumerate(codes):
            yield from _area(catalogue, file, (field, number), code, types)
    yield from _area(catalogue, file, ("region",), system.region, {"region"})
    yield from _area(catalogue, file, ("country",), system.country, {"country"})
    for code in system.labels:
        yield from _area(catalogue, file, ("labels", code), code)
    for code in system.synonyms:
        yield from _area(catalogue, file, ("synonyms", code), code)
    for number, name in enumerate(system.missions):
        place = ("missions", number)
        yield from _known(file, place, name, catalogue.missions, "mission")


def _feeds(catalogue: Catalogue) -> Iterator[PlaybookError]:
    """Publications and tables that a feed names and that are not there."""
    path = catalogue.project.data / feed.FILE
    if not path.is_file():
        return
    known, document = records.read(path, feed.Feeds, catalogue.project.shown(path))
    for number, one in enumerate(known.feeds):
        for at, name in enumerate(one.sources):
            if name not in catalogue.sources:
                hint = nearest(name, catalogue.sources, noun="source")
                message = f"there is no source {name!r}. {hint}"
                yield document.error(message, ("feeds", number, "sources", at))
        for at, series in enumerate(one.series):
            is_context = (catalogue.project.data / series.table).is_file()
            if series.table not in catalogue.indicators and not is_context:
                hint = nearest(series.table, catalogue.indicators, noun="table")
                message = f"there is no table {series.table!r}. {hint}"
                yield document.error(message, ("feeds", number, "series", at, "table"))


def _errata(catalogue: Catalogue) -> Iterator[Found]:
    for number, one in enumerate(catalogue.errata.values()):
        for inner, name in enumerate(one.indicators):
            place = ("errata", number, "indicators", inner)
            yield from _known("errata.yml", place, name, catalogue.indicators, "indicator")
        for inner, code in enumerate(() if one.areas == "all" else one.areas):
            yield from _area(catalogue, "errata.yml", ("errata", number, "areas", inner), code)


def _shared(catalogue: Catalogue, system: System) -> Iterator[Found]:
    """Codes that an earlier system has too: a place or a trust counts once in the country."""
    for other in catalogue.systems.values():
        if other.id >= system.id:
            return
        for field in ("boroughs", "trusts", "bodies"):
            theirs = set(getattr(other, field))
            for number, code in enumerate(getattr(system, field)):
                if code in theirs:
                    message = f"{code} is in systems/{other.id}.yml too. Keep it in one."
                    yield f"systems/{system.id}.yml", (field, number), message


def _missions(catalogue: Catalogue) -> Iterator[Found]:
    for number, mission in enumerate(catalogue.missions.values()):
        for at, name in enumerate(mission.indicators):
            place = ("missions", number, "indicators", at)
            yield from _known("missions.yml", place, name, catalogue.indicators, "indicator")
            found = catalogue.indicators.get(name)
            if found and mission.id not in found.mission:
                yield "missions.yml", place, f"{name} does not name {mission.id} in its record."
        for at, name in enumerate(mission.claims):
            place = ("missions", number, "claims", at)
            yield from _known("missions.yml", place, name, catalogue.claims, "claim")


def _reasons(catalogue: Catalogue) -> Iterator[Found]:
    for number, mission in enumerate(catalogue.missions.values()):
        for at, reason in enumerate(mission.why):
            place = ("missions", number, "why", at, "claim")
            if reason.claim is not None:
                yield from _known("missions.yml", place, reason.claim, catalogue.claims, "claim")


def _indicators(catalogue: Catalogue) -> Iterator[Found]:
    for indicator in catalogue.indicators.values():
        file = f"indicators/{indicator.id}.yml"
        yield from _known(file, ("source",), indicator.source, catalogue.sources, "source")
        if indicator.benchmark.area != "none":
            yield from _area(catalogue, file, ("benchmark", "area"), indicator.benchmark.area)
        for number, name in enumerate(indicator.mission):
            mission = catalogue.missions.get(name)
            if name.startswith("M") and mission is None:
                yield from _known(file, ("mission", number), name, catalogue.missions, "mission")
            elif mission and indicator.id not in mission.indicators:
                yield file, ("mission", number), f"{name} does not list it in missions.yml."
        yield from _targets_of(catalogue, file, indicator)


def _targets_of(catalogue: Catalogue, file: str, indicator: Indicator) -> Iterator[Found]:
    for number, name in enumerate(indicator.targets):
        place = ("targets", number)
        yield from _known(file, place, name, catalogue.targets, "target")
        target = catalogue.targets.get(name)
        if target is None:
            continue
        if indicator.id not in target.indicators:
            yield file, place, f"{name} does not name {indicator.id} in targets.yml."
        if target.unit != indicator.unit.long:
            yield file, place, f"{name} is in {target.unit}, the indicator {indicator.unit.long}."


def _targets(catalogue: Catalogue) -> Iterator[Found]:
    file = "targets.yml"
    for number, target in enumerate(catalogue.targets.values()):
        place: Place = ("targets", number)
        for at, name in enumerate(target.indicators):
            inner = (*place, "indicators", at)
            yield from _known(file, inner, name, catalogue.indicators, "indicator")
            found = catalogue.indicators.get(name)
            if found and target.id not in found.targets:
                yield file, inner, f"{name} does not name {target.id} in its record."
        if target.mission != CROSS:
            inner = (*place, "mission")
            yield from _known(file, inner, target.mission, catalogue.missions, "mission")
        if target.area is not None:
            yield from _area(catalogue, file, (*place, "area"), target.area)
        known = [*catalogue.claims, *catalogue.cases]
        if target.claim is not None and known:
            yield from _known(file, (*place, "claim"), target.claim, known, "claim")
        if target.supersedes is not None:
            inner = (*place, "supersedes")
            yield from _known(file, inner, target.supersedes, catalogue.targets, "target")


def _breaks(catalogue: Catalogue) -> Iterator[Found]:
    file = "breaks.yml"
    for number, known in enumerate(catalogue.breaks.values()):
        for at, name in enumerate(known.indicators):
            place = ("breaks", number, "indicators", at)
            yield from _known(file, place, name, catalogue.indicators, "indicator")
        if known.areas != "all":
            for at, code in enumerate(known.areas):
                yield from _area(catalogue, file, ("breaks", number, "areas", at), code)


def _claims(catalogue: Catalogue) -> Iterator[Found]:
    file = "claims.yml"
    for number, claim in enumerate(catalogue.claims.values()):
        place: Place = ("claims", number)
        yield from _known(file, (*place, "source"), claim.source, catalogue.citations, "source")
        if claim.mission.startswith("M"):
            inner = (*place, "mission")
            yield from _known(file, inner, claim.mission, catalogue.missions, "mission")
        for at, sum_ in enumerate(claim.arithmetic):
            for field in ("part", "whole"):
                name, _, value = getattr(sum_, field).rpartition(".")
                inner = (*place, "arithmetic", at, field)
                if name:
                    yield from _known(file, inner, name, catalogue.claims, "claim")
                other = catalogue.claims.get(name)
                if other and value not in {one.name for one in other.values}:
                    yield file, inner, f"{name} has no value {value}."


def _cases(catalogue: Catalogue) -> Iterator[Found]:
    for case in catalogue.cases.values():
        file = f"cases/{case.id}.yml"
        for at, name in enumerate(case.indicators):
            place = ("indicators", at)
            yield from _known(file, place, name, catalogue.indicators, "indicator")
        for at, name in enumerate(case.missions):
            if name.startswith("M"):
                place = ("missions", at)
                yield from _known(file, place, name, catalogue.missions, "mission")


def _prioritisations(catalogue: Catalogue) -> Iterator[Found]:
    for name, one in catalogue.prioritisations.items():
        for number, option in enumerate(one.options):
            place = ("options", number, "mission")
            missions = catalogue.own_missions
            yield from _known(
                f"prioritisation/{name}.yml", place, option.mission, missions, "mission"
            )


def _areas(catalogue: Catalogue) -> Iterator[PlaybookError]:
    for line, area in enumerate(catalogue.areas.values(), start=2):
        for field, code in (("successor", area.successor), ("region", area.region)):
            if code is not None and code not in catalogue.areas:
                hint = nearest(code, catalogue.areas, noun="area code")
                yield PlaybookError(
                    f"{code} has no row of its own. {hint}",
                    file=catalogue.areas_file,
                    line=line,
                    field=field,
                )


def _known(
    file: str, place: Place, name: str, known: dict[str, object] | Iterable[str], noun: str
) -> Iterator[Found]:
    names = list(known)
    if name not in names:
        yield file, place, f"there is no {noun} {name}. {nearest(name, names, noun=noun)}"


def _area(
    catalogue: Catalogue, file: str, place: Place, code: str, types: Container[str] | None = None
) -> Iterator[Found]:
    area = catalogue.areas.get(code)
    if area is None:
        hint = nearest(code, catalogue.areas, noun="area code")
        yield file, place, f"{code} is not in places/areas.csv. {hint}"
    elif types is not None and area.type not in types:
        yield file, place, f"{code} is {area.name}, which is of the type {area.type}."


def _theories(catalogue: Catalogue) -> Iterator[Found]:
    file = "theory_of_change.yml"
    for number, theory in enumerate(catalogue.theories.values()):
        place: Place = ("theories", number)
        missions = catalogue.missions
        yield from _known(file, (*place, "mission"), theory.mission, missions, "mission")
        for part in ("inputs", "activities", "outputs", "outcomes", "impact"):
            for at, step in enumerate(getattr(theory, part)):
                for nth, name in enumerate(step.indicators):
                    inner = (*place, part, at, "indicators", nth)
                    yield from _known(file, inner, name, catalogue.indicators, "indicator")


def _portfolio(catalogue: Catalogue) -> Iterator[Found]:
    file, missions = "portfolio.yml", catalogue.missions
    for number, project in enumerate(catalogue.portfolio.projects if catalogue.portfolio else ()):
        place: Place = ("projects", number)
        for at, name in enumerate(project.missions):
            yield from _known(file, (*place, "missions", at), name, missions, "mission")
        if project.case is not None:
            yield from _known(file, (*place, "case"), project.case, catalogue.cases, "case")
        if project.area is not None:
            own = [missions[name] for name in project.missions if name in missions]
            areas = [area for one in own for area in one.opportunity_areas]
            yield from _known(file, (*place, "area"), project.area, areas, "area of opportunity")


CHECKS = (
    _system,
    _missions,
    _reasons,
    _indicators,
    _targets,
    _breaks,
    _claims,
    _cases,
    _errata,
    _prioritisations,
    _theories,
    _portfolio,
)
"""Each looks at one kind of record and what it names."""
