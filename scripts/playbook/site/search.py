"""The search index, the same however the site was built."""

from __future__ import annotations

import json
from pathlib import Path

NAME = "searchindex.js"
HEAD, TAIL = "Search.setIndex(", ")"


def settle(site: Path) -> None:
    """Drop the words that no page has any more.

    Sphinx takes a page that changed out of its index and leaves the words that stood on it alone,
    with an empty list of pages each: a build in small steps would differ from a clean one.
    """
    path = site / NAME
    text = path.read_text("utf-8")
    index = json.loads(text.removeprefix(HEAD).removesuffix(TAIL))
    for part in ("terms", "titleterms"):
        index[part] = {word: pages for word, pages in index[part].items() if pages != []}
    written = json.dumps(index, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    kept = f"{HEAD}{written}{TAIL}"
    if kept != text:
        path.write_text(kept, encoding="utf-8")
