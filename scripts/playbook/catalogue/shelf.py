"""The shelf that every part of the catalogue reads its records from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol, TypeVar

from playbook.catalogue import records
from playbook.catalogue.documents import Document
from playbook.catalogue.project import Project
from playbook.catalogue.records import Record
from playbook.errors import PlaybookError, nearest


class _Named(Protocol):
    @property
    def id(self) -> str: ...


FileT = TypeVar("FileT", bound=Record)
NamedT = TypeVar("NamedT", bound=_Named)
AnyT = TypeVar("AnyT")


class Shelf:
    """Reads records; keeps the documents that they are from, and hashes of what was looked up.

    Parameters
    ----------
    project : Project
        The playbook.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.documents: dict[str, Document] = {}
        self.hashes: dict[tuple[str, str], str] = {}

    def _has(self, name: str) -> bool:
        return (self.project.data / name).is_file()

    def _names(self, folder: str | Path) -> list[str]:
        """Name the records of a folder below ``data/``, in order; none when there is no folder."""
        return sorted(path.stem for path in (self.project.data / folder).glob("*.yml"))

    def _file(self, name: str, model: type[FileT]) -> FileT:
        path = self.project.data / name
        record, document = records.read(path, model, self.project.shown(path))
        self.documents[name] = document
        return record

    def _record(self, folder: str | Path, name: str, model: type[Any]) -> Any:
        """Read a record of a folder; its file has the name of its id."""
        file = Path(folder, f"{name}.yml").as_posix()
        record = self._file(file, model)
        if record.id != name:
            message = f"is {record.id}, but the file is {name}.yml."
            raise self.documents[file].error(message, ("id",))
        return record

    def _folder(self, folder: str | Path, model: type[AnyT]) -> dict[str, AnyT]:
        """Read every record of a folder, by id."""
        return each(self._names(folder), lambda name: self._record(folder, name, model))

    def _by_id(self, key: str, items: Iterable[NamedT], field: str = "") -> dict[str, NamedT]:
        """Give the entries of a file by id, which stands once."""
        found: dict[str, NamedT] = {}
        for number, item in enumerate(items):
            if item.id in found:
                raise self.documents[f"{key}.yml"].error(
                    f"{item.id} is used above. Ids are unique.", (field or key, number, "id")
                )
            found[item.id] = item
        return found


def each(names: Iterable[str], read: Callable[[str], AnyT]) -> dict[str, AnyT]:
    """Read one after another; what is wrong with any of them is said together.

    Raises
    ------
    PlaybookError
        If one or several could not be read.
    """
    found, problems = {}, []
    for name in names:
        try:
            found[name] = read(name)
        except PlaybookError as error:
            problems.append(error)
    if problems:
        raise PlaybookError.together(problems)
    return found


def pick(known: dict[str, AnyT], name: str, noun: str) -> AnyT:
    """Find an entry by its id.

    Raises
    ------
    PlaybookError
        If there is none; the nearest ids are named.
    """
    if name not in known:
        raise PlaybookError(f"there is no {noun} {name!r}. {nearest(name, known, noun=noun)}")
    return known[name]
