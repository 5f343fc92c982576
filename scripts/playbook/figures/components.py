"""What a notebook shows, as data: each component is a small record that the site renders.

A notebook's output carries the record under one media type; the markup lives in the site's
templates alone. In Jupyter Lab the plain text (and, for charts, Vega-Lite) is shown instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

MEDIA_TYPE = "application/vnd.playbook.component+json"


@dataclass(frozen=True, kw_only=True)
class Component:
    """Base of all components: a name, a payload of plain values, and a plain text."""

    name: ClassVar[str]

    def payload(self) -> dict[str, Any]:
        """Give the record that the site's template of this name takes."""
        return {"component": self.name} | {f.name: getattr(self, f.name) for f in fields(self)}

    def text(self) -> str:
        """Give the plain text shown by a viewer that does not know the media type."""
        return f"[{self.name}]"

    def _repr_mimebundle_(self, **_filters: Any) -> dict[str, Any]:
        return {MEDIA_TYPE: self.payload(), "text/plain": self.text()}


@dataclass(frozen=True, kw_only=True)
class Page(Component):
    """The page's own facts: ``title`` fills ``{{ title }}`` in the notebook's Markdown."""

    name: ClassVar[str] = "page"
    title: str
    description: str
    words: dict[str, str] = field(default_factory=dict)
    """Further words for ``{{ ... }}`` in the Markdown cells, by name."""

    def text(self) -> str:
        return f"{self.title}\n{self.description}"


@dataclass(frozen=True, kw_only=True)
class Value:
    """One number that prose may quote with the ``{value}`` role."""

    key: str
    number: float | None
    unit: str
    text: str
    period: str
    figure: str = ""
    """Id of the figure on the same page that shows this number."""


@dataclass(frozen=True, kw_only=True)
class Values(Component):
    """The numbers that this page makes known to the whole book. Shows nothing."""

    name: ClassVar[str] = "values"
    values: list[Value]

    def payload(self) -> dict[str, Any]:
        return {"component": self.name, "values": [vars(value) for value in self.values]}

    def text(self) -> str:
        return "\n".join(f"{value.key} = {value.text} ({value.period})" for value in self.values)


@dataclass(frozen=True, kw_only=True)
class Answer(Component):
    """One plain sentence that answers the page's question; ``**bold**`` is allowed."""

    name: ClassVar[str] = "answer"
    sentence: str

    def payload(self) -> dict[str, Any]:
        return {"component": self.name, "text": self.sentence}

    def text(self) -> str:
        return self.sentence


@dataclass(frozen=True, kw_only=True)
class Facts(Component):
    """Up to 4 facts in a strip: each a ``label``, a ``value``, a ``note``, perhaps a ``status``."""

    name: ClassVar[str] = "facts"
    items: list[dict[str, Any]]

    def text(self) -> str:
        return "\n".join(f"{item['label']}: {item['value']}" for item in self.items)


@dataclass(frozen=True, kw_only=True)
class Metadata(Component):
    """The indicator's record as terms and texts."""

    name: ClassVar[str] = "metadata"
    title: str
    items: list[dict[str, Any]]

    def text(self) -> str:
        return "\n".join(f"{item['term']}: {item['text']}" for item in self.items)


@dataclass(frozen=True, kw_only=True)
class Scorecard(Component):
    """One row an indicator: latest value, comparison, trend, shape of the series, age."""

    name: ClassVar[str] = "scorecard"
    caption: str
    rows: list[dict[str, Any]]

    def text(self) -> str:
        return "\n".join(f"{row['title']}: {row['latest']}" for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class Board(Component):
    """Many verdicts at a glance: a table whose cells hold words, a small print and a mark.

    Attributes
    ----------
    id, caption : str
        Anchor on the page, and what the table is of.
    columns : list of str
        Headers; the first column is the row header.
    rows : list of list of dict
        Cells, as `cell` makes them.
    """

    name: ClassVar[str] = "board"
    id: str
    caption: str
    columns: list[str]
    rows: list[list[dict[str, Any]]]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"board {self.id}: each row needs {len(self.columns)} cells")

    def text(self) -> str:
        return "\n".join(": ".join(str(cell["text"]) for cell in row) for row in self.rows)


def cell(
    text: str = "", note: str = "", href: str = "", status: dict[str, str] | None = None
) -> dict[str, Any]:
    """Make a cell of a `Board`: words, small print, the page that it leads to, a verdict."""
    return {"text": text, "note": note, "href": href, "status": status}


@dataclass(frozen=True, kw_only=True)
class Minis(Component):
    """Small multiples: the same chart for each indicator or place."""

    name: ClassVar[str] = "minis"
    key: list[dict[str, str]]
    items: list[dict[str, Any]]

    def text(self) -> str:
        return "\n".join(f"{item['title']}: {item['value']}" for item in self.items)


@dataclass(frozen=True, kw_only=True)
class History(Component):
    """Dated wordings, oldest first; an old entry is never edited."""

    name: ClassVar[str] = "history"
    items: list[dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class Breaks(Component):
    """Known breaks in a series: when, what kind, and what happened."""

    name: ClassVar[str] = "breaks"
    items: list[dict[str, str]]

    def text(self) -> str:
        return "\n".join(f"{item['when']}: {item['text']}" for item in self.items)


@dataclass(frozen=True, kw_only=True)
class Provenance(Component):
    """How the page was made: notebook, parameters, tables with their hashes, edition."""

    name: ClassVar[str] = "provenance"
    notebook: str
    parameters: dict[str, Any]
    edition: str
    snapshot: str
    tables: list[dict[str, str]]
