"""What the pages made by notebooks hold, for the pages that show a part of it.

All that a page shows stands in one file, and what others quote of it in another: a page that quotes
is read again only when what it may quote changed.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER, QUOTABLE = "_components", "_quotable"

QUOTED = ("page", "answer", "scorecard")
"""Components that other pages quote, the first of each."""

Part = dict[str, Any]


def quotable(parts: list[Part]) -> Part:
    """Choose what other pages may quote of a page: some components, and the ids of its figures."""
    first = {part["component"]: part for part in reversed(parts)}
    quoted = {name: first[name] for name in QUOTED if name in first}
    return quoted | {"figures": [part["id"] for part in parts if part["component"] == "figure"]}


def any_run(env: Any) -> bool:
    """Say whether this is an assembled book, whose notebooks have been run."""
    return (Path(env.srcdir) / FOLDER).is_dir()


def components(env: Any, slug: str) -> list[Part]:
    """List the components of a page, none when it was not run; the page now read needs them."""
    found: list[Part] = _needed(env, FOLDER, slug) or []
    return found


def of_kind(env: Any, slug: str, name: str) -> Part | None:
    """Give the first component of this name on another page; None when there is none.

    Parameters
    ----------
    name : str
        One of `QUOTED`.
    """
    if name not in QUOTED:
        raise ValueError(f"{name} is not quoted by other pages")
    found: Part = _needed(env, QUOTABLE, slug) or {}
    return found.get(name)


def figures(env: Any, slug: str) -> list[str]:
    """List the ids of the figures on another page, none when it was not run."""
    found: list[str] = (_needed(env, QUOTABLE, slug) or {}).get("figures", [])
    return found


def parts(srcdir: Path, slug: str) -> list[Part]:
    """List the components of a page that is being written, none when it has none."""
    found: list[Part] = _read(srcdir / FOLDER / f"{slug}.json") or []
    return found


def description(srcdir: Path, slug: str) -> str:
    """Give the description of a page made by a notebook; empty for any other."""
    found = parts(srcdir, slug)
    return next((str(p["description"]) for p in found if p["component"] == "page"), "")


def _needed(env: Any, folder: str, slug: str) -> Any:
    if not any_run(env):
        return None
    path = Path(env.srcdir) / folder / f"{slug}.json"
    env.note_dependency(str(path))
    return _read(path)


def _read(path: Path) -> Any:
    return _parsed(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=64)
def _parsed(path: Path, _changed: int) -> Any:
    """Read what a page holds, which is asked for one by one."""
    return json.loads(path.read_text(encoding="utf-8"))
