"""Proving that a tree of editions is whole and unaltered, file by file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from playbook.catalogue.manifest import Manifest
from playbook.editions import tree
from playbook.editions.shelf import files
from playbook.errors import PlaybookError


def problems(place: Path) -> list[str]:
    """Name every file of a tree that was altered, lost or added.

    The tree's list of contents holds the hash of each ``edition.json`` and of the files at the
    root; each ``edition.json`` holds the hash of each file of its edition and that of the
    ``edition.json`` before it. So whoever alters an old edition unseen has to alter every later
    one too, and the commits and copies of others then still tell.

    Returns
    -------
    list of str
        A line for each problem, beginning with the file; empty for a tree that is whole.
    """
    try:
        listed = tree.contents(place)
    except PlaybookError as error:
        return [str(error)]
    return [*_roots(place, listed["files"]), *_editions(place, listed)]


def _roots(place: Path, listed: Mapping[str, str]) -> Iterator[str]:
    found = {path.name: path for path in place.iterdir() if not path.is_dir()}
    found.pop(tree.CONTENTS)
    yield from compared(found, listed, "")


def _editions(place: Path, listed: Mapping[str, Any]) -> Iterator[str]:
    known = listed["editions"]
    folders = {path.name for path in place.iterdir() if path.is_dir() and path.name != ".git"}
    for extra in sorted(folders - {*known, tree.LATEST}):
        yield f"{extra}/: is no edition of this tree"
    before: str | None = None
    for name in sorted(known, key=tree.order):
        path = place / name / tree.MANIFEST
        if not path.is_file():
            yield f"{name}/{tree.MANIFEST}: is missing"
            before = None
            continue
        own = tree.sha256(path)
        if own != known[name]:
            yield f"{name}/{tree.MANIFEST}: was altered"
        try:
            manifest = tree.read(place / name)
        except PlaybookError as error:
            yield f"{name}/{tree.MANIFEST}: cannot be read: {error.message}"
            before = None
            continue
        if before and manifest.previous_sha256 != before:
            yield f"{name}/{tree.MANIFEST}: does not follow the edition before it as that is now"
        before = own
        yield from _edition(place, name, manifest, own)
        if name == listed["latest"]:
            yield from _edition(place, tree.LATEST, manifest, own)


def _edition(place: Path, name: str, manifest: Manifest, own: str) -> Iterator[str]:
    folder = place / name
    found = {path.relative_to(folder).as_posix(): path for path in files(folder)}
    if name != tree.LATEST:
        found.pop(tree.MANIFEST, None)
        yield from compared(found, manifest.files, f"{name}/")
    else:
        yield from compared(found, {**manifest.files, tree.MANIFEST: own}, f"{name}/")


def compared(found: Mapping[str, Path], listed: Mapping[str, str], folder: str) -> Iterator[str]:
    """Name each file that is not listed, is missing, or has other bytes."""
    for name in sorted({*found, *listed}):
        if name not in found:
            yield f"{folder}{name}: is missing"
        elif name not in listed:
            yield f"{folder}{name}: does not belong here"
        elif tree.sha256(found[name]) != listed[name]:
            yield f"{folder}{name}: was altered"
