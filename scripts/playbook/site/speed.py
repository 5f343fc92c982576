"""The page on speed: what the benchmark measured, as a chart and a table."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from playbook.errors import PlaybookError
from playbook.figures import words
from playbook.figures.drawing import Layers, layer
from playbook.figures.figure import Column, Figure
from playbook.figures.theme import INK, MUTED, NAVY

OURS = "This playbook"


def figure(path: Path, edition: str) -> Figure:
    """Draw what the benchmark wrote.

    Parameters
    ----------
    path : Path
        ``speed.json``, made by ``make bench``.
    edition : str
        Name of the edition.

    Returns
    -------
    Figure
        Rows: one a task and tool.

    Raises
    ------
    PlaybookError
        If the file is missing or is not what the benchmark writes.
    """
    try:
        content = path.read_bytes()
        found = json.loads(content)
        frame = pd.DataFrame(found["rows"])[["task", "tool", "seconds", "peak_mb", "pages"]]
        about = found["about"]
        made = words.day(pd.Timestamp(about["date"]))
        versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
        where = f"{about['machine']}, Python {about['python']}, {versions}"
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"is not what `make bench` writes ({error}). Run it again."
        raise PlaybookError(reason, file=path.name) from error
    frame = frame.rename(columns={"seconds": "value"})
    frame["row"] = frame["task"] + ": " + frame["tool"]
    frame["text"] = [words.number(value, 1) for value in frame["value"]]
    first = frame[frame["task"] == frame["task"].iloc[0]]
    listed = "; ".join(f"{row.row} {row.text}" for row in first.itertuples())
    return Figure(
        id="speed",
        title="Seconds to rebuild, by what changed and by tool",
        subtitle=f"Seconds of wall-clock time, on a scale that multiplies, {made}",
        description=f"Dots on a line of seconds. {listed}.",
        data=frame,
        columns=[
            Column(name="task", label="Task"),
            Column(name="tool", label="Tool"),
            Column(name="value", label="Seconds", write=lambda v: words.number(v, 1), number=True),
            Column(name="peak_mb", label="Peak memory, MB", write=_whole, number=True),
            Column(name="pages", label="Pages executed", write=_whole, number=True),
        ],
        draw=_draw,
        heights=(60 + 34 * len(frame), 60 + 58 * len(frame)),
        key=[
            {"mark": "circle", "colour": NAVY, "label": OURS},
            {"mark": "circle", "colour": MUTED, "label": "Others, on the same notebooks"},
        ],
        notes=[
            f"Measured on {where}. The machine is shared, so compare the lines with each other.",
            "Memory that several processes share is counted once.",
            *([about["note"]] if about.get("note") else []),
        ],
        source="make bench",
        period=made,
        snapshot=hashlib.sha256(content).hexdigest()[:12],
        edition=edition,
    )


def _whole(value: Any) -> str:
    return words.number(float(value), 0)


def _draw(data: pd.DataFrame, narrow: bool) -> Layers:
    base = alt.Chart()
    y = alt.Y(
        "row:N",
        sort=list(data["row"]),
        title=None,
        axis=alt.Axis(
            labelLimit=150 if narrow else 380,
            labelColor=INK,
            labelExpr="split(datum.label, regexp(': |, '))" if narrow else alt.Undefined,
        ),
    )
    scale = alt.Scale(type="log", domain=[0.1, float(data["value"].max()) * (30 if narrow else 3)])
    # Beside the names a phone has no room for each power of ten.
    ticks = alt.Axis(values=[1, 10, 100, 1000] if narrow else [0.1, 1, 10, 100, 1000], grid=True)
    x = alt.X("value:Q", title="Seconds", scale=scale, axis=ticks)
    ours = f"indexof(datum.tool, '{OURS}') === 0"
    return layer(
        base.transform_filter(f"!({ours})").mark_point(size=90, color=MUTED).encode(x=x, y=y),
        base.transform_filter(ours).mark_point(size=110, color=NAVY).encode(x=x, y=y),
        base.mark_text(align="left", dx=10, fontWeight="bold").encode(
            x=x, y=y, text=alt.Text("text:N")
        ),
        data=data,
    )
