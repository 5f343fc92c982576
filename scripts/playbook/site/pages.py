"""What Sphinx knows of the page that it is reading, as the components need it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.util import logging

from playbook.catalogue import Project
from playbook.site import address
from playbook.site.components import PageContext
from playbook.site.downloads import Downloads
from playbook.site.lettering import Lettering
from playbook.site.pictures import Pictures
from playbook.site.press import Press
from playbook.site.svg import Drawings

LOGGER = logging.getLogger(__name__)


def project_of(app: Any) -> Project:
    """Find the playbook whose book Sphinx builds; an assembled book lies inside it."""
    if not hasattr(app, "playbook_project"):
        app.playbook_project = Project.find(app.srcdir)
    found: Project = app.playbook_project
    return found


def drawings(app: Any) -> Drawings:
    """Give where charts are drawn."""
    return Drawings(project_of(app).build / "svg")


def lettering(app: Any) -> Lettering:
    """Give what measures text on pictures."""
    return Lettering(project_of(app).build / "vendor" / "fonts")


def press(app: Any) -> Press:
    """Give what sets the one-pagers."""
    made = project_of(app).build
    return Press(made / "one-pagers", made / "vendor" / "fonts")


def pictures(app: Any) -> Pictures:
    """Give where pictures are painted."""
    made = project_of(app).build
    return Pictures(made / "pictures", made / "vendor" / "fonts")


def context(env: Any) -> PageContext:
    """Describe the page that is being read."""
    app, config, project = env.app, env.config, project_of(env.app)
    options = config.html_theme_options
    url = (options.get("repository_url") or "").rstrip("/")
    return PageContext(
        docname=env.docname,
        root=project.root,
        drawings=drawings(app),
        downloads=Downloads(Path(app.outdir), env.docname, pictures(app)),
        lettering=lettering(app),
        knows=lambda name: name in env.found_docs,
        book=config.html_title,
        address=address.of_page(config.playbook_address, env.docname),
        repository=f"{url}/blob/{options.get('repository_branch', 'main')}" if url else "",
    )


def note(env: Any, page: PageContext) -> None:
    """Keep a page's files in the environment, and complain of links to pages that are not there."""
    files_of(env).setdefault(page.docname, []).extend(page.downloads.written)
    if env.config.playbook_strict:
        for name in dict.fromkeys(page.missing):
            LOGGER.warning(
                f"links to {name}, which is not a page of the book", location=page.docname
            )


def depends_on_pages(env: Any) -> None:
    """Note that the page that is read depends on which pages the book has."""
    env.playbook_on_pages = getattr(env, "playbook_on_pages", {}) | {env.docname: True}


def outdated(_app: Any, env: Any, added: set[str], _changed: set[str], gone: set[str]) -> list[str]:
    """Name the pages to be read again when pages came or went: those that depend on it."""
    known = getattr(env, "playbook_on_pages", {})
    return sorted(known.keys() - gone) if added or gone else []


def files_of(env: Any) -> dict[str, list[str]]:
    """Give the files that each page brought along, by page."""
    if not hasattr(env, "playbook_files"):
        env.playbook_files = {}
    found: dict[str, list[str]] = env.playbook_files
    return found
