"""What is wrong with an installation, and what to do: asked before anything else works.

Nothing of the playbook but its errors is imported before a package is known to be there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from playbook.errors import PlaybookError

OLDEST = (3, 11)
ROOM = 2_000_000_000
"""Bytes that a first build and its virtual environment want free."""
SHOWN = 5
FROM_LOCK = "python -m pip install --require-hashes -r requirements.txt"
VARIABLES = ("PLAYBOOK_ROOT", "PLAYBOOK_SYSTEM", "PLAYBOOK_CHROMIUM")

Verdict = Literal["well", "note", "broken"]


@dataclass(frozen=True)
class Symptom:
    """What was looked at, and how it is.

    Attributes
    ----------
    about : str
        What was looked at.
    verdict : str
        ``well``; ``note`` for what only some commands need; ``broken`` for what all do.
    found, remedy : str
        How it is, and what to do; no remedy where all is well.
    """

    about: str
    verdict: Verdict
    found: str
    remedy: str = ""


def examine(root: Path) -> list[Symptom]:
    """Look at everything that a build, the tests and a publication need.

    Parameters
    ----------
    root : Path
        Root of the playbook.
    """
    examined: list[Symptom] = []
    for about, look in LOOKS.items():
        try:
            examined.append(look(root))
        except ImportError as error:
            found = f"cannot be asked: {error}"
            examined.append(Symptom(about, "broken", found, f"Run {FROM_LOCK}."))
    return examined


def lines(examined: Iterable[Symptom]) -> list[str]:
    """Lay it out for a terminal: what is wrong last, where the eye is."""
    order: dict[Verdict, int] = {"well": 0, "note": 1, "broken": 2}
    told = []
    for one in sorted(examined, key=lambda each: order[each.verdict]):
        told.append(f"{one.verdict:7} {one.about:10} {one.found}")
        if one.remedy:
            told.append(f"{'':18} {one.remedy}")
    return told


def _python(_root: Path, version: tuple[int, ...] = sys.version_info[:3]) -> Symptom:
    said = ".".join(map(str, version))
    if tuple(version[:2]) < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        remedy = f"Install Python {wanted} or newer, and run `make site PYTHON=...` with it."
        return Symptom("python", "broken", f"is {said}", remedy)
    return Symptom("python", "well", said)


def _packages(root: Path) -> Symptom:
    from packaging.requirements import InvalidRequirement, Requirement

    lock = root / "requirements.txt"
    if not lock.is_file():
        remedy = "Take it from the repository: git checkout -- requirements.txt"
        return Symptom("packages", "broken", "there is no requirements.txt", remedy)
    wrong, asked = [], 0
    for line in lock.read_text(encoding="utf-8").splitlines():
        if not line or line[0] in " #-":
            continue
        try:
            wanted = Requirement(line.rstrip("\\ "))
        except InvalidRequirement:
            found = f"requirements.txt has the line {line!r}, which is none of a lock"
            return Symptom("packages", "broken", found, "Run make lock, or take the file back.")
        if wanted.marker and not wanted.marker.evaluate():
            continue
        asked += 1
        try:
            has = metadata.version(wanted.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{wanted.name} is missing")
            continue
        if has not in wanted.specifier:
            wrong.append(f"{wanted.name} is {has}, not {wanted.specifier}".replace("==", ""))
    if wrong:
        more = f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        return Symptom("packages", "broken", "; ".join(wrong[:SHOWN]) + more, f"Run {FROM_LOCK}.")
    return Symptom("packages", "well", f"{asked}, each as in the lock")


def _code(root: Path) -> Symptom:
    home = Path(__file__).resolve().parents[2]
    if (root / "scripts" / "playbook").is_dir() and home != root / "scripts":
        remedy = "Run python -m pip install --no-deps --editable . in this folder."
        return Symptom("code", "note", f"runs from {home}, not from this checkout", remedy)
    return Symptom("code", "well", "of this checkout" if home.is_relative_to(root) else str(home))


def _git(root: Path) -> Symptom:
    if not (git := shutil.which("git")):
        remedy = "Install git: publishing, reproducing and comparing editions need it."
        return Symptom("git", "note", "is not there", remedy)
    done = subprocess.run(
        [git, "-C", str(root), "rev-parse", "--is-inside-work-tree"], capture_output=True
    )
    if done.returncode:
        remedy = "Clone the repository, or run git init, to publish and to compare editions."
        return Symptom("git", "note", "this folder is no repository", remedy)
    return Symptom("git", "well", git)


def _kernel(_root: Path) -> Symptom:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        program = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except NoSuchKernel:
        found, program = "there is none of the name python3", ""
    else:
        found = f"python3 starts {program}, which is not there"
        program = shutil.which(program) or ""
    if not program:
        remedy = "Run python -m ipykernel install --sys-prefix. Only --engine kernel needs it."
        return Symptom("kernel", "note", found, remedy)
    return Symptom("kernel", "well", program)


def _browser(_root: Path) -> Symptom:
    from playbook.checks import browser

    remedy = f"Only the tests and the gate of accessibility need one: {browser.EXTRA}, make browser"
    try:
        found = browser.find()
    except ImportError:
        return Symptom("browser", "note", "playwright is not installed", f"{remedy}.")
    if not found or not Path(found).exists():
        return Symptom("browser", "note", f"no Chromium{f' at {found}' if found else ''}", remedy)
    return Symptom("browser", "well", found)


def _fonts(_root: Path) -> Symptom:
    from importlib.resources import files

    folder = files("fontpkg_source_sans_3")
    if not folder.is_dir() or not any(folder.iterdir()):
        return Symptom("fonts", "broken", "Source Sans 3 is not there", f"Run {FROM_LOCK}.")
    return Symptom("fonts", "well", "Source Sans 3")


def _rights(root: Path) -> Symptom:
    for folder in (root, root / "data", root / "_build"):
        if not folder.exists() and folder.name == "_build":
            continue
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            shown = folder.relative_to(root).as_posix()
            remedy = "Give yourself the right to write there; _build may be removed and made again."
            return Symptom("writing", "broken", f"{shown}: {error.strerror}", remedy)
    free = shutil.disk_usage(root).free
    if free < ROOM:
        remedy = "Make room: a build and its environment take about 2 GB."
        return Symptom("writing", "note", f"{free / 1e6:,.0f} MB are free", remedy)
    return Symptom("writing", "well", f"allowed, {free / 1e9:,.0f} GB free")


def _made(root: Path) -> Symptom:
    from playbook.writing import PARTIAL

    build = root / "_build"
    left = sorted(build.rglob(f"*{PARTIAL}")) if build.is_dir() else []
    if left:
        shown = left[0].relative_to(root).as_posix()
        found = f"{len(left)} files were left half written, such as {shown}"
        return Symptom("_build", "note", found, "Run make clean: everything there is made again.")
    return Symptom("_build", "well", "holds nothing half written" if build.is_dir() else "not yet")


def _data(root: Path) -> Symptom:
    from playbook.catalogue import Project
    from playbook.observations import tables

    try:
        wrong = [error for _, error in tables.changed(Project(root))]
    except PlaybookError as error:
        wrong = [error]
    if wrong:
        more = f" And {len(wrong) - 1} more." if len(wrong) > 1 else ""
        remedy = "Take it back: git checkout -- data. If it is meant: playbook data pack."
        return Symptom("data", "broken", f"{wrong[0]}{more}", remedy)
    return Symptom("data", "well", "every table has the hash of its data package")


def _variables(_root: Path) -> Symptom:
    known = [f"{name}={os.environ[name]}" for name in VARIABLES if os.environ.get(name)]
    if known:
        remedy = "Unset what you did not mean: it says which playbook, system or browser is used."
        return Symptom("variables", "note", ", ".join(known), remedy)
    return Symptom("variables", "well", "none set")


LOOKS: dict[str, Callable[[Path], Symptom]] = {
    "python": _python,
    "packages": _packages,
    "code": _code,
    "data": _data,
    "writing": _rights,
    "_build": _made,
    "fonts": _fonts,
    "git": _git,
    "kernel": _kernel,
    "browser": _browser,
    "variables": _variables,
}
