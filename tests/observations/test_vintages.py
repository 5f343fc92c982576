"""Figures carried to the codes of a day: renames, mergers and splits, with totals kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.catalogue import Catalogue, Project
from playbook.catalogue.areas import Area
from playbook.catalogue.indicator import Indicator
from playbook.catalogue.succession import Split, Succession, succession
from playbook.errors import PlaybookError
from playbook.observations import schema, vintages
from tests.conftest import ROOT

DAY = date(2026, 11, 23)
BOOK = Catalogue.read(Project(ROOT))
EMBEDDED = ("ae_attendances", "ae_twelve_hour_waits", "emergency_admissions", "ae_four_hour")


def area(code: str, ended: str = "", successor: str = "", begun: str = "") -> Area:
    first, last = (date.fromisoformat(day) if day else None for day in (begun, ended))
    return Area(code, code, code, "trust", None, "ODS", first, last, successor or None, None)


AREAS = {
    one.code: one
    for one in (
        area("A", "2020-03-31", "C"),
        area("B", "2020-03-31", "C"),
        area("C", "2023-03-31", "D", "2020-04-01"),
        area("D", begun="2023-04-01"),
        area("W", "2021-03-31"),
        area("X", begun="2021-04-01"),
        area("Y", begun="2021-04-01"),
        area("L", "2022-03-31"),
        area("Z"),
    )
}
SPLITS = (Split("W", "X", 1, "Residents of a day", 2), Split("W", "Y", 2, "Residents of a day", 3))
FOLLOWS = succession(AREAS, SPLITS, DAY)


def kind(value_type: str, multiplier: int | None = 100) -> Indicator:
    sample = BOOK.indicator("ae_four_hour")
    changed = {"id": "made_up", "value_type": value_type, "multiplier": multiplier}
    return sample.model_copy(update=changed)


SHARE, COUNT = kind("Proportion"), kind("Count", None)
STANDARDISED = kind("Directly standardised rate", 100_000)


def rows(*given: tuple[str, int, float | None, float | None]) -> pd.DataFrame:
    """Observations of whole years: area, year, count, denominator; None is suppressed."""
    frame = pd.DataFrame(given, columns=["area", "year", "count", "denominator"])
    year = frame.pop("year").astype(str)
    status = frame["count"].isna().map({True: "suppressed", False: "published"})
    return frame.astype({"count": float, "denominator": float}).assign(
        indicator="made_up",
        period_start=pd.to_datetime(year + "-01-01"),
        period_end=pd.to_datetime(year + "-12-31"),
        sex="Persons",
        age="All ages",
        group="all",
        value=100 * frame["count"] / frame["denominator"],
        lower95=1.0,
        upper95=99.0,
        status=status,
        note="",
    )[schema.COLUMNS]


def carried(frame: pd.DataFrame, indicator: Indicator = SHARE) -> pd.DataFrame:
    return vintages.observations(frame, FOLLOWS, indicator)


def test_areas_that_merged_have_the_sum_of_their_counts_and_the_rate_that_it_makes_up() -> None:
    (row,) = carried(rows(("A", 2019, 10, 40), ("B", 2019, 20, 60))).to_dict("records")
    assert (row["area"], row["count"], row["denominator"], row["value"]) == ("D", 30, 100, 30.0)
    assert np.isnan([row["lower95"], row["upper95"]]).all()
    assert row["note"] == "Added up from A and B"


def test_a_code_that_another_follows_keeps_its_row() -> None:
    before = rows(("C", 2021, 10, 40), ("Z", 2021, 1, 4))
    after = carried(before)
    assert after["area"].tolist() == ["D", "Z"]
    pd.testing.assert_frame_equal(after.drop(columns="area"), before.drop(columns="area"))


def test_an_area_that_was_split_is_shared_by_residents_to_the_last_person() -> None:
    after = carried(rows(("W", 2019, 10, 100)))
    assert after["area"].tolist() == ["X", "Y"]
    assert after["count"].tolist() == [3, 7]
    assert after["denominator"].tolist() == [33, 67]
    assert after["note"].unique().tolist() == ["A share of W: Residents of a day"]


def test_a_split_without_recorded_shares_is_refused() -> None:
    with pytest.raises(PlaybookError, match="L ended, and nothing says") as caught:
        carried(rows(("L", 2019, 10, 100)))
    assert caught.value.file == "data/places/splits.csv"
    with pytest.raises(PlaybookError, match="L ended"):
        vintages.totals(rows(("L", 2019, 10, 100)), FOLLOWS, ["count"], ["period_end"])


@pytest.mark.parametrize("indicator", [STANDARDISED, kind("Mean", None)])
def test_a_rate_is_never_added_up(indicator: Indicator) -> None:
    (row,) = carried(rows(("A", 2019, 10, 40), ("B", 2019, 20, 60)), indicator).to_dict("records")
    assert (row["status"], row["note"]) == ("missing", "The figures of A and B cannot be added up")
    assert np.isnan(row["value"])
    assert np.isnan(row["count"])


def test_a_rate_without_counts_is_not_added_up_either() -> None:
    both = rows(("A", 2019, 10, 40), ("B", 2019, 20, 60)).assign(count=np.nan)
    assert carried(both)["status"].tolist() == ["missing"]


def test_a_sum_with_a_suppressed_part_is_suppressed() -> None:
    (row,) = carried(rows(("A", 2019, None, 40), ("B", 2019, 20, 60))).to_dict("records")
    assert (row["status"], row["note"]) == ("suppressed", "One of A and B has no figure")


def test_a_sum_without_one_that_reports_before_and_after_is_missing() -> None:
    given = [("A", year, 10, 40) for year in (2017, 2018, 2019)]
    given += [("B", year, 20, 60) for year in (2017, 2019)]
    found = carried(rows(*given)).set_index(["area", "period_end"])["status"]
    assert found.tolist() == ["published", "missing", "published"]


def test_who_was_there_already_is_added_to_who_joined_it() -> None:
    joined = AREAS | {"A": area("A", "2020-03-31", "Z")}
    frame = rows(("A", 2019, 10, 40), ("Z", 2019, 20, 60), ("Z", 2020, 31, 100))
    found = vintages.observations(frame, succession(joined, (), DAY), SHARE)
    assert found["count"].tolist() == [30, 31]


def test_on_an_earlier_day_the_codes_of_that_day_hold() -> None:
    then = succession(AREAS, SPLITS, date(2020, 12, 31))
    found = vintages.observations(rows(("A", 2019, 10, 40), ("B", 2019, 20, 60)), then, SHARE)
    assert found["area"].tolist() == ["C"]


YEARS = (2017, 2018, 2019)
counts = st.tuples(st.integers(0, 10**6), st.integers(1, 10**6))


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(sorted(AREAS.keys() - {"L"})),
        st.tuples(*[counts] * len(YEARS)),
        min_size=1,
    )
)
def test_totals_are_kept_whatever_merges_splits_or_is_renamed(
    table: dict[str, tuple[tuple[int, int], ...]],
) -> None:
    frame = rows(
        *(
            (code, year, count, count + more)
            for code, years in table.items()
            for year, (count, more) in zip(YEARS, years, strict=True)
        )
    )
    columns = ["count", "denominator"]
    for summed in (vintages.totals(frame, FOLLOWS, columns, schema.DATES), carried(frame)):
        assert not set(summed["area"]) & FOLLOWS.heirs.keys()
        before, after = (one.groupby("period_end")[columns].sum() for one in (frame, summed))
        pd.testing.assert_frame_equal(before, after)


@pytest.fixture(scope="module")
def embedded() -> Callable[[str], tuple[pd.DataFrame, pd.DataFrame]]:
    follows = BOOK.succession(DAY)

    def both(name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        frame = schema.plain(schema.read(ROOT / "data/observations" / f"{name}.csv"))
        return frame, vintages.observations(frame, follows, BOOK.indicator(name))

    return both


@pytest.mark.parametrize("name", EMBEDDED)
def test_every_merger_of_trusts_keeps_the_totals_of_each_table(
    embedded: Callable[[str], tuple[pd.DataFrame, pd.DataFrame]], name: str
) -> None:
    """But for months in which one of those that merged did not report."""
    before, after = embedded(name)
    lost = after[after["status"] != "published"]
    silent = set(zip(lost["area"], lost["period_end"], strict=True))
    heirs = BOOK.succession(DAY).heirs
    under = before["area"].map(lambda code: next(iter(heirs.get(code, {code: 1}))))
    told = [key not in silent for key in zip(under, before["period_end"], strict=True)]
    for column in ("count", "denominator"):
        was = before[told].groupby("period_end")[column].sum()
        kept = after[after["status"] == "published"].groupby("period_end")[column].sum()
        pd.testing.assert_series_equal(was, kept.reindex(was.index))
    assert after["note"].str.startswith("Added up from").sum() > 100


def test_a_merger_across_tables_leaves_them_agreeing(
    embedded: Callable[[str], tuple[pd.DataFrame, pd.DataFrame]],
) -> None:
    """What one table has as its count and another as its denominator is the same afterwards."""
    key = ["area", "period_end"]
    seen = embedded("ae_attendances")[1].set_index(key)["count"]
    waits = embedded("ae_twelve_hour_waits")[1].set_index(key)
    both = pd.concat([seen, waits["denominator"]], axis=1, join="inner").dropna()
    assert len(both) > 5000
    pd.testing.assert_series_equal(both["count"], both["denominator"], check_names=False)
    known = waits[waits["status"] == "published"]
    made_up = 1000 * known["count"] / known["denominator"]
    assert np.allclose(made_up, known["value"], atol=1e-3)


def test_residents_of_a_county_that_was_split_are_those_of_its_parts() -> None:
    people = pd.read_csv(ROOT / "data/population.csv")
    after = vintages.totals(people, BOOK.succession(DAY), ["population"], ["period", "sex"])
    for sex, was in people.groupby("sex")["population"].sum().items():
        assert after.loc[after["sex"] == sex, "population"].sum() == was
    assert "E10000006" not in set(after["area"])
    whole = people.loc[people["area"] == "E10000006", "population"].sum()
    parts = [one for one in BOOK.splits if one.code == "E10000006"]
    assert sum(one.residents for one in parts) == whole
    for one in parts:
        assert after.loc[after["area"] == one.successor, "population"].sum() == pytest.approx(
            one.residents, abs=len(people[people["area"] == "E10000006"])
        )


def test_every_code_that_ended_is_followed_or_shared() -> None:
    follows = BOOK.succession(DAY)
    assert not follows.unshared
    for heirs in follows.heirs.values():
        assert sum(heirs.values()) == 1


BOARDS = ("E38000256", "E38000240")


def test_no_code_follows_the_boards_whose_merger_is_not_confirmed() -> None:
    """It was due on 1 April 2026; no record says that it took place, or under which code."""
    assert not BOOK.succession(DAY).heirs.keys() & {*BOARDS, "QRV", "QMJ"}


def test_once_their_merger_is_recorded_their_figures_add_up() -> None:
    """The code of the board that would follow is made up."""
    merged = {code: area(code, "2026-03-31", "E38999999") for code in BOARDS}
    areas = BOOK.areas | merged | {"E38999999": area("E38999999", begun="2026-04-01")}
    follows: Succession = succession(areas, (), DAY)
    name = "cvd_lipid_therapy"
    before = schema.plain(schema.read(ROOT / "data/observations" / f"{name}.csv"))
    after = vintages.observations(before, follows, BOOK.indicator(name))
    own = before[before["area"].isin(BOARDS) & (before["group"] == "all")]
    both = own[own["sex"] == "Persons"]
    (row,) = after[
        (after["area"] == "E38999999") & (after["group"] == "all") & (after["sex"] == "Persons")
    ].to_dict("records")
    assert row["count"] == both["count"].sum()
    assert row["value"] == pytest.approx(100 * both["count"].sum() / both["denominator"].sum())
    assert both["value"].min() < row["value"] < both["value"].max()


def test_splits_that_cannot_be_are_refused(mini: Path) -> None:
    from playbook.observations import tables

    path = mini / "data" / "places" / "splits.csv"
    header = "code,successor,residents,note\n"
    for text, said in (
        (header + "E09000901,E09000902,none,x\n", "not a number of people"),
        (header + "E09000901,E09000902,10,x\n", "has not ended"),
        (header + "E09000991,E09000902,10,x\n", "no area E09000991"),
        ("code,share\n", "has the columns code,share"),
    ):
        path.write_text(text)
        with pytest.raises(PlaybookError, match=said) as caught:
            tables.validate(Catalogue.read(Project(mini)).project)
        assert "data/places/splits.csv" in str(caught.value)
