"""Directives for prose pages: what the catalogue and the runs know, laid out by the templates.

Each shows the newest figures when the pages have been run, and the catalogue alone when not.
"""

from __future__ import annotations

import json
import re
from abc import abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from playbook.catalogue import Area, Catalogue
from playbook.catalogue.indicator import Indicator
from playbook.catalogue.mission import Mission
from playbook.errors import PlaybookError
from playbook.figures import tiles
from playbook.site import data_sources, pages, runs
from playbook.site.mime import component

LOGGER = logging.getLogger(__name__)
COMPARED = "places"
"""Id of the figure that compares places on an indicator's page."""


class CatalogueDirective(SphinxDirective):
    """Base: reads the catalogue, notes its files, renders one component."""

    has_content = False
    records: ClassVar[tuple[str, ...]] = (
        "edition.yml",
        "playbook.yml",
        "systems/*.yml",
        "missions.yml",
    )
    """Records, below ``data/``, that the page depends on."""

    def run(self) -> list[nodes.Node]:
        """Give the rendered component; an error names the page and the line."""
        self.read()
        try:
            shown = component(self.env, self.payload())
        except PlaybookError as error:
            LOGGER.error(str(error), location=self.get_location())
            return []
        return [shown]

    def read(self) -> None:
        """Read the catalogue; the page depends on its files."""
        self.project = pages.project_of(self.env.app)
        self.catalogue = Catalogue.read(self.project)
        for name in self.records:
            for path in sorted(self.project.data.glob(name)):
                self.env.note_dependency(str(path))

    @abstractmethod
    def payload(self) -> dict[str, Any]:
        """Give the component's record."""

    def has(self, slug: str) -> bool:
        """Say whether the book has a page; any may be when nothing was run."""
        return not runs.any_run(self.env) or slug in self.env.found_docs

    def answer(self, slug: str) -> str:
        """Give the sentence that a page answers with; empty when it was not run."""
        found = runs.of_kind(self.env, slug, "answer")
        return str(found["text"]) if found else ""

    def scores(self, mission: Mission) -> dict[str, dict[str, Any]]:
        """Give the rows of a Mission's scorecard by indicator; empty when it was not run."""
        card = runs.of_kind(self.env, f"missions/{mission.slug}", "scorecard")
        return {row["href"].rpartition("/")[2]: row for row in card["rows"]} if card else {}


class MissionCards(CatalogueDirective):
    """``{mission-cards}``: every Mission with its goal, its state and its headline figures."""

    records = (*CatalogueDirective.records, "indicators/*.yml")

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``cards``."""
        missions = self.catalogue.own_missions.values()
        return {"component": "cards", "items": [self.card(mission) for mission in missions]}

    def card(self, mission: Mission) -> dict[str, Any]:
        """Give one Mission's card."""
        rows, number = self.scores(mission), mission.id.lstrip("M")
        return {
            "number": number,
            "title": mission.short_title,
            "href": f"missions/{mission.slug}",
            "goal": mission.aim,
            "state": mission.deadline,
            "colour": mission.colour,
            "metrics": [
                metric(self.catalogue.indicator(name), rows.get(name)) for name in mission.headline
            ],
            "more": f"See all of Mission {number}",
        }


class IndicatorList(CatalogueDirective):
    """``{indicator-list}``: every indicator by Mission, with its latest figure, status and age."""

    records = (*CatalogueDirective.records, "indicators/*.yml")

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``index``."""
        known = [name for name in self.catalogue.indicators if self.has(f"indicators/{name}")]
        own = self.catalogue.own_missions
        seen: set[str] = set()
        groups = []
        for mission in self.catalogue.missions.values():
            rows = self.scores(mission)
            names = [name for name in mission.indicators if name in known]
            seen.update(names)
            number = f"Mission {mission.id.lstrip('M')}: " if mission.id in own else ""
            if names:
                groups.append(self.group(f"{number}{mission.short_title}", names, rows))
        rest = [name for name in known if name not in seen]
        if rest:
            groups.append(self.group("Context", rest, {}))
        return {"component": "index", "groups": groups}

    def group(
        self, title: str, names: list[str], rows: dict[str, dict[str, Any]]
    ) -> dict[str, Any]:
        """Give the indicators of one Mission."""
        found = [self.catalogue.indicator(name) for name in names]
        items = [
            metric(one, rows.get(one.id))
            | {"question": one.question, "answer": self.instead(one, rows)}
            for one in found
        ]
        return {"title": title, "items": items}

    def instead(self, indicator: Indicator, rows: dict[str, dict[str, Any]]) -> str:
        """Give the sentence of an indicator that no scorecard has a figure of."""
        return "" if indicator.id in rows else self.answer(f"indicators/{indicator.id}")


class PlaceTiles(CatalogueDirective):
    """``{place-tiles}``: the system's local authorities as tiles, each roughly where it lies.

    With ``:brief:`` without the sentence that each page answers with.
    """

    records = ("playbook.yml", "systems/*.yml", "places/areas.csv", "places/*.geojson")
    option_spec: ClassVar[dict[str, Any]] = {"brief": options.flag}

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``tiles``, or a list where boundaries are missing."""
        areas = [self.catalogue.area(code) for code in self.catalogue.system.boroughs]
        areas = [area for area in areas if self.has(f"places/{area.slug}")]
        centres = tiles.centres(self._boundaries(), [area.code for area in areas])
        positions = tiles.grid(centres)
        if len(centres) < len(areas):
            return links(areas, "places", self.answer)
        items = [
            {
                "title": area.short_name,
                "href": f"places/{area.slug}",
                "text": "" if "brief" in self.options else self.answer(f"places/{area.slug}"),
                "column": positions[area.code][0] + 1 if area.code in positions else None,
                "row": positions[area.code][1] + 1 if area.code in positions else None,
            }
            for area in areas
        ]
        columns = max((item["column"] or 1 for item in items), default=1)
        return {"component": "tiles", "items": items, "columns": columns}

    def _boundaries(self) -> list[dict[str, Any]]:
        files = sorted((self.project.data / "places").glob("*.geojson"))
        texts = [path.read_text(encoding="utf-8") for path in files]
        return [feature for text in texts for feature in json.loads(text)["features"]]


