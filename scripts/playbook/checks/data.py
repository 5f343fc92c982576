"""The gate of data: tables and releases are as their schemas, indicators, rules and hashes say."""

from __future__ import annotations

from playbook.catalogue import Catalogue, Project
from playbook.checks.findings import Finding
from playbook.errors import PlaybookError
from playbook.observations import tables
from playbook.sources import releases


def check(project: Project) -> list[Finding]:
    """Check every table, and every release that was taken in."""
    found: list[Finding] = []
    try:
        for error in tables.problems(Catalogue.read(project)):
            found += Finding.of_error(error, "table", "Mend the table, or take back the change.")
    except PlaybookError:
        remedy = "Mend the records first: `playbook check records` names what is wrong."
        problem = "cannot be compared with records that cannot be read."
        return [*found, Finding(rule="record", problem=problem, remedy=remedy, file="data")]
    for error in releases.problems(project):
        found += Finding.of_error(
            error, "release", "Take back the change: a release stays as it is."
        )
    return found
