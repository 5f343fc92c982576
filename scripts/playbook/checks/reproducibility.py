"""The gate of reproducibility: made again from nothing, in another folder, the site is the same."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playbook.catalogue import Project
from playbook.checks.findings import Finding
from playbook.editions import tree
from playbook.editions.shelf import files
from playbook.editions.verify import compared
from playbook.site.build import build

MADE = shutil.ignore_patterns("_build", ".git", ".venv", "node_modules", "__pycache__", ".*_cache")
REMEDY = (
    "Look for what differs from one run to the next: the order of a set or of a folder, a clock, "
    "a random number, the path of a machine."
)


def check(project: Project) -> list[Finding]:
    """Build the site here, and once more in a copy of the playbook, and compare every byte."""
    built = build(project)
    known = {
        path.relative_to(built.site).as_posix(): tree.sha256(path) for path in files(built.site)
    }
    with tempfile.TemporaryDirectory(prefix="playbook-again-") as folder:
        root = Path(folder) / "copy"
        shutil.copytree(project.root, root, ignore=MADE)
        again = build(Project(root, project.system), clean=True).site
        found = {path.relative_to(again).as_posix(): path for path in files(again)}
        lines = list(compared(found, known, ""))
    return [
        Finding(rule="differs", problem=line, remedy=REMEDY, file="_build/site") for line in lines
    ]
