"""The funnel plot: every peer by its size, with the limits that chance alone would give.

Made only where the publisher gives each area's count and denominator, and where an interval suits
the figure: limits for modelled counts or for averages would claim a precision that they lack.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from playbook.figures import labels, words
from playbook.figures.drawing import Layers, layer
from playbook.figures.figure import Column, Figure
from playbook.figures.measure import LOCAL, Measure
from playbook.figures.rows import each
from playbook.figures.theme import FAINT, GUIDE, INK, NARROW, NAVY, WIDE
from playbook.methods import funnel as method

STATISTICS = {"Proportion": "proportion", "Crude rate": "crude rate"}
"""Types of value that have a funnel here, and the name of the method's statistic."""

LIMITS = ("lower95", "upper95", "lower99_8", "upper99_8")
OUTER = {method.ABOVE_OUTER: "above", method.BELOW_OUTER: "below"}
"""The positions outside the outer limits, and on which side they are."""

FEWEST = 20
"""With fewer peers than this their common value rests too much on each of them."""

HEIGHTS = (380, 360)


def funnel(measure: Measure) -> Figure | None:
    """Draw every peer of the newest period against its size, within funnel limits.

    Returns
    -------
    Figure or None
        Rows: one a peer, smallest first, each with its own 95% and 99.8% limits around the value
        of all peers together. None where the value is neither a proportion nor a crude rate, where
        the record allows no interval, where fewer than 20 peers have a published count and
        denominator, or where none of the system's own areas does.

    Notes
    -----
    Method: `playbook.methods.funnel`. Over-dispersion is not allowed for.
    """
    indicator = measure.indicator
    if indicator.value_type not in STATISTICS or indicator.ci.method == "none":
        return None
    rows = measure.latest
    peers = rows[measure.peers(rows["area"]) & rows["denominator"].gt(0)]
    peers = peers[peers["value"].notna() & peers["count"].notna()]
    if len(peers) < FEWEST or not peers["area"].isin(measure.local).any():
        return None
    if not peers["count"].any():
        return None  # Around a baseline of 0 there are no limits.
    frame = _frame(measure, peers)
    own = frame[frame["role"] == "own"]
    together = measure.number(frame["baseline"].iloc[0])
    outside = int(frame["position"].isin(OUTER).sum())
    kind = "acute trusts" if measure.level == "trust" else "areas"
    size = indicator.denominator.definition
    counted = size[:1].lower() + size[1:]
    return Figure(
        id="funnel",
        title=_title(measure, own),
        subtitle=(
            f"{len(frame)} {kind} of England, {indicator.unit.long} by size, around the "
            f"{together} of all of them together, {measure.period}. Size: {counted}"
        ),
        description=(
            f"Dots for {len(frame)} {kind} by size, with limits that narrow around {together} as "
            "size grows. "
            + " ".join(f"{row.area}: {row.text}, {row.position}." for row in each(own))
        ),
        data=frame,
        columns=[
            Column(name="area", label="Area"),
            Column(
                name="value",
                label=indicator.unit.long[:1].upper() + indicator.unit.long[1:],
                write=measure.number,
                number=True,
            ),
            Column(name="size", label="Size", write=lambda n: words.number(n, 0), number=True),
            Column(name="limits95", label="95% limits", number=True),
            Column(name="limits99_8", label="99.8% limits", number=True),
            Column(name="position", label="Position", write=str.capitalize),
        ],
        draw=_draw,
        heights=HEIGHTS,
        key=[
            {"mark": "circle", "colour": NAVY, "label": measure.catalogue.system.short_name},
            {"mark": "circle", "colour": FAINT, "label": f"Other {kind} of England"},
            {"mark": "line", "colour": INK, "label": f"All together, {together}"},
            {"mark": "dash", "colour": GUIDE, "label": "95% limits"},
            {"mark": "dot", "colour": GUIDE, "label": "99.8% limits"},
        ],
        notes=[
            "The limits assume that only chance makes places differ: 1 in 20 would then lie "
            "outside the 95% limits and 1 in 500 outside the 99.8% limits.",
            "Over-dispersion is not allowed for. The larger the numbers, the more places lie "
            f"outside because of real differences between them: here {outside} of {len(frame)} "
            "lie outside the 99.8% limits.",
            "A point outside is worth asking about. It is not a verdict.",
            *_rounded(peers),
        ],
        **measure.credits,
    )


def _frame(measure: Measure, peers: pd.DataFrame) -> pd.DataFrame:
    statistic = STATISTICS[measure.indicator.value_type]
    multiplier = measure.indicator.multiplier or 1
    placed = method.points(peers, statistic=statistic, multiplier=multiplier)
    placed = placed.sort_values(["size", "area"], kind="stable")
    # The dot is the published figure; dividing rounded counts can differ from it in the last digit.
    frame = pd.DataFrame(
        {
            "area": [measure.name(code) for code in placed["area"]],
            "code": placed["area"],
            "role": np.where(placed["area"].isin(measure.local), "own", "peer"),
            "value": peers["value"].reindex(placed.index).astype(float),
            "size": placed["size"].astype(float),
            "baseline": placed["baseline"],
        }
    ).reset_index(drop=True)
    # Curves a little beyond the points, so that no point lies off the end of one.
    curves = method.limits(
        float(frame["baseline"].iloc[0]),
        float(frame["size"].min()) * 0.8,
        float(frame["size"].max()) * 1.25,
        statistic=statistic,
        multiplier=multiplier,
        steps=400,
    )
    for name in LIMITS:
        curve = curves[curves["limit"] == name]
        frame[name] = np.interp(frame["size"], curve["size"], curve["value"])
    for level in ("95", "99_8"):
        pairs = zip(frame[f"lower{level}"], frame[f"upper{level}"], strict=True)
        frame[f"limits{level}"] = [measure.interval(low, high) for low, high in pairs]
    frame["position"] = placed["position"].to_numpy()
    frame["text"] = [measure.number(value) for value in frame["value"]]
    return frame


