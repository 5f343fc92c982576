"""What a page's process knows of the environment: where things are, and no secret."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playbook import reading
from playbook.observations.parts import FILE_VARIABLE

INHERITED = re.compile(
    r"(?:PATH|HOME|USER|LANG|LANGUAGE|LC_\w+|TZ|TE?MP|TMPDIR|VIRTUAL_ENV|SYSTEMROOT|LD_LIBRARY_PATH|"
    r"PYTHON(?:PATH|HASHSEED|UTF8|WARNINGS|DONTWRITEBYTECODE)|PLAYBOOK_\w+|JUPYTER_\w+|XDG_\w+|"
    r"(?:OPENBLAS|OMP|MKL)_NUM_THREADS|COVERAGE_\w+)$"
)
"""Variables that a notebook's process inherits, by name."""


@contextmanager
def of_page(root: Path, system: str, reads: Path, parts: Path) -> Iterator[None]:
    """Let the notebook's process inherit where the playbook is, whose book, where to note reads.

    And where the parts of its last run are, if it has any.
    """
    before = dict(os.environ)
    _strip()
    os.environ |= {
        "PLAYBOOK_ROOT": str(root),
        "PLAYBOOK_SYSTEM": system,
        reading.FILE_VARIABLE: str(reads),
        FILE_VARIABLE: str(parts),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= before


def forget() -> None:
    """Let this process forget for good what whoever builds has in the environment.

    A page's process is forked from this one, and could look through its memory, where the system
    put the variables at the start.
    """
    _strip()
    if sys.platform == "linux":
        for name, value in os.environ.items():
            os.putenv(name, value)
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        start, end = map(int, fields[-3:-1])
        ctypes.memset(start, 0, end - start)


def _strip() -> None:
    # Tokens and passwords of whoever builds are none of a notebook's business.
    for name in [name for name in os.environ if not INHERITED.match(name)]:
        del os.environ[name]
