"""The catalogue: what exists in a playbook, read from its records."""

from __future__ import annotations

import os
from collections.abc import Iterable
from copy import copy
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from playbook.catalogue import areas, records
from playbook.catalogue.areas import Area
from playbook.catalogue.case import Case, causal
from playbook.catalogue.claim import Citation, Claim, Claims
from playbook.catalogue.documents import Document
from playbook.catalogue.indicator import Indicator
from playbook.catalogue.ladder import Ladder
from playbook.catalogue.lookups import collected, looked_up
from playbook.catalogue.mission import Mission, Target
from playbook.catalogue.own_errors import Errata, Erratum
from playbook.catalogue.portfolio import Portfolio
from playbook.catalogue.practice import CANVASES, FILLED, METHOD, Practice
from playbook.catalogue.prioritisation import Prioritisation
from playbook.catalogue.project import OWN, SYSTEMS, Project
from playbook.catalogue.records import Record
from playbook.catalogue.system import AreaType, Break, Edition, Playbook, Source, System
from playbook.catalogue.theory import Theories, Theory
from playbook.errors import PlaybookError, nearest


class Missions(Record):
    """The file of Missions."""

    missions: tuple[Mission, ...] = Field(min_length=1)
    """One entry a Mission, in order."""


class Targets(Record):
    """The file of targets."""

    targets: tuple[Target, ...]
    """One entry a target."""


class Sources(Record):
    """The file of sources."""

    sources: tuple[Source, ...] = Field(min_length=1)
    """One entry a publication."""


class Breaks(Record):
    """The file of breaks."""

    breaks: tuple[Break, ...]
    """One entry a break."""


ItemT = TypeVar("ItemT", Mission, Target, Source, Break, Claim, Citation, Erratum)
FileT = TypeVar("FileT", bound=Record)


