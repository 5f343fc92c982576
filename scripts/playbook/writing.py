"""Writing files: whole or not at all, and only where there is something new to say.

A leaf module: every room may import it, and it imports none.
"""

from __future__ import annotations

import os
from pathlib import Path

PARTIAL = ".partial"
"""End of the name of a file that is being written; one that is left over may go."""


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader finds the old content or the new, never a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}{PARTIAL}")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def put(path: Path, content: bytes) -> bool:
    """Write a file unless it already says just that, and so keeps its time; say if it was new."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True
