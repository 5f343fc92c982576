"""A change of several files of a playbook, made whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playbook.catalogue import Catalogue, Project, consistency
from playbook.catalogue.documents import Document, parse
from playbook.catalogue.system import SLUG
from playbook.errors import PlaybookError
from playbook.execution import pages
from playbook.observations import tables
from playbook.sources import package
from playbook.writing import write_atomically

PACKAGE = Path("data") / tables.PACKAGE


@dataclass
class Change:
    """Files to add and to edit, and what the author has to know.

    Attributes
    ----------
    project : Project
        The playbook.
    added, edited : dict
        New text of each file, by its path below the root.
    notes : list of str
        What is left for the author to do or to read.
    """

    project: Project
    added: dict[Path, str] = field(default_factory=dict)
    edited: dict[Path, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, folder: str, name: str, text: str) -> None:
        """Add a file to a folder below the root.

        Raises
        ------
        PlaybookError
            If its name could lead elsewhere, or it is there: nothing is ever overwritten.
        """
        path = Path(folder, name)
        if path != Path(folder) / path.name or not re.fullmatch(SLUG, path.stem):
            stem = name.rpartition(".")[0]
            raise PlaybookError(f"{stem!r} is no name: use a to z, digits, and _ or - in between.")
        if (self.project.root / path).exists():
            message = "is there already. Choose another name, or edit the file."
            raise PlaybookError(message, file=path)
        self.added[path] = text

    def text(self, path: Path) -> str:
        """Give a file as this change would leave it."""
        known = self.edited.get(path)
        return (self.project.root / path).read_text(encoding="utf-8") if known is None else known

    def document(self, path: Path) -> Document:
        """Give a file of records as this change would leave it, with the lines of its values."""
        return parse(self.text(path), path.as_posix())

    def make(self) -> list[Path]:
        """Write the files, check the playbook, and take everything back if it does not hold.

        Returns
        -------
        list of Path
            What was added and edited, below the root.

        Raises
        ------
        PlaybookError
            What is wrong, after everything was put back.
        """
        wanted = self.added | self.edited
        before = {path: self._bytes(path) for path in (*wanted, PACKAGE)}
        try:
            for path, text in wanted.items():
                write_atomically(self.project.root / path, text.encode())
            if any(path.suffix == ".csv" for path in wanted):
                package.write(self.project.root)
            if found := list(problems(self.project)):
                raise PlaybookError.together(found)
        except BaseException:
            for path, content in before.items():
                self._put_back(self.project.root / path, content)
            raise
        return [path for path in before if self._bytes(path) != before[path]]

    def _bytes(self, path: Path) -> bytes | None:
        whole = self.project.root / path
        return whole.read_bytes() if whole.is_file() else None

    @staticmethod
    def _put_back(path: Path, content: bytes | None) -> None:
        if content is None:
            path.unlink(missing_ok=True)
        elif path.read_bytes() != content:
            write_atomically(path, content)


def problems(project: Project) -> Iterator[PlaybookError]:
    """Find what keeps a playbook from being built: records, tables, and the pages they make."""
    catalogue = Catalogue.read(project)
    yield from consistency.problems(catalogue)
    yield from tables.problems(catalogue)
    pages.expand(project, catalogue)
