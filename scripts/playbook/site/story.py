"""Where the story of an edition lies in the assembled book: for every page that tells a part of it.

A build of the working files has none, and the file says so: it is there in every assembled book, so
that pages can depend on it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from playbook.catalogue.story import Story

FILE = "_story.json"
NONE = "null"


def written(story: Story | None) -> bytes:
    """Write a story, or that there is none."""
    return ((story.model_dump_json() if story else NONE) + "\n").encode()


def of(env: Any) -> Story | None:
    """Give the story of the edition; None for a build of the working files.

    The page that is being read depends on it.
    """
    path = Path(env.srcdir) / FILE
    if not path.is_file():
        return None
    env.note_dependency(str(path))
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int) -> Story | None:
    text = path.read_text(encoding="utf-8")
    return None if text.strip() == NONE else Story.model_validate_json(text)
