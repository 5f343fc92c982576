"""Where a process that stays is reached: a socket in the folder of what is built.

Only who may write to that folder reaches it. One process at a time holds the place, for as long as
it lives.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playbook.locking import lock

NAME = ".workshop"


@dataclass(frozen=True)
class Endpoint:
    """A place where this process listens.

    Attributes
    ----------
    path : Path
        The socket's file.
    listener : socket
        The socket.
    inode : int
        Of the file that was made: another process may have made another one since.
    """

    path: Path
    listener: socket.socket
    inode: int

    def stands(self) -> bool:
        """Say whether it can still be reached; whoever clears the folder takes the place away."""
        try:
            return self.path.stat().st_ino == self.inode
        except OSError:
            return False


@contextmanager
def held(folder: Path) -> Iterator[Endpoint | None]:
    """Take the place in a folder, and listen there.

    Yields
    ------
    Endpoint or None
        None when another process holds the place.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    with (folder / f"{NAME}.lock").open("a") as stream:
        if lock(stream.fileno(), wait=False):
            yield None
            return
        # One that was left by a process that was killed.
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listener:
            with _named(folder) as name:
                listener.bind(name)
            path.chmod(0o600)
            listener.listen()
            place = Endpoint(path, listener, path.stat().st_ino)
            try:
                yield place
            finally:
                if place.stands():
                    path.unlink()


def reached(folder: Path) -> socket.socket | None:
    """Reach the process that listens in a folder; None when there is none."""
    if not hasattr(socket, "AF_UNIX"):
        return None
    caller = socket.socket(socket.AF_UNIX)
    try:
        with _named(folder) as name:
            caller.connect(name)
    except OSError:
        caller.close()
        return None
    return caller


@contextmanager
def _named(folder: Path) -> Iterator[str]:
    """Name the place in few letters: the system takes a hundred, and a path may have more."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        short = Path(f"/proc/self/fd/{handle}")
        yield str((short if short.exists() else folder) / NAME)
    finally:
        os.close(handle)
