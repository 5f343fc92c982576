"""Finding the playbook that someone works in."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.errors import PlaybookError


def test_it_is_found_from_any_folder_inside(mini: Path) -> None:
    assert Project.find() == Project(mini.resolve())
    assert Project.find(mini / "data" / "indicators").root == mini.resolve()


def test_the_variable_wins_over_the_working_directory(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLAYBOOK_ROOT", str(mini))
    assert Project.find().root == mini.resolve()


def test_a_variable_that_names_no_playbook_does_not_fall_back(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYBOOK_ROOT", str(mini / "data"))
    with pytest.raises(PlaybookError, match="PLAYBOOK_ROOT names"):
        Project.find()


def test_outside_a_playbook_the_message_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PLAYBOOK_ROOT", raising=False)
    with pytest.raises(PlaybookError, match=r"no playbook at or above .* set PLAYBOOK_ROOT"):
        Project.find(tmp_path)


def test_paths_are_shown_relative_to_the_root(mini: Path) -> None:
    project = Project(mini)
    assert project.shown(project.data / "edition.yml") == "data/edition.yml"
    assert project.shown(Path("/elsewhere/x")) == "/elsewhere/x"
