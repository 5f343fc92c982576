"""Previous and next: from an indicator to one of its Mission, from a place to another place."""

from __future__ import annotations

from typing import Any

from playbook.catalogue import Catalogue

INDICATORS = "indicators"


def settle(app: Any, catalogue: Catalogue, pagename: str, context: dict[str, Any]) -> None:
    """Take away a neighbour in the contents that is of another kind.

    Pages of a folder with an index keep to each other and to that index; other pages are read in
    the order of the contents.

    Parameters
    ----------
    app
        The Sphinx application.
    catalogue : Catalogue
        Says which Mission an indicator belongs to.
    pagename : str
        The page that is written.
    context : dict
        What its template is given; ``prev`` and ``next`` are changed.
    """
    known = app.env.found_docs
    _, before, after = getattr(app.builder, "relations", {}).get(pagename, (None, None, None))
    for side, other in (("prev", before), ("next", after)):
        if other and not akin(catalogue, known, pagename, other):
            context[side] = None


def akin(catalogue: Catalogue, known: set[str], one: str, other: str) -> bool:
    """Say whether it makes sense to go on from a page to another.

    Parameters
    ----------
    catalogue : Catalogue
        Says which Mission an indicator belongs to.
    known : set of str
        Every page of the book.
    one, other : str
        Their addresses.
    """
    folders = {name.rpartition("/")[0] for name in (one, other)}
    if len(folders) == 1 and {one, other} & {f"{folder}/index" for folder in folders}:
        return True
    return _group(catalogue, known, one) == _group(catalogue, known, other)


def _group(catalogue: Catalogue, known: set[str], name: str) -> tuple[str, ...]:
    folder, _, last = name.rpartition("/")
    if last == "index" or f"{folder}/index" not in known:
        return ()
    if folder == INDICATORS and last in catalogue.indicators:
        return folder, catalogue.indicator(last).mission[0]
    return (folder,)
