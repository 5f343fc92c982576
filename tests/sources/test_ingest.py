"""Building the tables: all or nothing, every fault told, the same figures the same bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from playbook.errors import PlaybookError
from playbook.sources import ingest as ingesting
from playbook.sources.extract import Extracts
from playbook.sources.places import Places
from playbook.sources.registry import CONTEXT, OBSERVATIONS
from playbook.sources.tidy import every_month, observations
from playbook.sources.writing import write_csv, write_text

ROOT = Path(__file__).parents[2]


def test_every_table_of_observations_has_a_builder_and_the_other_way_round() -> None:
    tables = {path.stem for path in (ROOT / "data" / "observations").glob("*.csv")}
    assert tables == OBSERVATIONS.keys()
    assert all((ROOT / "data" / name).is_file() for name in CONTEXT)


def test_nothing_is_written_when_an_extract_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "data" / "places").mkdir(parents=True)
    (tmp_path / "data" / "systems").mkdir()
    for name in ("playbook.yml", "systems/nwl.yml", "places/aliases.csv", "places/changes.csv"):
        shutil.copy(ROOT / "data" / name, tmp_path / "data" / name)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    (tmp_path / "extracts").mkdir()
    with pytest.raises(PlaybookError, match="the extract is not there"):
        ingesting.ingest(tmp_path / "extracts", tmp_path)
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before


def test_all_faults_are_told_together(tmp_path: Path, places: Places) -> None:
    with pytest.raises(PlaybookError) as caught:
        ingesting._build(Extracts(tmp_path), places)
    assert len(caught.value.problems) == len(OBSERVATIONS) + len(CONTEXT)


def test_a_table_that_names_an_unknown_area_is_refused(
    tmp_path: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stray(_: Extracts, __: Places) -> pd.DataFrame:
        return pd.DataFrame({"area": ["C", "E06999999"]})

    monkeypatch.setattr(ingesting, "OBSERVATIONS", {"stray": stray})
    monkeypatch.setattr(ingesting, "CONTEXT", {})
    with pytest.raises(PlaybookError, match="E06999999") as caught:
        ingesting._build(Extracts(tmp_path), places)
    assert (caught.value.file, caught.value.field) == ("data/observations/stray.csv", "area")


def test_observations_are_sorted_complete_and_empty_where_withheld() -> None:
    day = pd.Timestamp("2024-01-31")
    frame = pd.DataFrame(
        {
            "area": ["B", "A"],
            "period_start": day,
            "period_end": day,
            "value": [1 / 3, 9.0],
            "count": [1, 9],
            "status": ["published", "suppressed"],
            "note": [None, "small"],
        }
    )
    table = observations("x", frame, age="Adults")
    assert table["area"].tolist() == ["A", "B"]
    assert table["value"].isna().tolist() == [True, False]
    assert table["count"].isna().tolist() == [True, False]
    assert table["value"][1] == 0.3333
    assert table[["sex", "age", "group"]].iloc[0].tolist() == ["Persons", "Adults", "all"]
    assert table["note"].tolist() == ["small", ""]


def test_only_the_months_between_the_first_and_the_last_are_filled() -> None:
    months = pd.to_datetime(["2024-01-01", "2024-04-01", "2024-02-01"])
    rows = pd.DataFrame({"area": ["A", "A", "B"], "period_start": months, "n": [1.0, 2.0, 3.0]})
    full = every_month(rows)
    assert full.groupby("area").size().to_dict() == {"A": 4, "B": 1}
    assert full["status"].tolist() == ["published", "missing", "missing", "published", "published"]


def test_the_same_figures_give_the_same_bytes(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"day": pd.to_datetime(["2024-01-01"]), "n": [12.0], "x": [0.1], "e": [float("nan")]}
    )
    write_csv(frame, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == b"day,n,x,e\n2024-01-01,12,0.1,\n"


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    write_text("old\n", tmp_path / "a.csv")
    with pytest.raises(UnicodeEncodeError):
        write_text("half \udcff", tmp_path / "a.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "old\n"
