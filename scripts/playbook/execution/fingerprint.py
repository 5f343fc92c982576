"""What a page's result depends on, as hashes that can be compared and told apart in words."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.execution import notebooks
from playbook.execution.pages import Page
from playbook.execution.store import Run
from playbook.observations import reads

ROOMS = ("catalogue", "observations", "methods", "figures")
"""The rooms that a notebook runs. The others cannot change what a page says."""

WORDS = {
    "code": "the notebook's code changed",
    "parameters": "its parameters changed",
    "package": "the playbook's own code changed",
    "lock": "the locked packages changed",
    "records": "the catalogue's records changed",
}


def inputs(project: Project, page: Page) -> dict[str, str]:
    """Hash everything a page depends on that is known before it runs.

    Returns
    -------
    dict of str to str
        Keys as in ``WORDS``.
    """
    return {
        "code": _code(page.notebook, page.notebook.stat().st_mtime_ns),
        "parameters": _digest(json.dumps([page.system, page.parameters], sort_keys=True).encode()),
        "package": package(),
        "lock": _file(project.root / "requirements.txt"),
        "records": records(project),
    }


def stale(project: Project, page: Page, run: Run | None) -> list[str]:
    """Say in words why a page must be executed; an empty list when its run still holds.

    Parameters
    ----------
    run : Run or None
        What the store has for the page.
    """
    if run is None:
        return ["it has no run yet"]
    now = inputs(project, page)
    reasons = [WORDS[key] for key in WORDS if run.inputs.get(key) != now[key]]
    return reasons or [f"data: {_named(r)} changed" for r in run.reads if _changed(project, r)]


def _changed(project: Project, recorded: dict[str, Any]) -> bool:
    try:
        return reads.replay(recorded["query"], project) != recorded["sha256"]
    except PlaybookError:
        # What was read then cannot be read now; running the page says why.
        return True


def _named(recorded: dict[str, Any]) -> str:
    query = recorded["query"]
    subject = str(query.get("indicator") or query.get("table"))
    areas = query.get("areas")
    if not areas:
        return subject
    return f"{subject} × {areas if isinstance(areas, str) else ', '.join(areas)}"


@cache
def package() -> str:
    """Hash the source of the rooms that notebooks use."""
    spec = find_spec("playbook")
    home = Path(next(iter(spec.submodule_search_locations or []))) if spec else Path()
    digest = hashlib.sha256()
    for path in sorted(p for room in ROOMS for p in (home / room).rglob("*.py")):
        digest.update(f"{path.relative_to(home).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def records(project: Project) -> str:
    """Hash the playbook's own records: every YAML file and the list of areas."""
    digest = hashlib.sha256()
    for path in [*sorted(project.data.rglob("*.yml")), project.data / "places" / "areas.csv"]:
        digest.update(f"{project.shown(path)}\0{_file(path)}\0".encode())
    return digest.hexdigest()


@cache
def _code(path: Path, _modified: int) -> str:
    return notebooks.read(path).code_hash()


def _file(path: Path) -> str:
    return _digest(path.read_bytes()) if path.exists() else ""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
