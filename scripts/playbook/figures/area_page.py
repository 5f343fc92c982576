"""The page of one borough or trust: its indicators by Mission, and what stands out."""

from __future__ import annotations

from typing import Any

import pandas as pd

from playbook.catalogue import Catalogue
from playbook.catalogue.areas import Area
from playbook.catalogue.system import Break
from playbook.figures import judged, small_multiples, words
from playbook.figures.components import Minis, Value
from playbook.figures.measure import LOCAL, Measure

MOST_DEPRIVED = 30
"""Per cent of England's small areas, from the most deprived, that a place's page counts in."""


Entry = dict[str, Any]
"""What the page of an area says of one indicator, as plain values: see `entry`."""


def siblings(catalogue: Catalogue, area: Area, indicator: str) -> list[str] | None:
    """Give the areas whose rows the page needs of an indicator.

    The system's own of this kind, and the country; every area (None) for an indicator that is
    judged by its fifth of all of them.
    """
    record = catalogue.indicator(indicator)
    if record.benchmark.method == "Quintiles":
        return None
    system = catalogue.system
    own = system.boroughs if area.code in system.boroughs else system.trusts
    return [*own, catalogue.benchmark(record) or system.country]


def indicators(catalogue: Catalogue, area: Area) -> list[str]:
    """Give the ids of the indicators that are published for this kind of area."""
    kind = "boroughs" if area.code in catalogue.system.boroughs else "trusts"
    return [name for name, level in catalogue.headline_levels.items() if LOCAL.get(level) == kind]


def entry(measure: Measure, area: Area) -> Entry | None:
    """Work out what the page says of one indicator; None when the area has no figure of it.

    Returns
    -------
    dict or None
        ``indicator`` and ``snapshot`` (id, and hash of the rows), ``outcome`` (of the newest
        period, empty when the area is not in it), ``kind`` (of the verdict against the benchmark),
        ``value`` and ``period`` (newest figure), ``key`` and ``item`` (of its small chart).
    """
    if measure.series(area.code).empty:
        return None
    indicator, row = measure.indicator.id, measure.newest(area.code)
    outcome = measure.latest.loc[measure.latest["area"] == area.code, "outcome"]
    return {
        "indicator": indicator,
        "snapshot": measure.snapshot,
        "outcome": str(outcome.iloc[0]) if len(outcome) else "",
        "kind": judged.compared(measure, area.code)["kind"],
        "value": measure.quantity(row["value"]),
        "period": words.period(row["period_start"], row["period_end"]),
        "key": small_multiples.key(measure, measure.name(area.code)),
        "item": small_multiples.of_area(measure, area.code),
    }


def headings(catalogue: Catalogue) -> dict[str, str]:
    """Give the headings of the page's parts, one a Mission: ``mission_1`` and so on."""
    return {
        f"mission_{number}": mission.short_title
        for number, mission in enumerate(catalogue.missions.values(), start=1)
    }


def description(catalogue: Catalogue, area: Area) -> str:
    """Describe the page in one sentence, for search results."""
    return (
        f"Published health and care figures for {area.name}, compared with its neighbours in "
        f"{catalogue.system.short_name} and with {catalogue.area(catalogue.system.country).name}."
    )


def answer(catalogue: Catalogue, entries: list[Entry], area: Area) -> str:
    """Say in two sentences which figures of the area differ from the benchmark beyond chance."""
    tested: dict[str, list[str]] = {}
    for one in entries:
        if one["outcome"]:
            title = catalogue.indicator(one["indicator"]).short_title
            tested.setdefault(one["outcome"], []).append(f"**{title}**")
    name = catalogue.label(catalogue.system.country)
    parts = [
        f"{outcome} than {name} on {words.listing(tested[outcome])}"
        for outcome in ("worse", "better", "higher", "lower")
        if outcome in tested
    ]
    similar = len(tested.get("similar", []))
    if similar:
        noun = "other" if parts else "figure"
        parts.append(f"similar to {name} on {similar} {noun}{'s' if similar > 1 else ''}")
    place = catalogue.label(area.code)
    said = f"{place} is {words.listing(parts)}." if parts else f"{place} has figures here."
    judged_by_chance = ("worse", "better", "higher", "lower", "similar")
    rest = len(entries) - sum(len(tested.get(outcome, [])) for outcome in judged_by_chance)
    if rest:
        figures = "figure is" if rest == 1 else "figures are"
        said += f" {rest} more {figures} shown without a test against chance."
    return said


