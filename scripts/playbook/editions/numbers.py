"""What a playbook says now, in numbers and verdicts: from the runs and the tables, not from HTML.

So two states can be compared without rendering either, and a change of wording is no change of a
number.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from typing import Any

from playbook.catalogue import Catalogue, Indicator, Project
from playbook.catalogue.manifest import (
    Explanation,
    Numbers,
    OwnError,
    PublishedFigure,
    PublishedIndicator,
    PublishedSource,
    PublishedValue,
    PublishedVerdict,
)
from playbook.errors import PagesFailedError
from playbook.execution import pages as page_list
from playbook.execution import runner
from playbook.execution.engine import components
from playbook.execution.pages import Page
from playbook.execution.store import Run, RunStore
from playbook.observations import as_of, queries, tables
from playbook.observations.queries import ALL, OBSERVATIONS
from playbook.site.assemble import collect_values

QUESTIONS = ("comparison", "trend")
PASSING = ("edition", "age")
"""Parts of a component that every edition changes, whatever the figures."""


def current(project: Project) -> Numbers:
    """Give what the working tree says, after running the pages that are stale.

    Raises
    ------
    PlaybookError
        When data, a record or a notebook's form is wrong.
    PagesFailedError
        When a notebook fails.
    """
    tables.validate(project)
    catalogue = Catalogue.read(project)
    pages = page_list.expand(project, catalogue)
    recap = runner.run(project, runner.plan(project, pages))
    if recap.failures:
        raise PagesFailedError(recap)
    return of_runs(catalogue, pages, recap.runs)


def of_runs(catalogue: Catalogue, pages: list[Page], runs: dict[str, Run]) -> Numbers:
    """Gather what these runs and the tables of a playbook say."""
    store = RunStore(catalogue.project.root, catalogue.project.build)
    figures: dict[str, PublishedFigure] = {}
    verdicts: dict[str, PublishedVerdict] = {}
    heads: dict[str, dict[str, str]] = {}
    for page in pages:
        parts = components(store.notebook(runs[page.slug]))
        figures |= _figures(page.slug, parts)
        # The pages of places and Missions repeat the verdicts of the indicators' own pages.
        if subject := page.parameters.get("indicator"):
            heads[subject] = {"page": page.slug} | _head(parts)
            verdicts |= {_key(one): one for one in _verdicts(subject, parts)}
    made = collect_values(runs[page.slug] for page in pages).items()
    indicators = {
        name: _indicator(catalogue, one, heads.get(name, {"page": ""}))
        for name, one in catalogue.indicators.items()
    }
    # What nothing is shown of is not there yet: its first figures make it a new indicator.
    indicators = {name: one for name, one in indicators.items() if one.page or one.series}
    codes = sorted({code for one in indicators.values() for code in one.series})
    system = catalogue.system
    slugs = {catalogue.area(code).slug: code for code in codes} | {system.id: system.id}
    return Numbers(
        name=catalogue.edition.name,
        date=catalogue.edition.date,
        system=system.id,
        as_of=catalogue.edition.as_of,
        values={
            key: _value(value, slugs.get(key.rpartition(".")[2], "")) for key, value in sorted(made)
        },
        verdicts=dict(sorted(verdicts.items())),
        figures=dict(sorted(figures.items())),
        pages={page.slug: runs[page.slug].facts["page"]["title"] for page in pages},
        indicators=indicators,
        areas={code: catalogue.label(code) for code in codes} | {system.id: system.short_name},
        sources={
            name: PublishedSource(
                publisher=one.publisher,
                title=one.title,
                published=one.published,
                accessed=one.accessed,
                releases={str(each.period_end): each.published for each in one.releases},
            )
            for name, one in catalogue.sources.items()
        },
        errors={
            one.id: OwnError(
                text=f"{one.what} {one.reason}",
                indicators=one.indicators,
                areas=_touched(one.areas),
                start=one.start,
                end=one.end,
            )
            for one in catalogue.errata.values()
        },
    )


def hashed(content: bytes) -> str:
    """Hash some bytes."""
    return hashlib.sha256(content).hexdigest()


def fingerprint(value: Any) -> str:
    """Hash a thing, written as canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashed(text.encode())


def _touched(areas: tuple[str, ...] | str) -> tuple[str, ...]:
    return () if isinstance(areas, str) else areas


