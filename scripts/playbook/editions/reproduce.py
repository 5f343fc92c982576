"""Making a published edition again from its commit, and comparing every byte."""

from __future__ import annotations

import sys
from pathlib import Path

from playbook.catalogue import Project
from playbook.catalogue.manifest import Manifest
from playbook.catalogue.system import Edition
from playbook.editions import checkout, tree
from playbook.editions.publish import tools
from playbook.editions.verify import compared


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
    with checkout.of(project, manifest.commit, edition_of(manifest)) as again:
        own = again.root / "scripts"
        words = ["build", "--clean", "--after", str(place.resolve())]
        if manifest.base_address:
            words += ["--base-address", manifest.base_address]
        # A playbook that brings its own package is built by the code of that day.
        path = {"PYTHONPATH": str(own)} if (own / "playbook").is_dir() else {}
        checkout.run(again.root, sys.executable, "-m", "playbook", *words, variables=path)
        return [*_tools(manifest), *differences(manifest, again.build / "site")]


def edition_of(manifest: Manifest) -> Edition:
    """Give the record of the edition that a manifest describes."""
    numbers = manifest.numbers
    return Edition(
        name=numbers.name, date=numbers.date, previous=manifest.previous, as_of=numbers.as_of
    )


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
