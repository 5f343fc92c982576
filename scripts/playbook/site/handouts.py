"""Handouts: the one-pagers of a book, set beside the writing of its pages and linked from them.

A page notes what its one-pager shows of other pages, and so is read again when those change.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util import logging

from playbook.catalogue import Catalogue
from playbook.errors import PlaybookError
from playbook.site import address, findable, one_pager, pages, publication, runs, search
from playbook.site.one_pager import About, OnePager
from playbook.writing import put

LOGGER = logging.getLogger(__name__)
NOTED = "playbook_one_pager"


def note(app: Any, _doctree: nodes.document) -> None:
    """Note whether the page that Sphinx has just read has a one-pager, and what that reads."""
    env = app.env
    # A notebook's page depends on its own components already, and a page of prose has none.
    parts = runs.parts(Path(app.srcdir), env.docname)
    env.metadata[env.docname][NOTED] = one_pager.has_one(parts)
    for card in (part for part in parts if part["component"] == "scorecard"):
        for row in card["rows"]:
            runs.components(env, row["href"])


def choose(app: Any, _env: Any, docnames: list[str]) -> None:
    """Keep which pages will be read."""
    app.playbook_read = list(docnames)


def order(app: Any, env: Any) -> None:
    """Order the one-pagers of the pages that were read, before the first is written."""
    for name in app.playbook_read:
        if env.metadata[name].get(NOTED):
            pages.press(app).order(name, _sheet(app, name))


def furnish(app: Any, pagename: str, context: dict[str, Any]) -> None:
    """Take the one-pager of the page that is written, and tell its template where it is."""
    context["playbook_one_pager"] = None
    if pagename not in app.env.found_docs or not app.env.metadata[pagename].get(NOTED):
        return
    press = pages.press(app)
    if not press.ordered(pagename):
        press.order(pagename, _sheet(app, pagename))
    try:
        made = press.pdf(pagename)
    except PlaybookError as error:
        LOGGER.error(str(error), location=pagename)
        return
    content, file = made.read_bytes(), one_pager.file_of(pagename)
    put(Path(app.outdir) / file, content)
    context["playbook_one_pager"] = {
        "href": context["pathto"](file, 1),
        "size": f"{max(1, round(len(content) / 1000))} kB",
    }


def files(env: Any) -> set[str]:
    """Name the file of every one-pager of the book, below the site."""
    known = (name for name in env.found_docs if env.metadata[name].get(NOTED))
    return {one_pager.file_of(name) for name in known}


def _sheet(app: Any, pagename: str) -> dict[str, Any]:
    project, source = pages.project_of(app), Path(app.srcdir)
    found, playbook = findable.of(app.env, pagename), app.config.html_context["playbook"]
    made = OnePager(
        parts=runs.parts(source, pagename),
        kind=search.kind_of(app, pagename, found),
        where=address.of_page(app.config.playbook_address, pagename) or f"{pagename}.html",
        colour=_colour(Catalogue.read(project), found),
        elsewhere=lambda page: runs.parts(source, page),
    )
    about = About(
        book=app.config.html_title,
        author=playbook["author"],
        edition=playbook["edition"],
        day=playbook["day"],
        date=playbook["date"],
        logo=publication.mark(project, "logo.svg"),
    )
    return made.sheet(about, pages.drawings(app))


def _colour(catalogue: Catalogue, found: findable.Found) -> str:
    """Give the colour of the Mission that a page is about, or that its indicator belongs to."""
    given = found.parameters
    record = catalogue.indicators.get(given.get("indicator", ""))
    mission = catalogue.missions.get(record.mission[0] if record else given.get("mission", ""))
    return mission.colour if mission else ""
