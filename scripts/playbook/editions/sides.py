"""The two sides of a comparison: an edition by name, a folder of one, or a working tree."""

from __future__ import annotations

from pathlib import Path

from playbook.catalogue import Project
from playbook.catalogue.manifest import Numbers
from playbook.editions import numbers, tree
from playbook.errors import PlaybookError

WORKING_TREE = "."


def side(project: Project, given: str, place: Path | None) -> Numbers:
    """Find what a person means.

    Parameters
    ----------
    given
        ``.`` for the working tree, the folder of another one or of an edition, or its name.
    place
        The tree in which names are looked up.

    Raises
    ------
    PlaybookError
        If it is none of these; says what to write.
    """
    if given == WORKING_TREE:
        return numbers.current(project)
    if (Path(given) / "data").is_dir():
        return numbers.current(Project.find(given))
    if (Path(given) / tree.MANIFEST).is_file():
        return tree.read(Path(given)).numbers
    if place is None:
        raise PlaybookError(
            f"{given!r} is no folder with an {tree.MANIFEST}. Write . for the working tree, the "
            "folder of an edition, or its name together with --from TREE."
        )
    return tree.edition(place, given).numbers
