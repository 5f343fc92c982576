"""Putting a finished site in place of the one before: whole, and only a good one.

Files of a site are never changed where they stand. The tree of the site before the last is kept,
and the next one is made of it: most of its files and folders are as they are to be.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

PARTIAL, BEFORE = ".site.partial", ".site.before"
LEFT_OUT = shutil.ignore_patterns(".buildinfo*", ".doctrees", "_sources", "*.pickle", "reports")


def recover(site: Path) -> None:
    """Put the site back that a build took away when it was ended between two steps."""
    before = site.with_name(BEFORE)
    if before.exists() and not site.exists():
        before.rename(site)


def swap_in(html: Path, site: Path) -> Path:
    """Put a finished site in place of the one before, which is kept beside it.

    Parameters
    ----------
    html : Path
        The finished site. It is written over by the next build, so that nothing here may be the
        same file as one of its own.
    site : Path
        Where readers find it.

    Raises
    ------
    OSError
        When it cannot be written; the site is then as it was.
    """
    partial, before = site.with_name(PARTIAL), site.with_name(BEFORE)
    if before.exists():
        shutil.rmtree(partial, ignore_errors=True)
        before.rename(partial)
    partial.mkdir(exist_ok=True)
    _bring(str(html), str(partial), str(site))
    if site.exists():
        site.rename(before)
    partial.rename(site)
    return site


def _bring(source: str, target: str, known: str) -> None:
    """Make one folder what another one is; paths stay text, as they are thousands."""
    there, wanted = _entries(target), _entries(source)
    for name in LEFT_OUT(source, list(wanted)):
        del wanted[name]
    stay = {name for name in there if name in wanted and _stays(there[name], wanted[name])}
    for name in there.keys() - stay:
        if there[name].is_dir(follow_symlinks=False):
            shutil.rmtree(there[name].path)
        else:
            os.unlink(there[name].path)  # noqa: PTH108
    for name, entry in wanted.items():
        path = f"{target}/{name}"
        if entry.is_dir():
            if name not in stay:
                os.mkdir(path)  # noqa: PTH102
            _bring(entry.path, path, f"{known}/{name}")
        elif name not in stay:
            _place(entry.path, f"{known}/{name}", path)


def _entries(folder: str) -> dict[str, os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return {entry.name: entry for entry in entries}


def _stays(there: os.DirEntry[str], wanted: os.DirEntry[str]) -> bool:
    """Say whether what is there is what is wanted; folders are gone through themselves."""
    if wanted.is_dir() or there.is_dir(follow_symlinks=False):
        return wanted.is_dir() and there.is_dir(follow_symlinks=False)
    return _state(there.path) == _state(wanted.path)


def _place(source: str, known: str, target: str) -> None:
    """Give a file that the site has a second name for its bytes; copy any other."""
    if _state(source) == _state(known):
        try:
            os.link(known, target)
        except OSError:
            pass  # A file system without links.
        else:
            return
    # One by one: shutil.copytree would hide why the disk refused a file.
    shutil.copy2(source, target)


def _state(path: str) -> tuple[int, int] | None:
    try:
        stat = os.stat(path)  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        return None
    return stat.st_size, stat.st_mtime_ns
