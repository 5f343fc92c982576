"""Loading figures for a page, from the miniature playbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from playbook.errors import PlaybookError
from playbook.observations import (
    load,
    load_boundaries,
    load_deprivation,
    load_population,
    load_standard_population,
)
from tests.catalogue.editing import replace

pytestmark = pytest.mark.usefixtures("mini")


def test_the_headline_comes_typed_and_sorted() -> None:
    frame = load("within_4_hours")
    assert len(frame) == 26
    assert frame["area"].tolist() == ["E92000001"] * 13 + ["RZ9"] * 13
    assert frame["period_start"].dt.day.eq(1).all()
    missing = frame[frame["status"] == "missing"]
    assert missing["value"].isna().all()
    assert missing["note"].tolist() == ["Not reported"]


@pytest.mark.parametrize(
    ("areas", "codes"),
    [
        ("E09000901", {"E09000901"}),
        ("northbrook", {"E09000901"}),
        (["E92000001", "southmere-and-weir"], {"E92000001", "E09000902"}),
        (None, {"E09000901", "E09000902", "E92000001"}),
    ],
)
def test_areas_are_codes_or_slugs(areas: Any, codes: set[str]) -> None:
    assert set(load("avoidable_deaths", areas=areas)["area"]) == codes


def test_a_span_keeps_whole_periods() -> None:
    frame = load("within_4_hours", areas="RZ9", start="2025-03-01", end="2025-05-30")
    assert frame["period_start"].dt.month.tolist() == [3, 4], "May ends after the 30th"


def test_a_dimension_gives_its_levels_and_not_the_headline() -> None:
    frame = load("smoking", groups="imd_quintile")
    assert frame["level"].tolist() == ["1", "2", "3", "4", "5"]
    assert frame["status"].tolist() == ["published"] * 4 + ["suppressed"]
    assert "level" not in load("smoking")
    assert len(load("smoking", groups=None)) == 8


def test_by_default_no_one_is_counted_twice(mini: Path) -> None:
    path = mini / "data" / "observations" / "smoking.csv"
    row = "smoking,E09000901,2024-01-01,2024-12-31,{},18 and over,all,14,210,1500,,,published,\n"
    replace(path, row.format("Persons"), row.format("Female") + row.format("Persons"))
    assert load("smoking", areas="E09000901")["sex"].tolist() == ["Persons"]
    assert load("smoking", areas="E09000901", sex="any")["sex"].tolist() == ["Female", "Persons"]
    assert load("smoking", areas="E09000901", sex="Female")["value"].tolist() == [14]


def test_a_frame_may_be_changed_without_harm() -> None:
    frame = load("smoking")
    frame["value"] = 0.0
    assert (load("smoking")["value"] > 0).all()


def test_an_edited_table_is_read_anew(mini: Path) -> None:
    assert load("smoking", areas="E09000901")["value"].tolist() == [14]
    path = mini / "data" / "observations" / "smoking.csv"
    replace(path, "all,14,210,1500,", "all,15,225,1500,")
    assert load("smoking", areas="E09000901")["value"].tolist() == [15]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"indicator": "smokng"}, "there is no indicator 'smokng'. Did you mean smoking?"),
        ({"indicator": "smoking", "areas": "E0900090"}, "there is no area 'E0900090'"),
        (
            {"indicator": "smoking", "groups": "imd_decile"},
            "no groups 'imd_decile'. Did you mean imd_quintile",
        ),
        ({"indicator": "smoking", "age": "All ages"}, "smoking has no age 'All ages'"),
        ({"indicator": "smoking", "sex": "Femal"}, "smoking has no sex 'Femal'"),
        ({"indicator": "smoking", "start": "soon"}, "start is 'soon', not a date"),
    ],
)
def test_what_is_not_there_is_an_error_and_not_an_empty_frame(
    arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(PlaybookError) as caught:
        load(**arguments)
    assert message in str(caught.value)


def test_an_area_without_rows_gives_none() -> None:
    assert load("smoking", areas="RZ9").empty


def test_a_record_without_a_table_says_so(mini: Path) -> None:
    (mini / "data" / "observations" / "smoking.csv").unlink()
    with pytest.raises(PlaybookError, match=r"^data/observations/smoking.csv: is not there"):
        load("smoking")


def test_populations_are_typed_and_chosen_by_area() -> None:
    frame = load_population("northbrook")
    assert frame["population"].sum() == 2000
    assert frame["period"].eq(pd.Timestamp("2021-06-30")).all()


def test_deprivation_has_editions() -> None:
    assert load_deprivation(2025, "E09000902")["decile"].tolist() == [3, 10]
    with pytest.raises(PlaybookError, match="no deprivation edition 2010"):
        load_deprivation(2010)


def test_boundaries_are_geojson() -> None:
    names = [each["properties"]["name"] for each in load_boundaries()["features"]]
    assert names == ["Northbrook", "Southmere and Weir"]


def test_a_table_that_the_playbook_does_not_have_is_named() -> None:
    with pytest.raises(PlaybookError, match=r"^data/standard_population.csv: is missing"):
        load_standard_population()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("area,period", "place,period", ":1: has the columns place,period"),
        ("0 to 24,0,300", "0 to 24,0,3.5", ":2: population: is '3.5', not a whole number"),
        ("Male,0 to 24,0,600", "Male,0 to 24,x,600", ":11: age_start: is 'x', not a whole number"),
        (
            "E09000902,2021-06-30,Male,65",
            "E09000902,2021,Male,65",
            ":13: period: is '2021', not a date",
        ),
    ],
)
def test_a_fault_in_a_context_table_is_named(mini: Path, old: str, new: str, message: str) -> None:
    path = mini / "data" / "population.csv"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(PlaybookError) as caught:
        load_population()
    assert str(caught.value).startswith(f"data/population.csv{message}")
