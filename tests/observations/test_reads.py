"""The record of what was read decides whether a page is stale."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from playbook import reading
from playbook.catalogue import Project
from playbook.observations import load, load_boundaries, load_population, reads
from tests.catalogue.editing import replace


@pytest.fixture(autouse=True)
def _blank() -> Iterator[None]:
    reads.clear()
    yield
    reads.clear()


def stale(mini: Path) -> list[str]:
    """Tables of the recorded reads that give other rows now."""
    return [
        read.query.get("indicator", read.query["table"])
        for read in reads.reads()
        if reads.replay(read.query, Project(mini)) != read.sha256
    ]


def test_each_query_is_noted_once_with_its_rows(mini: Path) -> None:
    load("smoking", areas="northbrook")
    load("smoking", areas="E09000901")
    load("smoking", areas=["E09000902", "E09000901"])
    noted = reads.reads()
    assert [read.rows for read in noted] == [1, 2]
    assert noted[1].query["areas"] == ["E09000901", "E09000902"]
    assert noted[0].query["sex"] == "Persons", "defaults are written out"
    reads.clear()
    assert reads.reads() == []


def test_a_read_survives_json(mini: Path) -> None:
    load("smoking", areas="E09000901", start="2024-01-01", groups="all")
    (read,) = reads.reads()
    stored = json.loads(json.dumps(read.plain()))
    assert stored == read.plain()
    assert reads.replay(stored["query"], Project(mini)) == stored["sha256"]


def test_only_a_change_of_the_rows_that_were_read_counts(mini: Path) -> None:
    load("smoking", areas="E09000901")
    load("avoidable_deaths")
    load_population("E09000901")
    load_boundaries()
    assert stale(mini) == []
    smoking = mini / "data" / "observations" / "smoking.csv"
    replace(smoking, ",280,2000,", ",281,2000,")
    assert stale(mini) == [], "another area changed"
    replace(smoking, "all,14,210,1500,", "all,15,225,1500,")
    assert stale(mini) == ["smoking"]
    replace(
        mini / "data" / "population.csv",
        "E09000901,2021-06-30,Male,0 to 24,0,300",
        "E09000901,2021-06-30,Male,0 to 24,0,301",
    )
    assert stale(mini) == ["smoking", "population"]
    replace(
        mini / "data" / "places" / "london_boroughs.geojson",
        '"name": "Northbrook"',
        '"name": "North"',
    )
    assert stale(mini) == ["smoking", "population", "boundaries"]


def test_a_row_that_comes_or_goes_counts(mini: Path) -> None:
    load("smoking", areas="RZ9")
    load("avoidable_deaths", areas="E09000901", start="2024-01-01")
    path = mini / "data" / "observations" / "avoidable_deaths.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "E09000901,2024" not in line))
    assert stale(mini) == ["avoidable_deaths"]


def test_reads_go_to_the_file_that_the_runner_names(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "reads.jsonl"
    monkeypatch.setenv("PLAYBOOK_READS", str(file))
    load("smoking")
    load("smoking")
    load_population()
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert lines == reading.notes()
    assert [line["query"]["table"] for line in lines if "query" in line] == [
        "observations",
        "population",
    ]


def test_the_hash_of_the_rows_comes_with_them(mini: Path) -> None:
    assert load("smoking").attrs["sha256"] == reads.reads()[0].sha256


def test_a_thousand_replays_take_less_than_a_second(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    project = Project(root)
    for area in ("RYJ", "RAS", "E92000001"):
        load("ae_four_hour", areas=area)
    load("ae_four_hour")
    queries = [read.query for read in reads.reads()]
    start = time.process_time()
    for number in range(1000):
        reads.replay(queries[number % len(queries)], project)
    assert time.process_time() - start < 1.0
