"""Tables of observations: good ones are read fast, bad ones name file, line and column."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.errors import PlaybookError
from playbook.observations import schema

HEADER = ",".join(schema.COLUMNS)
ROWS = [
    "cups,E1,2024-01-01,2024-12-31,Persons,All ages,all,50,5,10,40,60,published,",
    "cups,E1,2024-01-01,2024-12-31,Persons,All ages,size=big,,,10,,,suppressed,Below 5",
    'cups,E2,2024-01-01,2024-12-31,Persons,All ages,all,1.5,,,,,published,"Here, as given"',
]
AREAS = ["E1", "E2"]


def table(tmp_path: Path, rows: list[str], header: str = HEADER) -> Path:
    path = tmp_path / "cups.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def fault(path: Path) -> PlaybookError:
    with pytest.raises(PlaybookError) as caught:
        schema.read(path, shown="data/cups.csv", areas=AREAS)
    return caught.value


def test_a_good_table_has_types(tmp_path: Path) -> None:
    frame = schema.plain(schema.read(table(tmp_path, ROWS), areas=AREAS))
    assert list(frame.columns) == schema.COLUMNS
    assert frame["period_end"].iloc[0] == pd.Timestamp("2024-12-31")
    assert frame["value"].dtype == float
    assert np.isnan(frame["value"].iloc[1])
    assert frame["status"].dtype == "category"
    assert frame["note"].iloc[2] == "Here, as given"
    assert frame["area"].tolist() == ["E1", "E1", "E2"]


FAULTS = [
    # row, column, what is written there, and what the message must say
    (0, "indicator", "cup", "indicator: is 'cup', but the file is cups.csv"),
    (0, "area", "E9", "area: 'E9' is not in places/areas.csv. Choose from: E1, E2"),
    (0, "period_start", "2024", "period_start: is '2024', not a date such as 2026-11-22"),
    (0, "period_start", "2024-02-31", "period_start: is '2024-02-31', not a date"),
    (0, "period_end", "2023-12-31", "period_end: is '2023-12-31', which is before period_start"),
    (0, "period_end", "", "period_end: is '', not a date"),
    (0, "sex", "Women", "sex: is 'Women', which is none of Persons, Female, Male"),
    (0, "age", "", "age: is empty; write the ages"),
    (0, "group", "big", "group: is 'big', which is neither all nor dimension=level"),
    (0, "value", "", "value: is empty in a published row"),
    (0, "value", "many", "value: is 'many', not a number"),
    (0, "value", "1,5", "value: is '1,5', not a number"),
    (0, "value", "inf", "value: is 'inf', which is not a finite number"),
    (0, "count", "-1", "count: is '-1', which is below 0"),
    (0, "count", "inf", "count: is 'inf', which is not a finite number"),
    (0, "denominator", "0", "denominator: is '0', which is not above 0"),
    (0, "denominator", "inf", "denominator: is 'inf', which is not a finite number"),
    (0, "lower95", "51", "lower95: is '51', which is above value"),
    (0, "lower95", "-inf", "lower95: is '-inf', which is not a finite number"),
    (0, "upper95", "49", "upper95: is '49', which is below value"),
    (0, "upper95", "inf", "upper95: is 'inf', which is not a finite number"),
    (0, "upper95", "", "upper95: needs lower95 beside it"),
    (0, "status", "final", "status: is 'final', which is none of published, suppressed, missing"),
    (0, "status", "", "status: is none of published"),
    (1, "value", "3", "value: is '3', which is given in a row that is not published"),
    (1, "count", "3", "count: is '3', which is given in a row that is not published"),
    (1, "lower95", "3", "lower95: is '3', which is given in a row that is not published"),
    (1, "upper95", "3", "upper95: is '3', which is given in a row that is not published"),
    (1, "note", "", "note: is empty in a row that is not published; say why"),
]


def broken(row: int, column: str, text: str) -> list[str]:
    cells = [line.split(",", 13) for line in ROWS]
    cells[row][schema.COLUMNS.index(column)] = f'"{text}"' if "," in text else text
    return [",".join(line) for line in cells]


@pytest.mark.parametrize(("row", "column", "text", "message"), FAULTS)
def test_a_bad_cell_names_its_line_and_column(
    tmp_path: Path, row: int, column: str, text: str, message: str
) -> None:
    shown = str(fault(table(tmp_path, broken(row, column, text))))
    assert f"data/cups.csv:{row + 2}: {message}" in shown


def test_every_rule_has_a_fault_above() -> None:
    """So that no rule can be added, or fall silent, without a test that shows it working."""
    shown = {(column, message) for _, column, _, message in FAULTS}
    for rule in schema.RULES:
        start = rule.message[:20]
        assert any(column == rule.column and start in message for column, message in shown), rule


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [ROWS[0], ROWS[0]],
            ":3: indicator, area, period_start, period_end, sex, age, group: "
            "has the same key as line 2. Keep one.",
        ),
        ([ROWS[2], ROWS[0]], ":3: area: is out of order: rows are sorted by area"),
        ([ROWS[0], ROWS[1] + ",extra"], ":3: has 15 cells; a row has 14"),
        ([ROWS[0], "cups,E1"], ":3: has 2 cells; a row has 14"),
        ([ROWS[0], "", ROWS[1]], ":3: has 0 cells; a row has 14"),
        ([ROWS[0], ROWS[1].replace("Below 5", '"Below\n5"')], ":4: has a line break inside a cell"),
        ([], ":1: has no rows"),
    ],
)
def test_bad_rows_are_named(tmp_path: Path, rows: list[str], message: str) -> None:
    assert str(fault(table(tmp_path, rows))).startswith(f"data/cups.csv{message}")


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (HEADER.replace("value", "rate"), ":1: value: has no column value and has the unknown"),
        (HEADER.replace(",note", ""), ":1: note: has no column note"),
        (HEADER + ",extra", ":1: extra: has the unknown column extra"),
        (HEADER.replace("sex,age", "age,sex"), ":1: has its columns in another order"),
    ],
)
def test_a_wrong_header_is_named(tmp_path: Path, header: str, message: str) -> None:
    shown = str(fault(table(tmp_path, ROWS, header)))
    assert shown.startswith(f"data/cups.csv{message}")
    assert f"The columns are {HEADER}" in shown


def test_a_file_that_is_not_utf_8_names_the_line(tmp_path: Path) -> None:
    path = table(tmp_path, ROWS)
    path.write_bytes(path.read_bytes().replace(b"Below 5", b"Below \xa35"))
    assert str(fault(path)).startswith("data/cups.csv:3: is not UTF-8")


def test_all_faults_are_reported_in_the_order_of_lines(tmp_path: Path) -> None:
    rows = [ROWS[0].replace("E1", "E8"), ROWS[1], ROWS[2].replace("Persons", "All")]
    assert [problem.line for problem in fault(table(tmp_path, rows)).problems] == [2, 4]


def test_fifteen_thousand_rows_are_checked_in_a_moment(tmp_path: Path) -> None:
    days = pd.date_range("2000-01-01", periods=150, freq="MS").strftime("%Y-%m-%d")
    rows = [
        f"cups,E{area:03},{day},{day},Persons,All ages,all,50,5,10,40,60,published,"
        for area in range(100)
        for day in days
    ]
    path = table(tmp_path, rows)
    areas = [f"E{area:03}" for area in range(100)]
    schema.read(path, areas=areas)
    best = min(_seconds(path, areas) for _ in range(3))
    assert best < 0.1, f"{best:.3f} s"


def _seconds(path: Path, areas: list[str]) -> float:
    start = time.process_time()
    schema.read(path, areas=areas)
    return time.process_time() - start


NUMBERS = st.one_of(
    st.just(float("nan")),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(min_value=-(10**12), max_value=10**12).map(float),
)


@given(number=NUMBERS)
def test_a_written_number_reads_back_the_same(number: float) -> None:
    text = schema.number_text(number)
    assert (text == "") == np.isnan(number)
    if text:
        assert float(text) == number
        assert not text.endswith(".0")


@settings(max_examples=15, deadline=None)
@given(
    seed=st.randoms(use_true_random=False),
    values=st.lists(st.floats(0, 1e9), min_size=2, max_size=8),
)
def test_writing_is_the_same_whatever_the_order(
    tmp_path_factory: pytest.TempPathFactory, seed: object, values: list[float]
) -> None:
    folder = tmp_path_factory.mktemp("written")
    frame = pd.DataFrame(
        {
            "indicator": "cups",
            "area": [f"E{number}" for number in range(len(values))],
            "period_start": pd.Timestamp("2024-01-01"),
            "period_end": pd.Timestamp("2024-12-31"),
            "sex": "Persons",
            "age": "All ages",
            "group": "all",
            "value": values,
            "count": np.nan,
            "denominator": np.nan,
            "lower95": np.nan,
            "upper95": np.nan,
            "status": "published",
            "note": "",
        }
    )
    order = list(frame.index)
    seed.shuffle(order)  # type: ignore[attr-defined]
    one, other = folder / "one" / "cups.csv", folder / "other" / "cups.csv"
    schema.write(frame, one)
    schema.write(frame.loc[order, schema.COLUMNS[::-1]], other)
    assert one.read_bytes() == other.read_bytes()
    assert b"\r" not in one.read_bytes()
    assert schema.read(one)["value"].tolist() == values


def test_writing_refuses_other_columns(tmp_path: Path) -> None:
    frame = pd.DataFrame(columns=[*schema.COLUMNS[:-1], "remark"])
    with pytest.raises(PlaybookError, match="columns missing or unknown: note, remark"):
        schema.write(frame, tmp_path / "cups.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_real_table_is_in_the_form_that_writing_gives(root: Path, tmp_path: Path) -> None:
    path = root / "data" / "observations" / "ae_four_hour.csv"
    copy = tmp_path / path.name
    schema.write(schema.plain(schema.read(path)), copy)
    assert copy.read_bytes() == path.read_bytes()
