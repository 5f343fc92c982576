"""The data package: complete, deterministic, and proof against an unseen change."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from frictionless import validate

from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.sources import package

ROOT = Path(__file__).parents[2]


def problems(descriptor: Path) -> set[str]:
    """Kinds of problem that frictionless finds, in this process: quicker than its command."""
    return {kind for (kind,) in validate(str(descriptor)).flatten(["type"])}


def frictionless(descriptor: Path) -> subprocess.CompletedProcess[str]:
    """Run the real command."""
    command = Path(sys.executable).with_name("frictionless")
    return subprocess.run(
        [command, "validate", descriptor], capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def playbook(tmp_path: Path) -> Path:
    """The records of the real playbook with three small tables."""
    data = tmp_path / "data"
    (data / "places").mkdir(parents=True)
    (data / "systems").mkdir()
    (data / "observations").mkdir()
    (data / "indicators").mkdir()
    for name in (
        "edition.yml", "playbook.yml", "systems/nwl.yml", "missions.yml", "sources.yml",
        "standard_population.csv",
        "places/areas.csv", "observations/diabetes_prevalence.csv",
        "indicators/diabetes_prevalence.yml",
    ):  # fmt: skip
        shutil.copy(ROOT / "data" / name, data / name)
    write_entries(
        tmp_path,
        {"path": "standard_population.csv", "title": "Weights", "sources": ["eurostat_esp2013"]},
        {"path": "places/areas.csv", "title": "Areas", "sources": ["ons_lookups", "cvdprevent"]},
        {"path": "observations/diabetes_prevalence.csv"},
    )
    return tmp_path


def write_entries(root: Path, *entries: dict[str, object]) -> None:
    tables = [{"derivation": "As published.", **entry} for entry in entries]
    text = yaml.safe_dump({"tables": tables}, sort_keys=False)
    (root / "data" / "tables.yml").write_text(text, encoding="utf-8")


def entries_of(root: Path) -> list[dict[str, object]]:
    text = (root / "data" / "tables.yml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text)["tables"])


def test_the_real_command_passes_and_the_same_tables_give_the_same_bytes(playbook: Path) -> None:
    first = package.write(playbook).read_bytes()
    assert package.write(playbook).read_bytes() == first
    done = frictionless(playbook / "data" / "datapackage.json")
    assert done.returncode == 0, done.stdout


def test_the_real_command_fails_when_one_byte_changes(playbook: Path) -> None:
    package.write(playbook)
    path = playbook / "data" / "standard_population.csv"
    path.write_bytes(path.read_bytes().replace(b"5000", b"5001", 1))
    done = frictionless(playbook / "data" / "datapackage.json")
    assert done.returncode == 1
    assert "hash-count" in done.stdout


def test_a_table_of_observations_takes_title_and_source_from_its_indicator(playbook: Path) -> None:
    described = package.describe(Project(playbook))
    (resource,) = [r for r in described["resources"] if r["path"].startswith("observations/")]
    record = yaml.safe_load((playbook / "data/indicators/diabetes_prevalence.yml").read_text())
    assert resource["title"] == record["full_title"]
    assert resource["publisher"] == "Office for Health Improvement and Disparities"
    assert resource["licenses"][0]["name"] == "OGL-UK-3.0"
    assert resource["temporal"] == {"start": "2012-04-01", "end": "2025-03-31"}
    assert resource["rows"] == 104
    assert resource["schema"]["primaryKey"][0] == "indicator"


def test_two_sources_are_both_named(playbook: Path) -> None:
    described = package.describe(Project(playbook))
    (areas,) = [r for r in described["resources"] if r["name"] == "places-areas"]
    assert areas["publisher"].startswith("Office for National Statistics; NHS Benchmarking")
    assert len(areas["sources"]) == 2
    audit = areas["licenses"][1]
    assert audit["name"] == "CVDPREVENT-open-data-with-attribution"
    assert "check before redistribution" in audit["title"]


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("observations/diabetes_prevalence.csv", "published", "guessed", "constraint-error"),
        ("observations/diabetes_prevalence.csv", "E09000005", "E09999999", "foreign-key"),
        ("observations/diabetes_prevalence.csv", ",7.8227,", ",seven,", "type-error"),
    ],
)
def test_a_changed_table_is_told_apart(
    playbook: Path, table: str, old: str, new: str, said: str
) -> None:
    package.write(playbook)
    path = playbook / "data" / table
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert {said, "hash-count"} <= problems(playbook / "data" / "datapackage.json")


def test_a_double_row_fails_even_when_the_package_is_written_anew(playbook: Path) -> None:
    path = playbook / "data/observations/diabetes_prevalence.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[-1]]), encoding="utf-8")
    package.write(playbook)
    assert problems(playbook / "data" / "datapackage.json") == {"primary-key"}


def fault_of(playbook: Path) -> PlaybookError:
    with pytest.raises(PlaybookError) as caught:
        package.write(playbook)
    assert not (playbook / "data" / "datapackage.json").exists()
    return caught.value


def test_a_table_without_an_entry_is_refused(playbook: Path) -> None:
    write_entries(playbook, *entries_of(playbook)[1:])
    fault = fault_of(playbook)
    assert fault.file == "data/tables.yml"
    assert "no entry for data/standard_population.csv" in str(fault)


def test_an_entry_without_a_table_is_refused_with_its_line(playbook: Path) -> None:
    write_entries(playbook, *entries_of(playbook), {"path": "standard_populations.csv"})
    fault = fault_of(playbook)
    lines = (playbook / "data" / "tables.yml").read_text(encoding="utf-8").splitlines()
    assert fault.line is not None
    assert "standard_populations.csv" in lines[fault.line - 1]
    assert "Did you mean standard_population.csv?" in str(fault)


def test_an_unknown_source_is_refused_with_its_line(playbook: Path) -> None:
    entries = entries_of(playbook)
    entries[0]["sources"] = ["eurostat"]
    write_entries(playbook, *entries)
    fault = fault_of(playbook)
    assert fault.line is not None
    assert "there is no source 'eurostat'" in str(fault)


def test_a_context_table_needs_a_title(playbook: Path) -> None:
    entries = entries_of(playbook)
    del entries[0]["title"]
    write_entries(playbook, *entries)
    assert "title: is missing" in str(fault_of(playbook))


def test_a_table_of_no_known_kind_is_refused(playbook: Path) -> None:
    (playbook / "data" / "mystery.csv").write_text("a,b\n1,2\n")
    extra = {"path": "mystery.csv", "title": "?", "sources": ["nhs_england_ae"]}
    write_entries(playbook, *entries_of(playbook), extra)
    fault = fault_of(playbook)
    assert fault.file == "data/mystery.csv"
    assert "no known kind" in str(fault)


def test_the_committed_package_is_valid() -> None:
    done = frictionless(ROOT / "data" / "datapackage.json")
    assert done.returncode == 0, done.stdout
    assert "INVALID" not in done.stdout


def test_the_committed_package_is_what_the_tables_and_records_say_today() -> None:
    """When this fails: read what changed, then run `playbook data pack`."""
    committed = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert committed == package.describe(Project(ROOT))
