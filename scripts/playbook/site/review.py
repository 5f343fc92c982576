"""Review dates: when a page should be read again, and the banner that it shows after that.

A page of prose says when it was last reviewed; a rule says for how long that holds. A page about an
indicator has the date of its record. The build compares with the day of the edition, and a small
script in the reader's browser with today.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from docutils import nodes

from playbook.catalogue import Catalogue, Project
from playbook.catalogue.governance import ReviewRule, read
from playbook.figures import words
from playbook.site import findable, pages

LINE = re.compile(r"Last reviewed: (?P<day>\d{1,2}) (?P<month>[A-Z][a-z]+) (?P<year>\d{4})\.")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip
NOTED = "playbook_reviewed"


def months(project: Project) -> int:
    """Give how many months a review holds; 0 for a playbook without such a rule."""
    rule = read(project, ReviewRule)
    return rule[0].months if rule else 0


def reviewed(text: str) -> date | None:
    """Find the day on which a text says that it was last reviewed."""
    match = LINE.search(text)
    if match is None or match["month"] not in MONTHS:
        return None
    try:
        return date(int(match["year"]), MONTHS.index(match["month"]) + 1, int(match["day"]))
    except ValueError:
        return None


def later(day: date, months: int) -> date:
    """Give the same day some months on, or the last one of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def note(app: Any, doctree: nodes.document) -> None:
    """Note when the page that Sphinx has just read was last reviewed."""
    said = (reviewed(one.astext()) for one in doctree.findall(nodes.paragraph))
    app.env.metadata[app.env.docname][NOTED] = next((day for day in said if day), None)


def due(app: Any, pagename: str) -> date | None:
    """Give the day by which a page should be read again; None when nothing says so."""
    env, catalogue = app.env, Catalogue.read(pages.project_of(app))
    if pagename not in env.found_docs:
        return None
    record = catalogue.indicators.get(findable.of(env, pagename).parameters.get("indicator", ""))
    if record is not None:
        return record.review_by
    last, span = env.metadata[pagename].get(NOTED), app.config.html_context["playbook"]["review"]
    return later(last, span) if last and span else None


def furnish(app: Any, pagename: str, context: dict[str, Any]) -> None:
    """Tell the template of a page when it is due, and whether that was before the edition."""
    day = due(app, pagename)
    context["playbook_review"] = day and {
        "by": day.isoformat(),
        "day": words.day(day),
        "passed": day.isoformat() < context["playbook"]["day"],
    }
