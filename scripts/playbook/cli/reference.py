"""The commands as a record, from which the documentation on the site is made.

``make reference`` writes it; a test compares it with the commands themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import typer

from playbook.catalogue import Project
from playbook.cli import app

FILE = "commands.json"
"""Below ``book/``."""


def commands() -> list[dict[str, Any]]:
    """Give every command with what it does, its arguments and its options, in order."""
    return [_described(path, command) for path, command in _leaves(typer.main.get_command(app), "")]


def text() -> str:
    """Give the content of the file."""
    return json.dumps(commands(), indent=1, ensure_ascii=False) + "\n"


# Typer brings its own copy of Click, so that a class of Click's tells nothing here.
def _leaves(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    if not hasattr(group, "commands"):
        yield path, group
        return
    for name, command in group.commands.items():
        yield from _leaves(command, f"{path} {name}".strip())


def _described(path: str, command: Any) -> dict[str, Any]:
    told = [one for one in command.params if one.name != "help"]
    takes = get_type_hints(command.callback)
    return {
        "name": f"playbook {path}",
        "does": " ".join((command.help or "").split()),
        "given": [_parameter(one, takes[one.name]) for one in told],
    }


def _parameter(one: Any, takes: Any) -> dict[str, Any]:
    option, flag = one.param_type_name == "option", bool(getattr(one, "is_flag", False))
    default = getattr(one.default, "value", one.default)
    return {
        "names": [*one.opts, *one.secondary_opts] if option else [str(one.name).upper()],
        "takes": "" if flag else _kind(takes),
        "default": str(default) if option and not flag and default not in {None, ""} else "",
        "needed": one.required,
        "says": " ".join((one.help or "").split()),
    }


def _kind(annotation: Any) -> str:
    """Name in words what a parameter takes."""
    if isinstance(annotation, UnionType):
        # It may be left out.
        annotation = next(one for one in get_args(annotation) if one is not NoneType)
    if get_origin(annotation) is list:
        return f"{_kind(get_args(annotation)[0])}, more than one"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return " or ".join(str(one.value) for one in annotation)
    kinds = {datetime: "day", int: "whole number", float: "number", Path: "path", str: "text"}
    return kinds[annotation]


if __name__ == "__main__":
    (Project.find().book / FILE).write_text(text(), encoding="utf-8", newline="\n")
