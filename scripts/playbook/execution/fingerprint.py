"""What a page's result depends on, as hashes that can be compared and told apart in words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from playbook.catalogue import Catalogue, Project, lookups
from playbook.execution import notebooks, words
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
        "lock": lock(project),
    }


def stale(catalogue: Catalogue, page: Page, run: Run | None) -> list[str]:
    """Say in words why a page must be executed; an empty list when its run still holds.

    Parameters
    ----------
    run : Run or None
        What the store has for the page.
    """
    if run is None:
        return ["it has no run yet"]
    now = inputs(catalogue.project, page)
    reasons = [WORDS[key] for key in WORDS if run.inputs.get(key) != now[key]]
    if reasons:
        return reasons
    return [*_records(catalogue, run.look_ups), *_data(catalogue, run.reads)]


def _records(catalogue: Catalogue, look_ups: dict[str, dict[str, str]]) -> Iterator[str]:
    for name, answers in look_ups.items():
        changed = [of for of, sha in answers.items() if not lookups.holds(catalogue, name, of, sha)]
        if changed:
            yield f"record: {words.look_up(catalogue, name, changed)} changed"


def _data(catalogue: Catalogue, recorded: list[dict[str, Any]]) -> Iterator[str]:
    for one in recorded:
        if not reads.holds(one, catalogue.project):
            yield f"data: {words.read(catalogue, one)} changed"


@cache
def package() -> str:
    """Hash the source of the rooms that notebooks use."""
    spec = find_spec("playbook")
    home = Path(next(iter(spec.submodule_search_locations or []))) if spec else Path()
    digest = hashlib.sha256()
    for path in sorted(p for room in ROOMS for p in (home / room).rglob("*.py")):
        digest.update(f"{path.relative_to(home).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def lock(project: Project) -> str:
    """Hash the lock file; empty when there is none."""
    path = project.root / "requirements.txt"
    if not path.exists():
        return ""
    stat = path.stat()
    return _file(path, stat.st_mtime_ns, stat.st_size)


@cache
def _code(path: Path, _modified: int) -> str:
    return notebooks.read(path).code_hash()


@cache
def _file(path: Path, _modified: int, _size: int) -> str:
    return _digest(path.read_bytes())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
