"""The run store: for each page the executed notebook and what is known of its making.

Two files a page, ``<slug>.ipynb`` and ``<slug>.run.json``, each written whole or not at all. The
second is written last and carries the hash of the first, so a half-written pair is not a run.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat

from playbook.execution.pages import Page

FORMAT = 2
"""Raised when the meaning of run.json changes: older entries are then made again."""


@dataclass(frozen=True)
class Run:
    """One executed page.

    Attributes
    ----------
    page, notebook : str
        Slug, and the notebook's path below the playbook's folder.
    parameters : dict
        As given to the notebook.
    inputs : dict of str to str
        Hash of each thing that the run depends on, apart from the rows it read.
    reads : list of dict
        Query, number of rows, hash, and hash by area of each recorded read, in the order of first
        use.
    look_ups : dict of str to dict
        Hash of what the catalogue answered, by the name of the look-up and what it was asked of.
    facts : dict
        ``page`` (title, description, words), ``values`` and ``figures``.
    warnings : list of str
        What the notebook wrote to standard error.
    sha256 : str
        Hash of the executed notebook's file.
    seconds : float
        Wall-clock time. It and the memory alone differ between two runs of an unchanged page.
    memory_mb : float or None
        Peak memory of the process that ran it; None where the engine cannot tell.
    """

    page: str
    notebook: str
    parameters: dict[str, Any]
    inputs: dict[str, str]
    reads: list[dict[str, Any]]
    look_ups: dict[str, dict[str, str]]
    facts: dict[str, Any]
    warnings: list[str]
    sha256: str
    seconds: float
    memory_mb: float | None = None
    format: int = FORMAT


class RunStore:
    """The runs of one system's book, under ``_build/runs/`` or in a folder of its own."""

    def __init__(self, root: Path, build: Path | None = None) -> None:
        self.root = root
        self.folder = (build or root / "_build") / "runs"

    def notebook_path(self, slug: str) -> Path:
        """Say where a page's executed notebook is."""
        return self.folder / f"{slug}.ipynb"

    def put(
        self,
        page: Page,
        node: nbformat.NotebookNode,
        inputs: dict[str, str],
        log: list[str],
        facts: dict[str, Any],
        warnings: list[str],
        seconds: float,
        memory_mb: float | None = None,
    ) -> Run:
        """Store an executed page, atomically, and give its record."""
        text = nbformat.writes(node) + "\n"
        notes = [json.loads(line) for line in dict.fromkeys(log)]
        run = Run(
            page=page.slug,
            notebook=str(page.notebook.relative_to(self.root)),
            parameters=page.parameters,
            inputs=inputs,
            reads=[one for one in notes if "query" in one],
            look_ups=_by_name(one for one in notes if "look_up" in one),
            facts=facts,
            warnings=warnings,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            seconds=round(seconds, 3),
            memory_mb=memory_mb,
        )
        path = self.notebook_path(page.slug)
        write_atomically(path, text)
        record = json.dumps(asdict(run), indent=1, sort_keys=True, ensure_ascii=False)
        write_atomically(path.with_suffix(".run.json"), record + "\n")
        return run

    def get(self, slug: str) -> Run | None:
        """Give a page's run; None when there is none or when its files do not hold together."""
        path = self.notebook_path(slug)
        try:
            record = json.loads(path.with_suffix(".run.json").read_bytes())
            whole = hashlib.sha256(path.read_bytes()).hexdigest() == record["sha256"]
            run = Run(**record)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return run if whole and run.format == FORMAT and run.page == slug else None

    def notebook(self, run: Run) -> dict[str, Any]:
        """Read the executed notebook of a run, as plain JSON: it was validated when it was put."""
        found: dict[str, Any] = json.loads(self.notebook_path(run.page).read_bytes())
        return found


def _by_name(look_ups: Iterable[dict[str, str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for one in look_ups:
        found.setdefault(one["look_up"], {})[one["of"]] = one["sha256"]
    return found


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that a reader finds the old text or the new, never a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
