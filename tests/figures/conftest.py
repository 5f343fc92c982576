"""Fixtures of the figures: the real catalogue, found from its own folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project


@pytest.fixture
def catalogue(root: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """The catalogue of the real playbook, with the repository as working directory."""
    monkeypatch.chdir(root)
    monkeypatch.delenv("PLAYBOOK_ROOT", raising=False)
    return Catalogue.read(Project.find(root))
