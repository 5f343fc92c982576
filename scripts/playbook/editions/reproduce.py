"""Making a published edition again from its commit, and comparing every byte."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playbook.catalogue import Project
from playbook.catalogue.manifest import Manifest
from playbook.editions import tree
from playbook.editions.publish import tools
from playbook.editions.verify import compared
from playbook.errors import PlaybookError


def reproduce(project: Project, name: str, place: Path) -> list[str]:
    """Build an edition again in a temporary clone, and name each file that differs.

    The clone is built by the code of that commit, and with the packages that are installed here; a
    difference in those is named first.

    Returns
    -------
    list of str
        A line for each difference; empty when every byte is the same.

    Raises
    ------
    PlaybookError
        If there is no such edition, its commit is not in this repository, or it does not build.
    """
    manifest = tree.edition(place, name)
    top = Path(_run(project.root, "git", "rev-parse", "--show-toplevel").strip())
    with tempfile.TemporaryDirectory(prefix="playbook-reproduce-") as folder:
        clone = Path(folder) / "clone"
        _run(top, "git", "clone", "--quiet", "--no-checkout", "--shared", str(top), str(clone))
        _run(clone, "git", "checkout", "--quiet", "--detach", manifest.commit)
        again = Project(clone / project.root.relative_to(top))
        own = again.root / "scripts"
        words = ["build", "--clean"]
        if manifest.base_address:
            words += ["--base-address", manifest.base_address]
        # A playbook that brings its own package is built by the code of that day.
        path = {"PYTHONPATH": str(own)} if (own / "playbook").is_dir() else {}
        _run(again.root, sys.executable, "-m", "playbook", *words, variables=path)
        return [*_tools(manifest), *differences(manifest, again.build / "site")]


def differences(manifest: Manifest, site: Path) -> list[str]:
    """Name each file in which a site differs from what an edition lists."""
    found = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return list(compared(found, manifest.files, ""))


def _tools(manifest: Manifest) -> list[str]:
    here = tools()
    return [
        f"{tool}: {here[tool]} is installed here, the edition was made with {wanted}"
        for tool, wanted in manifest.tools.items()
        if here.get(tool) != wanted
    ]


def _run(folder: Path, *words: str, variables: dict[str, str] | None = None) -> str:
    environment = {k: v for k, v in os.environ.items() if k != "PLAYBOOK_ROOT"} | (variables or {})
    done = subprocess.run(  # arguments of our own
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip()[-1500:]
        raise PlaybookError(f"{' '.join(words[:3])} failed: {said}", file=folder)
    return done.stdout
