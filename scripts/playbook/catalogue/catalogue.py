"""The catalogue: what exists in a playbook, read from its records."""

from __future__ import annotations

import os
from collections.abc import Iterable
from copy import copy
from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import Field

from playbook.catalogue import areas, succession
from playbook.catalogue.areas import Area
from playbook.catalogue.case import Case
from playbook.catalogue.evidence import CASES, Evidence
from playbook.catalogue.indicator import Indicator
from playbook.catalogue.lookups import collected, looked_up
from playbook.catalogue.mission import Mission, Target
from playbook.catalogue.practice import CANVASES, FILLED, METHOD, Practice
from playbook.catalogue.prioritisation import Prioritisation
from playbook.catalogue.project import OWN, SYSTEMS, Project
from playbook.catalogue.records import Record
from playbook.catalogue.shelf import each, pick
from playbook.catalogue.succession import Split, Succession
from playbook.catalogue.system import AreaType, Break, Edition, Playbook, Source, System
from playbook.errors import PlaybookError, nearest

INDICATORS, PRIORITISATIONS = "indicators", "prioritisation"
"""Folders below ``data/``."""


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


class Catalogue(Practice, Evidence):
    """What exists: edition, system, missions, indicators, targets, sources, breaks, areas.

    Everything is read when first asked for, and once. Use :meth:`read`, which keeps one
    catalogue a project. What a page looks up is noted, see `playbook.catalogue.lookups`.
    """

    def __init__(self, project: Project) -> None:
        super().__init__(project)
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
        return {name: self._record(SYSTEMS, name, System) for name in names}

    @property
    def own_missions(self) -> dict[str, Mission]:
        """Missions of the system that the book is about, by id, in order."""
        return {name: pick(self.missions, name, "mission") for name in self.system.missions}

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
    def indicators(self) -> dict[str, Indicator]:
        """Indicators by id, in the order of the Missions' scorecards, then by id."""
        names = self._names(INDICATORS)
        scored = [name for mission in self.missions.values() for name in mission.indicators]
        order = {name: place for place, name in enumerate(dict.fromkeys(scored))}
        names.sort(key=lambda name: (order.get(name, len(order)), name))
        return each(names, self._indicator)

    @collected
    def prioritisations(self) -> dict[str, Prioritisation]:
        """Prioritisations of the system that the book is about, by id."""
        found = self._folder(PRIORITISATIONS, Prioritisation)
        return {name: one for name, one in found.items() if one.system == self.system.id}

    @looked_up
    def prioritisation(self, name: str) -> Prioritisation:
        """Find a prioritisation; reads its record alone.

        Raises
        ------
        PlaybookError
            If there is none of this id; the nearest ids are named.
        """
        known = self._names(PRIORITISATIONS)
        if name not in known:
            hint = nearest(name, known, noun="prioritisation")
            raise PlaybookError(f"there is no prioritisation {name!r}. {hint}")
        record: Prioritisation = self._record(PRIORITISATIONS, name, Prioritisation)
        return record

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
    def groupings(self) -> dict[str, tuple[str, ...]]:
        """By which groups of people each indicator is divided, by id, in order."""
        return {
            name: tuple(split.dimension for split in one.splits)
            for name, one in self.indicators.items()
        }

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
    def splits(self) -> tuple[Split, ...]:
        """Parts of the areas that were split, with their residents."""
        path = self.project.data / succession.FILE
        return succession.read(path, self.project.shown(path))

    def succession(self, day: date) -> Succession:
        """Say what became of each code by a day."""
        return succession.succession(self.areas, self.splits, day)

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
        if name in self._indicators or self._has(f"{INDICATORS}/{name}.yml"):
            return self._indicator(name)
        hint = nearest(name, self._names(INDICATORS), noun="indicator")
        raise PlaybookError(f"there is no indicator {name!r}. {hint}")

    @looked_up
    def mission(self, id_or_slug: str) -> Mission:
        """Find a Mission by its id or the slug of its page."""
        by_slug = {mission.slug: mission for mission in self.missions.values()}
        return pick(by_slug | self.missions, id_or_slug, "mission")

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

    @property
    def own_cases(self) -> dict[str, Case]:
        """Cases of the system that the book is about: those of its Missions, or none."""
        return self.cases if self.system.missions else {}

    @looked_up
    def targets_of(self, indicator: str) -> tuple[Target, ...]:
        """Targets on an indicator, in the order of its record."""
        return tuple(
            pick(self.targets, name, "target") for name in self.indicator(indicator).targets
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
        return pick(self.sources, self.indicator(indicator).source, "source")

    @cached_property
    def _by_slug(self) -> dict[str, list[Area]]:
        slugs: dict[str, list[Area]] = {}
        for area in self.areas.values():
            slugs.setdefault(area.slug, []).append(area)
        return slugs

    def _indicator(self, name: str) -> Indicator:
        if name not in self._indicators:
            self._indicators[name] = self._record(INDICATORS, name, Indicator)
        return self._indicators[name]


_OPEN: dict[Project, tuple[int, Catalogue]] = {}


FOLDERS = (
    "",
    CASES,
    INDICATORS,
    PRIORITISATIONS,
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
