"""What a publisher answered: saved as it came, and read only if it is what was asked for."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from playbook.errors import PlaybookError

Kind = Literal["csv", "json", "xlsx", "html"]

_PAGE = re.compile(rb"^\s*(<!doctype html|<html|<head|<\?xml[^>]*>\s*<!doctype html)", re.I)
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.I | re.S)
_ZIP = b"PK\x03\x04"
_NAMES = {"csv": "a CSV file", "json": "JSON", "xlsx": "an Excel workbook", "html": "a web page"}
MOST_UNPACKED = 200_000_000
"""Bytes of a workbook when unpacked; a publisher's is far smaller."""


@dataclass(frozen=True)
class Answer:
    """One answer, as it was received.

    Attributes
    ----------
    address : str
        The publisher's address that was asked, with its parameters.
    kind : str
        What it has to be.
    path : Path or None
        Where the body lies; None when the publisher said that nothing changed.
    sha256 : str
        Hash of the body.
    size : int
        Its bytes.
    fresh : bool
        Whether it differs from the last one on record.
    label : str
        What it was asked for: a table, or a period such as ``2026-04``.
    """

    address: str
    kind: Kind
    path: Path | None
    sha256: str
    size: int
    fresh: bool = True
    etag: str | None = None
    last_modified: str | None = None
    label: str = ""

    @property
    def content(self) -> bytes:
        """Read the body."""
        if self.path is None:
            raise PlaybookError("has no body: the publisher said not modified.", file=self.address)
        return self.path.read_bytes()

    def error(self, message: str, **place: Any) -> PlaybookError:
        """Say what is wrong with it, at its address."""
        kept = f" The answer is kept as {self.path}." if self.path else ""
        return PlaybookError(message + kept, file=self.address, **place)

    def checked(self) -> bytes:
        """Give the body, if it is of its kind.

        Raises
        ------
        PlaybookError
            It is empty, a web page, or something else than was asked for.
        """
        content, wanted = self.content, _NAMES[self.kind]
        if not content.strip():
            raise self.error(f"is empty; {wanted} was asked for. Try again later.")
        if self.kind != "html" and _PAGE.match(content[:2000]):
            title = _TITLE.search(content[:20_000])
            said = title.group(1).decode("utf-8", "replace").strip()[:80] if title else ""
            named = f" with the title {said!r}" if said else ""
            raise self.error(
                f"is a web page{named}, and {wanted} was asked for. The publisher may be at work "
                "on its site: try again later, or mend the address in data/feeds.yml."
            )
        if (content[:4] == _ZIP) != (self.kind == "xlsx"):
            raise self.error(f"is not {wanted}. Mend the address in data/feeds.yml.")
        return content


def text_of(answer: Answer, encoding: str) -> str:
    """Decode an answer strictly.

    Raises
    ------
    PlaybookError
        It is not in the encoding that the record names.
    """
    content = answer.checked()
    try:
        text = content.decode(encoding)
    except UnicodeError as fault:
        line = content[: getattr(fault, "start", 0)].count(b"\n") + 1
        raise answer.error(
            f"is not in {encoding}. If the publisher changed it, mend `encoding` in "
            "data/feeds.yml.",
            line=line,
        ) from None
    if "\x00" in text:
        raise answer.error(f"is not text in {encoding}: it holds empty bytes. Mend `encoding`.")
    return text


def table(
    answer: Answer,
    columns: Mapping[str, str],
    encoding: str = "utf-8-sig",
    sheet: str | None = None,
) -> pd.DataFrame:
    """Read a CSV answer, or a sheet of a workbook, as texts, under our names of its columns.

    Parameters
    ----------
    answer
        The answer.
    columns
        Our name of each column that is needed, and the publisher's.
    encoding
        As the record names it.
    sheet
        Of a workbook. Its header is the first row that has one of the columns; what stands above
        is a title.

    Returns
    -------
    pandas.DataFrame
        Text in each cell, empty for blank; ``attrs["answer"]`` is the answer. The index is the
        line of the file.

    Raises
    ------
    PlaybookError
        The file is cut off, a column is missing or twice there, or a row has other cells.
    """
    rows = _sheet(answer, sheet or "", columns) if answer.kind == "xlsx" else _csv(answer, encoding)
    top, first = rows[0] if rows else (1, [])
    header = [cell.strip() for cell in first]
    found = located(answer, header, columns, top)
    body = [(line, row) for line, row in rows[1:] if any(map(str.strip, row))]
    for line, row in body:
        if len(row) != len(header):
            raise answer.error(
                f"the row has {len(row)} cells and the header {len(header)}. The file may have "
                "been cut off: try again later.",
                line=line,
            )
    if not body:
        raise answer.error("has a header and no rows.", line=top)
    cells = {name: [row[at].strip() for _, row in body] for name, at in found.items()}
    frame = pd.DataFrame(cells, index=[line for line, _ in body], dtype="str")
    frame.attrs |= {"answer": answer, "file": answer.address}
    return frame


def _csv(answer: Answer, encoding: str) -> list[tuple[int, list[str]]]:
    """Lines of a CSV answer, each with its number."""
    text = text_of(answer, encoding)
    try:
        return list(enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1))
    except csv.Error as fault:
        raise answer.error(f"is no whole CSV file: {fault}. It may have been cut off.") from None


