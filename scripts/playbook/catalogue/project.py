"""Where a playbook lives on disk."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from playbook.errors import PlaybookError, nearest

ROOT_VARIABLE = "PLAYBOOK_ROOT"
SYSTEM_VARIABLE = "PLAYBOOK_SYSTEM"
"""Names the system for a notebook or a renderer, which have no option for it."""

OWN = Path("playbook.yml")
SYSTEMS = Path("systems")
_MARKS = (Path("data") / "datapackage.json", Path("_config.yml"))
"""A folder that holds both is a playbook: data of its own and a book to put them in."""


@dataclass(frozen=True)
class Project:
    """One playbook, seen as the book of one of its systems.

    Parameters
    ----------
    root
        The folder with data, notebooks and a book, absolute.
    system
        Id of the system whose book is made; empty for the playbook's own.
    """

    root: Path
    system: str = ""

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
        """Everything made, each system's apart; never committed."""
        made = self.root / "_build"
        return made / "systems" / self.system if self.system else made

    @property
    def systems(self) -> list[str]:
        """Ids of the systems that there are records of."""
        return sorted(path.stem for path in (self.data / SYSTEMS).glob("*.yml"))

    def of(self, system: str) -> Project:
        """See this playbook as the book of another system.

        Raises
        ------
        PlaybookError
            If there is no record of this id; the nearest ids are named.
        """
        if system not in self.systems:
            hint = nearest(system, self.systems, noun="system")
            raise PlaybookError(f"there is no system {system!r}. {hint}")
        # What only says where things are has no use for the models of records.
        from playbook.catalogue import records
        from playbook.catalogue.system import Playbook

        own, _ = records.read(self.data / OWN, Playbook, self.shown(self.data / OWN))
        return Project(self.root, "" if system == own.system else system)

    def shown(self, path: Path) -> str:
        """Write a path as messages show it: relative to the root, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    @classmethod
    def find(
        cls, start: str | os.PathLike[str] | None = None, system: str | None = None
    ) -> Project:
        """Find the playbook that a person or a notebook is working in.

        Parameters
        ----------
        start
            Where to look from. By default the folder named by ``PLAYBOOK_ROOT``, else the
            working directory. The nearest playbook at or above it is taken.
        system
            Whose book. By default the one named by ``PLAYBOOK_SYSTEM``, else the playbook's own.

        Raises
        ------
        PlaybookError
            If no folder on the way up holds both ``data/datapackage.json`` and ``_config.yml``, or
            there is no such system.
        """
        named = system or os.environ.get(SYSTEM_VARIABLE)
        found = cls._find(start)
        return found.of(named) if named else found

    @classmethod
    def _find(cls, start: str | os.PathLike[str] | None) -> Project:
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
