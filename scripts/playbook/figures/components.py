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


PRESSING = {"worse": 0, "higher": 1, "lower": 2, "same": 3, "better": 4}
"""Order of the kinds of verdict, the most pressing first; one that is not judged comes last."""

DIRECTIONS = {
    "verdicts": ["most pressing first", "least pressing first"],
    "numbers": ["lowest first", "highest first"],
    "words": ["A to Z", "Z to A"],
}
"""What the two ways to sort a column are called, by what is in it."""


@dataclass(frozen=True, kw_only=True)
class Board(Component):
    """Many verdicts at a glance: a table whose cells hold words, a small print and a mark.

    Readers may sort it, if it ``sorts``, by any column whose cells differ. The place of each cell
    in that order is worked out here, from the numbers and verdicts behind the words.

    Attributes
    ----------
    id, caption : str
        Anchor on the page, and what the table is of.
    columns : list of str
        Headers; the first column is the row header.
    rows : list of list of dict
        Cells, as `cell` makes them.
    sorts : bool
        Whether another order of its rows has a meaning.
    directions : dict of str to list of str
        What the two ways to sort a column are called, for a column where the usual words are wrong.
    dense : bool
        Whether its cells are short figures, which a phone shows a line each.
    """

    name: ClassVar[str] = "board"
    id: str
    caption: str
    columns: list[str]
    rows: list[list[dict[str, Any]]]
    sorts: bool = False
    directions: dict[str, list[str]] = field(default_factory=dict)
    dense: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"board {self.id}: each row needs {len(self.columns)} cells")

    def payload(self) -> dict[str, Any]:
        places = [_places([_key(one) for one in column]) for column in self._cells()]
        rows = [
            [one | {"order": place} for one, place in zip(row, found, strict=True)]
            for row, found in zip(self.rows, zip(*places, strict=True), strict=True)
        ]
        columns = [
            {
                "label": label,
                "sorts": self._ways(label, column) if self.sorts and len(set(found)) > 1 else [],
            }
            for label, column, found in zip(self.columns, self._cells(), places, strict=True)
        ]
        return super().payload() | {"columns": columns, "rows": rows}

    def _cells(self) -> list[tuple[dict[str, Any], ...]]:
        return list(zip(*self.rows, strict=True))

    def _ways(self, label: str, column: tuple[dict[str, Any], ...]) -> list[str]:
        if any(one["order"] is not None for one in column):
            kind = "numbers"
        else:
            kind = "verdicts" if any(one["status"] for one in column) else "words"
        return self.directions.get(label, DIRECTIONS[kind])

    def text(self) -> str:
        return "\n".join(": ".join(str(cell["text"]) for cell in row) for row in self.rows)


def cell(
    text: str = "",
    note: str = "",
    href: str = "",
    status: dict[str, str] | None = None,
    order: tuple[Any, ...] | None = None,
    anchor: str = "",
) -> dict[str, Any]:
    """Make a cell of a `Board`.

    Parameters
    ----------
    text, note, href : str
        Words, small print, the page that the words lead to.
    status : dict, optional
        A verdict; its cells sort by how pressing they are.
    order : tuple, optional
        The number behind the words, by which the column sorts, perhaps after something that keeps
        units apart. Without it words sort as words.
    anchor : str
        Where links to the row lead.
    """
    known = {"text": text, "note": note, "href": href, "status": status, "order": order}
    return known | ({"id": anchor} if anchor else {})


def _key(one: dict[str, Any]) -> tuple[Any, ...] | None:
    if one["order"] is not None:
        return one["order"]
    if one["status"]:
        place = PRESSING.get(one["status"]["kind"])
        return None if place is None else (place,)
    return (str(one["text"]).casefold(),) if one["text"] else None


def _places(keys: list[tuple[Any, ...] | None]) -> list[int | None]:
    """Number the different keys from the first; what has none has no place and comes last."""
    known = sorted({key for key in keys if key is not None})
    return [None if key is None else known.index(key) for key in keys]


@dataclass(frozen=True, kw_only=True)
class Ranking(Component):
    """Options in order of value, with controls by which a reader weighs them anew.

    Attributes
    ----------
    id, caption : str
        Anchor on the page, and what the table is of.
    places : int
        How many options are within the cut.
    most : int
        The end of the range of each control, in points.
    criteria : list of dict
        ``id``, ``title`` and the ``points`` that the page begins with.
    presets : list of dict
        ``title`` and ``points``, in the order of the criteria; the first is the beginning.
    rows : list of dict
        One an option, the best first: ``title``, ``text``, its ``scores`` in the order of the
        criteria, its ``value``, also as ``written``, its ``rank``, and whether it is ``inside``
        the cut.
    """

    name: ClassVar[str] = "ranking"
    id: str
    caption: str
    places: int
    most: int
    criteria: list[dict[str, Any]]
    presets: list[dict[str, Any]]
    rows: list[dict[str, Any]]

    def text(self) -> str:
        return "\n".join(f"{row['rank']}. {row['title']}: {row['written']}" for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class Minis(Component):
    """Small multiples: the same chart for each indicator or place."""

    name: ClassVar[str] = "minis"
    key: list[dict[str, str]]
    items: list[dict[str, Any]]

    def text(self) -> str:
        return "\n".join(f"{item['title']}: {item['value']}" for item in self.items)


@dataclass(frozen=True, kw_only=True)
class Links(Component):
    """Pages to go on to: ``title``, ``href`` and a ``text`` that says what is there."""

    name: ClassVar[str] = "links"
    items: list[dict[str, str]]

    def text(self) -> str:
        return "\n".join(f"{item['title']}: {item['text']}" for item in self.items)


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
