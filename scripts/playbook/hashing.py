"""Hashes of files: each is read once for as long as it stays the very file that it was.

A leaf module: every room may import it, and it imports none but its like.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from playbook.writing import write_atomically

Stamp = list[int]

SETTLED = 2_000_000_000
"""Nanoseconds after which a file that is changed again has another time on any file system."""

LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}


def stamp(stat: os.stat_result) -> Stamp:
    """Tell one state of a file from another: size, times and inode, as git's index does.

    The system sets the time of change, so that no program can write to a file and keep its stamp.
    """
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]


def files(root: str | os.PathLike[str]) -> Iterator[tuple[str, os.stat_result]]:
    """Give each file at or below a path with its state, folder by folder in order of names."""
    try:
        with os.scandir(root) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except NotADirectoryError:
        yield os.fspath(root), Path(root).stat()
        return
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name in LEFT_OUT:
            continue
        if entry.is_dir():
            yield from files(entry.path)
        elif entry.is_file():
            yield entry.path, entry.stat()


class FileHashes:
    """Hashes of files by path, remembered with the stamp of the file that was hashed.

    Parameters
    ----------
    memory : Path
        A file that keeps them; it may be lost at any time, and costs a second reading then.
    """

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._seen: dict[str, list[Any]] = {}

    def of(self, path: str, stat: os.stat_result) -> str:
        """Hash a file whose state is known; one that is as it was is not read again.

        Raises
        ------
        OSError
            If it cannot be read.
        """
        now = stamp(stat)
        before = self._known.get(path)
        if not isinstance(before, list) or before[:-1] != now:
            with open(path, "rb") as stream:  # noqa: PTH123 # a path that is text already
                before = [*now, hashlib.sha256(stream.read()).hexdigest()]
            if time.time_ns() - stat.st_ctime_ns < SETTLED:
                # It could be changed once more and keep its stamp.
                return str(before[-1])
        self._seen[path] = before
        return str(before[-1])

    def remember(self) -> None:
        """Keep the hashes of the files that were asked for."""
        if self._seen != self._known:
            # What cannot be written is read all the same, only more slowly.
            with suppress(OSError):
                write_atomically(self._memory, json.dumps(self._seen, sort_keys=True).encode())
            self._known = dict(self._seen)

    @cached_property
    def _known(self) -> dict[str, list[Any]]:
        try:
            found = json.loads(self._memory.read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}
