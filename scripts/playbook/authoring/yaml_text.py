"""Records as text: written anew, and edited without touching comments or the lines around."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from playbook.catalogue.documents import Document, Place, written
from playbook.errors import PlaybookError

WIDTH = 96


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, as people do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def record(kind: str, up: str, sections: Mapping[str, Mapping[str, Any]]) -> str:
    """Write a record of its own file, with its schema and a comment above each section.

    Parameters
    ----------
    kind : str
        Name of the schema.
    up : str
        Way from the folder of the record to that of the schemas.
    sections : mapping
        Fields by the heading of their section; an empty heading is not written.
    """
    parts = []
    for heading, fields in sections.items():
        comment = f"# {heading}\n" if heading else ""
        parts.append(comment + _dump(dict(fields)))
    first = f"# yaml-language-server: $schema={up}/{kind}.schema.json\n"
    return first + "\n".join(parts)


def appended(text: str, entry: Mapping[str, Any]) -> str:
    """Add an entry at the end of a file whose last field is a list of entries."""
    return f"{text.rstrip()}\n{textwrap.indent(_dump([dict(entry)]), '  ')}"


def with_item(text: str, document: Document, place: Place, item: str) -> str:
    """Add an item to the end of a list of short texts, in whichever style it is written."""
    lines, items = text.splitlines(), _items(document, place)
    if place not in document.lines:
        return f"{text.rstrip()}\n{place[-1]}: [{item}]\n"
    if items and (at := document.line((*place, len(items) - 1))) != document.line(place):
        last = lines[at - 1]
        if last.lstrip().startswith("- "):
            indent = last[: len(last) - len(last.lstrip())]
            lines.insert(at, f"{indent}- {item}")
            return "\n".join(lines) + "\n"
    at = _closing(lines, document, place)
    lines[at] = re.sub(r"\s*\]", f"{', ' if items else ''}{item}]", lines[at], count=1)
    return "\n".join(lines) + "\n"


def without_item(text: str, document: Document, place: Place, item: str) -> str:
    """Take an item out of a list of short texts."""
    lines, items = text.splitlines(), _items(document, place)
    at = document.line((*place, items.index(item))) - 1
    if lines[at].lstrip().startswith("- "):
        del lines[at]
    else:
        lines[at] = re.sub(rf"(, *)?\b{re.escape(item)}\b(?(1)|,? *)", "", lines[at], count=1)
    return "\n".join(lines) + "\n"


def _items(document: Document, place: Place) -> Sequence[str]:
    value = document.values
    for part in place:
        if isinstance(value, dict) and part not in value:
            return ()
        value = value[part]
    return tuple(value)


def _closing(lines: list[str], document: Document, place: Place) -> int:
    start = document.line(place) - 1
    for at in range(start, len(lines)):
        if "]" in lines[at]:
            return at
    message = f"{written(place)} is no list that can be added to. Write it as [a, b]."
    raise PlaybookError(message, file=document.file, line=start + 1)


def _dump(value: Any) -> str:
    return str(yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH))
