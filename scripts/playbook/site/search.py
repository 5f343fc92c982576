"""The search index: what each page is, what it says and by which words people look for it.

Sphinx makes the index of the words in the text. Here each page, and each place within a page that
has an address of its own, gets an entry beside it; ``search.js`` ranks the two together.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playbook.catalogue import Catalogue, Project, records
from playbook.catalogue.page_kinds import PageKind, PageKinds
from playbook.site import findable

NAME = "searchindex.js"
HEAD, TAIL = "Search.setIndex(", ")"

PROSE = "About"
"""What a page of prose is whose head does not say ``kind:``."""

SYNONYMS = "synonyms"
"""Head of a page of prose: other words that people search for, with commas between them."""

IDEAS = 6
"""Searches that the page suggests."""


def kinds(project: Project) -> dict[str, str]:
    """Say what the pages of each notebook are, for readers; empty without notebooks."""
    return {f"notebooks/{one.notebook}": one.kind for one in _kinds(project)}


def _kinds(project: Project) -> tuple[PageKind, ...]:
    path = project.notebooks / "pages.yml"
    if not path.is_file():
        return ()
    return records.read(path, PageKinds, project.shown(path))[0].pages


def entries(app: Any, project: Project) -> Iterator[dict[str, Any]]:
    """Describe every page, and every place within one that has an address, in words.

    Yields
    ------
    dict
        ``title``, ``kind``, ``text`` and ``page``; ``synonyms`` where there are some; and for a
        place within a page its ``anchor``, and the page ``of`` the indicator that it shows.
    """
    catalogue = Catalogue.read(project)
    each = {f"notebooks/{one.notebook}": one.each for one in _kinds(project)}
    for page in sorted(app.env.found_docs):
        found, title = findable.of(app.env, page), app.env.titles[page].astext()
        kind = kind_of(app, page, found)
        names = list(_synonyms(catalogue, each.get(found.notebook), found.parameters))
        names += _listed(app.env.metadata[page].get(SYNONYMS, ""))
        known = {"title": title, "kind": kind, "text": found.text, "page": page}
        yield known | ({"synonyms": names} if names else {})
        for one in found.landmarks:
            known = {"title": one.title, "kind": kind, "text": one.text, "page": page}
            yield known | {"anchor": one.anchor} | ({"of": one.of} if one.of else {})


def kind_of(app: Any, page: str, found: findable.Found) -> str:
    """Say what a page is: the record of its notebook does, or the head of a page of prose."""
    known: dict[str, str] = app.config.html_context["playbook"]["kinds"]
    return known.get(found.notebook) or app.env.metadata[page].get("kind", PROSE)


def _synonyms(catalogue: Catalogue, each: str | None, given: dict[str, Any]) -> Iterator[str]:
    """Give the other names of what a page is about, from its record."""
    for name in given.values():
        if each == "indicators":
            yield from catalogue.indicator(name).synonyms
        elif each == "missions":
            mission = catalogue.mission(name)
            yield from (mission.title, *mission.synonyms)
        elif each == "cases":
            case = catalogue.case(name)
            yield from dict.fromkeys((case.place, case.setting, *case.industry))
        elif each in {"boroughs", "trusts"}:
            area = catalogue.area(name)
            label = catalogue.label(area.code)
            known = catalogue.system.synonyms.get(area.code, ())
            yield from dict.fromkeys((area.name, area.short_name, label, *known))


def _listed(words: str) -> list[str]:
    return [name for one in words.split(",") if (name := one.strip())]


def listing(app: Any) -> list[dict[str, Any]]:
    """Give every page by kind, in the order of the book, for the page of search."""
    env = app.env
    order = {page: place for place, page in enumerate(_in_order(env, env.config.root_doc))}
    groups: dict[str, list[dict[str, str]]] = {}
    for page in sorted(env.found_docs, key=lambda name: (order.get(name, len(order)), name)):
        found = findable.of(env, page)
        item = {"title": env.titles[page].astext(), "page": page, "text": found.text}
        groups.setdefault(kind_of(app, page, found), []).append(item)
    return [{"kind": kind, "pages": pages} for kind, pages in groups.items()]


def _in_order(env: Any, page: str) -> Iterator[str]:
    yield page
    for inner in env.toctree_includes.get(page, []):
        yield from _in_order(env, inner)


def ideas(project: Project) -> list[str]:
    """Suggest what to search for: a synonym of each headline indicator."""
    catalogue = Catalogue.read(project)
    names = [name for one in catalogue.own_missions.values() for name in one.headline]
    chosen = [catalogue.indicator(name) for name in names or list(catalogue.indicators)]
    words = dict.fromkeys(one.synonyms[0] for one in chosen if one.synonyms)
    return list(words)[:IDEAS]


def settle(app: Any, project: Project) -> None:
    """Write the entries into the index, and drop the words that no page has any more.

    Sphinx takes a page that changed out of its index and leaves the words that stood on it alone,
    with an empty list of pages each: a build in small steps would differ from a clean one. Terms of
    the glossary it knows only from pages that it wrote just now; they are entries here.
    """
    path = Path(app.outdir) / NAME
    text = path.read_text("utf-8")
    index = json.loads(text.removeprefix(HEAD).removesuffix(TAIL))
    for part in ("terms", "titleterms"):
        index[part] = {word: pages for word, pages in index[part].items() if pages != []}
    index.pop("indexentries", None)
    index["entries"] = list(entries(app, project))
    written = json.dumps(index, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    kept = f"{HEAD}{written}{TAIL}"
    if kept != text:
        path.write_text(kept, encoding="utf-8")
