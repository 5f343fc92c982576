"""A tile map: equal tiles, each roughly where its place lies, so that a small place is not lost.

Positions are worked out from the boundaries and not typed in: another system of places needs other
boundaries and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np


def centres(
    features: Iterable[dict[str, Any]], codes: Iterable[str]
) -> dict[str, tuple[float, float]]:
    """Find the middle of each place among the features of a boundary file.

    Parameters
    ----------
    features
        GeoJSON features, polygons or multipolygons, with the property ``code``.
    codes
        The places wanted; one without a boundary is left out.

    Returns
    -------
    dict
        Middle of each place's largest ring, by code in the order of ``codes``, in the unit of the
        coordinates: longitude and latitude in GeoJSON.
    """
    shapes = {feature["properties"].get("code"): feature["geometry"] for feature in features}
    return {code: _middle(shapes[code]) for code in codes if code in shapes}


def _middle(geometry: dict[str, Any]) -> tuple[float, float]:
    parts = geometry["coordinates"]
    polygons = [parts] if geometry["type"] == "Polygon" else parts
    largest = max((_centroid(polygon[0]) for polygon in polygons), key=lambda found: found[2])
    return largest[:2]


def _centroid(ring: list[list[float]]) -> tuple[float, float, float]:
    """Give the centroid and the area of a ring, by the shoelace formula."""
    x, y = np.asarray(ring, dtype=float)[:, :2].T
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    area = cross.sum() / 2
    middle_x = ((x[:-1] + x[1:]) * cross).sum() / (6 * area)
    middle_y = ((y[:-1] + y[1:]) * cross).sum() / (6 * area)
    return float(middle_x), float(middle_y), float(abs(area))


def grid(places: dict[str, tuple[float, float]]) -> dict[str, tuple[int, int]]:
    """Put every place on a square of its own, moving all of them as little as possible.

    Parameters
    ----------
    places
        Longitude and latitude by code.

    Returns
    -------
    dict
        Column and row by code, from 0 at the top left; no empty column or row is left.
    """
    # Imported here: the maps alone need it, and it takes half as long as pandas.
    from scipy.optimize import linear_sum_assignment

    if len(places) < 2:
        return dict.fromkeys(places, (0, 0))
    points = np.array(list(places.values()))
    # A degree of longitude is shorter than one of latitude.
    flat = points * [np.cos(np.radians(points[:, 1].mean())), -1.0]
    span = flat.max(axis=0) - flat.min(axis=0)
    # Squares so large that as many as there are places would cover the whole; places in a line
    # cover nothing, so a side is also at least the length shared out.
    side = max(np.sqrt(span.prod() / len(points)), span.max() / len(points))
    cells = (flat - flat.min(axis=0)) / (side or 1.0)
    width, height = np.round(cells.max(axis=0)).astype(int)
    while (width + 1) * (height + 1) < len(points):
        width += 1
    cells = cells + ([width, height] - cells.max(axis=0)) / 2
    squares = np.array([(c, r) for r in range(height + 1) for c in range(width + 1)], dtype=float)
    cost = ((cells[:, None] - squares[None]) ** 2).sum(axis=2)
    chosen = squares[linear_sum_assignment(cost)[1]].astype(int)
    columns, rows = (
        {old: new for new, old in enumerate(sorted(set(chosen[:, side])))} for side in (0, 1)
    )
    return {
        code: (columns[column], rows[row])
        for code, (column, row) in zip(places, chosen.tolist(), strict=True)
    }
