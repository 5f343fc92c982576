"""A notebook that runs as it is: parameters, a page, a table of figures, and how it was made."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from playbook.authoring import contents
from playbook.authoring.change import Change
from playbook.authoring.yaml_text import appended
from playbook.catalogue import Catalogue, Project
from playbook.catalogue.unfilled import asked
from playbook.errors import PlaybookError
from playbook.observations import coverage

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
NAME = re.compile(r"[a-z][a-z0-9_]*")

IMPORTS = """\
from playbook.catalogue import Catalogue
from playbook.figures import about, over_time
from playbook.figures.components import Page
from playbook.figures.measure import Measure
from playbook.observations import load"""


def start(project: Project, name: str, *, title: str, part: str = "") -> Change:
    """Begin a notebook that makes one page, of the first indicator until it is told another.

    Parameters
    ----------
    project : Project
        The playbook.
    name : str
        Name of its file without ending: letters, digits and ``_``.
    title : str
        Title of its page.
    part : str
        Caption of the part of the contents in which it stands; by default the last.

    Raises
    ------
    PlaybookError
        If the name cannot be one, is taken, or there is no such part.
    """
    if not NAME.fullmatch(name):
        message = f"{name!r} is no name of a notebook. Use a to z, digits and _."
        raise PlaybookError(message)
    catalogue = Catalogue.read(project)
    covered = coverage.covered(catalogue)
    if not covered:
        raise PlaybookError("no indicator has figures yet. Add one first: playbook new indicator.")
    change = Change(project)
    change.add("notebooks", f"{name}.ipynb", _text(name, title, next(iter(covered))))
    pages = Path("notebooks/pages.yml")
    slug = name.replace("_", "-")
    entry = {"notebook": f"{name}.ipynb", "slug": slug}
    change.edited[pages] = appended(change.text(pages), entry)
    contents.add(change, f"notebooks/{name}", part)
    change.notes.append(f"Its page is {slug}. Try it: playbook run {slug} --force")
    return change


def _text(name: str, title: str, indicator: str) -> str:
    cells = [
        new_markdown_cell("# {{ title }}"),
        new_code_cell(
            f'indicator: str = "{indicator}"  # id of an indicator on record',
            metadata={"tags": ["parameters"]},
        ),
        new_code_cell(IMPORTS),
        new_code_cell(
            "catalogue = Catalogue.read()\n"
            "record = catalogue.indicator(indicator)\n"
            "measure = Measure(record, load(indicator), catalogue)"
        ),
        new_code_cell(
            "Page(\n"
            f"    title={_quoted(title)},\n"
            f"    description={_quoted(asked('what question the page answers'))},\n"
            ")"
        ),
        new_markdown_cell(asked("what a reader has to know before the figures")),
        new_code_cell("over_time.over_time(measure)"),
        new_markdown_cell("## How this page was made"),
        new_code_cell(
            "about.provenance(\n"
            f'    catalogue, "{name}.ipynb", {{"indicator": indicator}}, '
            "{indicator: measure.snapshot}\n"
            ")"
        ),
    ]
    for number, cell in enumerate(cells):
        kind = "text" if cell.cell_type == "markdown" else "code"
        cell.id = f"{kind}-{number:02}"
    metadata: dict[str, Any] = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    node = new_notebook(cells=cells, metadata=metadata)
    return f"{nbformat.writes(node)}\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
