"""The shelf: the static tree that readers see, with every edition published so far.

Its name is a symbolic link to a folder beside it. A publication makes the next folder whole, out of
links to the files that stay, and then moves the link: a reader sees the old tree or the new one,
whatever happens in between. A host without symbolic links is sent the folder's content, editions
first (see the README).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playbook.errors import PlaybookError
from playbook.locking import lock

NEXT, POINTER, LOCK = ".next", ".pointer", ".lock"


@dataclass(frozen=True)
class Shelf:
    """A tree of editions at a place of the file system.

    Parameters
    ----------
    place
        What a web server serves; a symbolic link, made by the first publication.
    """

    place: Path

    @classmethod
    def at(cls, place: Path) -> Shelf:
        """Open the shelf at a place; its own name is not followed, for it is the pointer."""
        return cls(place.parent.resolve() / place.name)

    def __str__(self) -> str:
        """Write it as it is given."""
        return str(self.place)

    @property
    def home(self) -> Path:
        """Where the trees stand that the pointer has named."""
        return self.place.with_name(f".{self.place.name}.editions")

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Wait for another publication to this place; say whether there was one."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            stream = (self.home / LOCK).open("a")
        except OSError as error:
            raise PlaybookError(
                f"cannot be written: {error.strerror}. Nothing was published.", file=self.place
            ) from error
        with stream:
            waited = lock(stream.fileno())
            self._check()
            yield waited

    def tree(self) -> Path | None:
        """Give the folder that readers see; None before the first publication."""
        return self.place.resolve() if self.place.is_dir() else None

    def replace(self, make: Callable[[Path], str]) -> None:
        """Let the next tree be made, and show it to readers in one step.

        Parameters
        ----------
        make
            Fills an empty folder and gives a name for its state, such as a hash.
        """
        ahead = self.home / NEXT
        shutil.rmtree(ahead, ignore_errors=True)
        ahead.mkdir()
        state = make(ahead)
        before, after = self.tree(), self.home / state
        if after == before:
            shutil.rmtree(ahead)
            return
        # One of this name was made by a publication that ended before it was shown.
        shutil.rmtree(after, ignore_errors=True)
        ahead.rename(after)
        pointer = self.home / POINTER
        pointer.unlink(missing_ok=True)
        pointer.symlink_to(os.path.relpath(after, self.place.parent))
        pointer.replace(self.place)
        for old in self.home.iterdir():
            # The one before stays for a while: a server may be in the middle of a file of it.
            if old.is_dir() and old not in {before, after}:
                shutil.rmtree(old)

    def _check(self) -> None:
        if self.place.is_symlink() or not self.place.exists():
            return
        if self.place.is_dir() and not any(self.place.iterdir()):
            self.place.rmdir()
            return
        raise PlaybookError(
            "is not a tree of editions that was published here. Name a place that does not exist "
            "yet, or the one that was published to before.",
            file=self.place,
        )


def link(source: Path, target: Path) -> None:
    """Give a file a second name; copy it where the file system knows no links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def link_all(source: Path, target: Path) -> None:
    """Give every file of a folder a second name below another folder."""
    for path in files(source):
        link(path, target / path.relative_to(source))


def files(folder: Path) -> list[Path]:
    """List every file below a folder, sorted."""
    return sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
