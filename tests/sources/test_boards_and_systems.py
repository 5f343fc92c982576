"""From where patients register to the members of a system."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from playbook.catalogue import Catalogue, Project
from playbook.errors import PlaybookError
from playbook.sources import boards, systems
from playbook.sources.extract import Extracts
from tests.conftest import ROOT
from tests.sources.conftest import Write, cells

AREAS = pd.DataFrame(
    {"code": ["U1", "D1", "D2", "OLD"], "successor": [None, None, None, "D2"]}, dtype="str"
)


@pytest.fixture
def extracts(extract: Write) -> Extracts:
    """Four practices in a unitary authority and two districts of one county."""
    extract(
        "qof_practice_2021_22.csv",
        """practice_code | main_la_code | patients_2022_07
        P1 | U1  | 900
        P2 | U1  | 100
        P3 | D1  | 600
        P4 | OLD | 200
        P5 | D2  | 200
        P6 | D2  |""",
    )
    extract(
        "gp_registered_patients_2022_05.csv",
        """practice_code | ccg_code
        P1 | 01A
        P2 | 02B
        P3 | 01A
        P4 | 02B
        P5 | 02B
        P6 | 02B""",
    )
    extract("lookup_la_region_utla.csv", "ltla24_code|utla23_code\nU1|U1\nD1|C1\nD2|C1")
    return extract(
        "cvdprevent_lipid_subicb_2024_06.csv",
        "area_name\nNHS North And East ICB - 01A\nNHS South ICB - 02B",
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with the record of two boards."""
    (tmp_path / "places").mkdir()
    text = "code,ons_code,name\nQ1,E1,North and East\nQ2,E2,South\n"
    (tmp_path / "places" / "boards.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_patients_are_shared_out_among_the_boards_of_their_practices(
    extracts: Extracts, data: Path
) -> None:
    table = boards.authorities(extracts, AREAS, data)
    assert cells(table, "area", "county", "board", "patients", "share") == [
        ("C1", None, "Q1", 600, 0.6),
        ("C1", None, "Q2", 400, 0.4),
        ("D1", "C1", "Q1", 600, 1.0),
        ("D2", "C1", "Q2", 400, 1.0),
        ("U1", None, "Q1", 900, 0.9),
        ("U1", None, "Q2", 100, 0.1),
    ]


def test_a_part_of_no_known_board_is_refused(extracts: Extracts, data: Path) -> None:
    path = data / "places" / "boards.csv"
    path.write_text("code,ons_code,name\nQ1,E1,North and East\n", encoding="utf-8")
    with pytest.raises(PlaybookError, match="no board has the part 02B"):
        boards.authorities(extracts, AREAS, data)


def test_a_county_that_no_board_has_most_of_is_replaced_by_its_districts(
    extracts: Extracts, data: Path
) -> None:
    table = boards.authorities(extracts, AREAS, data)
    assert cells(systems.chosen(table), "area", "board") == [
        ("D1", "Q1"),
        ("D2", "Q2"),
        ("U1", "Q1"),
    ]
    table.loc[table["area"] == "C1", "share"] = [0.8, 0.2]
    assert cells(systems.chosen(table), "area", "board") == [("C1", "Q1"), ("U1", "Q1")]


def test_the_rule_gives_the_boroughs_that_the_own_system_names() -> None:
    catalogue = Catalogue.read(Project(ROOT))
    table = pd.read_csv(ROOT / "data" / boards.AUTHORITIES)
    members = systems.chosen(table)
    own = catalogue.system
    board = next(code for code in own.bodies if code in set(members["board"]))
    assert tuple(members.loc[members["board"] == board, "area"]) == own.boroughs
    trusts = pd.read_csv(ROOT / "data" / systems.TRUSTS)
    assert tuple(trusts.loc[trusts["board"] == board, "trust"]) == own.trusts


def test_the_committed_records_are_those_that_the_tables_give(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(ROOT / "data", tmp_path / "data")
    own = Catalogue.read(Project(ROOT)).system.id
    for path in (tmp_path / "data" / "systems").glob("*.yml"):
        if path.stem != own:
            path.unlink()
    written = systems.write(Project(tmp_path))
    assert len(written) == 41
    for path in written:
        assert path.read_bytes() == (ROOT / "data" / "systems" / path.name).read_bytes()
    assert systems.write(Project(tmp_path)) == []
