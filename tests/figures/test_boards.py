"""The boards: every verdict of one kind, the same as on the pages, and in words."""

from __future__ import annotations

import pandas as pd
import pytest

from playbook.catalogue import Catalogue
from playbook.figures import boards, control_chart, groups, inequality_figure
from playbook.figures.components import Board, cell
from playbook.figures.measure import Measure
from playbook.observations import load


def measure(catalogue: Catalogue, name: str) -> Measure:
    return Measure(catalogue.indicator(name), load(name), catalogue)


def division(catalogue: Catalogue, name: str) -> tuple[Measure, pd.DataFrame]:
    one = measure(catalogue, name)
    return one, load(name, areas=groups.split_areas(one), groups=None)


def texts(board: Board, column: str) -> list[str]:
    place = board.columns.index(column)
    return [
        row[place]["text"] or (row[place]["status"] or {}).get("word", "") for row in board.rows
    ]


def test_a_chart_stands_once_for_the_system_and_once_for_each_place(catalogue: Catalogue) -> None:
    one = measure(catalogue, "ae_four_hour")
    board = boards.change([one])
    assert board is not None
    codes = [catalogue.system.id, *catalogue.system.trusts]
    assert texts(board, "Place") == [catalogue.label(code) for code in codes]
    verdicts = [control_chart.verdict(one, code)["word"] for code in codes]
    assert texts(board, "Variation") == verdicts
    for row, code in zip(board.rows, codes, strict=True):
        chart = control_chart.worked_out(one, code)
        assert chart is not None
        assert row[4]["status"]["word"] == boards.ASSURED[chart.assurance][1]
        assert row[4]["note"] == "Target 78.0%"


def test_a_system_that_is_published_as_one_body_stands_once(catalogue: Catalogue) -> None:
    board = boards.change([measure(catalogue, "cyp_mental_health_contacts")])
    assert board is not None
    assert texts(board, "Place") == [catalogue.system.short_name]
    assert texts(board, "Assurance") == ["No target"]


def test_without_a_chart_there_is_no_board_and_the_page_says_so(catalogue: Catalogue) -> None:
    assert boards.change([measure(catalogue, "adult_obesity")]) is None
    assert boards.said_of_change(None) == "No monthly series is long enough for a control chart."


def test_the_sentence_counts_every_row(catalogue: Catalogue) -> None:
    records = boards.charted(catalogue, [])
    board = boards.change([measure(catalogue, one.id) for one in records])
    assert board is not None
    said = boards.said_of_change(board)
    counts = [int(number) for number in said.split("**")[1::2]]
    assert sum(counts) == len(board.rows) > 20
    assert said.startswith(f"Of {len(board.rows)} control charts")


def test_the_slopes_are_those_of_the_indicator_page(catalogue: Catalogue) -> None:
    one, rows = division(catalogue, "cvd_lipid_therapy")
    board = boards.by_deprivation([(one, rows)])
    assert board is not None
    split = next(s for s in one.indicator.splits if s.dimension == "imd_quintile")
    slope = inequality_figure.worked_out(one, groups.levels(one, rows, split))
    assert slope is not None
    (row,) = board.rows
    assert (row[3]["text"], row[3]["note"]) == inequality_figure.absolute(one, slope)
    assert (row[4]["text"], row[4]["note"]) == inequality_figure.relative(slope)
    assert row[5]["status"] == {
        "kind": "higher",
        "word": inequality_figure.direction(one, slope),
    }
    assert (
        boards.said_of_deprivation(board)
        == "**1** figure is split by deprivation: **1** higher among the most deprived."
    )


def test_what_is_not_known_of_people_is_no_group(catalogue: Catalogue) -> None:
    one, rows = division(catalogue, "cvd_lipid_therapy")
    ethnicity = rows["group"].astype(str)
    lowest = rows.loc[ethnicity.str.startswith("ethnicity="), ["group", "value"]]
    assert lowest.sort_values("value")["group"].iloc[0] == "ethnicity=Missing"
    board = boards.by_other_groups([(one, rows)])
    assert board is not None
    assert not any("Missing" in text or "Not stated" in text for text in texts(board, "Lowest"))
    assert texts(board, "Groups") == ["Sex", "Age group", "Ethnic group"]


def test_counts_by_group_are_not_set_side_by_side(catalogue: Catalogue) -> None:
    names = {one.id for one in boards.divided(catalogue, [])}
    assert "cvd_lipid_therapy" in names
    assert catalogue.indicator("cyp_mental_health_contacts").splits
    assert "cyp_mental_health_contacts" not in names
    assert boards.by_other_groups([]) is None
    assert boards.said_of_deprivation(None) == "No figure here is split by deprivation."


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="board x: each row needs 2 cells"):
        Board(id="x", caption="y", columns=["a", "b"], rows=[[cell("1")]])


def order(board: Board, column: str) -> list[int | None]:
    payload = board.payload()
    place = [one["label"] for one in payload["columns"]].index(column)
    return [row[place]["order"] for row in payload["rows"]]


def sorted_board(*cells: dict[str, object]) -> Board:
    rows = [[cell(name), one] for name, one in zip("cab", cells, strict=True)]
    return Board(id="x", caption="y", columns=["Name", "Finding"], rows=rows, sorts=True)


def test_verdicts_sort_by_how_pressing_they_are_and_what_is_not_judged_has_no_place() -> None:
    kinds = ["better", "worse", "none"]
    board = sorted_board(*[cell(status={"kind": kind, "word": "Alike"}) for kind in kinds])
    assert order(board, "Finding") == [1, 0, None]
    assert board.payload()["columns"][1]["sorts"][0] == "most pressing first"


def test_numbers_sort_by_the_number_and_not_by_its_words() -> None:
    board = sorted_board(*[cell(f"{value:,}", order=(value,)) for value in (1_000, 9, 20)])
    assert order(board, "Finding") == [2, 0, 1]
    assert order(board, "Name") == [2, 0, 1]


def test_a_column_of_one_value_and_a_board_that_does_not_sort_offer_nothing() -> None:
    same = sorted_board(*[cell("alike")] * 3)
    assert [bool(one["sorts"]) for one in same.payload()["columns"]] == [True, False]
    still = Board(id="x", caption="y", columns=["Name"], rows=[[cell("a")], [cell("b")]])
    assert still.payload()["columns"] == [{"label": "Name", "sorts": []}]


def test_figures_of_different_units_are_never_put_in_one_order(catalogue: Catalogue) -> None:
    names = ["ae_attendances", "ae_four_hour"]
    board = boards.change([measure(catalogue, name) for name in names])
    assert board is not None
    first = len(catalogue.system.trusts) + 1
    places = order(board, "Latest")
    assert max(places[:first]) < min(places[first:])  # type: ignore[type-var]
    shares = [float(text.rstrip("%")) for text in texts(board, "Latest")[first:]]
    ranks = pd.Series(places[first:], dtype=float)
    assert (ranks.rank() == pd.Series(shares).rank()).all()
