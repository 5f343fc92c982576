"""Change a file of a temporary playbook, and know the line that a message must name."""

from __future__ import annotations

from pathlib import Path


def replace(path: Path, old: str, new: str) -> int:
    """Replace a text that occurs once, and return the line on which it stood."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1
