"""What a page of an edition as of an earlier day says of itself: the day, and by which rule.

An edition that shows all that there is says nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playbook.catalogue import Catalogue
from playbook.catalogue.manifest import Rule
from playbook.figures import words
from playbook.observations import as_of
from playbook.site import pages, runs

SAID: dict[Rule, str] = {
    "release": "a period counts as published on the day of its release",
    "period_end": (
        "a period counts as published when it ended, for the days of release are not on record"
    ),
    "both": (
        "a period counts as published on the day of its release where that is on record, "
        "and else when it ended"
    ),
}


def sentence(day: Any, rule: Rule | None) -> str:
    """Write what the edition shows, and by which rule the figures of the page were chosen."""
    shown = f"Figures as they were known on {words.day(day)}"
    return f"{shown}: {SAID[rule]}." if rule else f"{shown}."


def state(catalogue: Catalogue) -> str:
    """Tell one choice of what is shown from another, so that each page says the one that is so."""
    day = as_of.day(catalogue.project)
    return f"{day} {[one.releases for one in catalogue.sources.values()]}" if day else ""


def furnish(app: Any, pagename: str, context: dict[str, Any]) -> None:
    """Tell the template of a page what its figures leave out."""
    project = pages.project_of(app)
    day = as_of.day(project)
    if day is None:
        return
    made = (one for one in runs.parts(Path(app.srcdir), pagename))
    tables = [
        Path(table["path"]).stem
        for one in made
        if one["component"] == "provenance"
        for table in one["tables"]
    ]
    rules = {as_of.rule(project, name) for name in tables} - {None}
    found = "both" if len(rules) > 1 else next(iter(rules), None)
    context["playbook_cut"] = sentence(day, found)
