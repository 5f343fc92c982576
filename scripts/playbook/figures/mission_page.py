"""The page of one Mission: state of its date, targets, what it bears on."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from playbook.catalogue import Catalogue
from playbook.catalogue.indicator import Indicator
from playbook.catalogue.mission import Mission, Target
from playbook.figures import words
from playbook.figures.components import Board, Metadata, cell
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
            "note": "each kept with its source",
        },
    ]


def summary(rows: list[dict[str, Any]]) -> str:
    """Sum up a scorecard for someone in a hurry: its changes, then the age of its figures.

    Parameters
    ----------
    rows : list of dict
        Those of `playbook.figures.scorecard.scorecard`.
    """
    kinds = Counter(row["trend"]["kind"] for row in rows)
    moved = kinds["higher"] + kinds["lower"]
    parts = [
        (kinds["worse"], "getting worse"),
        (kinds["better"], "getting better"),
        (moved, "moving where neither way is better"),
        (kinds["same"], "without a clear change"),
        (kinds["none"], "not tested for change as a whole"),
    ]
    said = words.listing([f"**{number}** {text}" for number, text in parts if number])
    noun = "indicator" if len(rows) == 1 else "indicators"
    old = sum(row["age"]["level"] == "old" for row in rows)
    has = "has figures" if old == 1 else "have figures"
    age = f" **{old}** {has} more than 3 years old." if old else ""
    return f"Of {len(rows)} {noun}: {said}.{age}"


def targets(catalogue: Catalogue, mission: Mission) -> Board | None:
    """Set out the Mission's dated targets with source and standing; None when there are none."""
    found = [one for one in catalogue.targets.values() if one.mission == mission.id]
    if not found:
        return None
    return Board(
        id="dated-targets",
        caption="Each target in the words of its source, with where it stands on the day given.",
        columns=["Measure", "Target", "By", "Set for", "Where it stands", "Source"],
        rows=[_target(one) for one in found],
        sorts=True,
        directions={
            "Target": [],  # Numbers of different measures have no order.
            "By": ["earliest first", "latest first"],
            "Where it stands": ["open first", "open last"],
        },
    )


def _target(one: Target) -> list[dict[str, Any]]:
    return [
        cell(one.measure, one.note or ""),
        cell(_level(one), f"From {one.baseline}" if one.baseline else ""),
        cell(words.partial(one.by), order=(one.by,)) if one.by else cell("", "No date"),
        cell(one.scope),
        cell(
            STATUS[one.status],
            f"Last checked {words.day(pd.Timestamp(one.checked))}",
            order=([*STATUS].index(one.status),),
        ),
        cell(one.source, "" if one.seen == "primary" else "Read in another source than its own"),
    ]


def _level(one: Target) -> str:
    if one.value is None:
        return "In words"
    unit = "%" if one.unit == "per cent" else f" {one.unit}"
    return words.capital(f"{DIRECTION[one.direction]} {one.value:,g}{unit}".strip())


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
