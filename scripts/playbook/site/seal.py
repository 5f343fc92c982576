"""The seal of a finished site: what it was made of, so that an unchanged one is not made again.

Everything that a build reads is hashed; of the runs and of the site itself names, sizes and times
are compared. A build that finds all of it as it left it has nothing to do. The look takes less time
than the imports of a build, so this module imports next to nothing.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from playbook.catalogue.project import Project
from playbook.hashing import FileHashes, files

PACKAGE = Path(__file__).parent.parent
SOURCES = ("data", "notebooks", "book", "_config.yml", "_toc.yml", "requirements.txt")
"""What a playbook is made of, below its root."""

MADE = ("runs", "site")
"""What it made, below the folder of what is built."""


@dataclass(frozen=True)
class Seal:
    """What is known of a finished site.

    Attributes
    ----------
    inputs : str
        Hash of every file that the build read.
    runs, site : str
        Hash of the names, sizes and times of the files of the runs, and of the site.
    pages : list of str
        Addresses of the pages that notebooks made.
    html : int
        HTML pages in all.
    """

    inputs: str
    runs: str
    site: str
    pages: list[str]
    html: int


class Inputs(NamedTuple):
    """What a build is about to read.

    Attributes
    ----------
    hash : str
        Hash of all of it.
    files : FileHashes
        Hash of each file, to be remembered for the next look.
    """

    hash: str
    files: FileHashes


def inputs(project: Project, base_address: str = "") -> Inputs:
    """Hash what a build reads, and the address that it was given.

    To be taken before it reads: an edit meanwhile breaks the seal.
    """
    roots, hashes = [*(project.root / name for name in SOURCES), PACKAGE], _hashes(project)
    return Inputs(_hashed(roots, f"{sys.version}\n{base_address}", hashes), hashes)


def tools(project: Project) -> str:
    """Hash what a process that stays must not outlive: the package, and the lock."""
    return _hashed([PACKAGE, project.root / "requirements.txt"], sys.version, _hashes(project))


def put(project: Project, taken: Inputs, pages: list[str], html: int) -> None:
    """Seal the site that stands now; ``taken`` is what `inputs` gave before it was built."""
    taken.files.remember()
    runs, site = (_standing(project.build / name) for name in MADE)
    seal = Seal(taken.hash, runs, site, pages, html)
    _path(project).write_text(json.dumps(asdict(seal)) + "\n", encoding="utf-8")


def holding(project: Project, base_address: str = "") -> Seal | None:
    """Give the seal of the site if nothing changed since it was put; else None."""
    try:
        seal = Seal(**json.loads(_path(project).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    same = [seal.runs, seal.site] == [_standing(project.build / name) for name in MADE]
    return seal if same and seal.inputs == inputs(project, base_address).hash else None


def _path(project: Project) -> Path:
    return project.build / "site.seal.json"


def _hashes(project: Project) -> FileHashes:
    return FileHashes(project.build / "site.hashes.json")


def _hashed(roots: list[Path], start: str, hashes: FileHashes) -> str:
    digest = hashlib.sha256(start.encode())
    for root in map(str, roots):
        for path, stat in files(root):
            digest.update(f"{path.removeprefix(root)}\0{hashes.of(path, stat)}\0".encode())
    return digest.hexdigest()


def _standing(folder: Path) -> str:
    digest, root = hashlib.sha256(), str(folder)
    for path, stat in files(root):
        known = f"{path.removeprefix(root)}\0{stat.st_size}\0{stat.st_mtime_ns}\n"
        digest.update(known.encode())
    return digest.hexdigest()
