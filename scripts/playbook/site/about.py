"""What every page says of its book: the edition, the system, the days, the mark."""

from __future__ import annotations

from typing import Any

from playbook.catalogue import Catalogue, Project
from playbook.figures import words
from playbook.site import cutoff, publication, review, search


def described(project: Project) -> dict[str, Any]:
    """Give what the templates are told of a book, from its records.

    Raises
    ------
    PlaybookError
        When one of them is wrong.
    """
    catalogue = Catalogue.read(project)
    now, system = catalogue.edition, catalogue.system
    return {
        "edition": now.name,
        "date": words.day(now.date),
        "system": system.short_name,
        "kind": "Mission playbook" if system.missions else "playbook",
        "kinds": search.kinds(project),
        "day": now.date.isoformat(),
        "review": review.months(project),
        "as_of": cutoff.state(catalogue),
        "logo": publication.mark(project, "logo.svg"),
    }
