"""A case to fill in: what was done somewhere, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from playbook.authoring import contents
from playbook.authoring.change import Change
from playbook.authoring.yaml_text import record
from playbook.catalogue import Catalogue, Project
from playbook.catalogue.case import PREFIX
from playbook.catalogue.evidence import CASES
from playbook.catalogue.shelf import pick
from playbook.catalogue.unfilled import asked


def start(
    project: Project, name: str, *, title: str, missions: Sequence[str], place: str
) -> Change:
    """Begin a case with the lowest grade: a higher one needs a result that bears it.

    Parameters
    ----------
    project : Project
        The playbook.
    name : str
        Its id, with or without ``case-``.
    title, place : str
        What it is called, and where it was.
    missions : sequence of str
        Ids or slugs of the Missions that it belongs to.

    Raises
    ------
    PlaybookError
        If there is no such Mission, or a case of this id.
    """
    catalogue = Catalogue.read(project)
    ids = [pick(catalogue.own_missions, one, "mission").id for one in missions]
    ident = name if name.startswith(PREFIX) else f"{PREFIX}{name}"
    sections: dict[str, dict[str, Any]] = {
        "": {"id": ident, "title": title, "missions": ids, "place": place},
        "What was done, and what came of it. A result needs what it rests on and its own grade.": {
            "setting": asked("in what kind of service"),
            "what_was_done": asked("what was done, and for whom"),
            "paid_by": asked("who paid for it"),
            "measured_by": asked("who measured it"),
        },
        "How sure one can be: data/ladder.yml says what each grade needs.": {
            "grade": 0,
            "design": asked("by what design its results are known"),
            "caveats": asked("what must be known by whoever quotes it"),
        },
        "Where it was read. `seen` is primary if that is the publisher's own page.": {
            "source": {
                "publisher": asked("who published it"),
                "title": asked("what the publication is called"),
            },
            "seen": "secondary",
            "confidence": "low",
            "checked": date.today(),
        },
    }
    change = Change(project)
    change.add(f"data/{CASES}", f"{ident}.yml", record("case", "../schemas", sections))
    contents.add(change, "notebooks/case")
    change.notes.append(f"Its page is cases/{ident.removeprefix(PREFIX)}.")
    return change