def people(
    population: pd.DataFrame, deprivation: pd.DataFrame, ranks: pd.DataFrame | None = None
) -> list[dict[str, Any]]:
    """Give the facts of a place: residents, share of young people, deprivation.

    A fact for which a table has no rows is left out.

    Parameters
    ----------
    population : DataFrame
        Rows of one area by ``sex``, ``age_start`` and ``population``.
    deprivation : DataFrame
        Small areas of one place with ``decile`` (1 the most deprived) and ``population``.
    ranks : DataFrame, optional
        The place's row of the summary for authorities, for a place without small areas.
    """
    facts = _residents(population) if len(population) else []
    if len(deprivation):
        return [*facts, *_small_areas(deprivation)]
    return facts if ranks is None or ranks.empty else [*facts, *_ranked(ranks)]


def _residents(population: pd.DataFrame) -> list[dict[str, Any]]:
    total = population["population"].sum()
    young = population.loc[population["age_start"] < 25, "population"].sum()
    when = pd.Timestamp(population["period"].iloc[0])
    return [
        {
            "label": "Residents",
            "value": words.number(total, 0),
            "note": f"mid-{when.year} estimate",
        },
        {"label": "Under 25", "value": f"{young / total:.0%}", "note": "of residents"},
    ]


def _small_areas(deprivation: pd.DataFrame) -> list[dict[str, Any]]:
    poorest = deprivation["decile"] * 10 <= MOST_DEPRIVED
    share = deprivation.loc[poorest, "population"].sum() / deprivation["population"].sum()
    return [
        {
            "label": f"In the most deprived {MOST_DEPRIVED}%",
            "value": f"{share:.0%}",
            "note": "of residents live in small areas among England's most deprived 3 tenths, "
            "Indices of Deprivation 2025",
        },
        {
            "label": "Small areas",
            "value": str(len(deprivation)),
            "note": "lower layer super output areas",
        },
    ]


def _ranked(ranks: pd.DataFrame) -> list[dict[str, Any]]:
    row = ranks.iloc[0]
    return [
        {
            "label": "Rank of deprivation",
            "value": words.ordinal(int(row["rank_of_average_score"])),
            "note": "most deprived of England's local authorities by average score, "
            "Indices of Deprivation 2025",
        },
        {
            "label": "Most deprived 10%",
            "value": f"{row['share_most_deprived_10pct']:.0%}",
            "note": "of its small areas are among England's most deprived tenth",
        },
    ]


def activity(catalogue: Catalogue, entries: list[Entry]) -> list[dict[str, Any]]:
    """Give the newest figure of up to four of a trust's indicators."""
    return [
        {
            "label": catalogue.indicator(one["indicator"]).short_title,
            "value": one["value"],
            "note": one["period"],
        }
        for one in entries[:4]
    ]


def minis(catalogue: Catalogue, entries: list[Entry], number: int) -> Minis | None:
    """Draw the area's indicators of one Mission, by its place in the list; None without any."""
    missions = list(catalogue.missions.values())
    if number > len(missions):
        return None
    # An indicator that serves several Missions is drawn once, under its first.
    own = [
        one
        for one in entries
        if catalogue.indicator(one["indicator"]).mission[0] == missions[number - 1].id
    ]
    if not own:
        return None
    # A count is drawn without the benchmark: the key explains it if any of the charts has it.
    return Minis(key=max((one["key"] for one in own), key=len), items=[one["item"] for one in own])


def breaks(catalogue: Catalogue, entries: list[Entry], area: Area) -> list[Break]:
    """Give the known breaks that touch the area, each once, oldest first."""
    found = {
        one.id: one for each in entries for one in catalogue.breaks_of(each["indicator"], area.code)
    }
    return list(found.values())


def values(catalogue: Catalogue, entries: list[Entry], area: Area) -> list[Value]:
    """List the area's own numbers that prose may quote beyond those of the indicator pages."""
    judgements = [one["kind"] for one in entries]
    return [
        Value(
            key=f"{area.slug}.{kind}",
            number=float(judgements.count(kind)),
            unit="indicators",
            text=str(judgements.count(kind)),
            period=catalogue.edition.name,
        )
        for kind in ("better", "same", "worse")
    ]


def snapshots(entries: list[Entry]) -> dict[str, str]:
    """Give the hash of the rows behind each indicator."""
    return {one["indicator"]: one["snapshot"] for one in entries}
