"""A playbook for another system: it holds together by itself, and has nothing of this system."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from playbook.catalogue import Catalogue, Project
from playbook.checks import claims, data, notebooks, records
from playbook.cli import app
from tests.conftest import playbook
from tests.systems import add_second

SHARED = ("methods.md", "quality.md", "glossary.md", "legal.md", "another-system")


@pytest.fixture
def two(mini: Path, root: Path) -> Path:
    """The miniature with a second system and the prose that any system's book has."""
    add_second(mini)
    for name in SHARED:
        copy = shutil.copytree if (root / "book" / name).is_dir() else shutil.copy
        copy(root / "book" / name, mini / "book" / name)
    return mini


def init(folder: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["init", str(folder), *arguments])
    return done.exit_code, done.stderr


def test_it_passes_its_gates_and_is_about_the_other_system(two: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    code, said = init(new, "--system", "Upstream")
    assert code == 0, said
    project = Project.find(new)
    for gate in (records, data, claims, notebooks):
        assert gate.check(project) == []
    catalogue = Catalogue.read(project)
    assert catalogue.system.id == "upstream"
    assert list(catalogue.systems) == ["upstream"]
    assert (new / "_config.yml").read_text(encoding="utf-8").count("title: Upstream playbook") == 1
    home = (new / "book" / "index.md").read_text(encoding="utf-8")
    assert "{value}`book.places`" in home
    assert "{{" not in home
    done = playbook(new, "status", "--json")
    assert done.returncode == 0, done.stderr
    assert "places/far-upstream" in done.stdout
    assert "places/northbrook" not in done.stdout


def test_codes_make_a_system_that_is_not_on_record(two: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    assert init(new, "--system", "E09000911,RZ8") == (
        3,
        "error: a system of codes has no name yet. Give one with --name.\n",
    )
    code, said = init(new, "--system", "E09000911, RZ8", "--name", "Both Banks")
    assert code == 0, said
    system = Catalogue.read(Project(new)).system
    assert (system.id, system.boroughs, system.trusts) == ("both-banks", ("E09000911",), ("RZ8",))
    assert system.region == "E12000908"


@pytest.mark.parametrize(
    ("system", "said"),
    [
        ("upstrem", "there is no system 'upstrem'. Did you mean upstream"),
        ("E09000911,RZ0", "there is no area 'RZ0'."),
        ("E09000911", "there is no acute trust among the codes"),
        ("E09000911,E12000908", "E12000908 is a region, and cannot be a member"),
    ],
)
def test_what_is_no_system_is_refused(two: Path, tmp_path: Path, system: str, said: str) -> None:
    code, message = init(tmp_path / "new", "--system", system)
    assert code == 3
    assert said in message
    assert not (tmp_path / "new").exists()


def test_nothing_is_written_over_or_left_behind(two: Path, tmp_path: Path) -> None:
    code, message = init(two, "--system", "upstream")
    assert code == 3
    assert "is there already. Name a folder that is new." in message
    (two / "book" / "methods.md").unlink()
    code, message = init(tmp_path / "new", "--system", "upstream")
    assert code == 3
    assert "names book/methods, but there is no such page" in message
    assert [path.name for path in tmp_path.iterdir()] == ["mini"]


@pytest.mark.audit
def test_a_real_one_builds_and_passes_every_gate_of_its_site(root: Path, tmp_path: Path) -> None:
    new = tmp_path / "devon"
    done = playbook(root, "init", str(new), "--system", "Devon")
    assert done.returncode == 0, done.stderr
    for command in ("build", "check"):
        done = playbook(new, command)
        assert done.returncode == 0, done.stderr
