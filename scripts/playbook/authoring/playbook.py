"""A playbook for another health system, from the tables that hold the whole country.

It has the tables, the records that any system can use, the notebooks, the theme, and the prose that
holds for every system. What is of the system around which this playbook grew stays here: its
Missions as goals, cases, networks, governance and portfolio.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import yaml

from playbook.authoring import yaml_text
from playbook.authoring.change import problems
from playbook.catalogue import Catalogue, Project, System
from playbook.catalogue.project import OWN, SYSTEMS
from playbook.errors import PlaybookError, nearest
from playbook.execution import pages
from playbook.observations import tables
from playbook.site import prose
from playbook.sources import package

RECORDS = (
    "allowed.yml",
    "breaks.yml",
    "claims.yml",
    "edition.yml",
    "errata.yml",
    "feeds.yml",
    "ladder.yml",
    "missions.yml",
    "sources.yml",
    "tables.yml",
)
"""Files of records that hold for any system. Missions group the indicators, as topics."""

FOLDERS = ("indicators", "schemas", "received", "revisions")
ROOT_FILES = ("requirements.txt", ".gitignore", "LICENSE")
OWN_RELEASES = "releases/"

README = """\
# {title}

Published figures of health and care for {name}, from the data and by the program of the
Mission playbook. It is not produced or endorsed by the NHS, and its figures are not official
statistics. Each table's publisher and licence stand in `data/datapackage.json`.

With the package `mission-playbook` installed, in this folder:

```console
playbook build      # the whole site into _build/site/
playbook check      # every gate
playbook doctor     # what is wrong, if something is
```

