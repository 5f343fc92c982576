"""The page of one case, and lists of cases: what was done, what came of it, how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from playbook.catalogue import Catalogue
from playbook.catalogue.case import Case, Result
from playbook.catalogue.quotable import SEEN
from playbook.figures import words
from playbook.figures.components import Board, Links, Metadata, cell

if TYPE_CHECKING:
    from playbook.figures.figure import Figure
    from playbook.figures.measure import Measure

UNKNOWN = "Not known"
SHORT = 16
"""Letters up to which a fact is set large."""
SHARED = {"cross": "Across the Missions", "platform": "The shared platform of data"}
SETBACKS = {
    "worse": "Got worse",
    "null": "No difference",
    "mixed": "Mixed",
    "less": "Less than elsewhere",
    "stopped": "Stopped",
}


def answer(catalogue: Catalogue, case: Case) -> str:
    """Say in a sentence or two what was done and how strong the evidence is."""
    rung = catalogue.ladder.rung(case.grade)
    paid = (
        f" **Industry took part**: {words.listing(list(case.industry))}." if case.industry else ""
    )
    done = case.what_was_done.rstrip(".")
    return f"{done}. Evidence: **grade {case.grade}**, {_lower(rung.name)}.{paid}"


def facts(catalogue: Catalogue, case: Case) -> list[dict[str, Any]]:
    """Give the facts under the answer: grade, who measured, who paid, who uses it."""
    rung = catalogue.ladder.rung(case.grade)
    uptake = case.uptake
    users = uptake.users if uptake else ""
    out_of = f"out of {uptake.out_of}" if uptake and uptake.out_of else "out of how many: not known"
    short = len(users) <= SHORT
    companies = f"Industry: {words.listing(list(case.industry))}" if case.industry else ""
    return [
        {"label": "Evidence grade", "value": f"{case.grade} of 6", "note": rung.name},
        {"label": "Who measured it", "value": "", "note": case.measured_by or UNKNOWN},
        {"label": "Who paid for it", "value": companies, "note": case.paid_by or UNKNOWN},
        {
            "label": "Who uses it",
            "value": users if short else "",
            "note": (out_of if short else f"{users}, {out_of}") if uptake else UNKNOWN,
        },
    ]


def results(case: Case) -> Board | None:
    """Set out the results with what each rests on; None when none was published."""
    if not case.results:
        return None
    return Board(
        id="results",
        caption='What was measured. "Not known" means that it was not published where we read.',
        columns=["Measure", "Result", "Rests on", "Compared with", "Over", "Grade"],
        rows=[_result(one) for one in case.results],
    )


def _result(one: Result) -> list[dict[str, Any]]:
    out_of = f"out of: {one.denominator}" if one.denominator else ""
    return [
        cell(one.measure),
        cell(words.capital(one.text) or "Not printed", "" if one.printed else "See the caveats"),
        cell(one.n or UNKNOWN, out_of),
        cell(one.comparator or "Nothing"),
        cell(one.duration or UNKNOWN),
        cell(str(one.grade)),
    ]


def no_results(case: Case) -> str:
    """Say that nothing was published, where that is so; else an empty text."""
    return "" if case.results else "No result was published where we read."


def setbacks(case: Case) -> Metadata:
    """Say what got worse, showed nothing or was mixed; that it is not known where it is not."""
    items = [{"term": SETBACKS[one.kind], "text": one.text} for one in case.got_worse]
    none = "Nothing about it was published where we read. That is not the same as none."
    return Metadata(title="What got worse", items=items or [{"term": UNKNOWN, "text": none}])


def details(catalogue: Catalogue, case: Case) -> Metadata:
    """Give the rest of the record as terms and texts."""
    rung, source = catalogue.ladder.rung(case.grade), case.source
    dated = words.partial(source.date) if source.date else "no date"
    until = f" to {words.partial(source.until)}" if source.until else ""
    rows: list[tuple[str, str, str]] = [
        ("Where", f"{case.place}. {case.setting}", ""),
        ("When", case.dates or UNKNOWN, ""),
        ("Design", f"{case.design}. Grade {case.grade}: {rung.meaning}", ""),
        ("Read with care", case.caveats, ""),
        ("Missions", words.listing([mission(catalogue, name) for name in case.missions]), ""),
        ("Source", f"{source.publisher}: {source.title}, {dated}{until}", _first(source.urls)),
        ("How to find it", source.note or "", ""),
        ("Read", f"{words.capital(SEEN[case.seen])}. Confidence: {case.confidence}", ""),
        ("Last checked", words.day(pd.Timestamp(case.checked)), ""),
    ]
    items = [
        {"term": term, "text": text} | ({"href": href} if href else {})
        for term, text, href in rows
        if text
    ]
    return Metadata(title="About this case", items=items)


def mission(catalogue: Catalogue, name: str) -> str:
    """Name a Mission, or what stands in the place of one."""
    if name in SHARED:
        return SHARED[name]
    return f"Mission {name.removeprefix('M')}: {catalogue.mission(name).short_title}"


def marked(case: Case, measures: Iterable[Measure]) -> list[Figure]:
    """Mark the date of a case on the chart of each of its indicators that goes on past it."""
    # Lists of cases, which draw nothing, do without Altair.
    from playbook.figures.over_time import Event, over_time

    if case.date is None:
        return []
    began = pd.Period(case.date).start_time
    event = Event(
        began,
        f"{case.title}, {words.partial(case.date)}",
        "The line says when the case began. It does not say that the case changed the figure: the "
        "figure is of the whole system, and much else happened.",
    )
    charts = (
        over_time(one, [event])
        for one in measures
        if one.rows["period_end"].min() <= began <= one.rows["period_end"].max()
    )
    return [one for one in charts if one]


def links(measures: Iterable[Measure]) -> Links | None:
    """Lead to the indicators of a case; None when it names none."""
    items = [
        {
            "title": one.indicator.short_title,
            "href": f"indicators/{one.indicator.id}",
            "text": one.indicator.question,
        }
        for one in measures
    ]
    return Links(items=items) if items else None


def listed(catalogue: Catalogue, case: Case) -> dict[str, Any]:
    """Give a case's entry in a list: grade, place, whether industry took part."""
    industry = "; industry took part" if case.industry else ""
    text = f"Grade {case.grade}, {_lower(catalogue.ladder.rung(case.grade).name)}. {case.place}"
    return {"title": case.title, "href": f"cases/{case.slug}", "text": f"{text}{industry}."}


def _first(texts: tuple[str, ...]) -> str:
    return texts[0] if texts else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
