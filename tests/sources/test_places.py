"""Areas: names as people write them, codes that ended, one code for one body; maps."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from playbook.errors import PlaybookError
from playbook.sources import deprivation, geography, maps, names, population
from playbook.sources.extract import Extracts
from playbook.sources.places import Places
from tests.sources.conftest import Write, cells


@pytest.mark.parametrize(
    ("published", "written"),
    [
        ("KING'S COLLEGE HOSPITAL NHS TRUST", "King's College Hospital NHS Trust"),
        ("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST", "Guy's and St Thomas' NHS Foundation Trust"),
        ("THE NEWCASTLE UPON TYNE HOSPITALS", "The Newcastle upon Tyne Hospitals"),
        ("NHS CENTRAL LONDON (WESTMINSTER) CCG", "NHS Central London (Westminster) CCG"),
        ("NHS STOCKTON-ON-TEES CCG", "NHS Stockton-on-Tees CCG"),
    ],
)
def test_capitals_become_title_case(published: str, written: str) -> None:
    assert names.title_case(published) == written


def test_short_names_drop_the_legal_form() -> None:
    assert names.short_trust("The Rotherham NHS Foundation Trust") == "Rotherham"
    assert names.short_trust("The Queen, King's Lynn, NHS Foundation Trust") == "Queen, King's Lynn"
    assert names.short_trust("Portsmouth Hospitals University NHS Trust") == (
        "Portsmouth Hospitals University"
    )
    assert names.short_group("NHS Brent CCG") == "Brent CCG"
    assert names.short_sub_icb("NHS Devon ICB - 15N") == "Devon ICB 15N"


CHANGES = """
code|name|region|valid_from|valid_to|successor|note
E07000001||||2019-03-31|E06000002|
E06000002||||2022-12-31|E06000003|
E10000009|Shire (county)|||2019-03-31|E06000003|
T9|Old Trust|||2019-03-31|T1|
"""


def changed(extract: Write, named: list[tuple[str, ...]], changes: str = CHANGES) -> pd.DataFrame:
    folder = extract("changes.csv", changes).folder
    columns = ["code", "name", "type", "region"]
    frame = pd.DataFrame(named, columns=columns).assign(short_name=lambda d: d["name"])
    return geography._with_changes(frame.assign(code_system="ONS"), folder / "changes.csv")


AREAS = [
    ("E07000001", "Dale", "ltla", None),
    ("E06000002", "Dale and Hill", "utla", None),
    ("E06000003", "Shire", "utla", "E12000001"),
    ("E10000009", "Shire", "utla", None),
    ("T1", "Shire NHS Trust", "trust", "Y1"),
    ("T9", None, "trust", None),
]


def test_codes_that_ended_lead_to_their_successor_and_take_its_region(extract: Write) -> None:
    table = changed(extract, AREAS)
    assert cells(table, "code", "name", "region", "valid_to", "successor") == [
        ("E06000002", "Dale and Hill", "E12000001", "2022-12-31", "E06000003"),
        ("E06000003", "Shire", "E12000001", None, None),
        ("E07000001", "Dale", "E12000001", "2019-03-31", "E06000002"),
        ("E10000009", "Shire (county)", "E12000001", "2019-03-31", "E06000003"),
        ("T1", "Shire NHS Trust", "Y1", None, None),
        ("T9", "Old Trust", "Y1", "2019-03-31", "T1"),
    ]


def test_a_trust_that_is_called_like_a_place_says_that_it_is_a_trust(extract: Write) -> None:
    short = changed(extract, AREAS).set_index("code")["short_name"]
    assert short["T1"] == "Shire trust"
    assert short["T9"] == "Old Trust"
    assert short["E06000003"] == "Shire"


def test_a_code_without_any_name_is_refused(extract: Write) -> None:
    with pytest.raises(PlaybookError, match="T9") as caught:
        changed(extract, AREAS, CHANGES.replace("Old Trust", ""))
    assert caught.value.field == "name"


def test_an_alias_becomes_the_one_code(places: Places) -> None:
    found = places.canonical(pd.Series(["S-old", "S", "Whole", "X"]))
    assert found.tolist() == ["S", "S", "C", "X"]


def test_the_system_is_found_by_the_type_of_its_body(places: Places) -> None:
    assert places.body("stp") == "S"
    with pytest.raises(PlaybookError, match="no body of type ccg"):
        places.body("ccg")


def shapes(folder: Path, *properties: dict[str, str]) -> Extracts:
    ring = [[0, 0], [1, 0], [1, 1], [0, 0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    features = [{"type": "Feature", "properties": p, "geometry": geometry} for p in properties]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / maps.BOUNDARIES).write_text(json.dumps(collection), encoding="utf-8")
    return Extracts(folder)


def test_boundaries_say_what_is_in_the_system(tmp_path: Path) -> None:
    extracts = shapes(
        tmp_path,
        {"area_code": "E2", "area_name": "Two"},
        {"area_code": "E1", "area_name": "One"},
    )
    drawn = json.loads(maps.boundaries(extracts, ["E2"]))
    assert [feature["properties"] for feature in drawn["features"]] == [
        {"code": "E1", "name": "One", "in_system": False},
        {"code": "E2", "name": "Two", "in_system": True},
    ]
    assert drawn["features"][0]["geometry"]["coordinates"][0][0] == [0, 0]


def test_a_borough_without_a_boundary_is_named(tmp_path: Path) -> None:
    extracts = shapes(tmp_path, {"area_code": "E1", "area_name": "One"})
    with pytest.raises(PlaybookError, match="E9"):
        maps.boundaries(extracts, ["E1", "E9"])


def test_boundaries_with_other_properties_are_refused(tmp_path: Path) -> None:
    extracts = shapes(tmp_path, {"LAD24CD": "E1", "LAD24NM": "One"})
    with pytest.raises(PlaybookError, match="LAD24CD"):
        maps.boundaries(extracts, ["E1"])


def test_catchments_are_those_of_known_trusts(extract: Write, places: Places) -> None:
    extracts = extract(
        maps.CATCHMENTS,
        """
        nhs_trust22_code|ltla21_code|proportion_trust_came_from_ltla
        T2|E1|0.25
        T1|E2|0.123456789
        EYES|E1|0.5
        """,
    )
    table = maps.catchments(extracts, places)
    assert cells(table, "trust", "area", "share") == [("T1", "E2", 0.123457), ("T2", "E1", 0.25)]


def test_population_keeps_upper_tier_regions_and_the_country(extract: Write) -> None:
    areas = pd.DataFrame(
        [("C", "Land", "country"), ("U", "Upper", "utla"), ("L", "Lower", "ltla")],
        columns=["code", "name", "type"],
    )
    places = Places(areas, "C", [], pd.Series(dtype=str))
    extracts = extract(
        population.ESTIMATES,
        """
        area_code|period|sex|age_band|age_start|population
        U|2021-06-30|Male|90+|90|7
        U|2021-06-30|Female|5-9|5|8
        L|2021-06-30|Female|5-9|5|9
        C|2021-06-30|Female|5-9|5|10
        """,
    )
    table = population.estimates(extracts, places)
    assert cells(table, "area", "sex", "age_band", "population") == [
        ("C", "Female", "5 to 9", 10),
        ("U", "Female", "5 to 9", 8),
        ("U", "Male", "90 and over", 7),
    ]


def test_deprivation_is_sorted_by_small_area(extract: Write) -> None:
    extracts = extract(
        deprivation.SMALL_AREAS_2025,
        """
        lsoa21_code|area_code|imd_score|imd_rank|imd_decile|population_census2021
        L2|E1|10.5|20000|6|1500
        L1|E1|30.5|5000|2|1600
        """,
    )
    table = deprivation.small_areas_2025(extracts)
    assert cells(table, *deprivation.COLUMNS) == [
        ("L1", "E1", 5000, 2, 30.5, 1600),
        ("L2", "E1", 20000, 6, 10.5, 1500),
    ]
