"""One page to take away: what it read, what it is made with, and one command that makes it again.

The zip is a playbook of a single page: the notebook, the records, of each table only the rows that
the page read, the package's own code and the lock. ``rerun.py`` in it runs the notebook in a fresh
kernel and compares every output with the one that is packed. The same page gives the same bytes.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from playbook.catalogue import Catalogue, Project
from playbook.editions.numbers import hashed
from playbook.editions.publish import committed
from playbook.errors import PagesFailedError, PlaybookError
from playbook.execution import fingerprint, runner
from playbook.execution import pages as page_list
from playbook.execution.store import Run, RunStore
from playbook.observations import context, queries
from playbook.observations import table as tables
from playbook.observations.table import Table

SHEET = "pack.json"
PACKAGE = Path(__file__).parent.parent
RERUN = Path(__file__).with_name("rerun.py")
ROOMS = ("catalogue", "execution", "figures", "methods", "observations")
"""The rooms that running a page needs; of the others it takes nothing."""

LOOSE = ("__init__.py", "errors.py", "reading.py", "writing.py")
MOMENT = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the zip: the earliest that the format knows."""

ABOUT = """# {title}

One page of the {book}, edition {edition}, to check or to go on working with.

- `page.ipynb`: the notebook as it was executed, with its outputs
- `{notebook}`: the notebook; its parameters: `{parameters}`
- `data/`: the records, and of each table the {rows} rows that the page read
- `scripts/playbook/`: the code that the page ran
- `requirements.txt`: every package that it ran with, with its hash
- `pack.json`: edition, commit, parameters, values, and the hash of each file here

To run it again, with Python {python}, in this folder:

    python -m venv .venv
    .venv/bin/pip install --require-hashes -r requirements.txt
    .venv/bin/python rerun.py

`rerun.py` runs the notebook and compares every output with `page.ipynb`. It says "the same" and
ends with 0, or names what differs and ends with 1. Nothing is fetched but the packages.
"""


def pack(project: Project, slug: str, target: Path) -> dict[str, Any]:
    """Write the pack of a page, after running the page if it is stale.

    Parameters
    ----------
    slug : str
        Address of a page that a notebook makes.
    target : Path
        The zip file.

    Returns
    -------
    dict
        What ``pack.json`` says.

    Raises
    ------
    PlaybookError
        If there is no such page, or data, a record or a notebook is wrong.
    PagesFailedError
        When the notebook fails.
    """
    catalogue = Catalogue.read(project)
    pages = page_list.select(page_list.expand(project, catalogue), [slug])
    recap = runner.run(project, runner.plan(project, pages))
    if recap.failures:
        raise PagesFailedError(recap)
    run = recap.runs[slug]
    files = dict(_files(project, run))
    sheet = _sheet(catalogue, run, files)
    files["README.md"] = _about(catalogue, sheet).encode()
    sheet["files"] = {name: hashed(content) for name, content in sorted(files.items())}
    # A run that was just made and one that was kept may have their keys in another order.
    text = json.dumps(sheet, indent=1, sort_keys=True, ensure_ascii=False)
    files[SHEET] = f"{text}\n".encode()
    write(target, files)
    return sheet


def write(target: Path, files: dict[str, bytes]) -> None:
    """Write a zip whose bytes depend on its files alone."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            made.writestr(entry, content)


def _files(project: Project, run: Run) -> Iterator[tuple[str, bytes]]:
    """Give every file that the page needs, by its name in the zip."""
    root = project.root
    yield "page.ipynb", RunStore(root, project.build).notebook_path(run.page).read_bytes()
    yield "rerun.py", RERUN.read_bytes()
    loose = [root / name for name in (run.notebook, "_config.yml", "requirements.txt", "LICENSE")]
    places = project.data / "places" / "areas.csv"
    for path in [*loose, *sorted(project.data.rglob("*.yml")), places]:
        if path.is_file():
            yield path.relative_to(root).as_posix(), path.read_bytes()
    # What tells a playbook from any other folder; its list of tables is not of these.
    yield "data/datapackage.json", b"{}\n"
    for path, content in _tables(project, run.reads).items():
        yield path.relative_to(root).as_posix(), content
    for path in _code():
        yield f"scripts/playbook/{path.relative_to(PACKAGE).as_posix()}", path.read_bytes()


def _tables(project: Project, reads: list[dict[str, Any]]) -> dict[Path, bytes]:
    """Give each table that was read, with just the rows that were."""
    marks: dict[Path, tuple[Table, np.ndarray]] = {}
    whole: dict[Path, bytes] = {}
    for one in reads:
        query = one["query"]
        if query["table"] == context.BOUNDARIES:
            whole[project.data / context.FILES[context.BOUNDARIES]] = context.boundaries(project)
            continue
        table, marked = queries.find(query, project)
        if query["table"] == queries.OBSERVATIONS:
            path = tables.path_of(project, query["indicator"])
        else:
            path = project.data / context.FILES[query["table"]]
        marks[path] = (table, marks[path][1] | marked if path in marks else marked)
    return whole | {
        path: b"\n".join([table.header, *(table.lines[row] for row in np.flatnonzero(marked))])
        + b"\n"
        for path, (table, marked) in marks.items()
    }


def _code() -> list[Path]:
    found = [PACKAGE / name for name in LOOSE]
    return found + sorted(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py"))


def _sheet(catalogue: Catalogue, run: Run, files: dict[str, bytes]) -> dict[str, Any]:
    project = catalogue.project
    try:
        commit = committed(project)
    except PlaybookError:
        commit = ""  # Of work that is not committed, the files themselves are all that there is.
    return {
        "page": run.page,
        "title": run.facts["page"]["title"],
        "notebook": run.notebook,
        "parameters": run.parameters,
        "system": project.system,
        "edition": catalogue.edition.name,
        "commit": commit,
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "lock": fingerprint.lock(project),
        "rows": {
            name: content.count(b"\n") - 1
            for name, content in files.items()
            if name.endswith(".csv") and name != "data/places/areas.csv"
        },
        "values": run.facts["values"],
    }


def _about(catalogue: Catalogue, sheet: dict[str, Any]) -> str:
    parameters = ", ".join(f"{key} = {value}" for key, value in sheet["parameters"].items())
    return ABOUT.format(
        title=sheet["title"],
        book=f"{catalogue.system.short_name} playbook",
        edition=sheet["edition"],
        notebook=sheet["notebook"],
        parameters=parameters or "none",
        rows=f"{sum(sheet['rows'].values()):,}",
        python=sheet["python"],
    )
