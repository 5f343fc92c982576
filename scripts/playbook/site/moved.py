"""What stands at the address of a page that moved or went away: the way on, and the reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.util import logging

from playbook.catalogue.moved import MovedPage, read
from playbook.errors import PlaybookError, nearest
from playbook.site import address, pages

LOGGER = logging.getLogger(__name__)
TEMPLATE = "moved.html"


def settle(app: Any, env: Any) -> list[str]:
    """Look whether the record fits the book; give a page to write anew when the record changed.

    Sphinx makes pages that have no source only when it writes any other.
    """
    found: tuple[MovedPage, ...] = ()
    if app.config.playbook_strict:
        try:
            found = _fitting(app, env)
        except PlaybookError as error:
            LOGGER.error(str(error))
    known = getattr(env, "playbook_moved", ())
    env.playbook_moved = found
    for name in {one.address for one in known} - {one.address for one in found} - env.found_docs:
        Path(app.outdir, f"{name}.html").unlink(missing_ok=True)
    return [] if known == found else [app.config.root_doc]


def collect(app: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give Sphinx the page of each old address."""
    for one in getattr(app.env, "playbook_moved", ()):
        title = app.env.titles[one.to].astext() if one.to else ""
        yield (
            one.address,
            {
                "title": "This page has moved" if one.to else "This page is gone",
                "moved": {"to": one.to, "title": title, "reason": one.reason},
                "moved_address": address.of_page(app.config.playbook_address, one.to or ""),
            },
            TEMPLATE,
        )


def _fitting(app: Any, env: Any) -> tuple[MovedPage, ...]:
    """Read the record, and refuse an old address that is a page, or a new one that is none."""
    found, document = read(pages.project_of(app))
    problems = []
    for number, one in enumerate(found):
        assert document is not None  # noqa: S101
        place = ("moved", number)
        if one.address in env.found_docs:
            said = f"{one.address} is a page of the book. Remove this entry, or that page."
            problems.append(document.error(said, (*place, "address")))
        if one.to and one.to not in env.found_docs:
            hint = nearest(one.to, env.found_docs, noun="page")
            problems.append(document.error(f"there is no page {one.to!r}. {hint}", (*place, "to")))
    if problems:
        raise PlaybookError.together(problems)
    return found
