"""What the pages made by notebooks hold, for prose pages that show a part of it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = "_components"


def any_run(env: Any) -> bool:
    """Say whether this is an assembled book, whose notebooks have been run."""
    return (Path(env.srcdir) / FOLDER).is_dir()


def components(env: Any, slug: str) -> list[dict[str, Any]]:
    """List the components of a page, none when it was not run; the page now read needs them."""
    path = Path(env.srcdir) / FOLDER / f"{slug}.json"
    if not any_run(env):
        return []
    env.note_dependency(str(path))
    return _read(path)


def of_kind(env: Any, slug: str, name: str) -> dict[str, Any] | None:
    """Give the first component of this name on a page; None when there is none."""
    return next((part for part in components(env, slug) if part["component"] == name), None)


def parts(srcdir: Path, slug: str) -> list[dict[str, Any]]:
    """List the components of a page that is being written, none when it has none."""
    return _read(srcdir / FOLDER / f"{slug}.json")


def description(srcdir: Path, slug: str) -> str:
    """Give the description of a page made by a notebook; empty for any other."""
    found = parts(srcdir, slug)
    return next((str(p["description"]) for p in found if p["component"] == "page"), "")


def _read(path: Path) -> list[dict[str, Any]]:
    return _parsed(path, path.stat().st_mtime_ns) if path.is_file() else []


@lru_cache(maxsize=64)
def _parsed(path: Path, _changed: int) -> list[dict[str, Any]]:
    """Read the components of a page, which are asked for one by one."""
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found