def _title(measure: Measure, own: pd.DataFrame) -> str:
    total, outside = len(own), int(own["position"].isin(OUTER).sum())
    if total == 1:
        return f"{own['area'].iloc[0]} lies {own['position'].iloc[0]}"
    noun = LOCAL.get(measure.level, "areas")
    which = f"{total} {noun}" + (" with a figure" if total < len(measure.local) else "")
    sides = set(own.loc[own["position"].isin(OUTER), "position"])
    side = OUTER[sides.pop()] if len(sides) == 1 else "outside"
    if outside == total:
        return f"All {which} lie {side} the 99.8% limits"
    if outside == 0:
        return f"None of the {which} lies outside the 99.8% limits"
    return f"{outside} of the {which} {'lies' if outside == 1 else 'lie'} {side} the 99.8% limits"


def _rounded(peers: pd.DataFrame) -> list[str]:
    """Say so when every published count is a multiple of 5, which cannot be by chance."""
    if peers[["count", "denominator"]].mod(5).any(axis=None):
        return []
    return [
        "The publisher rounds counts to 5, so a point very close to a limit could lie on either "
        "side of it."
    ]


def _draw(data: pd.DataFrame, narrow: bool) -> Layers:
    inner = data[["value", "lower95", "upper95"]].astype(float)
    low, high = float(inner.min().min()), float(inner.max().max())
    pad = (high - low) * 0.05 or 1
    up = (max(low - pad, 0.0) if low >= 0 else low - pad, high + pad)
    across = (0.0, float(data["size"].max()) * 1.04)
    shown = {"area": "Area", "text": "Value", "size": "Size", "position": "Position"}
    drawn = data[["role", "value", "baseline", *LIMITS, *shown]]
    base = alt.Chart()
    sizes = alt.Scale(domain=list(across), nice=False)
    values = alt.Scale(domain=list(up), nice=False, zero=False)
    x = alt.X(
        "size:Q",
        title="Size (denominator)",
        axis=alt.Axis(tickCount=4 if narrow else 8, titleAnchor="end", format=",.0f"),
        scale=sizes,
    )

    def y(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q", title=None, scale=values, axis=alt.Axis(tickCount=5, grid=True))

    dashes = ([5, 4], [5, 4], [2, 3], [2, 3])
    curves = [
        base.mark_line(
            color=GUIDE, strokeWidth=1.25, strokeDash=dash, clip=True, tooltip=None
        ).encode(x=x, y=y(name))
        for name, dash in zip(LIMITS, dashes, strict=True)
    ]
    names = alt.Chart(_labels(data, across, up, narrow))
    at = {"x": alt.X("x:Q", scale=sizes), "y": alt.Y("y:Q", scale=values)}
    # In the live chart the dots are what can be pointed at.
    text: dict[str, Any] = {"align": "left", "baseline": "middle", "fontWeight": "bold"}
    text["tooltip"] = None
    dots = base.encode(x=x, y=y("value")).encode(
        tooltip=[
            alt.Tooltip(field, type="quantitative" if field == "size" else "nominal", title=title)
            for field, title in shown.items()
        ]
    )
    return layer(
        dots.transform_filter("datum.role === 'peer'").mark_point(
            size=24, color=FAINT, filled=True
        ),
        *curves,
        base.mark_line(color=INK, strokeWidth=1.25, tooltip=None).encode(x=x, y=y("baseline")),
        names.transform_filter("!datum.near")
        .mark_rule(color=NAVY, strokeWidth=1, tooltip=None)
        .encode(
            x=alt.X("x1:Q", scale=sizes),
            y=alt.Y("y1:Q", scale=values),
            x2=alt.X2("x2:Q"),
            y2=alt.Y2("y2:Q"),
        ),
        dots.transform_filter("datum.role === 'own'").mark_point(size=80, color=NAVY, filled=True),
        # A halo keeps a name readable over dots and lines.
        names.mark_text(stroke="#FFFFFF", strokeWidth=4, strokeJoin="round", **text).encode(
            **at, text=alt.Text("label:N")
        ),
        names.mark_text(**text).encode(**at, text=alt.Text("label:N")),
        data=drawn.round(dict.fromkeys(("baseline", *LIMITS), 4)),
    )


def _labels(
    data: pd.DataFrame, across: tuple[float, float], up: tuple[float, float], narrow: bool
) -> pd.DataFrame:
    """Place the names of the system's own areas, in the units of the axes."""
    # The axes take about this much of the drawing; a few pixels either way do no harm.
    room = ((NARROW if narrow else WIDE) - 48, HEIGHTS[narrow] - 48)
    start, unit = np.array([across[0], up[0]]), np.ptp([across, up], axis=1) / room

    def pixels(values: str) -> np.ndarray:
        return (data[["size", values]].to_numpy(dtype=float) - start) / unit

    dots, own = pixels("value"), (data["role"] == "own").to_numpy()
    curves = np.concatenate([pixels(name) for name in ("baseline", *LIMITS)])
    found = labels.place(
        list(data.loc[own, "area"]), dots[own], room, dots=dots[~own], curves=curves
    )
    rows = []
    for label in found:
        left, lower, _, upper = label.box
        ends = np.array([[left, (lower + upper) / 2], *label.line]) * unit + start
        row = dict(zip(("x", "y", "x1", "y1", "x2", "y2"), ends.round(4).ravel(), strict=True))
        rows.append({"label": label.text, **row, "near": label.near})
    return pd.DataFrame(rows)
