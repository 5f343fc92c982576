"""Small editions for tests: real trees of hand-made sites, published without building a book."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

from playbook.catalogue.manifest import Manifest, Numbers, PublishedPage
from playbook.editions import tree
from playbook.editions.numbers import hashed
from playbook.editions.publish import at
from playbook.editions.shelf import files


def site(folder: Path, **texts: str) -> Path:
    """Lay out a site of 3 files; `texts` gives others for some of them."""
    made = {"index": "<h1>Home</h1>", "smoking": "<h1>Smoking</h1>"} | texts
    for page, text in made.items():
        (folder / f"{page}.html").parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{page}.html").write_text(text)
    (folder / "_static").mkdir(exist_ok=True)
    (folder / "_static" / "style.css").write_text("p { margin: 0 }")
    return folder


def manifest(folder: Path, name: str, last: Manifest | None = None) -> Manifest:
    """Describe a hand-made site as an edition without numbers."""
    hashes = {path.relative_to(folder).as_posix(): tree.sha256(path) for path in files(folder)}
    year, month = name.split(".")[:2]
    numbers = Numbers(
        name=name, date=dt.date(int(year), int(month), 22), system="mini", values={}, verdicts={},
        figures={}, pages={}, indicators={}, areas={}, sources={}, errors={},
    )  # fmt: skip
    pages = {
        path.removesuffix(".html"): PublishedPage(title="A page", sha256=sha)
        for path, sha in hashes.items()
        if path.endswith(".html")
    }
    return Manifest(
        format=1, previous=last and last.name,
        previous_sha256=last and hashed(tree.written(last)), commit="0" * 40, base_address="",
        lock="", tools={}, data={}, numbers=numbers, pages=pages, files=hashes,
    )  # fmt: skip


NEXT = "next"
"""Stands for the next name that is free."""


def put(place: str | Path, name: str, folder: Path) -> Manifest:
    """Add an edition to a tree as `playbook publish` does."""
    shelf = at(place)
    with shelf.alone():
        before = shelf.tree()
        known = tree.editions(before)
        if name == NEXT:
            name = f"{2100 + len(known)}.01"
        last = known[max(known, key=tree.order)] if known else None
        made = manifest(folder, name, last)
        shelf.replace(lambda ahead: tree.extend(ahead, before, folder, made))
    return made


def commit(folder: Path, message: str = "Change") -> str:
    """Commit everything in a folder; give the commit."""
    if not (folder / ".git").exists():
        (folder / ".gitignore").write_text("/_build/\n")
        subprocess.run(["git", "init", "-q", "-b", "main"], cwd=folder, check=True)
    subprocess.run(["git", "add", "-A"], cwd=folder, check=True)
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *who, "commit", "-qm", message], cwd=folder, check=True)
    done = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()
