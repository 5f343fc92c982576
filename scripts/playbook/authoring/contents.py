"""The table of contents, in which each notebook that makes pages has a place."""

from __future__ import annotations

from pathlib import Path

from playbook.authoring.change import Change
from playbook.errors import PlaybookError, nearest

FILE = Path("_toc.yml")


def add(change: Change, file: str, part: str = "") -> None:
    """Add a file at the end of a part, by default the last; one that is listed stays where it is.

    Raises
    ------
    PlaybookError
        If there is no part of this caption, or the contents have no parts.
    """
    document, lines = change.document(FILE), change.text(FILE).splitlines()
    if any(line.strip() == f"- file: {file}" for line in lines):
        return
    parts = document.values.get("parts", ())
    captions = [one.get("caption", "") for one in parts]
    if not parts:
        raise PlaybookError(f"has no parts. Add {file} by hand.", file=FILE)
    if part and part not in captions:
        message = f"there is no part {part!r}. {nearest(part, captions, noun='part')}"
        raise PlaybookError(message, file=FILE)
    at = captions.index(part) if part else len(parts) - 1
    end = document.line(("parts", at + 1)) - 1 if at + 1 < len(parts) else len(lines)
    column = lines[document.line(("parts", at, "chapters", 0)) - 1].index("-")
    lines.insert(end, f"{' ' * column}- file: {file}")
    change.edited[FILE] = "\n".join(lines) + "\n"
