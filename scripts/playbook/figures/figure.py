"""The figure: a chart, a text alternative, a table and a CSV made from one data frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from playbook.figures.components import MEDIA_TYPE, Component

if TYPE_CHECKING:
    from playbook.figures.drawing import Layers

Draw = Callable[[pd.DataFrame, bool], "Layers"]
"""Draws the frame; the second argument is true for the narrow drawing that phones show."""


def as_csv(frame: pd.DataFrame) -> str:
    """Write the rows that a chart draws as CSV: unrounded, dates in ISO form."""
    return frame.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a figure's table.

    Attributes
    ----------
    name : str
        Column of the data frame.
    label : str
        Header for people, with the unit.
    write : callable
        Turns one cell into text; ``str`` by default.
    number : bool
        Right-aligned when true.
    """

    name: str
    label: str
    write: Callable[[Any], str] = str
    number: bool = False


@dataclass(frozen=True, kw_only=True)
class Figure(Component):
    """One figure of a page.

    Attributes
    ----------
    id : str
        Anchor on the page; unique there.
    title, subtitle : str
        A finding in up to 12 words, and the statistical description (what, where, when, unit).
    description : str
        Text alternative of the chart; every number in it stands in the table too.
    data : DataFrame
        The rows that the chart draws. Table and CSV are made from the same rows.
    columns : list of Column
        How the table shows them. The first column is the row header.
    draw : callable
        ``draw(data, narrow)`` gives Altair marks over ``data`` alone.
    heights : tuple of int
        Height of the wide and of the narrow drawing, in CSS pixels.
    key : list of dict
        Explains marks that are not labelled on the chart: ``mark``, ``label``, ``colour``.
    notes : list of str
        Cut scales, breaks and caveats.
    source, period, snapshot, edition : str
        Printed under the chart.
    """

    name: ClassVar[str] = "figure"
    id: str
    title: str
    subtitle: str
    description: str
    data: pd.DataFrame
    columns: list[Column]
    draw: Draw
    heights: tuple[int, int] = (340, 340)
    key: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    source: str
    period: str
    snapshot: str
    edition: str

    def __post_init__(self) -> None:
        if self.data.empty:
            raise ValueError(f"figure {self.id}: there is nothing to draw")
        for part in ("title", "subtitle", "description", "source", "period"):
            if not getattr(self, part).strip():
                raise ValueError(f"figure {self.id}: {part} must not be empty")

    def spec(self, narrow: bool = False) -> dict[str, Any]:
        """Give the Vega-Lite specification of one drawing."""
        # A build that draws nothing anew does without Altair.
        from playbook.figures.drawing import finish

        return finish(self.draw(self.data, narrow), narrow=narrow, height=self.heights[narrow])

    def table(self) -> dict[str, Any]:
        """Give the table as text, row by row in the order of the data frame."""
        frame = self.data[[column.name for column in self.columns]]
        return {
            "caption": self.subtitle,
            "columns": [
                {"label": c.label, "align": "right" if c.number else "left"} for c in self.columns
            ],
            "rows": [
                [c.write(cell) for c, cell in zip(self.columns, row, strict=True)]
                for row in frame.itertuples(index=False, name=None)
            ],
            "row_headers": True,
        }

    def csv(self) -> str:
        """Give every column of the data frame, unrounded, as CSV text."""
        return as_csv(self.data)

    def payload(self) -> dict[str, Any]:
        return {
            "component": self.name,
            "id": self.id,
            "title": self.title,
            "subtitle": self.subtitle,
            "description": self.description,
            "key": self.key,
            "wide": self.spec(),
            "narrow": self.spec(narrow=True),
            "table": self.table(),
            "csv": {"filename": f"{self.id}.csv", "text": self.csv()},
            "notes": self.notes,
            "source": self.source,
            "period": self.period,
            "snapshot": self.snapshot,
            "edition": self.edition,
        }

    def text(self) -> str:
        return f"{self.title}\n{self.description}"

    def _repr_mimebundle_(self, **filters: Any) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(**filters)
        # Jupyter Lab draws this one; Altair's own renderers emit what nbformat refuses.
        return bundle | {"application/vnd.vegalite.v6+json": bundle[MEDIA_TYPE]["wide"]}
