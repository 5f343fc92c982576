"""Read a publisher's extract, and refuse one whose shape is not the shape that we know."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from playbook.errors import PlaybookError

Kind = Literal["text", "number", "date"]

HEADER_LINE = 1
FIRST_ROW_LINE = 2


@dataclass(frozen=True)
class Extracts:
    """A folder of extracts, each a UTF-8 CSV file with the publisher's own columns.

    Parameters
    ----------
    folder
        Where the files are.
    system
        Id of the system. A file that covers one system has ``{system}`` in the name that a
        builder gives, so that no builder knows whose figures it reads.
    """

    folder: Path
    system: str = ""

    def path(self, name: str) -> Path:
        """Where an extract is to be found."""
        return self.folder / name.format(system=self.system)

    def read(
        self,
        name: str,
        *,
        text: Iterable[str] = (),
        dates: Iterable[str] = (),
        numbers: Iterable[str] = (),
    ) -> pd.DataFrame:
        """Read one extract and check the columns that a builder needs.

        Parameters
        ----------
        name
            File name inside the folder.
        text, dates, numbers
            The columns to read, by kind: text (blank stays missing), ISO days (``datetime64``)
            and numbers (``float64``, blank is NaN). Other columns of the file are left out.

        Returns
        -------
        pandas.DataFrame
            The columns asked for, and those alone. ``attrs["file"]`` is the path read.

        Raises
        ------
        PlaybookError
            The file is not there, is empty, lacks a column, or a cell is not of its kind. The
            error names the file, the line and the column.
        """
        path = self.path(name)
        if not path.is_file():
            raise PlaybookError(
                f"the extract is not there. Put it into {self.folder} and run this again.",
                file=path,
            )
        try:
            raw = pd.read_csv(path, dtype=str, encoding="utf-8", keep_default_na=False)
        except pd.errors.EmptyDataError:
            raise PlaybookError("the file is empty.", file=path) from None
        except (pd.errors.ParserError, UnicodeDecodeError) as fault:
            raise PlaybookError(f"is not a UTF-8 CSV file: {fault}", file=path) from fault
        kinds: dict[str, Kind] = {
            **dict.fromkeys(text, "text"),
            **dict.fromkeys(dates, "date"),
            **dict.fromkeys(numbers, "number"),
        }
        for column in kinds:
            if column not in raw.columns:
                found = ", ".join(map(str, raw.columns))
                raise PlaybookError(
                    f"the column is missing. The file has: {found}. "
                    "If the publisher renamed it, change the builder.",
                    file=path,
                    line=HEADER_LINE,
                    field=column,
                )
        if raw.empty:
            raise PlaybookError("the file has a header and no rows.", file=path, line=HEADER_LINE)
        frame = pd.DataFrame({c: _typed(raw[c], kind, path) for c, kind in kinds.items()})
        frame.attrs["file"] = path
        return frame


def _typed(text: pd.Series, kind: Kind, path: Path) -> pd.Series:
    """Turn one column of text into its kind; blank is missing, anything else must parse."""
    blank = text.str.strip() == ""
    if kind == "text":
        return text.mask(blank)
    values: pd.Series
    if kind == "number":
        values = pd.to_numeric(text.mask(blank), errors="coerce")
        example = "a number"
    else:
        values = pd.to_datetime(text.mask(blank), format="%Y-%m-%d", errors="coerce")
        example = "a day such as 2024-03-31"
    bad = values.isna() & ~blank
    if bad.any():
        first = int(bad.to_numpy().argmax())
        raise PlaybookError(
            f"expected {example}, found {text.iloc[first]!r} ({int(bad.sum())} such cells).",
            file=path,
            line=first + FIRST_ROW_LINE,
            field=str(text.name),
        )
    return values


def only(frame: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    """Keep the rows that have a value, and refuse a frame that has none.

    A publisher who renames a series must not turn a table into an empty one.
    """
    rows = frame[frame[column] == value]
    if rows.empty:
        known = ", ".join(sorted(map(str, frame[column].dropna().unique()))[:12])
        raise PlaybookError(
            f"no row has {value!r}. The file has: {known}. If it was renamed, change the builder.",
            file=frame.attrs.get("file"),
            field=column,
        )
    return rows


def require(frame: pd.DataFrame, column: str, allowed: Collection[str]) -> None:
    """Refuse a frame whose ``column`` holds anything but the ``allowed`` values.

    A new category, area or status is news: it must be looked at, not passed through.
    """
    strange = ~frame[column].isin(list(allowed))
    if strange.any():
        first = int(strange.to_numpy().argmax())
        raise PlaybookError(
            f"unexpected {frame[column].iloc[first]!r}. Known: {', '.join(sorted(allowed))}.",
            file=frame.attrs.get("file"),
            line=int(frame.index[first]) + FIRST_ROW_LINE,
            field=column,
        )


def require_unique(frame: pd.DataFrame, key: list[str]) -> None:
    """Refuse a frame in which two rows share the same key."""
    twice = frame.duplicated(key)
    if twice.any():
        first = int(twice.to_numpy().argmax())
        values = ", ".join(f"{c}={frame[c].iloc[first]}" for c in key)
        raise PlaybookError(
            f"the row appears twice ({values}). Keep one.",
            file=frame.attrs.get("file"),
            line=int(frame.index[first]) + FIRST_ROW_LINE,
            field=key[0],
        )
