"""The notebook of each page, with that page's parameters, to open and to work on.

Without outputs: it is small, and the same in each edition until its code or its prose changes. To
make those again is the point of opening it; `playbook pack` gives them with all that they need.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playbook.writing import put

FOLDER = "_notebooks"
INJECTED = "injected-parameters"


def bare(cells: list[dict[str, Any]], executed: dict[str, Any]) -> bytes:
    """Write a page's notebook: today's cells with the parameters that the run was given.

    Parameters
    ----------
    cells : list of dict
        Those of the notebook that a contributor wrote.
    executed : dict
        The executed notebook: Papermill put a cell with the parameters after the defaults.
    """
    given = [
        cell["source"] for cell in executed["cells"] if INJECTED in cell["metadata"].get("tags", [])
    ]
    kept: list[dict[str, Any]] = []
    for cell in cells:
        tags = cell["metadata"].get("tags", [])
        kept.append(_cell(cell["cell_type"], len(kept) + 1, cell["source"], tags))
        if "parameters" in tags:
            kept += [_cell("code", len(kept) + 1, text, [INJECTED]) for text in given]
    notebook = {
        "cells": kept,
        "metadata": {"kernelspec": executed["metadata"]["kernelspec"]},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _cell(kind: str, number: int, text: str, tags: list[str]) -> dict[str, Any]:
    made = {"cell_type": kind, "id": f"cell-{number}", "metadata": {"tags": tags}, "source": text}
    return made | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def name(slug: str) -> str:
    """Name the file of a page, below the assembled book and below the site."""
    return f"{FOLDER}/{slug}.ipynb"


def furnish(app: Any, pagename: str, context: dict[str, Any]) -> None:
    """Tell the template where the page's notebook is; None for a page that no notebook makes."""
    file = Path(app.srcdir) / name(pagename)
    context["playbook_notebook"] = None
    if file.is_file():
        context["playbook_notebook"] = {
            "href": context["pathto"](name(pagename), 1),
            "name": Path(str(context["playbook_source"])).name,
            "size": f"{max(1, round(file.stat().st_size / 1000))} kB",
        }


def publish(app: Any) -> None:
    """Bring the notebooks of the site up to date with those of the assembled book."""
    for page in app.env.found_docs:
        file = Path(app.srcdir) / name(page)
        if file.is_file():
            put(Path(app.outdir) / name(page), file.read_bytes())


def files(app: Any) -> set[str]:
    """Name the notebook of every page that has one, below the site."""
    return {name(page) for page in app.env.found_docs if (Path(app.srcdir) / name(page)).is_file()}
