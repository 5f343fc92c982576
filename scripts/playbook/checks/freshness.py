"""The gate of freshness: which publications have newer figures than we hold.

A warning, and no error, where the figures are late: an edition may say so. An error where the
source is connected, its publisher was not asked within its cadence, and nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from playbook.catalogue import Catalogue, Project, feed, freshness, records
from playbook.catalogue.feed import Feeds
from playbook.catalogue.freshness import DAYS, Freshness
from playbook.checks.findings import Finding

RULE = "freshness"
FILE = "data/sources.yml"


def check(project: Project) -> Iterator[Finding]:
    """Compare what we hold of each publication with its cadence, on the day of the edition."""
    catalogue = Catalogue.read(project)
    connected = _connected(project)
    document = catalogue.sources and catalogue.documents["sources.yml"]
    for number, one in enumerate(freshness.ages(catalogue)):
        line = document.line(("sources", number, "cadence")) if document else None
        remedy = (
            f"Run `playbook refresh {connected[one.source.id]}`."
            if one.source.id in connected
            else "Look for newer figures, and take them in; or mend `cadence`."
        )
        span = DAYS.get(one.source.cadence)
        asked = one.source.accessed
        if span and one.source.id in connected and asked + timedelta(days=span) < one.day:
            problem = (
                f"the publisher was last asked on {asked}, and is {one.source.cadence.lower()}"
            )
            yield _finding(one, problem, remedy, line, "error")
        elif one.is_late:
            yield _finding(one, _late(one), remedy, line, "warning")


def _late(one: Freshness) -> str:
    newest = (
        f"the newest period that we hold ended on {one.newest}"
        if one.newest
        else "no table tells its newest period"
    )
    cadence = one.source.cadence.lower()
    return f"{newest}; figures come out {cadence}, and newer were to be expected by {one.expected}"


def _connected(project: Project) -> dict[str, str]:
    """Find the feed of each publication that has one."""
    path = project.data / feed.FILE
    if not path.is_file():
        return {}
    known = records.read(path, Feeds, project.shown(path))[0]
    return {source: one.id for one in known.feeds for source in one.sources}


def _finding(one: Freshness, problem: str, remedy: str, line: int | None, severity: str) -> Finding:
    return Finding(
        rule=RULE,
        problem=f"{one.source.id}: {problem}.",
        remedy=remedy,
        file=FILE,
        line=line,
        field="cadence",
        severity="error" if severity == "error" else "warning",
    )
