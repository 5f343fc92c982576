"""An extract of the wrong shape is refused, with the file, the line and the column."""

from pathlib import Path

import pandas as pd
import pytest

from playbook.errors import PlaybookError
from playbook.sources.extract import Extracts, require, require_unique
from tests.sources.conftest import Write


def test_columns_are_read_by_kind(extract: Write) -> None:
    folder = extract("a.csv", "day|code|n|other\n2024-02-29|01|3|x\n2024-03-01||  |y")
    frame = folder.read("a.csv", text=["code"], dates=["day"], numbers=["n"])
    assert list(frame.columns) == ["code", "day", "n"]
    assert frame["code"].tolist()[0] == "01"
    assert frame["code"].isna().tolist() == [False, True]
    assert frame["day"].tolist() == [pd.Timestamp("2024-02-29"), pd.Timestamp("2024-03-01")]
    assert frame["n"].isna().tolist() == [False, True]


def test_a_code_such_as_na_is_text_and_not_missing(extract: Write) -> None:
    frame = extract("a.csv", "code\nNA").read("a.csv", text=["code"])
    assert frame["code"].tolist() == ["NA"]


def test_a_file_of_one_system_has_its_id_in_the_name(tmp_path: Path) -> None:
    (tmp_path / "lsoa_ours.csv").write_text("n\n4\n")
    assert Extracts(tmp_path, "ours").read("lsoa_{system}.csv", numbers=["n"])["n"].tolist() == [4]


def fault_of(folder: Extracts, **columns: list[str]) -> PlaybookError:
    with pytest.raises(PlaybookError) as caught:
        folder.read("a.csv", **columns)
    return caught.value


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    fault = fault_of(Extracts(tmp_path), text=["code"])
    assert str(fault.file).endswith("a.csv")
    assert "not there" in fault.message


def test_a_missing_column_is_named_with_those_there_are(extract: Write) -> None:
    fault = fault_of(extract("a.csv", "Org Code|n\nX|1"), text=["org_code"])
    assert (fault.line, fault.field) == (1, "org_code")
    assert "Org Code, n" in fault.message


@pytest.mark.parametrize(
    ("kind", "cell"), [("numbers", "1 234"), ("numbers", "*"), ("dates", "01/02/2024")]
)
def test_a_cell_of_the_wrong_kind_is_named_with_its_line(
    extract: Write, kind: str, cell: str
) -> None:
    good = "5" if kind == "numbers" else "2024-01-01"
    fault = fault_of(extract("a.csv", f"x\n{good}\n{cell}\n{good}"), **{kind: ["x"]})
    assert (fault.line, fault.field) == (3, "x")
    assert cell in fault.message


@pytest.mark.parametrize(("text", "said"), [("", "empty"), ("x\n", "no rows")])
def test_an_empty_file_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.csv").write_text(text)
    assert said in fault_of(Extracts(tmp_path), text=["x"]).message


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("x\nCafé\n".encode("cp1252"))
    assert "UTF-8" in fault_of(Extracts(tmp_path), text=["x"]).message


def test_an_unexpected_category_is_named_with_its_line(extract: Write) -> None:
    frame = extract("a.csv", "sex\nFemale\nMale\nBoth").read("a.csv", text=["sex"])
    with pytest.raises(PlaybookError) as caught:
        require(frame, "sex", {"Female", "Male"})
    assert (caught.value.line, caught.value.field) == (4, "sex")
    assert "'Both'" in caught.value.message


def test_the_line_of_a_double_is_that_of_the_file_after_a_filter(extract: Write) -> None:
    frame = extract("a.csv", "k|v\na|1\nb|2\nc|3\nb|4").read("a.csv", text=["k"], numbers=["v"])
    with pytest.raises(PlaybookError) as caught:
        require_unique(frame[frame["v"] > 1], ["k"])
    assert caught.value.line == 5
    assert "k=b" in caught.value.message
