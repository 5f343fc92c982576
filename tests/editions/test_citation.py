"""The citation of the playbook fits its format, and says what the records say."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from playbook.catalogue import Catalogue, Project
from tests.catalogue.editing import replace


def fits(path: Path) -> subprocess.CompletedProcess[str]:
    """Compare a file with the schema of the Citation File Format."""
    schema = ["--builtin-schema", "vendor.citation-file-format"]
    return subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *schema, str(path)],
        capture_output=True,
        text=True,
    )


@pytest.fixture
def citation(root: Path, tmp_path: Path) -> Path:
    """A copy of the citation."""
    path = tmp_path / "CITATION.cff"
    path.write_bytes((root / path.name).read_bytes())
    return path


def test_it_fits_the_format(citation: Path) -> None:
    done = fits(citation)
    assert done.returncode == 0, done.stdout
    replace(citation, "authors:", "writers:")
    assert fits(citation).returncode == 1


def test_it_says_what_the_records_say(root: Path, citation: Path) -> None:
    found = yaml.safe_load(citation.read_text())
    edition = Catalogue.read(Project(root)).edition
    assert (found["version"], found["date-released"]) == (edition.name, str(edition.date))
    book = yaml.safe_load((root / "_config.yml").read_text())
    assert found["title"] == book["title"]
    assert [one["name"] for one in found["authors"]] == [book["author"]]
    package = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert found["license"] == package["license"]
    assert found["keywords"] == package["keywords"]
