"""Change several files of ``data/`` together: all of them or none, even when the power fails.

New files are written apart, in a copy of ``data/`` of which every unchanged file is the same file
(a hard link). The copy is checked as a whole. Then a journal is written that says what moves
where, the files are moved one by one, and the journal goes. Whoever finds a journal finishes it.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.writing import write_atomically

FOLDER = "refresh"
JOURNAL = ".refresh.json"


class Stage:
    """A copy of a playbook's data, to change and to check before it takes the place of the old.

    Parameters
    ----------
    project
        The playbook.
    name
        Of the folder under ``_build/refresh/``.
    """

    def __init__(self, project: Project, name: str) -> None:
        self.project = project
        self.root = project.build / FOLDER / name
        self._changed: set[Path] = set()

    def __enter__(self) -> Stage:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(
            self.project.data, self.root / "data", copy_function=_linked, ignore=_unwritten
        )
        # A catalogue reads them beside the data.
        if self.project.notebooks.is_dir():
            (self.root / "notebooks").symlink_to(self.project.notebooks)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.root, ignore_errors=True)

    @property
    def staged(self) -> Project:
        """The playbook as it is to become."""
        return Project(self.root)

    def write(self, path: Path, text: str) -> bool:
        """Write a file of the copy, given below ``data/``; say whether it is another than before.

        The file that stands in ``data/`` is not touched: a new one takes the place of the link.
        """
        content = text.encode("utf-8")
        place = self.root / "data" / path
        if place.is_file() and place.read_bytes() == content:
            return False
        write_atomically(place, content)
        self._changed.add(path)
        return True

    def read(self, path: Path) -> str:
        """Read a file of the copy; empty when it is not there."""
        place = self.root / "data" / path
        return place.read_text(encoding="utf-8") if place.is_file() else ""

    def commit(self) -> list[str]:
        """Let the changed files take their places, together.

        Returns
        -------
        list of str
            The files, as messages show them.
        """
        moves = []
        for number, path in enumerate(sorted(self._changed)):
            # Beside its place, since a rename is one step only within one file system.
            target = self.project.data / path
            beside = target.with_name(f".{target.name}.staged{number}")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.root / "data" / path, beside)
            moves.append([beside.relative_to(self.project.data).as_posix(), path.as_posix()])
        if moves:
            write_atomically(self.project.data / JOURNAL, json.dumps(moves).encode())
            finish(self.project)
        return [self.project.shown(self.project.data / path) for path in sorted(self._changed)]


def finish(project: Project) -> bool:
    """Finish what a refresh that was stopped had begun to put in place; say if there was any.

    Before the journal is there nothing was changed, and what lies about is swept away.

    Raises
    ------
    PlaybookError
        The journal cannot be read.
    """
    journal = project.data / JOURNAL
    if not journal.is_file():
        for left in project.data.rglob(".*.staged*"):
            left.unlink()
        return False
    try:
        moves = json.loads(journal.read_text(encoding="utf-8"))
        pairs = [(project.data / a, project.data / b) for a, b in moves]
    except (ValueError, TypeError) as fault:
        message = f"cannot be read: {fault}. Restore data/ from version control and remove it."
        raise PlaybookError(message, file=project.shown(journal)) from None
    for beside, target in pairs:
        if beside.is_file():
            beside.replace(target)
    journal.unlink()
    return True


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # Another file system.
        shutil.copyfile(source, target)


def _unwritten(_: str, names: list[str]) -> set[str]:
    return {name for name in names if ".staged" in name or name == JOURNAL}
