"""The run store: for each page the executed notebook and what is known of its making.

Two files a page, ``<slug>.ipynb`` and ``<slug>.run.json``, each written whole or not at all. The
second is written last and carries the hash of the first, so a half-written pair is not a run. A
page that is made in parts has them in a third, ``<slug>.parts.json``, which may be lost: the next
run then makes them all.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from playbook.catalogue.moved import ADDRESS
from playbook.errors import PlaybookError
from playbook.execution.pages import Page
from playbook.hashing import FileHashes
from playbook.locking import lock
from playbook.writing import PARTIAL, write_atomically

FORMAT = 3
"""Raised when the meaning of run.json changes: older entries are then made again."""

CHECKED = ".checked.json"
"""Names the file of notebooks that were found whole; it may be lost at any time."""

LOCK = ".lock"


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
    parts : str
        Hash of the file of its parts; empty when it has none.
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
    parts: str
    seconds: float
    memory_mb: float | None = None
    format: int = FORMAT


class RunStore:
    """The runs of one system's book, under ``_build/runs/`` or in a folder of its own."""

    def __init__(self, root: Path, build: Path | None = None) -> None:
        self.root = root
        self.folder = (build or root / "_build") / "runs"
        self._hashes = FileHashes(self.folder / CHECKED)

    def notebook_path(self, slug: str) -> Path:
        """Say where a page's executed notebook is.

        Raises
        ------
        PlaybookError
            If the address could lead out of the store.
        """
        if not re.fullmatch(ADDRESS, slug):
            raise PlaybookError(f"{slug!r} is no address of a page")
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
        parts: bytes = b"",
    ) -> Run:
        """Store an executed page, atomically, and give its record."""
        nbformat.validate(node)
        # On one line: written with indents it takes ten times as long, and nobody edits it.
        text = json.dumps(node, sort_keys=True, ensure_ascii=False) + "\n"
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
            parts=hashlib.sha256(parts).hexdigest() if parts else "",
            seconds=round(seconds, 3),
            memory_mb=memory_mb,
        )
        if parts:
            write_atomically(self._parts_path(page.slug), parts)
        return self.take(run, text.encode())

    def take(self, run: Run, notebook: bytes) -> Run:
        """Store a run and the bytes of its notebook, made here or on another machine."""
        path = self.notebook_path(run.page)
        write_atomically(path, notebook)
        record = json.dumps(vars(run), sort_keys=True, ensure_ascii=False)
        write_atomically(path.with_suffix(".run.json"), record.encode() + b"\n")
        return run

    def unwritable(self, error: OSError) -> PlaybookError:
        """Say that the store cannot be written, and what to do."""
        return PlaybookError(
            f"cannot be written: {error.strerror or error}. What was finished before is kept, and "
            "so is the site. Make room or allow writing, and run again.",
            file=self.folder.relative_to(self.root),
        )

    def get(self, slug: str) -> Run | None:
        """Give a page's run; None when there is none or when its files do not hold together."""
        path = self.notebook_path(slug)
        try:
            run = Run(**json.loads(path.with_suffix(".run.json").read_bytes()))
            whole = run.sha256 == self._sha256(path)
        except (OSError, ValueError, TypeError):
            return None
        return run if whole and run.format == FORMAT and run.page == slug else None

    def parts(self, slug: str, inputs: dict[str, str]) -> bytes:
        """Give the parts of a page's run that had the same inputs; empty when there are none."""
        run = self.get(slug)
        if run is None or run.inputs != inputs:
            return b""
        try:
            content = self._parts_path(slug).read_bytes()
        except FileNotFoundError:
            return b""
        return content if hashlib.sha256(content).hexdigest() == run.parts else b""

    def _parts_path(self, slug: str) -> Path:
        return self.notebook_path(slug).with_suffix(".parts.json")

    def notebook(self, run: Run) -> dict[str, Any]:
        """Read the executed notebook of a run, as plain JSON: it was validated when it was put.

        Raises
        ------
        PlaybookError
            When it is not what was put; the page then counts as not run.
        """
        path = self.notebook_path(run.page)
        content = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(content).hexdigest() != run.sha256:
            path.with_suffix(".run.json").unlink(missing_ok=True)
            raise PlaybookError("changed since it was run. Run it again.", file=path)
        found: dict[str, Any] = json.loads(content)
        return found

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Keep other runs out of this store, and wait for one that is at work here.

        Yields
        ------
        bool
            Whether there was one. Where the system knows no locks, none is waited for: files are
            replaced whole, so that two runs cost time and no more.

        Raises
        ------
        PlaybookError
            When the store cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            stream = (self.folder / LOCK).open("a")
        except OSError as error:
            raise self.unwritable(error) from error
        with stream:
            waited = lock(stream.fileno())
            for left in self.folder.rglob(f".*{PARTIAL}"):
                # A run that was ended in the middle of a file left a part of it.
                left.unlink(missing_ok=True)
            yield waited

    def remember(self) -> None:
        """Keep which notebooks were found whole, so that the next plan need not hash them."""
        self._hashes.remember()

    def _sha256(self, path: Path) -> str:
        """Hash a notebook; one that is the very file that was hashed before is not read again."""
        return self._hashes.of(str(path), path.stat())


def _by_name(look_ups: Iterable[dict[str, str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for one in look_ups:
        found.setdefault(one["look_up"], {})[one["of"]] = one["sha256"]
    return found