class PlaceComparisons(CatalogueDirective):
    """``{place-comparisons}``: every indicator whose page compares places, by that chart."""

    records = (*CatalogueDirective.records, "indicators/*.yml")

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``links``."""
        items = [
            {"title": one.short_title, "href": f"{slug}#{COMPARED}", "text": ""}
            for one in self.catalogue.indicators.values()
            if self.has(slug := f"indicators/{one.id}") and self.compares(slug)
        ]
        return {"component": "links", "items": items}

    def compares(self, slug: str) -> bool:
        """Say whether a page has the chart; any may when nothing was run."""
        return not runs.any_run(self.env) or COMPARED in runs.figures(self.env, slug)


class TrustList(CatalogueDirective):
    """``{trust-list}``: the system's acute trusts, each with the sentence that heads its page."""

    records = ("playbook.yml", "systems/*.yml", "places/areas.csv")

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``links``."""
        areas = [self.catalogue.area(code) for code in self.catalogue.system.trusts]
        areas = [area for area in areas if self.has(f"trusts/{area.slug}")]
        return links(areas, "trusts", self.answer)


class DataSources(CatalogueDirective):
    """``{data-sources}``: every table of the data package, its source and how it was made."""

    records = ("datapackage.json", "edition.yml", "sources.yml")
    option_spec: ClassVar[dict[str, Any]] = {"brief": options.flag}

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``sources``."""
        return data_sources.payload(self.project, brief="brief" in self.options)


def links(areas: list[Area], folder: str, answer: Callable[[str], str]) -> dict[str, Any]:
    """Give a list of the pages of areas, each with the sentence that heads it."""
    addresses = [f"{folder}/{area.slug}" for area in areas]
    items = [
        {"title": area.name, "href": address, "text": answer(address)}
        for area, address in zip(areas, addresses, strict=True)
    ]
    return {"component": "links", "items": items}


def metric(indicator: Indicator, row: dict[str, Any] | None) -> dict[str, Any]:
    """Give one indicator's line: its name and, when it was run, its figure, status and age."""
    known = {"label": indicator.short_title, "href": f"indicators/{indicator.id}", "value": ""}
    if row is None:
        return known | {"unit": indicator.unit.long}
    unit = indicator.unit.short
    value = row["latest"] if unit == "%" else row["latest"].removesuffix(unit).strip()
    judged = row["trend"]["kind"] != "none"
    return known | {
        "value": value,
        "unit": "" if unit == "%" else indicator.unit.long,
        "spark": row["spark"],
        "status": row["trend"] if judged else row["comparison"],
        "age": row["age"],
    }


class Speed(CatalogueDirective):
    """``{speed}``: what the benchmark measured last."""

    def payload(self) -> dict[str, Any]:
        """Give the figure's record."""
        # Most builds draw nothing here: Altair waits for the page that does.
        from playbook.site import speed

        path = self.project.book / "speed.json"
        self.env.note_dependency(str(path))
        return speed.figure(path, self.catalogue.edition.name).payload()


def named(*kinds: type[CatalogueDirective]) -> dict[str, type[CatalogueDirective]]:
    """Name directives after their classes: ``MissionCards`` is ``{mission-cards}``."""
    return {re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind.__name__).lower(): kind for kind in kinds}


DIRECTIVES = named(
    MissionCards, IndicatorList, PlaceTiles, PlaceComparisons, TrustList, DataSources, Speed
)
