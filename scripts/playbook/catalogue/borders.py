"""Nothing of a playbook leads out of it: no link among its files points elsewhere.

Who proposes a change may propose a link as well. A page of prose that is a link to a file of the
machine would publish that file, and a folder below ``_build`` that is one would be written to.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from playbook.catalogue.project import Project
from playbook.errors import PlaybookError

WRITTEN = ("book", "data", "notebooks")
MADE = ("book", "runs", "site")
"""Folders below ``_build`` whose files are written one by one."""


def check(project: Project) -> None:
    """Look at every link below the playbook's folders.

    Raises
    ------
    PlaybookError
        Naming each that leads out of the playbook.
    """
    home = os.path.realpath(project.root)
    problems = [
        PlaybookError(
            "is a link out of the playbook. Put the file itself there.", file=project.shown(path)
        )
        for path in _links(project)
        if not os.path.realpath(path).startswith(home + os.sep)
    ]
    if problems:
        raise PlaybookError.together(problems)


def _links(project: Project) -> Iterator[Path]:
    made = project.root / "_build"
    folders = [project.root / name for name in WRITTEN]
    for folder in (*folders, made, *(made / name for name in MADE)):
        if folder.is_symlink():
            yield folder
        elif folder != made:
            yield from _below(folder)


def _below(folder: str | os.PathLike[str]) -> Iterator[Path]:
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except OSError:
        return
    for entry in entries:
        if entry.is_symlink():
            yield Path(entry.path)
        elif entry.is_dir():
            yield from _below(entry.path)
