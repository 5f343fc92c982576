"""Which pages there are: ``notebooks/pages.yml`` expanded over the catalogue's records."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playbook.catalogue import Catalogue, Project, borders
from playbook.catalogue.moved import ADDRESS
from playbook.catalogue.page_kinds import PageKind, PageKinds
from playbook.catalogue.records import read
from playbook.errors import PlaybookError, nearest
from playbook.execution import notebooks
from playbook.observations import coverage


@dataclass(frozen=True)
class Page:
    """One page of the book that a notebook makes.

    Attributes
    ----------
    slug : str
        Address below the site's root, without ``.html``; unique and stable.
    notebook : Path
        The notebook's file.
    parameters : dict
        What the notebook is run with.
    system : str
        Id of the system whose book it is in; empty for the playbook's own.
    """

    slug: str
    notebook: Path
    parameters: dict[str, Any] = field(default_factory=dict)
    system: str = ""


def expand(project: Project, catalogue: Catalogue) -> list[Page]:
    """List every page that the notebooks make for a system, in the order of ``pages.yml``.

    An indicator, a place or a trust for which the data has no figure of the system has no page.

    Raises
    ------
    PlaybookError
        When an entry names a missing notebook, a parameter that the notebook does not have or of
        another type, an unknown placeholder, or an address that is none or that another page has;
        or when a link among the playbook's files leads out of it.
    """
    borders.check(project)
    path = project.notebooks / "pages.yml"
    kinds, document = read(path, PageKinds, project.shown(path))
    pages: dict[str, Page] = {}
    problems: list[PlaybookError] = []
    for index, kind in enumerate(kinds.pages):
        try:
            for page in _pages(project, catalogue, kind):
                if page.slug in pages:
                    raise PlaybookError(f"slug: two pages would have the address {page.slug!r}")
                pages[page.slug] = page
        except PlaybookError as error:
            place = ("pages", index)
            problems.append(document.error(str(error), place) if error.file is None else error)
    if problems:
        raise PlaybookError.together(problems)
    return list(pages.values())


def select(pages: list[Page], wanted: list[str]) -> list[Page]:
    """Choose pages by address, or by the last part of it; all of them when nothing is named.

    Raises
    ------
    PlaybookError
        When a name fits no page; the message gives the nearest ones.
    """
    if not wanted:
        return pages
    chosen: dict[str, Page] = {}
    for name in wanted:
        name = name.removesuffix(".html").strip("/")
        fits = [p for p in pages if name in (p.slug, p.slug.rpartition("/")[2])]
        if not fits:
            known = [p.slug for p in pages] + [p.slug.rpartition("/")[2] for p in pages]
            raise PlaybookError(f"there is no page {name!r}. {nearest(name, known, noun='page')}")
        chosen |= {page.slug: page for page in fits}
    return list(chosen.values())


def _pages(project: Project, catalogue: Catalogue, kind: PageKind) -> list[Page]:
    notebook = notebooks.read(project.notebooks / kind.notebook)
    pages = []
    for names in _records(catalogue, kind.each):
        parameters = {key: _fill(value, names) for key, value in kind.parameters.items()}
        notebooks.check_parameters(notebook, parameters)
        slug = _fill(kind.slug, names)
        if not re.fullmatch(ADDRESS, slug):
            raise PlaybookError(f"slug: {slug!r} is no address: small letters, digits, - _ and /")
        pages.append(Page(slug, notebook.path, parameters, project.system))
    return pages


def _records(catalogue: Catalogue, each: str | None) -> list[dict[str, str]]:
    if each is None:
        return [{}]
    if each == "indicators":
        return [{"id": name} for name in coverage.covered(catalogue)]
    if each == "prioritisations":
        return [{"id": name} for name in catalogue.prioritisations]
    if each == "missions":
        return [{"id": one.id, "slug": one.slug} for one in catalogue.own_missions.values()]
    if each == "cases":
        return [{"id": one.id, "slug": one.slug} for one in catalogue.own_cases.values()]
    codes = coverage.places(catalogue) if each == "boroughs" else coverage.trusts(catalogue)
    return [{"code": code, "slug": catalogue.area(code).slug} for code in codes]


def _fill(value: Any, names: dict[str, str]) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return value.format(**names)
    except (KeyError, IndexError) as error:
        known = ", ".join(f"{{{name}}}" for name in names) or "none here"
        raise PlaybookError(f"unknown placeholder {error} in {value!r}; known: {known}") from None
