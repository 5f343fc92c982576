"""A YAML file as plain values that remember their lines.

YAML is composed into nodes, which know their lines, and the values are built from the nodes
here: so every field keeps its line and a duplicate key is refused. Only what YAML 1.2 and an
ISO date know is converted, so ``no`` stays a word. Aliases and merge keys are not for records.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

import yaml

from playbook.errors import PlaybookError

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's safe loader: the one that is written in C reads the same, ten times as fast."""

Place = tuple[str | int, ...]
"""Where a value stands in a record: names of fields and positions in lists, from the top."""


@dataclass(frozen=True)
class Document:
    """A YAML file as plain values that remember their lines."""

    file: str
    values: Any
    lines: dict[Place, int] = field(repr=False)

    def line(self, place: Place) -> int:
        """Line of a value, or of the nearest thing around it that is in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def error(self, message: str, place: Place = ()) -> PlaybookError:
        """Make an error that names this file, the line and the field of a place."""
        return PlaybookError(
            message, file=self.file, line=self.line(place), field=written(place) or None
        )


def written(place: Place) -> str:
    """Write a place as people read it: ``targets[3].value`` counts from 1."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def parse(text: str, file: str) -> Document:
    """Turn YAML text into a document.

    Raises
    ------
    PlaybookError
        If the text is not YAML, repeats a key, or uses a tag, an alias or an impossible date.
    """
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PlaybookError(
            f"is not valid YAML: {error.problem or error.context}. "
            "Check the indentation, the colons and the quotes.",
            file=file,
            line=mark.line + 1 if mark else None,
        ) from None
    except yaml.YAMLError as error:
        raise PlaybookError(f"is not valid YAML: {error}.", file=file) from None
    if node is None:
        raise PlaybookError("is empty. Write the record, or remove the file.", file=file, line=1)
    builder = _Builder(file)
    values = builder.value(node, ())
    if builder.problems:
        raise PlaybookError.together(builder.problems)
    return Document(file, values, builder.lines)


class _Loader(LOADER):
    """PyYAML's safe loader, with the words of YAML 1.2 in place of those of 1.1."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}
    depth = 0

    def descend_resolver(self, parent: Any, index: Any) -> None:
        """Go into a value; far enough down, the parser would crash the whole process."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise yaml.YAMLError(f"values lie in one another more than {DEEPEST} deep")
        super().descend_resolver(parent, index)

    def ascend_resolver(self) -> None:
        """Come out of a value."""
        self.depth -= 1
        super().ascend_resolver()


DEEPEST = 50
"""Levels of a record; ours have fewer than 10."""
_COLLECTIONS = {"tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}
_INTEGER, _FLOAT, _DATE = "integer", "float", "date"
_WORDS: dict[str, tuple[str, str]] = {
    "null": (r"~|null|", "~n"),
    "true": (r"true", "t"),
    "false": (r"false", "f"),
    _DATE: (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
    _INTEGER: (r"[-+]?[0-9]+", "-+0123456789"),
    _FLOAT: (
        r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][-+]?[0-9]+)?",
        "-+.0123456789",
    ),
}
for _tag, (_pattern, _first) in _WORDS.items():
    _Loader.add_implicit_resolver(
        _tag,
        re.compile(f"^(?:{_pattern})$"),
        [*_first, *([""] if _tag == "null" else [])],
    )
_CONSTANTS = {"null": None, "true": True, "false": False}
_TEXT = "tag:yaml.org,2002:str"


class _Builder:
    """Build plain values from YAML nodes, noting lines and whatever a record may not hold."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Place, int] = {}
        self.problems: list[PlaybookError] = []
        self._seen: set[int] = set()

    def value(self, node: Any, place: Place) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(place, line)
        if id(node) in self._seen:
            self._refuse("is a YAML alias; write the value out.", place, line)
            return None
        self._seen.add(id(node))
        if not isinstance(node, yaml.ScalarNode) and node.tag not in _COLLECTIONS:
            self._refuse(f"has the tag {node.tag}; records hold plain values only.", place, line)
            return None
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.value(item, (*place, n)) for n, item in enumerate(node.value))
        if isinstance(node, yaml.MappingNode):
            return self._group(node, place)
        try:
            return _scalar(node)
        except ValueError as error:
            self._refuse(f"{error}.", place, line)
            return None

    def _group(self, node: Any, place: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, item in node.value:
            name = str(key.value)
            inner, line = (*place, name), key.start_mark.line + 1
            if name in values:
                first = self.lines[inner]
                self._refuse(f"is given twice: line {first} has it too. Keep one.", inner, line)
                continue
            self.lines[inner] = line
            values[name] = self.value(item, inner)
        return values

    def _refuse(self, message: str, place: Place, line: int) -> None:
        self.problems.append(
            PlaybookError(message, file=self.file, line=line, field=written(place) or None)
        )


def _scalar(node: Any) -> Any:
    if node.tag in _CONSTANTS:
        return _CONSTANTS[node.tag]
    if node.tag == _INTEGER:
        return int(node.value)
    if node.tag == _FLOAT:
        return float(node.value)
    if node.tag == _DATE:
        try:
            return date.fromisoformat(node.value)
        except ValueError:
            raise ValueError(f"{node.value} is not a day of the calendar") from None
    if node.tag != _TEXT:
        raise ValueError(f"has the tag {node.tag}; records hold plain values only")
    return node.value
