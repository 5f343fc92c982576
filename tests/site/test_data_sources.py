"""The data package for people: every table, whole facts, plain sizes and dates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.site.data_sources import payload, size

RESOURCE = {
    "name": "waits",
    "title": "Waits",
    "path": "observations/waits.csv",
    "publisher": "NHS England",
    "temporal": {"start": "2016-04-01", "end": "2026-03-31"},
    "rows": 13944,
    "bytes": 1866749,
    "hash": "sha256:abc",
    "licenses": [{"name": "OGL-UK-3.0"}],
    "attribution": "Contains public sector information.",
    "sources": [{"title": "A&E", "path": "https://example.org/", "carrier": "a/copy, commit 1"}],
    "derivation": "Added up over months.",
}


def put(root: Path, text: str) -> Project:
    (root / "data").mkdir()
    (root / "data" / "datapackage.json").write_text(text)
    return Project(root)


def test_a_table_says_who_when_how_large_and_how_made(tmp_path: Path) -> None:
    project = put(tmp_path, json.dumps({"title": "All", "resources": [RESOURCE]}))
    (table,) = payload(project)["items"]
    assert table["summary"] == "NHS England. 1 April 2016 to 31 March 2026. 13,944 rows, 1.9 MB"
    assert table["path"] == "data/observations/waits.csv"
    assert table["sha256"] == "abc"
    assert [fact["term"] for fact in table["facts"]] == [
        "Licence",
        "Attribution",
        "Read from",
        "How it was made",
    ]
    (brief,) = payload(project, brief=True)["items"]
    assert "How it was made" not in [fact["term"] for fact in brief["facts"]]


def test_a_table_with_few_facts_shows_only_those(tmp_path: Path) -> None:
    project = put(tmp_path, json.dumps({"resources": [{"name": "bare", "rows": 12}]}))
    (table,) = payload(project)["items"]
    assert table["summary"] == "12 rows"
    assert table["facts"] == []


@pytest.mark.parametrize(("text", "what"), [(None, "is missing"), ("{", "is not JSON")])
def test_a_package_that_cannot_be_read_is_named(
    tmp_path: Path, text: str | None, what: str
) -> None:
    project = Project(tmp_path) if text is None else put(tmp_path, text)
    with pytest.raises(PlaybookError, match=rf"datapackage\.json.*{what}"):
        payload(project)


def test_sizes_are_written_for_people() -> None:
    assert [size(n) for n in (812, 29_400, 1_866_749)] == ["812 bytes", "29 kB", "1.9 MB"]
