"""The gate of records: each fits its schema and the others, and the pages that they make exist."""

from __future__ import annotations

from playbook.catalogue import Catalogue, Project, consistency, schemas, unfilled
from playbook.checks.findings import Finding
from playbook.errors import PlaybookError
from playbook.execution import pages

MEND = "Mend the record; CONTRIBUTING says what its fields mean."


def check(project: Project) -> list[Finding]:
    """Read every record, compare them with each other, and list the pages that they make."""
    found: list[Finding] = []
    try:
        catalogue = Catalogue.read(project)
        for error in consistency.problems(catalogue):
            found += Finding.of_error(error, "consistency", MEND)
        pages.expand(project, catalogue)
    except PlaybookError as error:
        found += Finding.of_error(error, "record", MEND)
    for open_place in unfilled.problems(project):
        found += Finding.of_error(open_place, "unfilled", MEND)
    # A playbook without the folder has no editor to serve.
    known = (path for path in schemas.stale(project) if path.parent.is_dir())
    found += [
        Finding(
            rule="schema",
            problem="is not the schema of the model that reads these records.",
            remedy="Run `playbook data schemas`, and commit what it wrote.",
            file=project.shown(path),
        )
        for path in known
    ]
    return found
