"""What a page read when it was last made, and whether each of those reads still holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playbook.catalogue import Catalogue, Project, lookups
from playbook.execution import fingerprint, words
from playbook.execution.pages import Page
from playbook.execution.store import RunStore
from playbook.observations import reads


@dataclass(frozen=True)
class Reading:
    """One thing that a page depends on.

    Attributes
    ----------
    kind : str
        ``input``, ``record`` or ``data``.
    asked : str
        What was read, in words.
    rows : int or None
        Rows returned, of a table.
    sha256 : str
        Start of the hash of what came back.
    fresh : bool
        Whether it would come back the same now.
    """

    kind: str
    asked: str
    rows: int | None
    sha256: str
    fresh: bool

    def line(self) -> str:
        """Write it as one line for a person."""
        rows = "" if self.rows is None else f"{self.rows:,} rows"
        state = "fresh" if self.fresh else "changed"
        return f"  {state:<8} {self.sha256:<8} {rows:>12}  {self.kind}: {self.asked}"


def readings(project: Project, page: Page) -> list[Reading]:
    """List everything that the stored run of a page depends on; empty when there is no run."""
    run = RunStore(project.root, project.build).get(page.slug)
    if run is None:
        return []
    catalogue = Catalogue.read(project)
    now = fingerprint.inputs(project, page)
    found = [
        Reading(
            "input", name, None, run.inputs.get(name, "")[:8], run.inputs.get(name) == now[name]
        )
        for name in now
    ]
    for name, answers in run.look_ups.items():
        for of, sha in answers.items():
            holds = lookups.holds(catalogue, name, of, sha)
            found.append(
                Reading("record", words.look_up(catalogue, name, [of]), None, sha[:8], holds)
            )
    found += [_of_table(catalogue, read) for read in run.reads]
    return found


def _of_table(catalogue: Catalogue, read: dict[str, Any]) -> Reading:
    holds = reads.holds(read, catalogue.project)
    asked = words.asked(catalogue, read["query"])
    if not holds:
        asked += f" (changed: {words.read(catalogue, read)})"
    return Reading("data", asked, read["rows"], read["sha256"][:8], holds)
