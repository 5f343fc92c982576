"""Attack: a publisher, or somebody in its name, sends what fills the memory or reads a file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from playbook.errors import PlaybookError
from playbook.sources.answers import Answer, workbook

SHEET = "xl/worksheets/sheet1.xml"
START = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row></sheetData></worksheet>'
MOST = 2_000_000


def sent(folder: Path, parts: dict[str, bytes]) -> Answer:
    """Give an answer with a workbook, some of whose parts are others."""
    plain, made = io.BytesIO(), folder / "sent.xlsx"
    openpyxl.Workbook().save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in ({one: old.read(one) for one in old.namelist()} | parts).items():
            new.writestr(name, content)
    return Answer("https://example.org/sent.xlsx", "xlsx", made, "", made.stat().st_size)


def sheet(document_type: str, text: str) -> dict[str, bytes]:
    """Give the only sheet of a workbook, with entities of its own and one cell."""
    return {SHEET: f"{document_type}{START}{CELL.format(text)}".encode()}


def entities(levels: int) -> str:
    """Name a text ten times in the next, and that ten times in the one after it."""
    told = [f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(levels)]
    return f'<!DOCTYPE worksheet [<!ENTITY e0 "0123456789">{"".join(told)}]>'


def test_a_workbook_that_is_honest_is_read(tmp_path: Path) -> None:
    assert workbook(sent(tmp_path, sheet("", "52.4")), "Sheet", MOST) == [("52.4",)]


def test_a_workbook_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    large = sent(tmp_path, {"xl/media/none.bin": bytes(3 * MOST)})
    assert large.size < MOST / 10
    with pytest.raises(PlaybookError, match="unpacks to 6 MB; at most 2 are taken"):
        workbook(large, "Sheet", MOST)
    with pytest.raises(PlaybookError, match="no whole workbook"):
        workbook(sent(tmp_path, sheet(entities(9), "&e9;")), "Sheet", MOST)


def test_a_workbook_takes_no_file_of_the_machine_along(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("planted-9e04")
    outside = f'<!DOCTYPE worksheet [<!ENTITY file SYSTEM "{secret.as_uri()}">]>'
    try:
        read = str(workbook(sent(tmp_path, sheet(outside, "&file;")), "Sheet", MOST))
    except PlaybookError as error:
        read = str(error)
    assert "planted-9e04" not in read


def test_a_workbook_writes_no_file(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    answer = sent(tmp_path / "place", {"../evil.xml": b"<a/>", "/evil.xml": b"<a/>"})
    workbook(answer, "Sheet", MOST)
    assert [path.name for path in tmp_path.rglob("*")] == ["place", "sent.xlsx"]
