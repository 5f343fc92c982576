"""Fixtures of the tests of editions."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest


@pytest.fixture
def web(tmp_path: Path) -> str:
    """The branch of pages of a bare repository."""
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "site.git")], check=True)
    return f"{tmp_path / 'site.git'}#gh-pages"
