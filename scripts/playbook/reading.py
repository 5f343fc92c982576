"""What a page reads of ``data/``: noted as it reads, and taken through one door.

A leaf module, so that the catalogue and the observations can note alike. Notes stand in a list of
the process; where ``PLAYBOOK_READS`` names a file they are also added to it, one JSON object a
line, so that whoever started a kernel can read them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

FILE_VARIABLE = "PLAYBOOK_READS"

Note = dict[str, Any]
"""What was asked (``query``, or ``look_up`` and ``of``) and the hash of what came back."""

_NOTES: dict[Hashable, Note] = {}
_ASIDE: ContextVar[dict[Hashable, Note] | None] = ContextVar("aside", default=None)
_DOOR: ContextVar[bool] = ContextVar("door", default=False)


def note(*entries: Note) -> None:
    """Add what was read to the notes, each thing once; plain values that JSON holds."""
    aside, new = _ASIDE.get(), []
    for entry in entries:
        key = _key(entry)
        if aside is not None:
            aside[key] = entry
        if key not in _NOTES:
            _NOTES[key] = entry
            new.append(json.dumps(entry, sort_keys=True, ensure_ascii=False) + "\n")
    file = os.environ.get(FILE_VARIABLE)
    if file and new:
        with Path(file).open("a", encoding="utf-8") as stream:
            stream.writelines(new)


def notes() -> list[Note]:
    """What this process has read so far, in order, each thing once."""
    return list(_NOTES.values())


@contextmanager
def aside() -> Iterator[Callable[[], list[Note]]]:
    """Collect what is read within apart as well, also what was noted before.

    Yields
    ------
    callable
        Gives what was read within so far.
    """
    found: dict[Hashable, Note] = {}
    token = _ASIDE.set(found)
    try:
        yield lambda: list(found.values())
    finally:
        _ASIDE.reset(token)


def clear() -> None:
    """Forget what this process has read, as a new page begins."""
    _NOTES.clear()


@contextmanager
def door() -> Iterator[bool]:
    """Let the playbook's own readers open files of ``data/``, which a page may not open itself.

    Yields
    ------
    bool
        Whether this is the outermost passage. A reader that other readers serve notes what it
        gave; they need not note what they gave to it.
    """
    outermost = not _DOOR.get()
    token = _DOOR.set(True)
    try:
        yield outermost
    finally:
        _DOOR.reset(token)


def passing() -> bool:
    """Say whether one of the playbook's own readers is at work."""
    return _DOOR.get()


def _key(entry: Note) -> Hashable:
    if "query" in entry:
        return json.dumps(entry["query"], sort_keys=True), entry["sha256"]
    return entry["look_up"], entry["of"], entry["sha256"]
