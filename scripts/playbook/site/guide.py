"""The documentation on the site: the guide's own words, the commands, the fields of records.

Each is written once elsewhere: in ``CONTRIBUTING.md`` and ``SECURITY.md``, in the command line, in
the models. Pages of the book show it and never repeat it.
"""

from __future__ import annotations

import json
import re
from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from docutils.statemachine import StringList
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from playbook.catalogue import Project
from playbook.catalogue.schemas import MODELS
from playbook.errors import PlaybookError, nearest
from playbook.site import pages
from playbook.site.mime import component
from playbook.site.practice import pick

LOGGER = logging.getLogger(__name__)
PICTURE = re.compile(r"^!\[.*\]\(.*\)\n", re.MULTILINE)
NEAR = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?://)[^)]+\)")
"""A link to a file of the repository or within the guide: on the site its words stay."""

HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
SIGNS = re.compile(r"([\\*_{}\[\]<>#|$`~])")
SCHEMA = re.compile(r"\$schema=.*?([\w-]+)\.schema\.json")


class Written(SphinxDirective):
    """Base: shows Markdown that is made from something else, with its headings."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Put what is shown into the page; an error names the page and the line."""
        self.project = pages.project_of(self.env.app)
        try:
            text = self.markdown()
        except PlaybookError as error:
            LOGGER.error(str(error), location=self.get_location())
            return []
        lines = StringList(text.splitlines(), self.env.docname)
        # Into the page itself: its sections become sections of the page.
        self.state.nested_parse(lines, 0, self.state_machine.node, match_titles=True)
        return []

    @abstractmethod
    def markdown(self) -> str:
        """Give the text; its headings are of the second level and below."""

    def read(self, name: str) -> str:
        """Read a file of the playbook, which the page then depends on."""
        path = self.project.root / name
        self.env.note_dependency(str(path))
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise PlaybookError(f"cannot be read: {error.strerror}.", file=name) from error


