"""A folder that is brought up to date file by file: only what changed is written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from playbook.writing import put, write_atomically


@dataclass
class Tree:
    """A folder that is brought up to date file by file, and swept of what is no longer wanted.

    Attributes
    ----------
    folder : Path
        The folder.
    wanted : set of Path
        Files that stay.
    written : list of str
        Files whose content changed, below the folder.
    """

    folder: Path
    wanted: set[Path] = field(default_factory=set)
    written: list[str] = field(default_factory=list)
    _made: dict[str, list[Any]] = field(default_factory=dict)

    def put(self, name: str, content: bytes) -> None:
        """Write one file unless it already says just that."""
        path = self.folder / name
        self.wanted.add(path)
        if put(path, content):
            self.written.append(name)

    def sweep(self) -> None:
        """Remove every file that was not put, and the folders that this leaves empty."""
        for path in sorted(self.folder.rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path not in self.wanted:
                path.unlink()

    def keeps(self, names: Iterable[str], made_of: str) -> bool:
        """Keep files that stand as they were when they were made of just this, now or before."""
        found = {name: [made_of, self._standing(name)] for name in names}
        if any(
            how not in (self._made.get(name), self._known.get(name)) for name, how in found.items()
        ):
            return False
        self.wanted.update(self.folder / name for name in found)
        self._made |= found
        return True

    def made(self, names: Iterable[str], made_of: str) -> None:
        """Note what files were made of."""
        self._made |= {name: [made_of, self._standing(name)] for name in names}

    def remember(self) -> None:
        """Keep these notes for the next time, once all that follows from the files is done too."""
        write_atomically(self._memory, json.dumps(self._made).encode())

    @cached_property
    def _known(self) -> dict[str, list[Any]]:
        """What files were made of when the folder was last remembered, and how they stood then."""
        try:
            found: dict[str, list[Any]] = json.loads(self._memory.read_bytes())
        except (OSError, ValueError):
            return {}
        return found

    @property
    def _memory(self) -> Path:
        return self.folder.with_name(f".{self.folder.name}.json")

    def _standing(self, name: str) -> list[int]:
        path = self.folder / name
        known = path.stat() if path.is_file() else None
        return [known.st_size, known.st_mtime_ns] if known else []
