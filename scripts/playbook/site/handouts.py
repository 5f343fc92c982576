"""Handouts: the one-pagers of a book, set as its pages are read and linked from them.

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
    """Set the one-pager of the page that Sphinx has just read, if it has one."""
    env, name = app.env, app.env.docname
    # A notebook's page depends on its own components already, and a page of prose has none.
    parts = runs.parts(Path(app.srcdir), name)
    env.metadata[name][NOTED] = one_pager.has_one(parts)
    for card in (part for part in parts if part["component"] == "scorecard"):
        for row in card["rows"]:
            runs.components(env, row["href"])
    if env.metadata[name][NOTED]:
        try:
            made = pages.press(app).pdf(name, _sheet(app, name))
        except PlaybookError as error:
            LOGGER.error(str(error), location=name)
            return
        put(Path(app.outdir) / one_pager.file_of(name), made.read_bytes())


def furnish(app: Any, pagename: str, context: dict[str, Any]) -> None:
    """Tell the template of a page where its one-pager is."""
    context["playbook_one_pager"] = None
    file = one_pager.file_of(pagename)
    made = Path(app.outdir) / file
    known = pagename in app.env.found_docs and app.env.metadata[pagename].get(NOTED)
    if known and made.is_file():
        context["playbook_one_pager"] = {
            "href": context["pathto"](file, 1),
            "size": f"{max(1, round(made.stat().st_size / 1000))} kB",
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
