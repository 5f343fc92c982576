"""A Mission to fill in, of the playbook's own system."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from playbook.authoring import contents
from playbook.authoring.change import Change
from playbook.authoring.yaml_text import appended, with_item
from playbook.catalogue import Catalogue, Project
from playbook.catalogue.mission import Colour
from playbook.catalogue.project import SYSTEMS
from playbook.catalogue.unfilled import asked
from playbook.errors import PlaybookError

MOST = 9
"""Ids of Missions have one digit."""
HEADLINES = 4


def start(
    project: Project, slug: str, *, title: str, short_title: str, indicators: Sequence[str]
) -> Change:
    """Begin a Mission that is seen by indicators on record.

    Parameters
    ----------
    project : Project
        The playbook.
    slug : str
        Name of its page.
    title, short_title : str
        Its title, and the one for cards and menus.
    indicators : sequence of str
        Ids of its indicators, in the order of its scorecard; the first ones are on its card.

    Raises
    ------
    PlaybookError
        If there is such a Mission, there are 9, or there is no such indicator.
    """
    catalogue = Catalogue.read(project)
    if slug in {one.slug for one in catalogue.missions.values()}:
        raise PlaybookError(f"there is a Mission {slug!r} already. Choose another name.")
    free = (f"M{n}" for n in range(1, MOST + 1) if f"M{n}" not in catalogue.missions)
    if (ident := next(free, None)) is None:
        raise PlaybookError(f"there are {MOST} Missions, and no more can be told apart.")
    names = [catalogue.indicator(one).id for one in dict.fromkeys(indicators)]
    colours = get_args(Colour)
    entry = {
        "id": ident,
        "slug": slug,
        "title": title,
        "short_title": short_title,
        "aim": asked("what it wants, in one or two plain sentences"),
        "deadline": asked("the state of its date, with no claim of success or failure"),
        "colour": colours[len(catalogue.missions) % len(colours)],
        "statements": [
            {
                "version": "v1",
                "title": title,
                "text": asked("what its statement says"),
                "source": asked("where that was read"),
                "status": "first",
            }
        ],
        "indicators": names,
        "headline": names[:HEADLINES],
    }
    change = Change(project)
    path = Path("data/missions.yml")
    change.edited[path] = appended(change.text(path), entry)
    own = Path("data") / SYSTEMS / f"{catalogue.system.id}.yml"
    change.edited[own] = with_item(change.text(own), change.document(own), ("missions",), ident)
    contents.add(change, "notebooks/mission")
    for name in names:
        file = Path("data/indicators") / f"{name}.yml"
        change.edited[file] = with_item(
            change.text(file), change.document(file), ("mission",), ident
        )
    change.notes.append(
        f"Its page is missions/{slug}. Give its wording a date if its source has one."
    )
    return change