Next: write `book/index.md` in your own words, read `data/systems/{id}.yml` (who is counted in, and
why), and start what is your own with `playbook new mission`, `place`, `case`, `indicator` or
`notebook`.
"""


def start(project: Project, folder: Path, wanted: str, name: str = "") -> list[str]:
    """Write a playbook for a system into a new folder, whole or not at all.

    Parameters
    ----------
    project : Project
        The playbook whose tables hold the country.
    folder : Path
        Where to; must not be there yet, or be empty.
    wanted : str
        Id or name of a system on record, or codes of places and trusts with commas between.
    name : str
        Name of the system, where codes are given.

    Returns
    -------
    list of str
        Addresses of the pages that its notebooks make.

    Raises
    ------
    PlaybookError
        If there is something in the folder, there is no such system or code, or what was written
        does not hold together.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PlaybookError("is there already. Name a folder that is new.", file=folder)
    catalogue = Catalogue.read(project)
    system = chosen(catalogue, wanted, name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as made:
        root = Path(made) / folder.name
        _data(project, root, system)
        _book(project, root, system)
        package.write(root)
        new = Project(root)
        if found := list(problems(new)):
            raise PlaybookError.together(found)
        slugs = [page.slug for page in pages.expand(new, Catalogue.read(new))]
        if folder.exists():
            folder.rmdir()
        root.rename(folder)
    return slugs


def chosen(catalogue: Catalogue, wanted: str, name: str = "") -> System:
    """Find a system on record, or make one of codes.

    Raises
    ------
    PlaybookError
        If there is no such system, place or trust, or no place, trust or name among the codes.
    """
    known = {one.id: one for one in catalogue.systems.values()}
    plain = wanted.strip().lower()
    for one in known.values():
        if plain in (one.id, one.name.lower(), one.short_name.lower()):
            return one
    codes = [code.strip() for code in wanted.split(",") if code.strip()]
    if any(code in catalogue.areas for code in codes):
        return _of_codes(catalogue, codes, name)
    choices = [*known, *(one.short_name for one in known.values())]
    hint = nearest(wanted, choices, noun="system")
    raise PlaybookError(f"there is no system {wanted!r}. {hint} Or give codes with commas.")


def _of_codes(catalogue: Catalogue, codes: Iterable[str], name: str) -> System:
    members: dict[str, list[str]] = {"boroughs": [], "trusts": [], "bodies": []}
    kinds = {"utla": "boroughs", "ltla": "boroughs", "trust": "trusts"}
    kinds |= dict.fromkeys(("icb", "sub_icb", "stp", "ccg"), "bodies")
    for code in codes:
        if code not in catalogue.areas:
            hint = nearest(code, catalogue.areas, noun="area code")
            raise PlaybookError(f"there is no area {code!r}. {hint}")
        kind = catalogue.areas[code].type
        if kind not in kinds:
            raise PlaybookError(f"{code} is a {kind}, and cannot be a member of a system.")
        members[kinds[kind]].append(code)
    for field, noun in (("boroughs", "local authority"), ("trusts", "acute trust")):
        if not members[field]:
            raise PlaybookError(f"there is no {noun} among the codes. Add one.")
    if not name:
        raise PlaybookError("a system of codes has no name yet. Give one with --name.")
    region = catalogue.areas[members["boroughs"][0]].region
    if region is None:
        raise PlaybookError(f"{members['boroughs'][0]} has no region in places/areas.csv.")
    return System(
        id=re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"),
        name=name,
        short_name=name,
        description=f"The local authorities and trusts that were chosen for {name}.",
        membership="The members were chosen by whoever began this playbook.",
        boroughs=tuple(members["boroughs"]),
        trusts=tuple(members["trusts"]),
        bodies=tuple(members["bodies"]),
        region=region,
        country=catalogue.system.country,
    )


def _data(project: Project, root: Path, system: System) -> None:
    data = root / "data"
    listed = [name for name in tables.resources(project) if not name.startswith(OWN_RELEASES)]
    for name in (*listed, *RECORDS):
        if (project.data / name).is_file():
            (data / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(project.data / name, data / name)
    for name in FOLDERS:
        if (project.data / name).is_dir():
            shutil.copytree(project.data / name, data / name, dirs_exist_ok=True)
    _targets(project, data)
    # Goals are a system's own: its new playbook begins with none.
    fields = system.model_copy(update={"missions": ()}).model_dump(exclude_defaults=True)
    names = {code: list(one) for code, one in fields.pop("synonyms", {}).items()}
    plain = {key: list(one) if isinstance(one, tuple) else one for key, one in fields.items()}
    plain |= {"synonyms": names} if names else {}
    (data / SYSTEMS).mkdir()
    text = yaml_text.record("system", "../schemas", {"": {"id": system.id} | plain})
    (data / SYSTEMS / f"{system.id}.yml").write_text(text, encoding="utf-8", newline="\n")
    text = yaml_text.record("playbook", "schemas", {"": {"system": system.id}})
    (data / OWN).write_text(text, encoding="utf-8", newline="\n")


def _targets(project: Project, data: Path) -> None:
    """Copy the targets but those that rest on a case, for cases stay with their system."""
    path = project.data / "targets.yml"
    if not path.is_file():
        return
    catalogue = Catalogue.read(project)
    kept = [one for one in catalogue.targets.values() if one.claim not in catalogue.cases]
    entries = [one.model_dump(exclude_unset=True) for one in kept]
    entries = [
        {key: list(one) if isinstance(one, tuple) else one for key, one in entry.items()}
        for entry in entries
    ]
    text = yaml_text.record("targets", "schemas", {"": {"targets": entries}})
    (data / path.name).write_text(text, encoding="utf-8", newline="\n")


def _book(project: Project, root: Path, system: System) -> None:
    shutil.copytree(
        project.notebooks, root / "notebooks", ignore=shutil.ignore_patterns(".*", "__pycache__")
    )
    for name in ROOT_FILES:
        if (project.root / name).is_file():
            shutil.copyfile(project.root / name, root / name)
    seen = Project(project.root, system.id)
    outline = prose.outline(seen)
    if not outline.is_file():
        raise PlaybookError(
            "is missing: it says what any system's book has.", file=project.shown(outline)
        )
    shutil.copyfile(outline, root / "_toc.yml")
    settings = (project.root / "_config.yml").read_text(encoding="utf-8")
    own_title = str(yaml.safe_load(settings)["title"])
    title = f"{system.short_name} playbook"
    settings = re.sub(r"(?m)^title: .*$", f"title: {title}", settings, count=1)
    new = Project(root)
    (root / "_config.yml").write_text(settings, encoding="utf-8", newline="\n")
    package.write(root)
    catalogue = Catalogue.read(new)
    made = {page.slug for page in pages.expand(new, catalogue)}
    words = prose.spoken(catalogue) | {
        "own_system": Catalogue.read(project).system.short_name,
        # Bound, so that they stay true when the records change.
        "places": "{value}`book.places`",
        "trusts": "{value}`book.trusts`",
        "left_out": (
            "An indicator for which the tables have no figure of this system has no page: the "
            "list of [indicators](indicators/index.md) has the others."
        ),
        "membership": f"The record `data/systems/{system.id}.yml` says who is counted in, and why.",
    }
    toc = yaml.safe_load(outline.read_text(encoding="utf-8"))
    for name, content in prose.shared(project, toc, made, own_title, title, words):
        path = root / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    text = README.format(title=title, name=system.short_name, id=system.id)
    (root / "README.md").write_text(text, encoding="utf-8", newline="\n")
