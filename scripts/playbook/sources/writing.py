"""Write tables so that the same figures give the same bytes, and no reader sees half a file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table: UTF-8, line feeds, ISO days, numbers without an empty fraction."""
    write_text(text_of(frame), path)


def text_of(frame: pd.DataFrame) -> str:
    """Write a table as the text of its file."""
    plain = frame.copy()
    for column in plain.select_dtypes("datetime"):
        plain[column] = plain[column].dt.strftime("%Y-%m-%d")
    for column in plain.select_dtypes("float"):
        plain[column] = plain[column].map(_number, na_action="ignore").astype(object)
    return str(plain.to_csv(index=False, lineterminator="\n"))


def write_text(text: str, path: Path) -> None:
    """Write beside the place, then move there in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.partial")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))