class Guide(Written):
    """``{guide} Add a case``: a section of ``CONTRIBUTING.md``, or of the ``:file:`` named."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"file": options.unchanged, "bare": options.flag}

    def markdown(self) -> str:
        """Give the section; ``:bare:`` leaves its heading out and raises those below it."""
        parts = HEADING.split(self.read(self.options.get("file", "CONTRIBUTING.md")))
        sections = dict(zip(parts[1::2], parts[2::2], strict=True))
        wanted = self.arguments[0]
        if wanted not in sections:
            raise PlaybookError(
                f"there is no section {wanted!r}. {nearest(wanted, sections, noun='section')}"
            )
        body = NEAR.sub(r"\1", PICTURE.sub("", sections[wanted]))
        if "bare" in self.options:
            return re.sub(r"^##(#+ )", r"#\1", body, flags=re.MULTILINE)
        return f"## {wanted}\n{body}"


class CommandReference(Written):
    """``{command-reference}``: every command with its arguments and options."""

    def markdown(self) -> str:
        """Give a section for each command."""
        return "\n".join(line for one in json.loads(self.read("book/commands.json"))
                         for line in self.command(one))  # fmt: skip

    def command(self, one: dict[str, Any]) -> Iterator[str]:
        """Describe one command."""
        yield from (f"## `{one['name']}`", "", plain(one["does"]), "")
        for given in one["given"]:
            names = ", ".join(f"`{name}`" for name in given["names"])
            facts = [given["takes"]] if given["takes"] else []
            facts += ["needed"] if given["needed"] else []
            facts += [f"else `{given['default']}`"] if given["default"] else []
            yield f"{names}{' (' + ', '.join(facts) + ')' if facts else ''}"
            yield from (f": {plain(given['says']) or 'See above.'}", "")


class RecordReference(Written):
    """``{record-reference} case claims``: the fields of kinds of record, from their models."""

    required_arguments = 1
    final_argument_whitespace = True

    def markdown(self) -> str:
        """Give a section for each kind."""
        where = files(self.project)
        return "\n".join(
            line
            for kind in self.arguments[0].split()
            for line in self.record(kind, where.get(kind, []))
        )

    def record(self, kind: str, where: list[str]) -> Iterator[str]:
        """Describe one kind of record."""
        schema = pick(MODELS, kind, "kind of record").model_json_schema()
        yield from (f"## {kind.replace('_', ' ').replace('-', ' ').capitalize()}", "")
        yield from (plain(schema.get("description", "")), "")
        if where:
            yield from ("Where: " + ", ".join(f"`{name}`" for name in where), "")
        yield from fields(schema)
        for name, part in sorted(schema.get("$defs", {}).items()):
            if "properties" in part:
                yield from (f"**{name}**: {plain(part.get('description', ''))}", "")
                yield from fields(part)


def files(project: Project) -> dict[str, list[str]]:
    """Say where the records of each kind are: each names its schema in its first line."""
    found: dict[str, set[str]] = {}
    for path in sorted([*project.data.rglob("*.yml"), *project.notebooks.glob("*.yml")]):
        with path.open(encoding="utf-8") as stream:
            named = SCHEMA.search(stream.readline())
        if named:
            alone = path.parent in {project.data, project.notebooks, project.data / "governance"}
            name = path if alone else path.with_name("*.yml")
            found.setdefault(named[1], set()).add(project.shown(name))
    return {kind: sorted(names) for kind, names in found.items()}


def fields(schema: dict[str, Any]) -> Iterator[str]:
    """Describe the fields of a record."""
    needed = schema.get("required", [])
    for name, field in schema["properties"].items():
        optional = "" if name in needed else ", may be left out"
        yield f"`{name}` ({kind_of(field)}{optional})"
        yield from (f": {plain(field.get('description', '')) or 'As its name says.'}", "")


def kind_of(field: dict[str, Any]) -> str:
    """Name what a field takes, in words."""
    if "$ref" in field:
        return f"`{field['$ref'].rpartition('/')[2]}`"
    if "const" in field or "enum" in field:
        return " or ".join(f"`{one}`" for one in field.get("enum", [field.get("const")]))
    if "anyOf" in field:
        kinds = [kind_of(one) for one in field["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if field.get("type") == "array":
        within: Any = field.get("items") or next(iter(field.get("prefixItems", [])), {})
        return f"list of {kind_of(within)}" if within else "list"
    if field.get("type") == "object":
        within = field.get("additionalProperties")
        return f"by name: {kind_of(within)}" if isinstance(within, dict) else "by name"
    if field.get("format") == "date":
        return "day"
    words = {"string": "text", "boolean": "true or false", "integer": "whole number"}
    return words.get(str(field.get("type")), str(field.get("type", "any")))


def plain(text: str) -> str:
    """Write a docstring or a help text as Markdown: its code stays, its other signs are words."""
    parts = re.split(r"``?([^`]+)``?", " ".join(text.split()))
    return "".join(f"`{one}`" if at % 2 else SIGNS.sub(r"\\\1", one)
                   for at, one in enumerate(parts))  # fmt: skip


class Flow(SphinxDirective):
    """``{flow} Title``: steps as boxes with arrows, drawn from a line ``Name: what it is`` each."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"caption": options.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Give the drawing; a line that is no step is named."""
        steps = [line.partition(": ") for line in self.content if line.strip()]
        for name, _, text in steps:
            if not text:
                LOGGER.error(
                    f"{name!r} is no step. Write Name: what it is", location=self.env.docname
                )
                return []
        payload = {
            "component": "flow",
            "id": f"flow-{self.env.new_serialno('flow')}",
            "title": self.arguments[0],
            "caption": self.options.get("caption", ""),
            "steps": [{"name": name, "text": text} for name, _, text in steps],
        }
        return [component(self.env, payload)]


DIRECTIVES = {
    "flow": Flow,
    "guide": Guide,
    "command-reference": CommandReference,
    "record-reference": RecordReference,
}
