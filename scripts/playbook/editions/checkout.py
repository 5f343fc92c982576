"""A commit of the playbook, laid out beside the one that people work in."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playbook.catalogue import Project, records
from playbook.catalogue.system import Edition
from playbook.errors import PlaybookError

FILE = Path("data") / "edition.yml"


@contextmanager
def of(project: Project, commit: str, edition: Edition) -> Iterator[Project]:
    """Lay a commit out as one edition, in a folder that goes afterwards.

    Parameters
    ----------
    project : Project
        The playbook; what is not committed is left out.
    commit : str
        The commit.
    edition : Edition
        Which edition it is to be. The record of the commit is replaced where that says otherwise.

    Raises
    ------
    PlaybookError
        If the commit is not in this repository.
    """
    top = Path(run(project.root, "git", "rev-parse", "--show-toplevel").strip())
    with tempfile.TemporaryDirectory(prefix="playbook-edition-") as folder:
        clone = Path(folder).resolve() / "clone"
        run(top, "git", "clone", "--quiet", "--no-checkout", "--shared", str(top), str(clone))
        run(clone, "git", "checkout", "--quiet", "--detach", commit)
        found = Project(clone / project.root.relative_to(top))
        record = found.root / FILE
        if not record.is_file() or records.read(record, Edition, FILE.as_posix())[0] != edition:
            record.write_text(written(edition), encoding="utf-8")
        yield found


def written(edition: Edition) -> str:
    """Write the record of an edition."""
    lines = [f'name: "{edition.name}"', f"date: {edition.date}"]
    lines += [f'previous: "{edition.previous}"'] if edition.previous else []
    lines += [f"as_of: {edition.as_of}"] if edition.as_of else []
    return "\n".join(lines) + "\n"


def run(folder: Path, *words: str, variables: dict[str, str] | None = None) -> str:
    """Run a command in a folder; give what it wrote.

    Raises
    ------
    PlaybookError
        If it fails, with the end of what it said.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PLAYBOOK_ROOT"} | (variables or {})
    done = subprocess.run(  # arguments of our own
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip()[-1500:]
        raise PlaybookError(f"{' '.join(words[:3])} failed: {said}", file=folder)
    return done.stdout
