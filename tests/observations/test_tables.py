"""Checking all tables of a playbook, and noticing a byte that changed unseen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.observations import tables
from playbook.sources import package
from tests.catalogue.editing import replace

SMOKING = Path("data/observations/smoking.csv")
RECORD = Path("data/indicators/smoking.yml")


def problems(mini: Path) -> list[str]:
    with pytest.raises(PlaybookError) as caught:
        tables.validate(Project(mini))
    return [str(problem) for problem in caught.value.problems]


def test_the_miniature_is_sound(mini: Path) -> None:
    tables.validate(Project(mini))


def test_the_real_tables_are_sound(root: Path) -> None:
    tables.validate(Project(root))


def test_a_changed_figure_does_not_pass_unseen(mini: Path) -> None:
    expected = tables.table_hash(Project(mini), "smoking")
    replace(mini / SMOKING, "all,14,210,1500,", "all,15,225,1500,")
    found = tables.table_hash(Project(mini), "smoking")
    (problem,) = problems(mini)
    assert problem.startswith(f"{SMOKING}: hash: does not match datapackage.json: ")
    assert f"expected {expected}, found {found}" in problem
    assert "run `playbook data pack`" in problem
    package.write(mini)
    tables.validate(Project(mini))


def test_a_changed_length_is_named_as_such(mini: Path) -> None:
    replace(
        mini / "data/population.csv",
        "E09000901,2021-06-30,Male,0 to 24,0,300",
        "E09000901,2021-06-30,Male,0 to 24,0,3000",
    )
    (problem,) = problems(mini)
    size = (mini / "data/population.csv").stat().st_size
    assert f"bytes: does not match datapackage.json: expected {size - 1}, found {size}" in problem


def test_a_broken_table_is_reported_for_what_it_is(mini: Path) -> None:
    line = replace(mini / SMOKING, "all,14,210,1500,", "all,14,210,0,")
    (problem,) = problems(mini)
    assert problem == f"{SMOKING}:{line}: denominator: is '0', which is not above 0."


def test_a_table_that_vanished_is_missed(mini: Path) -> None:
    (mini / "data/population.csv").unlink()
    (problem,) = problems(mini)
    assert problem.startswith("data/population.csv: is in datapackage.json but not on disk")


def test_a_table_that_the_package_does_not_know_is_named(mini: Path) -> None:
    (mini / "data/extra.csv").write_text("a\n1\n")
    (problem,) = problems(mini)
    assert problem.startswith("data/extra.csv: is not in datapackage.json.")


def test_a_table_without_an_indicator_and_the_other_way_round(mini: Path) -> None:
    text = (mini / SMOKING).read_text()
    (mini / SMOKING).unlink()
    (mini / "data/observations/smokng.csv").write_text(text.replace("smoking,", "smokng,"))
    found = problems(mini)
    assert (
        "data/observations/smokng.csv: no indicator has the id smokng. Did you mean smoking?"
        in found
    )
    assert f"{RECORD}: has no table: {SMOKING} is missing." in found


def test_a_value_agrees_with_its_count_and_denominator(mini: Path) -> None:
    line = replace(mini / SMOKING, "all,14,210,1500,", "all,41,210,1500,")
    package.write(mini)
    assert problems(mini) == [f"{SMOKING}:{line}: value: is 41, but 210 of 1500 per 100 gives 14."]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "data/datapackage.json: is missing"),
        ('{"resources": [\n}', "data/datapackage.json:2: is not JSON"),
        ('{"resources": [{}]}', "data/datapackage.json: has no resources with paths"),
    ],
)
def test_a_broken_package_is_named(mini: Path, text: str | None, message: str) -> None:
    path = mini / "data" / "datapackage.json"
    if text is None:
        path.unlink()
    else:
        path.write_text(text)
    with pytest.raises(PlaybookError) as caught:
        tables.validate(Project(mini))
    assert message in str(caught.value)
    assert "Run `playbook data pack`" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "first: 2024-01-01",
            "first: 2023-01-01",
            "period.first: is 2023-01-01, but {table} has 2024-01-01.",
        ),
        ("last: 2024-12-31", "last: 2025-12-31", "period.last: is 2025-12-31, but"),
        (
            "levels: [utla, country]",
            "levels: [utla]",
            "geography.levels: is utla, but {table} has country, utla",
        ),
        ("age: 18 and over", "age: All ages", "age: is All ages, but {table} has 18 and over"),
        ("sex: Persons", "sex: Female", "sex: is Female, but {table} has Persons"),
        ('"4", "5"]', '"4"]', "splits[1].levels: is 1, 2, 3, 4, but {table} has 1, 2, 3, 4, 5"),
        (
            "dimension: imd_quintile",
            "dimension: ethnicity",
            "splits: is ethnicity, but {table} has imd_quintile",
        ),
        ("area: E92000001", "area: RZ9", "benchmark.area: RZ9 has no rows in {table}"),
    ],
)
def test_a_record_that_disagrees_with_its_table_is_named(
    mini: Path, old: str, new: str, message: str
) -> None:
    line = replace(mini / RECORD, old, new)
    message = message.format(table=SMOKING)
    (named,) = [problem for problem in problems(mini) if message in problem]
    # A wrong dimension is said of the list of splits, which begins on the line before.
    assert named.startswith((f"{RECORD}:{line}:", f"{RECORD}:{line - 1}: splits:"))


def test_a_part_is_not_larger_than_the_whole(mini: Path) -> None:
    line = replace(mini / SMOKING, "all,14,210,1500,", "all,14,2100,1500,")
    package.write(mini)
    assert problems(mini)[:1] == [
        f"{SMOKING}:{line}: count: is above denominator; a proportion counts a part of it."
    ]


def test_the_package_lists_every_table_once(root: Path) -> None:
    resources = json.loads((root / "data" / "datapackage.json").read_text())["resources"]
    paths = [resource["path"] for resource in resources]
    assert len(paths) == len(set(paths))
    for resource in resources:
        assert (root / "data" / resource["path"]).stat().st_size == resource["bytes"]
