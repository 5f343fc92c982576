"""From Altair layers to a finished specification, with the theme in it.

Apart from the theme, so that what only shows colours and figures need not wait for Altair. Altair
makes each mark; putting them over one another, and the rows below them, is done here: its own
layers copy all that they are made of again and again, which is two thirds of the time of a chart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from altair.utils import schemapi

from playbook.figures.theme import NARROW, WIDE, config

# Altair checks each part against its schema as it is made, a third of the time of a chart. What is
# drawn is checked as a whole by the tests, and vl-convert refuses what is no chart.
schemapi.disable_debug_mode()

ROWS = "rows"
"""Name of a drawing's own rows among its data sets."""

Records = list[dict[str, Any]]


@dataclass(frozen=True)
class Layers:
    """Marks over one another, the lowest first, and what they show.

    Attributes
    ----------
    marks : tuple of altair.Chart or Layers
        A chart may have a small frame of its own; else it shows the rows of the drawing.
    rows : DataFrame, optional
        The rows of the drawing.
    others : dict of str to list of dict
        Further data sets, for a mark to look up by name.
    """

    marks: tuple[alt.Chart | Layers, ...]
    rows: pd.DataFrame | None = None
    others: dict[str, Records] = field(default_factory=dict)


def layer(
    *marks: alt.Chart | Layers, data: pd.DataFrame | None = None, **others: Records
) -> Layers:
    """Put marks over one another, the lowest first, over the same rows."""
    return Layers(marks, data, others)


def finish(drawn: Layers, *, narrow: bool, height: int) -> dict[str, Any]:
    """Give layers the theme and their size, as a Vega-Lite specification.

    Parameters
    ----------
    drawn : Layers
        Concatenations are not used in this playbook.
    narrow : bool
        Draw for a phone.
    height : int
        Height in CSS pixels, axes included.

    Returns
    -------
    dict
        A Vega-Lite 6 specification with its data inside. The same chart gives the same bytes.
    """
    return specification(drawn) | {
        "width": NARROW if narrow else WIDE,
        "height": height,
        "config": config(narrow),
        "background": "#FFFFFF",
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 2, "right": 2, "top": 6, "bottom": 2},
    }


def specification(drawn: Layers) -> dict[str, Any]:
    """Give layers as a Vega-Lite specification, without theme and size."""
    own: list[pd.DataFrame] = []
    layers = _marks(drawn, own)
    sets = drawn.others | {_named(number): records(frame) for number, frame in enumerate(own)}
    if drawn.rows is not None:
        sets[ROWS] = records(drawn.rows)
    about = {"$schema": alt.SCHEMA_URL, "data": {"name": ROWS}}
    return about | {"layer": layers, "datasets": sets}


def records(frame: pd.DataFrame) -> Records:
    """Give rows as plain values, as Vega reads them: no number is null, a date is ISO text."""
    columns = [_plain(frame[name]) for name in frame]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _marks(drawn: Layers, own: list[pd.DataFrame]) -> list[dict[str, Any]]:
    """Write the marks; frames that are theirs alone are added to ``own``, each once."""
    return [
        {"layer": _marks(one, own)} if isinstance(one, Layers) else _mark(one, own)
        for one in drawn.marks
    ]


def _mark(chart: alt.Chart, own: list[pd.DataFrame]) -> dict[str, Any]:
    name, frame = ROWS, chart.data
    if isinstance(frame, pd.DataFrame):
        if not any(frame is one for one in own):
            own.append(frame)
        name = _named(next(number for number, one in enumerate(own) if one is frame))
    # Altair lets no chart be without data; a mark over the drawing's rows takes them from it.
    chart = chart.copy(deep=False)
    chart.data = alt.NamedData(name=name)
    made: dict[str, Any] = chart.to_dict(validate=False, context={"top_level": False})
    if name == ROWS:
        del made["data"]
    return made


def _named(number: int) -> str:
    return f"own-{number}"


def _plain(column: pd.Series) -> list[Any]:
    if column.dtype.kind == "M":
        return [None if pd.isna(day) else day.isoformat() for day in column]
    if column.dtype.kind == "f":
        known = np.isfinite(column.to_numpy())
    elif column.dtype.kind in "biu":
        return column.tolist()
    else:
        known = column.notna().to_numpy()
    return [value if here else None for value, here in zip(column.tolist(), known, strict=True)]
