"""The contents beside each page: every part of the book, opened along the page's own branch.

The theme makes them of the whole tree for each page, through an HTML parser: a third of the time
that it takes to write a page, and the more the longer the book is.
"""

from __future__ import annotations

from typing import Any

from sphinx import addnodes


def parts(app: Any, pagename: str, pathto: Any) -> list[dict[str, Any]]:
    """Give the parts of the contents as a page shows them.

    Parameters
    ----------
    app
        The Sphinx application.
    pagename : str
        The page that is written.
    pathto : callable
        Gives the address of another page from this one.

    Returns
    -------
    list of dict
        Each with a ``caption`` (empty for none) and ``entries``. An entry has a ``title``, an
        ``address``, ``here`` (it is this page), ``open`` (this page is in its branch) and the
        ``entries`` below it, which are empty unless it is open.
    """
    env = app.env
    relations = getattr(app.builder, "relations", {})
    branch = [pagename]
    while over := relations.get(branch[-1], (None,))[0]:
        branch.append(over)
    return [
        {
            "caption": tree.get("caption") or "",
            "entries": [_entry(env, entry, branch, pathto) for entry in tree["entries"]],
        }
        for tree in env.tocs[env.config.root_doc].findall(addnodes.toctree)
    ]


def _entry(
    env: Any, entry: tuple[str | None, str], branch: list[str], pathto: Any
) -> dict[str, Any]:
    title, name = entry
    if name not in env.titles:
        elsewhere = {"title": title or name, "address": name}
        return elsewhere | {"here": False, "open": False, "entries": []}
    opened = name in branch
    return {
        "title": title or env.titles[name].astext(),
        "address": pathto(name),
        "here": name == branch[0],
        "open": opened,
        "entries": [
            _entry(env, entry, branch, pathto)
            for tree in (env.tocs[name].findall(addnodes.toctree) if opened else ())
            for entry in tree["entries"]
        ],
    }
