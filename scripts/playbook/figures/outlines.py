"""Outlines of places laid flat in pixels, with their names inside, or beside the map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from playbook.figures import tiles

LETTER, LINE = 7.4, 17
"""Width of a bold letter and height of a line, in pixels, on the generous side."""
GAP = 42
"""Least distance between two names beside the map: each is 2 lines, with its value below."""
AWAY = 26
"""How far from the map the names beside it stand."""
CLEAR = 6
"""How far from the edges of its place the line from such a name ends."""

Point = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Outline:
    """A place on the drawing, in pixels from the upper left.

    Attributes
    ----------
    code : str
        The place.
    geometry : dict
        GeoJSON multipolygon, coordinates to a tenth of a pixel.
    middle : tuple of float
        A point inside.
    label : tuple of float
        Where the name and its value are centred, one above the other; where `side` is given they
        begin or end there.
    side : str
        Empty for a name inside the place; ``left`` or ``right`` of the map otherwise.
    """

    code: str
    geometry: dict[str, Any]
    middle: Point
    label: Point
    side: str = ""

    @property
    def line(self) -> tuple[Point, Point]:
        """From a name beside the map to the nearest spot well inside its place."""
        x, y = self.label
        start = (x + 4 if self.side == "left" else x - 4, y)
        spots = _well_inside(_rings(self.geometry), start[0]) or [self.middle]
        return start, min(spots, key=lambda spot: np.hypot(spot[0] - start[0], spot[1] - y))


def arrange(
    features: Iterable[dict[str, Any]], names: Mapping[str, str], width: float, height: float
) -> list[Outline]:
    """Lay places flat, as large as fits, and find room for their names.

    Parameters
    ----------
    features
        GeoJSON features in degrees, with the property ``code``.
    names
        The places wanted and what is written on them; each needs a boundary.
    width, height
        Of the drawing, in pixels.

    Returns
    -------
    list of Outline
        In the order of ``names``. A name that its place cannot hold stands beside the map, on the
        side that is nearer.

    Notes
    -----
    Equirectangular: a degree of longitude is shortened by the cosine of the middle latitude. Over
    one health system the error is far below a pixel.
    """
    shapes = {one["properties"].get("code"): one["geometry"] for one in features}
    degrees = {code: [np.asarray(r)[:, :2] for r in _rings(shapes[code])] for code in names}
    every = np.concatenate([ring for rings in degrees.values() for ring in rings])
    low, high = every.min(axis=0), every.max(axis=0)
    turn = np.array([np.cos(np.radians((low[1] + high[1]) / 2)), -1.0])
    longest = LETTER * max(len(name) for name in names.values())
    span = (high - low) * np.abs(turn)
    scale = float(min((width - longest - AWAY) / span[0], height / span[1]))
    flat = {
        code: [(ring - [low[0], high[1]]) * turn * scale for ring in rings]
        for code, rings in degrees.items()
    }
    centres = tiles.centres(
        [{"properties": {"code": code}, "geometry": shapes[code]} for code in names], names
    )
    middles = {
        code: _inside(flat[code], (np.array(at) - [low[0], high[1]]) * turn * scale)
        for code, at in centres.items()
    }
    across = float(span[0] * scale)
    beside = {
        code: "right" if middles[code][0] >= across / 2 else "left"
        for code, name in names.items()
        if not _holds(flat[code], middles[code], name)
    }
    rooms = {
        side: AWAY + LETTER * max([len(names[c]) for c in beside if beside[c] == side], default=0)
        for side in ("left", "right")
        if side in beside.values()
    }
    # The map and the names beside it stand in the middle together.
    left = rooms.get("left", 0.0) + (width - across - sum(rooms.values())) / 2
    corner = np.array([left, (height - float(span[1]) * scale) / 2])
    labels = {code: (x + corner[0], y + corner[1]) for code, (x, y) in middles.items()}
    for side, x in (("left", left - AWAY), ("right", left + across + AWAY)):
        there = sorted((c for c in beside if beside[c] == side), key=lambda c: labels[c][1])
        levels = _spread([labels[code][1] for code in there], height)
        labels |= {code: (x, level) for code, level in zip(there, levels, strict=True)}
    return [
        Outline(
            code=code,
            geometry={
                "type": "MultiPolygon",
                "coordinates": [[(ring + corner).round(1).tolist()] for ring in flat[code]],
            },
            middle=(middles[code][0] + corner[0], middles[code][1] + corner[1]),
            label=labels[code],
            side=beside.get(code, ""),
        )
        for code in names
    ]


def _spread(levels: list[float], height: float) -> list[float]:
    """Move levels apart downwards, then up again where they would leave the drawing."""
    found: list[float] = []
    for level in levels:
        found.append(max(level, found[-1] + GAP) if found else level)
    floor = height - LINE
    for turn in range(len(found) - 1, -1, -1):
        found[turn] = min(found[turn], floor)
        floor = found[turn] - GAP
    return found


def _holds(rings: list[np.ndarray], middle: Point, name: str) -> bool:
    """Say whether a name and the line below it lie within a place, centred on its middle."""
    x, y = middle
    half = LETTER * len(name) / 2
    return all(
        any(start <= x - half and x + half <= end for start, end in _cuts(rings, level))
        for level in (y - LINE, y, y + LINE)
    )


def _well_inside(rings: list[np.ndarray], x: float) -> list[Point]:
    """Give the spots nearest to ``x``, level by level, that lie clear of every edge."""
    levels = np.concatenate(rings)[:, 1]
    found = []
    for level in np.arange(levels.min() + CLEAR, levels.max() - CLEAR, 2):
        for start, end in _cuts(rings, level):
            spot = min(max(x, start + CLEAR), end - CLEAR)
            around = (level - CLEAR, level, level + CLEAR)
            if all(any(a < spot < b for a, b in _cuts(rings, one)) for one in around):
                found.append((float(spot), float(level)))
    return found


def _rings(geometry: dict[str, Any]) -> list[np.ndarray]:
    """Give the outer edge of each part; places here have no holes."""
    parts = geometry["coordinates"]
    polygons = [parts] if geometry["type"] == "Polygon" else parts
    return [np.asarray(polygon[0], dtype=float) for polygon in polygons]


def _inside(rings: list[np.ndarray], middle: np.ndarray) -> Point:
    """Keep the middle, or take the middle of the widest cut at its height if it lies outside."""
    x, y = float(middle[0]), float(middle[1])
    cuts = _cuts(rings, y)
    if not cuts or any(start <= x <= end for start, end in cuts):
        return x, y
    start, end = max(cuts, key=lambda cut: cut[1] - cut[0])
    return (start + end) / 2, y


def _cuts(rings: list[np.ndarray], level: float) -> list[Point]:
    """Give where a level line enters and leaves the rings."""
    found: list[Point] = []
    for ring in rings:
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        over = (y0 <= level) != (y1 <= level)
        rise = np.where(over, y1 - y0, 1.0)
        at = np.sort((x0 + (level - y0) / rise * (x1 - x0))[over])
        found += [(float(a), float(b)) for a, b in zip(at[::2], at[1::2], strict=True)]
    return found
