"""The records of how Missions are run, as part of the catalogue: method, networks, discovery.

A playbook may have none of them: then there are no stages, no networks and no opportunities.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, TypeVar

from playbook.catalogue.discovery import Discovery
from playbook.catalogue.documents import Document
from playbook.catalogue.lookups import collected
from playbook.catalogue.method import Canvas, FilledCanvas, Stage, Stages
from playbook.catalogue.network import Networks
from playbook.catalogue.project import Project
from playbook.catalogue.records import Record
from playbook.errors import PlaybookError

METHOD = Path("method")
STAGES = METHOD / "stages.yml"
CANVASES = METHOD / "canvases"
FILLED = METHOD / "filled"
"""Files and folders below ``data/``."""

FileT = TypeVar("FileT", bound=Record)
NamedT = TypeVar("NamedT", Canvas, FilledCanvas)


class Shelf(Protocol):
    """What a catalogue offers to read a record."""

    project: Project
    documents: dict[str, Document]

    def _has(self, name: str) -> bool: ...
    def _file(self, name: str, model: type[FileT]) -> FileT: ...


class Practice:
    """The part of the catalogue that tells how Missions are run."""

    @collected
    def stages(self: Shelf) -> dict[str, Stage]:
        """Stages of the method by id, in order."""
        if not self._has(STAGES.as_posix()):
            return {}
        return {one.id: one for one in self._file(STAGES.as_posix(), Stages).stages}

    @collected
    def canvases(self: Shelf) -> dict[str, Canvas]:
        """Canvases by id."""
        return _named(self, CANVASES, Canvas)

    @collected
    def filled_canvases(self: Shelf) -> dict[str, FilledCanvas]:
        """Canvases that were filled in, by id."""
        return _named(self, FILLED, FilledCanvas)

    @collected
    def networks(self: Shelf) -> Networks | None:
        """The Innovation Networks and who is in them."""
        return self._file("networks.yml", Networks) if self._has("networks.yml") else None

    @collected
    def discovery(self: Shelf) -> Discovery | None:
        """Opportunities, and what is behind each."""
        return self._file("discovery.yml", Discovery) if self._has("discovery.yml") else None


def _named(shelf: Shelf, folder: Path, model: type[NamedT]) -> dict[str, NamedT]:
    """Read each record of a folder; its file has the name of its id."""
    found, problems = {}, []
    for path in sorted((shelf.project.data / folder).glob("*.yml")):
        file = (folder / path.name).as_posix()
        try:
            record = shelf._file(file, model)
            if record.id != path.stem:
                message = f"is {record.id}, but the file is {path.name}."
                raise shelf.documents[file].error(message, ("id",))
            found[record.id] = record
        except PlaybookError as error:
            problems.append(error)
    if problems:
        raise PlaybookError.together(problems)
    return found