class Catalogue(Practice):
    """What exists: edition, system, missions, indicators, targets, sources, breaks, areas.

    Everything is read when first asked for, and once. Use :meth:`read`, which keeps one
    catalogue a project. What a page looks up is noted, see `playbook.catalogue.lookups`.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.documents: dict[str, Document] = {}
        self.hashes: dict[tuple[str, str], str] = {}
        self._indicators: dict[str, Indicator] = {}

    @classmethod
    def read(cls, project: Project | None = None) -> Catalogue:
        """Open the catalogue of a project, by default the one around the working directory."""
        found = project or Project.find()
        stamp = _stamp(found.data)
        known = _OPEN.get(found)
        if known is None or known[0] != stamp:
            same = (c for p, (at, c) in _OPEN.items() if p.root == found.root and at == stamp)
            other = next(same, None)
            _OPEN[found] = known = (stamp, other.of(found) if other else cls(found))
        return known[1]

    def of(self, project: Project) -> Catalogue:
        """See the same records as the book of another system, without reading them again."""
        seen = copy(self)
        seen.project, seen.hashes = project, {}
        seen.__dict__.pop("system", None)
        return seen

    @collected
    def edition(self) -> Edition:
        """The edition: ages on the pages count from its date."""
        return self._file("edition.yml", Edition)

    @collected
    def system(self) -> System:
        """The health and care system that the book is about."""
        name = self.project.system or self._file(OWN.name, Playbook).system
        if name not in self.project.systems:
            hint = nearest(name, self.project.systems, noun="system")
            message = f"there is no record {SYSTEMS / name}.yml. {hint}"
            raise self.documents[OWN.name].error(message, ("system",))
        return self.systems_by_id((name,))[name]

    @collected
    def systems(self) -> dict[str, System]:
        """Every system that there is a record of, by id."""
        return self.systems_by_id(self.project.systems)

    def systems_by_id(self, names: Iterable[str]) -> dict[str, System]:
        """Read the records of some systems.

        Raises
        ------
        PlaybookError
            If one is missing, wrong, or has another id than its file.
        """
        found = {}
        for name in names:
            file = (SYSTEMS / f"{name}.yml").as_posix()
            found[name] = self._file(file, System)
            if found[name].id != name:
                message = f"is {found[name].id}, but the file is {name}.yml."
                raise self.documents[file].error(message, ("id",))
        return found

    @property
    def own_missions(self) -> dict[str, Mission]:
        """Missions of the system that the book is about, by id, in order."""
        return {name: _pick(self.missions, name, "mission") for name in self.system.missions}

    def benchmark(self, indicator: Indicator) -> str | None:
        """Code of the area that an indicator is compared with; None for no comparison.

        A record that names a region means the region around the system.
        """
        area = indicator.benchmark.area
        if area == "none":
            return None
        return self.system.region if self.area(area).type == "region" else area

    @collected
    def missions(self) -> dict[str, Mission]:
        """Every Mission on record by id, in order: the topics that group the indicators."""
        return self._by_id("missions", self._file("missions.yml", Missions).missions)

    @collected
    def targets(self) -> dict[str, Target]:
        """Targets by id."""
        return self._by_id("targets", self._file("targets.yml", Targets).targets)

    @collected
    def sources(self) -> dict[str, Source]:
        """Sources by id."""
        return self._by_id("sources", self._file("sources.yml", Sources).sources)

    @collected
    def breaks(self) -> dict[str, Break]:
        """Breaks by id."""
        return self._by_id("breaks", self._file("breaks.yml", Breaks).breaks)

    @collected
    def claims(self) -> dict[str, Claim]:
        """Claims of the ledger by id, in order; empty for a playbook without one."""
        ledger = self._ledger
        return self._by_id("claims", ledger.claims) if ledger else {}

    @collected
    def citations(self) -> dict[str, Citation]:
        """Publications in which claims were read, by id."""
        ledger = self._ledger
        return self._by_id("claims", ledger.sources, "sources") if ledger else {}

    @collected
    def errata(self) -> dict[str, Erratum]:
        """Errors of ours that were corrected, by id; empty for a playbook without the register."""
        if not self._has("errata.yml"):
            return {}
        return self._by_id("errata", self._file("errata.yml", Errata).errata)

    @collected
    def indicators(self) -> dict[str, Indicator]:
        """Indicators by id, in the order of the Missions' scorecards, then by id."""
        names = sorted(path.stem for path in (self.project.data / "indicators").glob("*.yml"))
        scored = [name for mission in self.missions.values() for name in mission.indicators]
        order = {name: place for place, name in enumerate(dict.fromkeys(scored))}
        names.sort(key=lambda name: (order.get(name, len(order)), name))
        found, problems = {}, []
        for name in names:
            try:
                found[name] = self._indicator(name)
            except PlaybookError as error:
                problems.append(error)
        if problems:
            raise PlaybookError.together(problems)
        return found

    @collected
    def portfolio(self) -> Portfolio | None:
        """The portfolio; None where there is no record of one."""
        name = "portfolio.yml"
        return self._file(name, Portfolio) if (self.project.data / name).is_file() else None

    @collected
    def theories(self) -> dict[str, Theory]:
        """Theories of change by Mission; none where there is no record."""
        name = "theory_of_change.yml"
        if not (self.project.data / name).is_file():
            return {}
        return {one.mission: one for one in self._file(name, Theories).theories}

    @looked_up
    def theory(self, mission: str) -> Theory | None:
        """The theory of change of a Mission; None where there is none on record."""
        return self.theories.get(mission)

    @collected
    def prioritisations(self) -> dict[str, Prioritisation]:
        """Prioritisations of the system that the book is about, by id."""
        names = sorted(path.stem for path in (self.project.data / "prioritisation").glob("*.yml"))
        found = {name: self._prioritisation(name) for name in names}
        return {name: one for name, one in found.items() if one.system == self.system.id}

    @looked_up
    def prioritisation(self, name: str) -> Prioritisation:
        """Find a prioritisation; reads its record alone.

        Raises
        ------
        PlaybookError
            If there is none of this id; the nearest ids are named.
        """
        known = [path.stem for path in (self.project.data / "prioritisation").glob("*.yml")]
        if name not in known:
            hint = nearest(name, known, noun="prioritisation")
            raise PlaybookError(f"there is no prioritisation {name!r}. {hint}")
        return self._prioritisation(name)

    @collected
    def headline_levels(self) -> dict[str, AreaType]:
        """The level of area that each indicator is first of all published for, by id, in order.

        A page that chooses by it depends on the records that it then looks at, not on the others.
        """
        return {name: one.geography.levels[0] for name, one in self.indicators.items()}

    @collected
    def trend_methods(self) -> dict[str, str]:
        """How the change of each indicator is judged, by id, in order."""
        return {name: one.trend.method for name, one in self.indicators.items()}

    @collected
    def areas(self) -> dict[str, Area]:
        """Places and organisations by code."""
        return areas.read(self.project.data / areas.FILE, self.areas_file)

    @collected
    def area_types(self) -> dict[str, AreaType]:
        """What kind of area each code is: a page that only asks for that notes no more."""
        return {code: area.type for code, area in self.areas.items()}

    @collected
    def successors(self) -> dict[str, str]:
        """The code that came after, by the code that ended."""
        return {code: area.successor for code, area in self.areas.items() if area.successor}

    @property
    def areas_file(self) -> str:
        """How messages name the table of areas."""
        return self.project.shown(self.project.data / areas.FILE)

    @looked_up
    def indicator(self, name: str) -> Indicator:
        """Find an indicator; reads its record alone.

        Raises
        ------
        PlaybookError
            If there is none of this id; the nearest ids are named.
        """
        folder = self.project.data / "indicators"
        if name in self._indicators or (folder / f"{name}.yml").is_file():
            return self._indicator(name)
        known = [path.stem for path in folder.glob("*.yml")]
        hint = nearest(name, known, noun="indicator")
        raise PlaybookError(f"there is no indicator {name!r}. {hint}")

    @looked_up
    def mission(self, id_or_slug: str) -> Mission:
        """Find a Mission by its id or the slug of its page."""
        by_slug = {mission.slug: mission for mission in self.missions.values()}
        return _pick(by_slug | self.missions, id_or_slug, "mission")

    @looked_up
    def area(self, code_or_slug: str) -> Area:
        """Find a place or organisation by its code or its slug, such as ``brent``.

        Raises
        ------
        PlaybookError
            If there is none, or the slug fits several.
        """
        if code_or_slug in self.areas:
            return self.areas[code_or_slug]
        fitting = self._by_slug.get(code_or_slug, [])
        if len(fitting) > 1:
            ours = {*self.system.boroughs, *self.system.trusts, *self.system.bodies}
            fitting = [area for area in fitting if area.code in ours] or fitting
        if len(fitting) > 1:
            codes = ", ".join(f"{area.code} ({area.type})" for area in fitting)
            raise PlaybookError(f"area {code_or_slug!r} could be {codes}. Use the code.")
        if fitting:
            return fitting[0]
        hint = nearest(code_or_slug, [*self._by_slug, *self.areas], noun="area")
        raise PlaybookError(f"there is no area {code_or_slug!r}. {hint}")

    @looked_up
    def label(self, code: str) -> str:
        """Name an area, or the system by its id, as charts and menus do."""
        if code == self.system.id:
            return self.system.short_name
        return self.system.labels.get(code) or self.area(code).short_name

    @collected
    def ladder(self) -> Ladder:
        """The ladder of evidence, on which every case has its place."""
        return self._file("ladder.yml", Ladder)

    @collected
    def cases(self) -> dict[str, Case]:
        """Every case on record by id, the strongest evidence first.

        Raises
        ------
        PlaybookError
            If a record is wrong, or says more than its evidence bears.
        """
        found, problems = {}, []
        for path in sorted((self.project.data / "cases").glob("*.yml")):
            try:
                found[path.stem] = self._case(path.stem)
            except PlaybookError as error:
                problems.append(error)
        if problems:
            raise PlaybookError.together(problems)
        return dict(sorted(found.items(), key=lambda one: (-one[1].grade, one[0])))

    @property
    def own_cases(self) -> dict[str, Case]:
        """Cases of the system that the book is about: those of its Missions, or none."""
        return self.cases if self.system.missions else {}

    @looked_up
    def case(self, name: str) -> Case:
        """Find a case by its id or the name of its page."""
        by_slug = {case.slug: case for case in self.cases.values()}
        return _pick(by_slug | self.cases, name, "case")

    @looked_up
    def claim(self, name: str) -> Claim:
        """Find a claim of the ledger by its id."""
        return _pick(self.claims, name, "claim")

    @looked_up
    def citation_of(self, claim: str) -> Citation:
        """The publication in which a claim was read."""
        return _pick(self.citations, self.claim(claim).source, "source")

    @looked_up
    def targets_of(self, indicator: str) -> tuple[Target, ...]:
        """Targets on an indicator, in the order of its record."""
        return tuple(
            _pick(self.targets, name, "target") for name in self.indicator(indicator).targets
        )

    @looked_up
    def breaks_of(self, indicator: str, area: str | None = None) -> tuple[Break, ...]:
        """Known breaks of an indicator, for one area where one is given, oldest first."""
        self.indicator(indicator)
        code = None if area is None else self.area(area).code
        fitting = [
            known
            for known in self.breaks.values()
            if indicator in known.indicators
            and (code is None or known.areas == "all" or code in known.areas)
        ]
        return tuple(sorted(fitting, key=lambda known: known.date or known.start or date.min))

    @looked_up
    def source_of(self, indicator: str) -> Source:
        """The publication that an indicator comes from."""
        return _pick(self.sources, self.indicator(indicator).source, "source")

    @cached_property
    def _by_slug(self) -> dict[str, list[Area]]:
        slugs: dict[str, list[Area]] = {}
        for area in self.areas.values():
            slugs.setdefault(area.slug, []).append(area)
        return slugs

    @cached_property
    def _ledger(self) -> Claims | None:
        return self._file("claims.yml", Claims) if self._has("claims.yml") else None

    def _has(self, name: str) -> bool:
        return (self.project.data / name).is_file()

    def _file(self, name: str, model: type[FileT]) -> FileT:
        path = self.project.data / name
        record, document = records.read(path, model, self.project.shown(path))
        self.documents[name] = document
        return record

    def _case(self, name: str) -> Case:
        file = f"cases/{name}.yml"
        record, document = self._file(file, Case), self.documents[file]
        if record.id != name:
            raise document.error(f"is {record.id}, but the file is {name}.yml.", ("id",))
        wrong = [document.error(message, place) for place, message in causal(record, self.ladder)]
        if wrong:
            raise PlaybookError.together(wrong)
        return record

    def _indicator(self, name: str) -> Indicator:
        if name not in self._indicators:
            file = f"indicators/{name}.yml"
            record = self._file(file, Indicator)
            if record.id != name:
                message = f"is {record.id}, but the file is {name}.yml."
                raise self.documents[file].error(message, ("id",))
            self._indicators[name] = record
        return self._indicators[name]

    def _prioritisation(self, name: str) -> Prioritisation:
        file = f"prioritisation/{name}.yml"
        record = self._file(file, Prioritisation)
        if record.id != name:
            message = f"is {record.id}, but the file is {name}.yml."
            raise self.documents[file].error(message, ("id",))
        return record

    def _by_id(self, key: str, items: Iterable[ItemT], field: str = "") -> dict[str, ItemT]:
        found: dict[str, ItemT] = {}
        for number, item in enumerate(items):
            if item.id in found:
                raise self.documents[f"{key}.yml"].error(
                    f"{item.id} is used above. Ids are unique.", (field or key, number, "id")
                )
            found[item.id] = item
        return found


_OPEN: dict[Project, tuple[int, Catalogue]] = {}


FOLDERS = (
    "",
    "cases",
    "indicators",
    "prioritisation",
    "systems",
    areas.FILE.parent.name,
    METHOD,
    CANVASES,
    FILLED,
)
"""Where records lie, below ``data/``."""


def _stamp(data: Path) -> int:
    """Tell one state of the records from another, so that a long-lived server sees an edit."""
    states = [
        (str(folder), entry.name, state.st_mtime_ns, state.st_size)
        for folder in FOLDERS
        for entry in _entries(data / folder)
        if entry.name.endswith(".yml") or entry.name == areas.FILE.name
        for state in [entry.stat()]
    ]
    return hash(tuple(sorted(states)))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    # Each page asks, and hundreds of paths take longer to write down than to look at.
    try:
        with os.scandir(folder) as found:
            return list(found)
    except FileNotFoundError:
        return []


PickT = TypeVar("PickT")


def _pick(known: dict[str, PickT], name: str, noun: str) -> PickT:
    if name not in known:
        raise PlaybookError(f"there is no {noun} {name!r}. {nearest(name, known, noun=noun)}")
    return known[name]