def _sheet(answer: Answer, sheet: str, columns: Mapping[str, str]) -> list[tuple[int, list[str]]]:
    """Rows of a sheet as texts, each with its number, from the header on."""
    cells = workbook(answer, sheet, MOST_UNPACKED)
    rows = [["" if cell is None else str(cell) for cell in row] for row in cells]
    wanted = {name.lower() for name in columns.values()}
    tops = (at for at, row in enumerate(rows) if wanted & {one.strip().lower() for one in row})
    top = next(tops, 0)
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    return list(enumerate(rows, start=1))[top:]


def located(
    answer: Answer, header: list[str], columns: Mapping[str, str], line: int = 1
) -> dict[str, int]:
    """Find the place of each column that is needed.

    Raises
    ------
    PlaybookError
        One is missing, or there are two of it.
    """
    places = {}
    for ours, theirs in columns.items():
        at = [number for number, name in enumerate(header) if name.lower() == theirs.lower()]
        if not at:
            raise answer.error(
                f"the column is missing. The answer has: {', '.join(header)[:600]}. If it was "
                f"renamed and means the same, write the new name at columns.{ours} in "
                "data/feeds.yml.",
                line=line,
                field=theirs,
            )
        if len(at) > 1:
            raise answer.error(
                "the column is there twice. Which is meant?", line=line, field=theirs
            )
        places[ours] = at[0]
    return places


def workbook(answer: Answer, sheet: str, most: int) -> list[tuple[Any, ...]]:
    """Read the cells of one sheet of a workbook.

    Parameters
    ----------
    answer
        The answer.
    sheet
        Name of the sheet.
    most
        Bytes that the workbook may have when it is unpacked.

    Raises
    ------
    PlaybookError
        It is no whole workbook, is far larger inside than outside, or lacks the sheet.
    """
    content = answer.checked()
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inside = sum(one.file_size for one in packed.infolist())
            if inside > most:
                raise answer.error(
                    f"unpacks to {inside / 1e6:,.0f} MB; at most {most / 1e6:,.0f} are taken."
                )
            if bad := packed.testzip():
                raise answer.error(f"is damaged inside, at {bad}. Try again later.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        if sheet not in book.sheetnames:
            raise answer.error(
                f"there is no sheet {sheet!r}. The workbook has: {', '.join(book.sheetnames)}. "
                "If it moved and means the same, write its new name at `sheet` in data/feeds.yml."
            )
        return list(book[sheet].iter_rows(values_only=True))
    except PlaybookError:
        raise
    except Exception as fault:  # openpyxl raises what the XML inside makes it raise.
        raise answer.error(
            f"is no whole workbook ({type(fault).__name__}: {fault}). It may have been cut off: "
            "try again later."
        ) from None


def objects(answer: Answer, key: str, fields: Iterable[str]) -> list[dict[str, Any]]:
    """Read a list of objects from a JSON answer.

    Raises
    ------
    PlaybookError
        It is no whole JSON, has no such list, or an object lacks a field.
    """
    text = text_of(answer, "utf-8-sig")
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise answer.error(f"is no whole JSON: {fault}. It may have been cut off.") from None
    found = whole.get(key) if isinstance(whole, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        has = ", ".join(map(str, whole))[:200] if isinstance(whole, dict) else type(whole).__name__
        raise answer.error(f"has no list of objects {key!r}. It has: {has}.", field=key)
    wanted = list(fields)
    for number, one in enumerate(found):
        for name in wanted:
            if name not in one:
                raise answer.error(
                    f"is missing in object {number + 1}, which has: {', '.join(one)[:300]}. "
                    "If it was renamed, write the new name into data/feeds.yml.",
                    field=name,
                )
    return found


BLANK = frozenset({"", "*", "-", "-1", "-1.0", "null", "none", "n/a", "na"})
"""What publishers write where there is no figure."""


def numbers(frame: pd.DataFrame, column: str, blank: Iterable[str] = BLANK) -> pd.Series:
    """Turn a column of text into numbers; a blank is NaN, and anything else has to be one.

    Raises
    ------
    PlaybookError
        A cell is neither blank nor a finite number.
    """
    text = frame[column].astype("str").str.strip()
    empty = text.str.lower().isin(list(blank))
    plain = text.str.replace(",", "", regex=False)
    # An "inf" or a "1_000" is a number to Python and none to a publisher.
    shaped = plain.str.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?")
    bad = ~(empty | shaped)
    if bad.any():
        refuse(frame, bad, column, "is {!r}, not a number")
    return pd.to_numeric(plain.mask(~shaped | empty), errors="coerce").astype(float)


def days(frame: pd.DataFrame, column: str, form: str) -> pd.Series:
    """Turn a column of text into days of one form; none may be blank.

    Raises
    ------
    PlaybookError
        A cell is no such day.
    """
    found = pd.to_datetime(frame[column], format=form, errors="coerce")
    if found.isna().any():
        example = pd.Timestamp("2026-04-01").strftime(form)
        refuse(frame, found.isna(), column, f"is {{!r}}, not a day such as {example}")
    return found


def refuse(frame: pd.DataFrame, bad: pd.Series, column: str, message: str) -> None:
    """Refuse an answer for the first of some rows, with its line and how many there are."""
    first = int(bad.to_numpy().argmax())
    count = int(bad.sum())
    more = f" ({count} such rows)" if count > 1 else ""
    answer: Answer = frame.attrs["answer"]
    said = message.format(frame[column].iloc[first])
    line = int(frame.index[first])
    raise answer.error(f"{said}{more}.", line=line, field=column)
