"""The catalogue of the miniature playbook: looking things up, and noticing an edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project
from playbook.errors import PlaybookError
from tests.catalogue.editing import replace


@pytest.fixture
def catalogue(mini: Path) -> Catalogue:
    return Catalogue.read(Project(mini))


def test_records_come_by_id_in_the_order_of_the_scorecard(catalogue: Catalogue) -> None:
    assert list(catalogue.indicators) == ["within_4_hours", "avoidable_deaths", "smoking"]
    assert catalogue.edition.name == "2026.11"
    assert catalogue.system.boroughs == ("E09000901", "E09000902")
    assert catalogue.mission("days-at-home") is catalogue.mission("M2")
    assert catalogue.source_of("smoking").publisher == "Invented public health office"


def test_an_area_has_a_slug_and_is_found_by_it(catalogue: Catalogue) -> None:
    assert catalogue.area("southmere-and-weir").code == "E09000902"
    assert catalogue.area("E09000902").slug == "southmere-and-weir"


@pytest.mark.parametrize(
    ("lookup", "wrong", "message"),
    [
        ("indicator", "smokng", "there is no indicator 'smokng'. Did you mean smoking?"),
        ("mission", "M9", "there is no mission 'M9'"),
        ("area", "northbrok", "there is no area 'northbrok'. Did you mean northbrook"),
    ],
)
def test_an_unknown_id_names_the_nearest(
    catalogue: Catalogue, lookup: str, wrong: str, message: str
) -> None:
    with pytest.raises(PlaybookError) as caught:
        getattr(catalogue, lookup)(wrong)
    assert message in str(caught.value)


def test_a_slug_of_two_areas_is_not_guessed(mini: Path) -> None:
    areas = mini / "data" / "places" / "areas.csv"
    with areas.open("a", encoding="utf-8") as stream:
        for code in ("E07000901", "E07000902"):
            stream.write(f"{code},Twin,Twin,ltla,,ONS,,,,\n")
    with pytest.raises(PlaybookError, match=r"could be E07000901 \(ltla\), E07000902"):
        Catalogue.read(Project(mini)).area("twin")


def test_a_slug_that_a_place_of_the_system_shares_means_that_place(mini: Path) -> None:
    areas = mini / "data" / "places" / "areas.csv"
    with areas.open("a", encoding="utf-8") as stream:
        stream.write("E07000901,Northbrook,Northbrook,ltla,,ONS,,,,\n")
    assert Catalogue.read(Project(mini)).area("northbrook").code == "E09000901"


def test_targets_of_an_indicator_keep_the_order_of_its_record(catalogue: Catalogue) -> None:
    assert [t.id for t in catalogue.targets_of("within_4_hours")] == ["t-mini-01", "t-mini-02"]
    assert catalogue.targets_of("smoking") == ()


def test_breaks_are_those_of_the_indicator_and_the_area(catalogue: Catalogue) -> None:
    def ids(indicator: str, area: str | None = None) -> list[str]:
        return [known.id for known in catalogue.breaks_of(indicator, area)]

    assert ids("within_4_hours") == ids("within_4_hours", "RZ9") == ["mini_gap"]
    assert ids("within_4_hours", "E92000001") == []
    assert ids("smoking", "E09000901") == ["mini_method"], "a break of all areas touches each"


def test_the_catalogue_is_read_once_and_again_after_an_edit(mini: Path) -> None:
    project = Project(mini)
    before = Catalogue.read(project)
    assert Catalogue.read(project) is before
    replace(mini / "data" / "edition.yml", '"2026.11"', '"2026.12"')
    assert Catalogue.read(project).edition.name == "2026.12"


def test_one_wrong_record_does_not_hide_another(mini: Path) -> None:
    for name in ("smoking", "avoidable_deaths"):
        replace(mini / "data" / "indicators" / f"{name}.yml", "polarity: LowIsGood\n", "")
    with pytest.raises(PlaybookError) as caught:
        _ = Catalogue.read(Project(mini)).indicators
    assert [problem.file for problem in caught.value.problems] == [
        "data/indicators/avoidable_deaths.yml",
        "data/indicators/smoking.yml",
    ]


def test_a_record_whose_id_is_not_its_file_is_refused(mini: Path) -> None:
    line = replace(mini / "data" / "indicators" / "smoking.yml", "id: smoking", "id: smokes")
    with pytest.raises(PlaybookError) as caught:
        Catalogue.read(Project(mini)).indicator("smoking")
    assert f"smoking.yml:{line}: id: is smokes, but the file is smoking.yml" in str(caught.value)


def test_an_id_that_is_used_twice_is_refused(mini: Path) -> None:
    line = replace(mini / "data" / "sources.yml", "- id: mini_health", "- id: mini_hospital")
    with pytest.raises(PlaybookError) as caught:
        _ = Catalogue.read(Project(mini)).sources
    assert f"data/sources.yml:{line}: sources[2].id: mini_hospital is used above" in str(
        caught.value
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("code,name", "code,label", ":1: has the columns code,label"),
        (
            "E09000902,Southmere and Weir,",
            "E09000901,South,",
            ":3: code: E09000901 has a row above",
        ),
        (
            ",utla,E12000907,ONS,,,,\nE09000902",
            ",utal,E12000907,ONS,,,,\nE09000902",
            ":2: type: is 'utal'. Did you mean utla",
        ),
        ("E12000907,ODS,,,,", "E12000907,ODS,2026,,,", ":6: valid_from: is '2026', not a date"),
        ("E12000907,ODS,,,,", "E12000907,OSD,,,,", ":6: code_system: is 'OSD'"),
        ("E12000907,ODS,,,,", "E12000907,ODS,,", ":6: has 8 cells; a row has 10"),
    ],
)
def test_a_fault_in_the_areas_names_line_and_column(
    mini: Path, old: str, new: str, message: str
) -> None:
    replace(mini / "data" / "places" / "areas.csv", old, new)
    with pytest.raises(PlaybookError) as caught:
        _ = Catalogue.read(Project(mini)).areas
    assert f"data/places/areas.csv{message}" in str(caught.value)
