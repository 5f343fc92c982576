"""The gate of disclosure: nothing that identifies a person leaves the playbook.

It reads what people write and every file of the site, with what a file carries unseen: comments,
the metadata of pictures and PDF files, cells and outputs of notebooks. How well it finds, and how
rarely it is wrong, is measured on a corpus of made-up texts: see `playbook.checks.planted`.
"""

from __future__ import annotations

from pathlib import Path

from playbook.catalogue import Catalogue, Project, records
from playbook.catalogue.allowed import FILE, Allowed
from playbook.checks import carriers, identifiers, small_counts
from playbook.checks.findings import Finding
from playbook.checks.identifiers import KINDS, Hit
from playbook.errors import PlaybookError

REMEDIES = {
    "secret": "Take it out, and withdraw it where it was given out: it may be in the history.",
    "machine-path": "Name files from the root of the playbook.",
}
REMEDY = (
    "Take it out. If it is the address of an organisation that readers need, say so in "
    f"data/{FILE} with the reason."
)


def check(project: Project) -> list[Finding]:
    """Look at everything that could carry something out."""
    try:
        allowed = of(project)
        found = [*_of_texts(project, allowed), *_of_counts(project, allowed)]
    except PlaybookError as error:
        return Finding.of_error(error, "record", "Mend the record.")
    return found


def of(project: Project) -> Allowed:
    """Read what may pass; a playbook without the record lets nothing pass."""
    path = project.data / FILE
    return records.read(path, Allowed, project.shown(path))[0] if path.is_file() else Allowed()


def _of_texts(project: Project, allowed: Allowed) -> list[Finding]:
    passes = {(one.kind, one.words) for one in allowed.words}
    own = project.data / FILE
    found: dict[tuple[Path, str, str], Finding] = {}
    for path, text in carriers.texts(carriers.of_project(project)):
        for hit in identifiers.hits(text):
            # A guide for developers says where to put a file on their machine.
            guide = path.parent == project.root and hit.kind == "machine-path"
            if not guide and (hit.kind, hit.words) not in passes:
                key = (path, hit.kind, hit.words)
                found.setdefault(key, _finding(project, path, text, hit))
    return [one for (path, *_), one in found.items() if path != own]


def _finding(project: Project, path: Path, text: str, hit: Hit) -> Finding:
    return Finding(
        rule=hit.kind,
        problem=f"{hit.masked} looks like {KINDS[hit.kind]}.",
        remedy=REMEDIES.get(hit.kind, REMEDY),
        file=project.shown(path),
        line=text.count("\n", 0, hit.start) + 1,
    )


def _of_counts(project: Project, allowed: Allowed) -> list[Finding]:
    passes = frozenset(one.indicator for one in allowed.small_counts)
    return [
        Finding(
            rule=rule,
            problem=problem,
            remedy=remedy,
            file=project.shown(path),
            line=line,
            field="count",
        )
        for path, line, rule, problem, remedy in small_counts.problems(
            Catalogue.read(project), passes
        )
    ]
