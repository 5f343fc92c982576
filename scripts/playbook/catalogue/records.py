"""Read a record into a validated model, and say on which line it is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from playbook import reading
from playbook.catalogue.documents import Document, Place, parse
from playbook.catalogue.wording import sentence
from playbook.errors import PlaybookError


class Record(BaseModel):
    """Base of every record: unknown fields are refused and no value is converted."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        use_attribute_docstrings=True,
        # Most commands need few of them.
        defer_build=True,
    )

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Yield what is wrong between the fields of this record, as place and message."""
        yield from ()


RecordT = TypeVar("RecordT", bound=Record)


def repeated(names: Iterable[str], *place: str) -> Iterator[tuple[Place, str]]:
    """Yield the names of a list that stand above already, in capital letters or not."""
    above: set[str] = set()
    for number, name in enumerate(names):
        if name.casefold() in above:
            yield (*place, number), f"{name} is named above. Keep one."
        above.add(name.casefold())


def read(path: Path, model: type[RecordT], shown: str | None = None) -> tuple[RecordT, Document]:
    """Read one file as one record.

    Parameters
    ----------
    path
        The YAML file.
    model
        What it must be.
    shown
        How messages name the file.

    Returns
    -------
    tuple
        The record, and the document that knows the line of each field.

    Raises
    ------
    PlaybookError
        If the file is not there, is not YAML, or does not fit the model. All problems of the
        file are reported together, a line for each.
    """
    file = shown or path.as_posix()
    try:
        with reading.door():
            text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PlaybookError("is missing. Add this record.", file=file) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise PlaybookError("is not UTF-8 text. Save it as UTF-8.", file=file, line=line) from None
    document = parse(text, file)
    try:
        record = model.model_validate(document.values)
    except ValidationError as error:
        raise PlaybookError.together(_problems(error.errors(), model, document)) from None
    broken = [document.error(message, place) for place, message in _rules(record)]
    if broken:
        raise PlaybookError.together(sorted(broken, key=_by_line))
    return record, document


def _rules(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Run the rules of a record and of every record inside it."""
    if isinstance(value, Record):
        for inner, message in value.rules():
            yield (*place, *inner), message
        for name in type(value).model_fields:
            yield from _rules(getattr(value, name), (*place, name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _rules(item, (*place, number))


def _problems(
    errors: Iterable[ErrorDetails], model: type[Record], document: Document
) -> list[PlaybookError]:
    """Turn what pydantic found into errors with lines, one a place, in the order of the file."""
    found: dict[Place, PlaybookError] = {}
    for error in errors:
        # Pydantic adds the branch of a union to the place; the file knows nothing of it.
        place = error["loc"] if error["type"] == "missing" else _in_file(error["loc"], document)
        found.setdefault(place, document.error(sentence(error, place, model), place))
    return sorted(found.values(), key=_by_line)


def _in_file(place: Place, document: Document) -> Place:
    while place and place not in document.lines:
        place = place[:-1]
    return place


def _by_line(error: PlaybookError) -> int:
    return error.line or 0
