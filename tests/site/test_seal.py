"""The seal holds while nothing changed, and breaks at the smallest change of what it covers."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.site import seal


@pytest.fixture
def sealed(mini: Path) -> Project:
    project = Project.find(mini)
    for name in ("runs/a.ipynb", "runs/a.run.json", "site/index.html", "site/_static/a.css"):
        path = project.build / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    seal.put(project, seal.inputs(project), ["a"], 1)
    return project


def append(name: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        with (root / name).open("a") as file:
            file.write(" ")

    return change


def touch(name: str) -> Callable[[Path], object]:
    return lambda root: os.utime(root / name, ns=(1, 1))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a table": append("data/observations/smoking.csv"),
    "a record": append("data/indicators/smoking.yml"),
    "prose": append("book/index.md"),
    "a notebook": append("notebooks/place.ipynb"),
    "the configuration": append("_config.yml"),
    "the contents": append("_toc.yml"),
    "the lock": append("requirements.txt"),
    "a new file": lambda root: (root / "book" / "new.md").write_text(""),
    "a removed file": lambda root: (root / "data" / "breaks.yml").unlink(),
    "a renamed file": lambda root: (root / "book/index.md").rename(root / "book/other.md"),
    "a truncated run": lambda root: (root / "_build/runs/a.ipynb").write_text(""),
    "a lost run": lambda root: (root / "_build/runs/a.run.json").unlink(),
    "a lost page": lambda root: (root / "_build/site/index.html").unlink(),
    "an edited page": append("_build/site/index.html"),
    "a touched page": touch("_build/site/_static/a.css"),
    "a torn seal": lambda root: (root / "_build/site.seal.json").write_text('{"inputs":'),
    "a foreign seal": lambda root: (root / "_build/site.seal.json").write_text('{"a": 1}'),
    "no seal": lambda root: (root / "_build/site.seal.json").unlink(),
}


def test_it_holds_while_nothing_changed(sealed: Project) -> None:
    found = seal.holding(sealed)
    assert found is not None
    assert (found.pages, found.html) == (["a"], 1)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_it_breaks_with(sealed: Project, change: Callable[[Path], object]) -> None:
    change(sealed.root)
    assert seal.holding(sealed) is None


def test_an_edit_during_the_build_breaks_it(sealed: Project) -> None:
    taken = seal.inputs(sealed)
    append("data/observations/smoking.csv")(sealed.root)
    seal.put(sealed, taken, ["a"], 1)
    assert seal.holding(sealed) is None


def test_a_look_writes_nothing_and_leaves_caches_aside(sealed: Project) -> None:
    cache = sealed.notebooks / ".ipynb_checkpoints" / "place.ipynb"
    cache.parent.mkdir()
    cache.write_text("")
    before = {path: path.stat().st_mtime_ns for path in sealed.root.rglob("*")}
    assert seal.holding(sealed) is not None
    assert {path: path.stat().st_mtime_ns for path in sealed.root.rglob("*")} == before
