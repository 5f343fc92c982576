"""What stands behind a page: the indicator's record, known breaks, and how it was made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from playbook.catalogue import Catalogue
from playbook.catalogue.system import Break
from playbook.figures import words
from playbook.figures.components import Breaks, History, Metadata, Provenance
from playbook.figures.measure import Measure
from playbook.figures.verdicts import POLARITY

CI = {
    "wilson": "Wilson score method, 95%",
    "byars": "Byar's method, 95% (exact Poisson below 10)",
    "exact_poisson": "Exact Poisson, 95%",
    "dobson_byars": "Dobson's method with Byar's limits, 95%",
    "student_t": "Student's t, 95%",
    "simulation": "Simulation, 95%",
    "producer": "As the publisher gives it, 95%",
}
COMPARISON = {
    "CIOverlappingReferenceValue95": "Whether the 95% interval lies to one side of {area}",
    "CIOverlappingReferenceValue99_8": "Whether the 99.8% interval lies to one side of {area}",
    "Quintiles": "Fifths of all areas",
    "SPC": "Control chart",
}
TREND = {"fingertips_5pt": "Weighted regression on the last 5 points", "xmr": "XmR control chart"}
KINDS = {"reporting_gap": "Not reported", "discontinued": "Series ended"}


def metadata(measure: Measure) -> Metadata:
    """Give the indicator's whole record as terms and texts."""
    one = measure.indicator
    source = measure.catalogue.source_of(one.id)
    benchmark = measure.name(measure.reference)
    rows: list[tuple[str, Any]] = [
        ("Definition", one.definition),
        ("Why it matters", one.rationale),
        ("Counted", f"{one.numerator.definition} ({one.numerator.source})"),
        ("Out of", f"{one.denominator.definition} ({one.denominator.source})"),
        ("Unit", one.unit.long),
        ("Better is", POLARITY[one.polarity]),
        ("Who", f"{one.population}; age: {one.age}; sex: {one.sex.lower()}"),
        ("Interval", CI.get(one.ci.method) or f"None. {one.ci.reason}"),
        (
            "Comparison",
            COMPARISON.get(one.benchmark.method, "").format(area=benchmark)
            or f"None. {one.benchmark.reason}",
        ),
        ("Test of change", TREND.get(one.trend.method) or f"None. {one.trend.reason}"),
        (
            "Period",
            f"{words.day(one.period.first)} to {words.day(measure.rows['period_end'].max())}, "
            f"{one.frequency.lower()}",
        ),
        ("Processing", list(one.processing_steps) or "As published"),
        ("Disclosure", one.disclosure),
        ("Quality", one.quality_note),
        ("Caveats", list(one.caveats)),
        ("Source", f"{source.publisher}, {source.title}"),
        ("Licence", f"{source.licence}. {source.attribution}"),
        ("Standing", source.status.replace("_", " ").capitalize() + " at its publisher"),
        ("Next release", source.next_release or "Not known"),
        (
            "Looked after by",
            f"{one.owner}; reviewed: {one.reviewer}; review by {words.day(one.review_by)}",
        ),
        ("Version of the definition", one.version),
    ]
    items = [{"term": term, "text": text} for term, text in rows]
    for item in items:
        if item["term"] == "Source":
            item["href"] = source.url
    return Metadata(title="About this indicator", items=items)


def breaks_of(catalogue: Catalogue, indicators: Iterable[str]) -> list[Break]:
    """Give the breaks of these indicators that touch the system or its benchmarks, each once.

    Mergers elsewhere in the country are records too, but would bury the ones that a reader needs.
    """
    system = catalogue.system
    ours = {*system.boroughs, *system.trusts, *system.bodies, system.region, system.country}
    found = {one.id: one for name in indicators for one in catalogue.breaks_of(name)}
    return [one for one in found.values() if one.areas == "all" or ours & set(one.areas)]


def breaks(found: list[Break]) -> Breaks | None:
    """List known breaks in the order given; None when there are none."""
    if not found:
        return None
    return Breaks(
        items=[
            {
                "when": _when(one),
                "kind": KINDS.get(one.kind, one.kind.replace("_", " ").capitalize()),
                "text": one.text,
            }
            for one in found
        ]
    )


def _when(one: Break) -> str:
    if one.date:
        return words.day(one.date)
    start = words.month(one.start) if one.start else ""
    end = words.month(one.end) if one.end else ""
    if start and end:
        return start if start == end else f"{start} to {end}"
    return f"From {start}" if start else f"To {end}"


def provenance(
    catalogue: Catalogue, notebook: str, parameters: dict[str, Any], tables: dict[str, str]
) -> Provenance:
    """Say how the page was made.

    Parameters
    ----------
    notebook : str
        File name under ``notebooks/``.
    parameters : dict
        What the page was run with.
    tables : dict of str to str
        Hash of each table that the page read, by indicator.
    """
    return Provenance(
        notebook=f"notebooks/{notebook}",
        parameters=parameters,
        edition=catalogue.edition.name,
        snapshot=" ".join(sha[:12] for sha in tables.values()) if len(tables) == 1 else "",
        tables=[
            {"path": f"data/observations/{name}.csv", "sha256": sha} for name, sha in tables.items()
        ],
    )


def history(catalogue: Catalogue, mission: str) -> History:
    """Give every wording of a Mission's statement, with where each was read."""
    return History(
        items=[
            {
                "date": words.day(pd.Timestamp(one.date)) if one.date else "Undated page",
                "title": f"{one.version}: {one.title}",
                "text": one.text,
                "source": one.source,
            }
            for one in catalogue.mission(mission).statements
        ]
    )
