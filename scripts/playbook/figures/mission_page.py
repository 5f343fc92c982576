"""The page of one Mission: state of its date, targets, what it bears on."""

from __future__ import annotations

from typing import Any

import pandas as pd

from playbook.catalogue import Catalogue
from playbook.catalogue.indicator import Indicator
from playbook.catalogue.mission import Mission
from playbook.figures import words
from playbook.figures.components import Metadata
from playbook.figures.measure import Measure

STATUS = {
    "open": "Open",
    "date_reached": "Date reached; no published result recorded here",
    "standing": "Standing, no end date",
    "superseded": "Replaced by a later target",
    "context": "Context only",
}
DIRECTION = {
    "at_least": "at least",
    "at_most": "at most",
    "reduce_by": "lower by",
    "increase_by": "higher by",
    "equals": "",
}


def title(mission: Mission) -> str:
    """Title the page: number and short title."""
    return f"Mission {mission.id.removeprefix('M')}: {mission.short_title}"


def records(catalogue: Catalogue, mission: Mission) -> list[Indicator]:
    """Give the Mission's indicators in the order of its scorecard."""
    return [catalogue.indicator(name) for name in mission.indicators]


def links(measures: list[Measure]) -> dict[str, str]:
    """Say where each indicator's page is."""
    return {one.indicator.id: f"indicators/{one.indicator.id}" for one in measures}


def caption(catalogue: Catalogue) -> str:
    """Caption the scorecard: whose figures, and what the small print means."""
    system = catalogue.system
    return (
        f"{system.name}: {len(system.boroughs)} boroughs and {len(system.trusts)} acute trusts. "
        "Where figures cannot be added up, the range over places is shown. "
        "Small figures are 95% confidence intervals."
    )


def facts(mission: Mission) -> list[dict[str, Any]]:
    """Give the facts under the aim: state of its date, wordings found, targets."""
    first = mission.statements[0]
    when = words.day(pd.Timestamp(first.date)) if first.date else "undated"
    return [
        {"label": "State of its date", "value": "", "note": mission.deadline},
        {"label": "First stated", "value": when, "note": first.source},
        {
            "label": "Wordings found",
            "value": str(len(mission.statements)),
            "note": "each kept below, with its source",
        },
    ]


def targets(catalogue: Catalogue, mission: Mission) -> Metadata | None:
    """List the Mission's dated targets with source and standing; None when there are none."""
    found = [one for one in catalogue.targets.values() if one.mission == mission.id]
    if not found:
        return None
    items = []
    for one in found:
        number = (
            "in words"
            if one.value is None
            else f"{DIRECTION[one.direction]} {one.value:,g} {one.unit}".strip()
        )
        by = f" by {words.partial(one.by)}" if one.by else ""
        text = [
            f"{one.measure}: {number}{by}. For {one.scope}.",
            f"{STATUS[one.status]} (last checked {words.day(pd.Timestamp(one.checked))}).",
            f"Source: {one.source}"
            + ("" if one.seen == "primary" else " (secondary source)")
            + ".",
        ]
        items.append({"term": one.id.upper(), "text": text + ([one.note] if one.note else [])})
    return Metadata(title="Dated targets", items=items)


def opportunities(mission: Mission) -> Metadata | None:
    """List the published areas of opportunity; None when there are none."""
    if not mission.opportunity_areas:
        return None
    return Metadata(
        title="Areas of opportunity",
        items=[
            {"term": f"Area {number}", "text": area}
            for number, area in enumerate(mission.opportunity_areas, start=1)
        ],
    )
