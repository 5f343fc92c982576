"""The seal of a finished site: what it was made of, so that an unchanged one is not made again.

Everything that a build reads is hashed, and so is every run; of the site itself names, sizes and
times are compared. A build that finds all of it as it left it has nothing to do. The look takes
less time than the imports of a build, so this module imports next to nothing.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from playbook.catalogue.project import Project

PACKAGE = Path(__file__).parent.parent
SOURCES = ("data", "notebooks", "book", "_config.yml", "_toc.yml", "requirements.txt")
"""What a playbook is made of, below its root."""

LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}


@dataclass(frozen=True)
class Seal:
    """What is known of a finished site.

    Attributes
    ----------
    inputs : str
        Hash of every file that the build read.
    runs : str
        Hash of every run.
    site : str
        Hash of the names, sizes and times of the site's files.
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


def inputs(project: Project, base_address: str = "") -> str:
    """Hash what a build reads, and the address that it was given.

    To be taken before it reads: an edit meanwhile breaks the seal.
    """
    start = f"{sys.version}\n{base_address}"
    return _hashed([*(project.root / name for name in SOURCES), PACKAGE], start)


def tools(project: Project) -> str:
    """Hash what a process that stays must not outlive: the package, and the lock."""
    return _hashed([PACKAGE, project.root / "requirements.txt"], sys.version)


def put(project: Project, taken: str, pages: list[str], html: int) -> None:
    """Seal the site that stands now; ``taken`` is what `inputs` gave before it was built."""
    seal = Seal(taken, _runs(project), _standing(project.build / "site"), pages, html)
    _path(project).write_text(json.dumps(asdict(seal)) + "\n", encoding="utf-8")


def holding(project: Project, base_address: str = "") -> Seal | None:
    """Give the seal of the site if nothing changed since it was put; else None."""
    try:
        seal = Seal(**json.loads(_path(project).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    same = (
        seal.site == _standing(project.build / "site")
        and seal.runs == _runs(project)
        and seal.inputs == inputs(project, base_address)
    )
    return seal if same else None


def _path(project: Project) -> Path:
    return project.build / "site.seal.json"


def _runs(project: Project) -> str:
    return _hashed([project.build / "runs"])


def _hashed(roots: list[Path], start: str = "") -> str:
    digest = hashlib.sha256(start.encode())
    for root in roots:
        for path in _files(root):
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _standing(site: Path) -> str:
    digest = hashlib.sha256()
    for path in _files(site):
        known = path.stat()
        name = path.relative_to(site).as_posix()
        digest.update(f"{name}\0{known.st_size}\0{known.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        if path.is_file() and not LEFT_OUT & set(path.parts):
            yield path
