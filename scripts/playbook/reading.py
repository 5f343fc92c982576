"""What a page reads of ``data/``: noted as it reads, and taken through one door.

A leaf module, so that the catalogue and the observations can note alike. Notes stand in a list of
the process; where ``PLAYBOOK_READS`` names a file they are also added to it, one JSON object a
line, so that whoever started a kernel can read them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

FILE_VARIABLE = "PLAYBOOK_READS"

_NOTES: dict[Hashable, dict[str, Any]] = {}
_DOOR: ContextVar[bool] = ContextVar("door", default=False)


def note(key: Hashable, entry: dict[str, Any]) -> None:
    """Add something that was read to the notes, once for each key; plain values that JSON holds."""
    if key in _NOTES:
        return
    _NOTES[key] = entry
    file = os.environ.get(FILE_VARIABLE)
    if file:
        line = json.dumps(entry, sort_keys=True, ensure_ascii=False)
        with Path(file).open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")


def notes() -> list[dict[str, Any]]:
    """What this process has read so far, in order, each thing once."""
    return list(_NOTES.values())


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
