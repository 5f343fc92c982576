"""Where a playbook lives on disk."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from playbook.errors import PlaybookError

ROOT_VARIABLE = "PLAYBOOK_ROOT"
_MARKS = (Path("data") / "datapackage.json", Path("_config.yml"))
"""A folder that holds both is a playbook: data of its own and a book to put them in."""


@dataclass(frozen=True)
class Project:
    """One playbook: a folder with data, notebooks and a book.

    Parameters
    ----------
    root
        The folder, absolute.
    """

    root: Path

    @property
    def data(self) -> Path:
        """Tidy tables and the playbook's own records."""
        return self.root / "data"

    @property
    def notebooks(self) -> Path:
        """Parameterised notebooks and ``pages.yml``."""
        return self.root / "notebooks"

    @property
    def book(self) -> Path:
        """Prose pages."""
        return self.root / "book"

    @property
    def build(self) -> Path:
        """Everything made; never committed."""
        return self.root / "_build"

    def shown(self, path: Path) -> str:
        """Write a path as messages show it: relative to the root, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    @classmethod
    def find(cls, start: str | os.PathLike[str] | None = None) -> Project:
        """Find the playbook that a person or a notebook is working in.

        Parameters
        ----------
        start
            Where to look from. By default the folder named by ``PLAYBOOK_ROOT``, else the
            working directory. The nearest playbook at or above it is taken.

        Raises
        ------
        PlaybookError
            If no folder on the way up holds both ``data/datapackage.json`` and ``_config.yml``.
        """
        named = os.environ.get(ROOT_VARIABLE) if start is None else None
        origin = Path(start or named or Path.cwd()).expanduser().resolve()
        # A named root is a promise: looking above it would quietly take another playbook.
        for folder in (origin,) if named else (origin, *origin.parents):
            if all((folder / mark).is_file() for mark in _MARKS):
                return cls(folder)
        wanted = " and ".join(mark.as_posix() for mark in _MARKS)
        if named:
            raise PlaybookError(
                f"{ROOT_VARIABLE} names {origin}, which holds no {wanted}. "
                "Set it to the root of a playbook, or unset it."
            )
        raise PlaybookError(
            f"no playbook at or above {origin}: no folder there holds {wanted}. "
            f"Run the command inside a playbook, or set {ROOT_VARIABLE} to its root."
        )
