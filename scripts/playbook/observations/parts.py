"""A page made of like parts, one an indicator for example, need not work all of them out again.

A part is kept with what it read. As long as all of that still reads the same, and all that the page
read before it, the part is what it was: it is taken as it is, and its reads are noted again, so
that the page depends on the same things either way. Whoever runs the page keeps the parts of its
last run, and hands them over only when code, parameters, package and lock are the same.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from playbook import reading
from playbook.catalogue import Catalogue, Project, lookups
from playbook.errors import PlaybookError
from playbook.observations import reads
from playbook.reading import Note

FILE_VARIABLE = "PLAYBOOK_PARTS"
"""Names the file with the parts of the page's last run; those of this run take their place."""

Part = dict[str, Any]
"""``after`` (hash of what the page had read before it), ``notes`` and ``gives``."""


def in_parts(make: Callable[[str], Any], names: Iterable[str]) -> list[Any]:
    """Make one part for each name; take it from the page's last run where it still holds.

    Parameters
    ----------
    make : callable
        Makes a part from a name alone, of what it loads and looks up. It gives plain values, such
        as text, numbers, lists and dictionaries, and leaves nothing else behind.
    names : iterable of str
        Such as ids of indicators; each once.

    Returns
    -------
    list
        What each part gives, in the order of the names, as JSON would bring it back.

    Raises
    ------
    PlaybookError
        When a part gives what JSON does not hold.

    Examples
    --------
    >>> in_parts(lambda id: len(load(id)), ["ae_four_hour"])  # doctest: +SKIP
    """
    file = os.environ.get(FILE_VARIABLE)
    kept = _read(Path(file)) if file else {}
    after = _digest(reading.notes())
    before, made = kept.get(make.__name__, {}), {}
    project = Project.find()
    catalogue = Catalogue.read(project)
    for name in names:
        part = before.get(name)
        if part and _holds(part, after, project, catalogue):
            reading.note(*part["notes"])
            made[name] = part
        else:
            made[name] = _made(make, name, after)
    if file:
        Path(file).write_text(json.dumps(kept | {make.__name__: made}), encoding="utf-8")
    return [part["gives"] for part in made.values()]


def _made(make: Callable[[str], Any], name: str, after: str) -> Part:
    with reading.aside() as noted:
        given = make(name)
    try:
        gives = json.loads(json.dumps(given))
    except (TypeError, ValueError) as error:
        raise PlaybookError(
            f"the part {name!r} gives what cannot be kept: {error}. A part gives plain values."
        ) from None
    return {"after": after, "notes": noted(), "gives": gives}


def _holds(part: Part, after: str, project: Project, catalogue: Catalogue) -> bool:
    return part["after"] == after and all(_same(project, catalogue, note) for note in part["notes"])


def _same(project: Project, catalogue: Catalogue, note: Note) -> bool:
    if "query" in note:
        return reads.holds(note, project)
    return lookups.holds(catalogue, note["look_up"], note["of"], note["sha256"])


def _digest(notes: list[Note]) -> str:
    return hashlib.sha256(json.dumps(notes, sort_keys=True).encode()).hexdigest()


def _read(file: Path) -> dict[str, dict[str, Part]]:
    try:
        found: dict[str, dict[str, Part]] = json.loads(file.read_bytes())
    except FileNotFoundError:
        return {}
    return found
