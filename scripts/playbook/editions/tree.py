"""What a tree of editions holds, and how the next one is made out of the one before.

A folder for each edition, ``latest/`` with the files of the newest, and at the root what belongs to
all of them: `versions.json` for the switcher, `pages.json` for the banner of old pages, the feed,
the site map, and `tree.json`, which has the hash of each of these and of each ``edition.json``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from playbook.catalogue.manifest import Manifest
from playbook.catalogue.moved import FILE
from playbook.catalogue.system import Edition
from playbook.editions import roots
from playbook.editions.numbers import hashed
from playbook.editions.shelf import files, link, link_all
from playbook.errors import PlaybookError, nearest
from playbook.writing import put

MANIFEST, CONTENTS, LATEST = "edition.json", "tree.json", "latest"
FORMAT = 1


def order(name: str) -> tuple[int, ...]:
    """Sort editions: 2026.11, then 2026.11.1, then 2026.12."""
    return tuple(int(part) for part in name.split("."))


def sha256(path: Path) -> str:
    """Hash a file."""
    return hashed(path.read_bytes())


def written(manifest: Manifest) -> bytes:
    """Write an edition.json: the same manifest gives the same bytes."""
    return (
        json.dumps(manifest.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"
    ).encode()


def read(folder: Path) -> Manifest:
    """Read the edition.json of an edition.

    Raises
    ------
    PlaybookError
        If there is none, or it does not fit the schema.
    """
    path = folder / MANIFEST
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise PlaybookError("is missing: this folder is no edition.", file=path) from None
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise PlaybookError(
            f"{first['msg']}. It was altered, or is of another version of the playbook.",
            file=path,
            field=field,
        ) from None


def contents(tree: Path) -> dict[str, Any]:
    """Read tree.json.

    Raises
    ------
    PlaybookError
        If there is none, or it is not ours.
    """
    path = tree / CONTENTS
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise PlaybookError("is missing: this is no tree of editions.", file=path) from None
    except ValueError:
        found = None
    if not isinstance(found, dict) or set(found) != {"format", "latest", "editions", "files"}:
        raise PlaybookError("was altered: it is not the contents of a tree.", file=path)
    return found


def editions(tree: Path | None) -> dict[str, Manifest]:
    """Read every edition of a tree, oldest first; none when there is no tree."""
    if tree is None:
        return {}
    return {name: read(tree / name) for name in sorted(contents(tree)["editions"], key=order)}


def before(tree: Path | None, name: str) -> list[Manifest]:
    """Read the editions of a tree that come before one of this name, oldest first."""
    return [one for known, one in editions(tree).items() if order(known) < order(name)]


def edition(tree: Path, name: str) -> Manifest:
    """Read one edition of a tree."""
    known = contents(tree)["editions"]
    if name not in known:
        raise PlaybookError(f"there is no edition {name!r}. {nearest(name, known, noun='edition')}")
    return read(tree / name)


def check_follows(edition: Edition, known: Mapping[str, Manifest], file: str) -> None:
    """Refuse an edition that does not come after the newest, or that names another before it.

    Raises
    ------
    PlaybookError
        With the field of ``edition.yml`` to change.
    """
    newest = max(known, key=order, default=None)
    if newest and order(edition.name) <= order(newest):
        raise PlaybookError(
            f"{edition.name} does not come after {newest}, the newest edition here.",
            file=file,
            field="name",
        )
    if edition.previous != newest:
        raise PlaybookError(
            f"is {edition.previous or 'not given'}, but the newest edition here is "
            f"{newest or 'none: this is the first. Remove it'}.",
            file=file,
            field="previous",
        )


def lost(last: Manifest, following: Manifest) -> list[str]:
    """Name the addresses of an edition at which the next has nothing, not even where they went."""
    gone = last.files.keys() - following.files.keys()
    return sorted(path.removesuffix(".html") for path in gone if path.endswith(".html"))


def check_kept(last: Manifest, following: Manifest) -> None:
    """Refuse an edition that has nothing at an address of the one before.

    Raises
    ------
    PlaybookError
        Naming the addresses.
    """
    if gone := lost(last, following):
        shown = ", ".join(gone[:5]) + (", ..." if len(gone) > 5 else "")
        raise PlaybookError(
            f"{len(gone)} addresses of edition {last.name} would lead nowhere: {shown}. Say for "
            "each which page has taken its place, or why none has.",
            file=f"data/{FILE}",
            field="moved",
        )


def extend(ahead: Path, before: Path | None, site: Path, manifest: Manifest) -> str:
    """Fill a folder with the tree before and one more edition; give the hash of its contents.

    Parameters
    ----------
    ahead
        The empty folder.
    before
        The tree so far; its files are linked, not copied.
    site
        The built site of the edition.
    manifest
        Its edition.json.
    """
    known = editions(before)
    own = ahead / manifest.name
    shared: dict[str, Path] = {}
    for name, one in known.items():
        link_all(Path(before or "", name), ahead / name)
        shared |= {sha: ahead / name / path for path, sha in one.files.items()}
    for path, sha in manifest.files.items():
        # The bytes that an earlier edition has are not stored twice. Of a branch only the lists are
        # here, and git sees to that.
        same = shared.get(sha)
        if same and same.is_file():
            link(same, own / path)
        else:
            _copy(site / path, own / path)
    put(own / MANIFEST, written(manifest))
    link_all(own, ahead / LATEST)
    for name, content in roots.files([*known.values(), manifest], own).items():
        put(ahead / name, content)
    listed = {
        "format": FORMAT,
        "latest": manifest.name,
        "editions": {name: sha256(ahead / name / MANIFEST) for name in [*known, manifest.name]},
        "files": {path.name: sha256(path) for path in files(ahead) if path.parent == ahead},
    }
    text = json.dumps(listed, indent=1, sort_keys=True) + "\n"
    put(ahead / CONTENTS, text.encode())
    return hashed(text.encode())[:16]


def _copy(source: Path, target: Path) -> None:
    put(target, source.read_bytes())
