"""The pages of a finished site, and their titles as its search index lists them."""

from __future__ import annotations

import json
from pathlib import Path


def of_site(site: Path) -> dict[str, str]:
    """Give the title of each page of the book, by address."""
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return dict(sorted(zip(index["docnames"], index["titles"], strict=True)))


def shown(site: Path) -> list[Path]:
    """List the pages that a reader sees: not those that lead on to another at once."""
    pages = sorted(site.rglob("*.html"))
    return [path for path in pages if b'http-equiv="refresh"' not in path.read_bytes()]
