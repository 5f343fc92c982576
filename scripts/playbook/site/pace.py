"""How long each page took to be read the last time, so that pages are dealt out evenly."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

LEFT = "playbook_seconds"
"""Name of what is kept in the environment, by page; a page that is read again replaces its own."""

BEGAN = "playbook_began"


def begin(app: Any, _docname: str, _source: list[str]) -> None:
    """Note that a page begins to be read."""
    app.env.temp_data[BEGAN] = time.perf_counter()


def end(app: Any, _doctree: Any) -> None:
    """Note how long it took."""
    env = app.env
    taken = round(time.perf_counter() - env.temp_data[BEGAN], 3)
    setattr(env, LEFT, getattr(env, LEFT, {}) | {env.docname: taken})


def seconds(env: Any, pages: Iterable[str]) -> dict[str, float]:
    """Give the seconds of each page; one that was never read may take as long as any."""
    known: dict[str, float] = getattr(env, LEFT, {})
    longest = max(known.values(), default=1.0)
    return {page: known.get(page, longest) for page in pages}
