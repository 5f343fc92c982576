"""What `playbook new` writes: gates judge it, it makes its pages, and overwrites nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from playbook.catalogue import Catalogue, Project, unfilled
from playbook.checks import notebooks, records
from playbook.cli import app
from playbook.execution import pages
from playbook.observations import load
from playbook.sources import package
from tests.catalogue.editing import replace
from tests.conftest import playbook
from tests.systems import add_second

TABLE = """area,period_start,period_end,value,count,denominator
Northbrook,2024-01-01,2024-12-31,10,100,1000
E09000902,2024-01-01,2024-12-31,,,
E92000001,2024-01-01,2024-12-31,15,1500,10000
"""
INDICATOR = {
    "--title": "Walking",
    "--question": "How many walk?",
    "--mission": "M2",
    "--age": "18 and over",
    "--source": "mini_health",
    "--better": "higher",
}


def new(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["new", *arguments])
    return done.exit_code, done.stderr


def walking(mini: Path, text: str = TABLE, **other: str) -> tuple[int, str]:
    table = mini / "given.csv"
    table.write_text(text, encoding="utf-8")
    options = INDICATOR | {"--table": str(table)} | {f"--{k}": v for k, v in other.items()}
    return new("indicator", "walking", *(part for pair in options.items() for part in pair))


def state(folder: Path) -> dict[str, bytes]:
    found = (path for part in ("data", "notebooks", "_toc.yml") for path in _files(folder / part))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]


def slugs(mini: Path) -> list[str]:
    project = Project(mini)
    return [page.slug for page in pages.expand(project, Catalogue.read(project))]


def unfilled_in(mini: Path) -> set[str | None]:
    return {one.file for one in records.check(Project(mini)) if one.rule == "unfilled"}


def test_one_of_each_makes_its_page_and_waits_for_facts(mini: Path, root: Path) -> None:
    shutil.copy(root / "data" / "ladder.yml", mini / "data")
    assert walking(mini)[0] == 0
    assert new("mission", "walk-more", "--title", "Walk more", "--indicator", "walking")[0] == 0
    case = ["--title", "A path", "--mission", "M1", "--place", "Northbrook"]
    assert new("case", "path", *case)[0] == 0
    assert new("notebook", "my_page", "--title", 'The "first" page')[0] == 0
    wanted = ["indicators/walking", "missions/walk-more", "cases/path", "my-page"]
    assert set(wanted) <= set(slugs(mini))
    done = playbook(mini, "run", *wanted)
    assert done.returncode == 0, done.stderr
    # What is wrong is only what nobody but the author can know.
    assert {one.rule for one in records.check(Project(mini))} == {"unfilled"}
    assert unfilled_in(mini) == {
        "data/cases/case-path.yml",
        "data/indicators/walking.yml",
        "data/missions.yml",
        "data/tables.yml",
        "notebooks/my_page.ipynb",
    }
    assert notebooks.check(Project(mini)) == []
    contents = yaml.safe_load((mini / "_toc.yml").read_text(encoding="utf-8"))
    listed = [one["file"] for one in contents["parts"][-1]["chapters"]]
    assert listed[-2:] == ["notebooks/case", "notebooks/my_page"]


def test_a_table_is_taken_in_with_all_that_it_says(mini: Path) -> None:
    assert walking(mini)[0] == 0
    record = Catalogue.read(Project(mini)).indicator("walking")
    assert (record.value_type, record.ci.method, record.polarity) == (
        "Proportion",
        "wilson",
        "HighIsGood",
    )
    assert record.benchmark.area == "E92000001"
    assert record.trend.method == "fingertips_5pt"
    assert record.geography.levels == ("utla", "country")
    assert (record.year_type, record.frequency) == ("Calendar", "Annually")
    rows = load("walking").set_index("area")
    assert rows["value"].drop("E09000902").to_dict() == {"E09000901": 10, "E92000001": 15}
    assert rows.loc["E09000902", "status"] == "missing"
    assert rows.loc["E09000902", "note"] == "No figure in the table that was added."


def test_a_new_source_comes_with_its_publisher(mini: Path) -> None:
    code, said = walking(mini, source="new_one")
    assert code == 3
    assert "there is no source 'new_one'" in said
    new_source = {"publisher": "Invented", "publication": "Title"}
    assert walking(mini, source="new_one", **new_source, address="ftp://example.org")[0] == 3
    assert "new_one" not in (mini / "data" / "sources.yml").read_text(encoding="utf-8")
    assert walking(mini, source="new_one", **new_source, address="https://example.org/x")[0] == 0
    assert Catalogue.read(Project(mini)).source_of("walking").publisher == "Invented"


@pytest.mark.parametrize(
    ("old", "new_text", "said"),
    [
        ("Northbrook", "Northbrok", "given.csv:2: area: there is no area 'Northbrok'. Did you"),
        (",10,100", ",ten,100", "given.csv:2: value: is 'ten', not a number"),
        ("2024-01-01,2024-12-31,15", "01/01/2024,2024-12-31,15", "given.csv:4: period_start: is"),
        ("value,count", "valu,count", "given.csv:1: valu: is no column of a table. Did you mean"),
        ("E09000902", "E09000901", "given.csv:3: area: has the area, period"),
        ("2024-12-31,15", "2023-12-31,15", "given.csv:4: period_end: is before period_start."),
        (",10,100,", ",10,900,", "is 10, but 900 of 1000 per 100 gives 90."),
    ],
)
def test_a_wrong_table_is_refused_and_nothing_is_written(
    mini: Path, old: str, new_text: str, said: str
) -> None:
    before = state(mini)
    code, message = walking(mini, TABLE.replace(old, new_text))
    assert code == 3
    assert said in message
    assert state(mini) == before


def test_nothing_is_overwritten(mini: Path) -> None:
    before = state(mini)
    code, message = new("notebook", "place", "--title", "Again")
    assert code == 3
    assert "notebooks/place.ipynb: is there already." in message
    assert state(mini) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["place", "Northbrok"], "Did you mean Northbrook?"),
        (["place", "Northbrook"], "Northbrook (E09000901) is in Riverside already."),
        (["place", "RZ9"], "is of the type trust: no local authority in force"),
        (["case", "x", "--title", "X", "--mission", "M3", "--place", "Y"], "Choose from: M2."),
        (["mission", "x", "--title", "X", "--indicator", "smokin"], "Did you mean smoking?"),
        (["mission", "days-at-home", "--title", "X", "--indicator", "smoking"], "already"),
        (["notebook", "x", "--title", "X", "--part", "Numbers"], "Did you mean The numbers?"),
        (["notebook", "../x", "--title", "X"], "is no name of a notebook"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(
    mini: Path, arguments: list[str], said: str
) -> None:
    before = state(mini)
    code, message = new(*arguments)
    assert code == 3
    assert said in message
    assert state(mini) == before


def test_a_flag_that_is_left_out_is_asked_for_on_a_terminal_only(mini: Path) -> None:
    code, message = new("case", "x", "--title", "X", "--mission", "M2")
    assert code == 2
    assert "--place" in message


def test_a_place_of_another_system_counts_once(mini: Path) -> None:
    other = add_second(mini)
    code, message = new("place", "Far Upstream")
    assert code == 3
    assert "is the only place of Upstream test system" in message
    # With a second place it can be let go, and the record keeps its comments.
    replace(other, "boroughs: [E09000911]", "boroughs: [E09000911, E09000912]")
    areas = mini / "data" / "places" / "areas.csv"
    row = "E09000912,Far Downstream,Far Downstream,utla,E12000908,ONS,,,,\n"
    areas.write_text(areas.read_text(encoding="utf-8") + row, encoding="utf-8")
    package.write(mini)
    code, message = new("place", "far upstream")
    assert code == 0, message
    catalogue = Catalogue.read(Project(mini))
    assert catalogue.system.boroughs == ("E09000901", "E09000902", "E09000911")
    assert catalogue.systems["upstream"].boroughs == ("E09000912",)
    assert "No figures are on record of Far Upstream" in message
    assert "# A playbook in miniature" in (mini / "data/systems/mini.yml").read_text()
    assert "places/far-upstream" in slugs(mini)
    assert records.check(Project(mini)) == []


def test_a_broken_playbook_is_left_as_it_is(mini: Path) -> None:
    replace(mini / "data" / "missions.yml", "within_4_hours, avoidable_deaths]", "waits]")
    before = state(mini)
    assert walking(mini)[0] == 3
    assert state(mini) == before


def test_open_places_are_named_by_line(mini: Path) -> None:
    path = mini / "book" / "index.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n{unfilled.asked('who says so')}\n", encoding="utf-8")
    (found,) = unfilled.problems(Project(mini))
    line = text.count("\n") + 2
    assert str(found).startswith(f"book/index.md:{line}: is still to be filled in: who says so. ")
