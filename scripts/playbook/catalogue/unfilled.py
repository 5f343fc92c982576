"""Places that a skeleton leaves open: only somebody who knows the fact can fill them in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from playbook.catalogue.project import Project
from playbook.errors import PlaybookError

MARK = "TO FILL IN"
"""What an open place begins with. The gate of records refuses it; a preview shows it."""


def asked(what: str) -> str:
    """Mark a place that is open, and say what belongs there."""
    return f"{MARK}: {what}"


def problems(project: Project) -> Iterator[PlaybookError]:
    """Find the places that are still open, in records, pages of prose and notebooks."""
    for path in _written(project):
        text = path.read_text(encoding="utf-8", errors="replace")
        if MARK not in text:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if MARK in line:
                what = re.sub(r"(\\n)?[\"', ]*$", "", line.partition(MARK)[2].lstrip(": "))
                message = (
                    f"is still to be filled in: {what or 'what is known'}. "
                    "Write what its source says; leave the field out if it may be left out."
                )
                yield PlaybookError(message, file=project.shown(path), line=number)


def _written(project: Project) -> Iterator[Path]:
    for folder, ending in (
        (project.data, "*.yml"),
        (project.book, "*.md"),
        (project.notebooks, "*.ipynb"),
    ):
        yield from sorted(folder.rglob(ending))