def _value(value: dict[str, Any], area: str) -> PublishedValue:
    number = value.get("number")
    about: dict[str, Any] = {
        "number": None if number is None else float(number),
        **{key: str(value.get(key, "")) for key in ("text", "unit", "period", "page", "figure")},
        "area": area,
    }
    return PublishedValue(**about, sha256=fingerprint(about))


def _figures(slug: str, parts: list[dict[str, Any]]) -> dict[str, PublishedFigure]:
    return {
        f"{slug}#{one['id']}": PublishedFigure(
            page=slug, title=one["title"], sha256=fingerprint(_lasting(one))
        )
        for one in parts
        if one["component"] == "figure"
    }


def _lasting(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key not in PASSING}


def _verdicts(indicator: str, parts: list[dict[str, Any]]) -> Iterator[PublishedVerdict]:
    for part in parts:
        if part["component"] == "facts":
            for item in part["items"]:
                if item.get("status"):
                    yield _verdict(
                        indicator, "", item["label"], item["status"] | {"note": item["note"]}
                    )
        if part["component"] == "figure":
            # A place without a series has no small chart; its verdict stands in this table alone.
            for row in csv.DictReader(io.StringIO(part["csv"]["text"])):
                if row.get("role") == "own" and row.get("comparison"):
                    found = {"kind": row["outcome"], "word": row["comparison"]}
                    yield _verdict(indicator, row["area"], "comparison", found)
        if part["component"] == "minis":
            for item in part["items"]:
                for question in QUESTIONS:
                    if item.get(question):
                        yield _verdict(indicator, item["title"], question, item[question])


def _verdict(indicator: str, place: str, question: str, found: dict[str, Any]) -> PublishedVerdict:
    words = {key: str(found.get(key) or "") for key in ("kind", "word", "note")}
    return PublishedVerdict(indicator=indicator, place=place, question=question, **words)


def _key(one: PublishedVerdict) -> str:
    return f"{one.indicator}/{one.place}/{one.question}"


def _head(parts: list[dict[str, Any]]) -> dict[str, str]:
    """Give the newest figure and its period, from the facts at the head of a page."""
    facts: list[dict[str, Any]] = next(
        (part["items"] for part in parts if part["component"] == "facts"), []
    )
    said = {item["label"]: item["value"] for item in facts}
    return {"latest": said.get("Latest", ""), "period": said.get("Data", "")}


def _indicator(catalogue: Catalogue, one: Indicator, head: dict[str, str]) -> PublishedIndicator:
    # A count of the whole country would dwarf those of its parts.
    benchmark = "" if one.value_type == "Count" else catalogue.benchmark(one) or ""
    return PublishedIndicator(
        **head,
        benchmark=benchmark,
        title=one.short_title,
        unit=one.unit.short,
        decimals=one.rounding.decimals,
        version=one.version,
        changelog={entry.version: f"{entry.change}. {entry.effect}." for entry in one.changelog},
        source=one.source,
        table=tables.table_hash(catalogue.project, one.id).removeprefix("sha256:"),
        corrections={
            f"{'+'.join(each.areas)} {each.start} {each.end}": Explanation(
                text=each.reason, areas=each.areas, start=each.start, end=each.end
            )
            for each in one.corrections
        },
        breaks={
            # What changed in the way of counting touches every figure from that day on.
            each.id: Explanation(
                text=each.text, areas=_touched(each.areas), start=each.date or each.start
            )
            for each in catalogue.breaks_of(one.id)
            if each.kind in {"method", "definition"}
        },
        rule=as_of.rule(catalogue.project, one.id),
        series=dict(_series(catalogue, one)),
    )


def _series(catalogue: Catalogue, one: Indicator) -> Iterator[tuple[str, dict[str, float | None]]]:
    """Give the headline figures of the system's own places, and of what they are compared with."""
    members = {code for level in one.geography.levels for code in catalogue.system.members(level)}
    shown = {*members, catalogue.benchmark(one)} - {None}
    query: queries.Query = {
        "table": OBSERVATIONS,
        "indicator": one.id,
        "areas": sorted(map(str, shown)),
    }
    query |= {"start": None, "end": None, "sex": one.sex, "age": one.age, "groups": ALL}
    table, marked = queries.find(query, catalogue.project)
    for area, rows in table.rows(marked).groupby("area", sort=True):
        ends = rows["period_end"].dt.date.astype(str)
        values = (None if value != value else float(value) for value in rows["value"])
        yield str(area), dict(zip(ends, values, strict=True))
