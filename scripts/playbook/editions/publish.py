"""Publishing an edition: a clean build, its edition.json, and one step into the tree of readers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from playbook.catalogue import Catalogue, Project
from playbook.catalogue.manifest import Manifest, PublishedPage
from playbook.catalogue.system import Edition
from playbook.editions import checkout, numbers, story, tree
from playbook.editions.branch import MARK, Branch
from playbook.editions.shelf import Shelf, files
from playbook.errors import PlaybookError
from playbook.execution import fingerprint
from playbook.execution import pages as page_list
from playbook.figures import words
from playbook.site import address, pagetitles, prose
from playbook.site.build import Built, build

TOOLS = (
    "mission-playbook",
    "altair",
    "jupyter-book",
    "myst-nb",
    "numpy",
    "pandas",
    "papermill",
    "PHStatsMethods",
    "scipy",
    "Sphinx",
    "vl-convert-python",
)


@dataclass(frozen=True)
class Published:
    """What a publication did.

    Attributes
    ----------
    manifest : Manifest
        That of the edition.
    place : str
        What readers see: a folder, or a branch.
    new : bool
        False when just this edition stood there already.
    waited : bool
        Whether another publication was at work.
    """

    manifest: Manifest
    place: str
    new: bool
    waited: bool = False


def publish(
    project: Project,
    name: str,
    place: str | Path,
    *,
    base_address: str = "",
    as_of: date | None = None,
    said: Callable[[str], None] = lambda _: None,
    judge: Callable[[Project], None] = lambda _: None,
) -> Published:
    """Publish an edition to a tree, or find that it stands there already.

    Parameters
    ----------
    project : Project
        Whose edition; its work is committed.
    name : str
        Name of the edition, as ``data/edition.yml`` has it.
    place : str or Path
        What readers see: a folder, or ``REPOSITORY#BRANCH``.
    base_address : str
        Address of the tree on the web; by default as ``_config.yml`` says.
    as_of : date, optional
        Publish what was known on this day, as an edition of that day, whatever the record of the
        edition says. It is made from the commit, in a folder of its own.
    said : callable
        Told of each step, in words.
    judge : callable
        Shown the playbook with the very site that is to be published, before anybody sees it; it
        raises to stop.

    Raises
    ------
    PlaybookError
        If the record names another edition, work is not committed, the tree holds an edition of
        this name with other content, or data, a record or the book is wrong.
    PagesFailedError
        When a notebook fails.
    """
    shelf = at(place)
    commit = committed(project)
    file = project.shown(project.data / "edition.yml")
    with shelf.alone() as waited:
        before = shelf.tree()
        known = tree.editions(before)
        earlier = {one: manifest for one, manifest in known.items() if one != name}
        edition = _edition(project, name, as_of, known)
        if name not in known:
            tree.check_follows(edition, earlier, file)
        last = earlier.get(edition.previous or "")
        said(f"Building edition {name} from commit {commit[:12]}")
        with checkout.of(project, commit, edition) if as_of else nullcontext(project) as source:
            manifest, site = made(source, commit, last, base_address, tree.before(before, name))
            judge(source)
            if name in known:
                refuse_other(known[name], manifest)
                return Published(known[name], str(shelf), new=False, waited=waited)
            if last:
                tree.check_kept(last, manifest)
            shelf.replace(lambda ahead: tree.extend(ahead, before, site, manifest))
        return Published(manifest, str(shelf), new=True, waited=waited)


def at(place: str | Path) -> Shelf | Branch:
    """Open what readers see: a branch where one is named, and else a folder."""
    given = str(place)
    return Branch.of(given) if MARK in given else Shelf.at(Path(place))


def _edition(
    project: Project, name: str, as_of: date | None, known: Mapping[str, Manifest]
) -> Edition:
    """Give the record of the edition to publish: that of the playbook, or one of an earlier day."""
    if as_of is None:
        edition = Catalogue.read(project).edition
        if edition.name != name:
            message = f"is {edition.name}, but {name} is to be published. Change one of them."
            file = project.shown(project.data / "edition.yml")
            raise PlaybookError(message, file=file, field="name")
        return edition
    frozen = Catalogue.read(project).edition.date
    if as_of > frozen:
        raise PlaybookError(
            f"{words.day(as_of)} is after {words.day(frozen)}, the day up to which this playbook "
            "knows figures. Choose an earlier day."
        )
    newest = known[name].previous if name in known else max(known, key=tree.order, default=None)
    try:
        return Edition(name=name, date=as_of, previous=newest, as_of=as_of)
    except ValidationError:
        raise PlaybookError(
            f"{name!r} is no name of an edition. Write year and month, such as 2026.11."
        ) from None


def made(
    project: Project,
    commit: str,
    last: Manifest | None,
    base_address: str = "",
    earlier: Sequence[Manifest] = (),
) -> tuple[Manifest, Path]:
    """Build an edition clean, with what changed since earlier ones; give manifest and site."""
    name = Catalogue.read(project).edition.name
    base = address.of_site(project, page_settings(project), base_address)
    at = base and f"{base}{name}/"
    built = build(project, clean=True, base_address=at, story=story.following(earlier))
    return manifest_of(project, built, commit, last), built.site


def manifest_of(project: Project, built: Built, commit: str, last: Manifest | None) -> Manifest:
    """Describe a built site."""
    catalogue = Catalogue.read(project)
    pages = page_list.expand(project, catalogue)
    hashes = {
        path.relative_to(built.site).as_posix(): tree.sha256(path) for path in files(built.site)
    }
    settings = page_settings(project)
    titles = pagetitles.of_site(built.site)
    return Manifest(
        format=tree.FORMAT,
        previous=last.name if last else None,
        previous_sha256=numbers.hashed(tree.written(last)) if last else None,
        commit=commit,
        base_address=built.address,
        title=prose.title(catalogue, settings.get("title", "")),
        author=settings.get("author", ""),
        lock=fingerprint.lock(project),
        tools=tools(),
        data={
            path.relative_to(project.data).as_posix(): tree.sha256(path)
            for path in files(project.data)
        },
        numbers=numbers.of_runs(catalogue, pages, built.recap.runs),
        pages={
            page: PublishedPage(title=title, sha256=hashes[f"{page}.html"])
            for page, title in titles.items()
        },
        files=hashes,
    )


def tools() -> dict[str, str]:
    """Give the versions of what editions are built with here."""
    return {"python": sys.version.split()[0]} | {tool: version(tool) for tool in TOOLS}


def refuse_other(known: Manifest, manifest: Manifest) -> None:
    """Refuse to publish an edition again with other content.

    Raises
    ------
    PlaybookError
        Naming the files that differ.
    """
    differing = sorted(
        path
        for path in {*known.files, *manifest.files}
        if known.files.get(path) != manifest.files.get(path)
    )
    if differing:
        shown = ", ".join(differing[:5]) + (", ..." if len(differing) > 5 else "")
        raise PlaybookError(
            f"edition {known.name} is published and stays as it is, but {len(differing)} files "
            f"would differ now: {shown}. Publish a new edition: change name, date and previous in "
            "data/edition.yml."
        )


def committed(project: Project) -> str:
    """Give the commit that the playbook stands at.

    Raises
    ------
    PlaybookError
        If it is under no version control, or work is not committed: an edition says from which
        commit it can be made again.
    """
    if _git(project.root, "rev-parse", "--is-inside-work-tree") != "true":
        raise PlaybookError(
            "is in no git repository. An edition names the commit that it can be made from again: "
            "commit the playbook first.",
            file=project.root,
        )
    if changed := _git(project.root, "status", "--porcelain", "--", "."):
        lines = changed.splitlines()
        raise PlaybookError(
            f"{len(lines)} files are not committed, the first is {lines[0][3:]}. An edition names "
            "the commit that it can be made from again: commit them, then publish."
        )
    return _git(project.root, "rev-parse", "HEAD")


def page_settings(project: Project) -> dict[str, Any]:
    """Read the settings of the book."""
    path = project.root / "_config.yml"
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(  # arguments of our own
        ["git", "-C", str(folder), *arguments],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip("\n") if done.returncode == 0 else ""
