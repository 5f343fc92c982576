"""Outlines: true to shape, inside the drawing, each name inside its place or led to it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playbook.figures import outlines


def box(code: str, west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


# A wide place, and a narrow one at its eastern edge that cannot hold a name.
PAIR = [box("A", 0, 60, 1, 60.5), box("B", 1, 60, 1.06, 60.5)]
NAMES = {"A": "Acton", "B": "Bishopsgate"}


def corners(outline: outlines.Outline) -> np.ndarray:
    return np.array(outline.geometry["coordinates"][0][0])


def test_a_degree_of_longitude_is_shortened() -> None:
    wide, narrow = outlines.arrange(PAIR, NAMES, 600, 400)
    across, down = np.ptp(corners(wide), axis=0)
    # By hand: 1 degree by half a degree at 60.25 degrees north, cosine 0.4962.
    assert across / down == pytest.approx(0.4962 / 0.5, abs=0.002)
    # North is up, and the two still share their edge.
    assert corners(wide)[0][1] > corners(wide)[2][1]
    assert corners(wide)[1] == pytest.approx(corners(narrow)[0])


def test_a_name_stands_inside_if_it_fits_and_beside_if_not() -> None:
    wide, narrow = outlines.arrange(PAIR, NAMES, 600, 400)
    assert wide.side == ""
    assert wide.label == pytest.approx(wide.middle)
    assert narrow.side == "right"
    assert narrow.label[0] > corners(narrow)[:, 0].max()
    start, end = narrow.line
    assert start[0] < narrow.label[0]
    low, high = corners(narrow).min(axis=0), corners(narrow).max(axis=0)
    assert np.all((low + 5 < end) & (end < high - 5))


def test_the_map_and_its_names_stay_in_the_drawing() -> None:
    for width, height in [(600, 400), (300, 900)]:
        laid = outlines.arrange(PAIR, NAMES, width, height)
        every = np.concatenate([corners(one) for one in laid])
        assert every.min() >= 0
        assert np.all(every.max(axis=0) <= [width, height])
        name = laid[1]
        assert name.label[0] + outlines.LETTER * len("Bishopsgate") <= width + 0.1


def test_names_beside_the_map_keep_their_distance() -> None:
    slivers = [box(f"S{n}", 1, 60 + n / 50, 1.05, 60.02 + n / 50) for n in range(5)]
    places = [box("A", 0, 60, 1, 60.5), *slivers]
    names = {"A": "Acton"} | {f"S{n}": f"Sliver number {n}" for n in range(5)}
    laid = outlines.arrange(places, names, 600, 400)
    levels = sorted(one.label[1] for one in laid if one.side)
    assert len(levels) == 5
    assert min(np.diff(levels)) >= outlines.GAP - 0.01
    assert max(levels) <= 400
    # From north to south as on the map.
    beside = [one for one in laid if one.side]
    by_map = sorted(beside, key=lambda one: one.middle[1])
    assert by_map == sorted(beside, key=lambda one: one.label[1])


def test_the_middle_of_a_bent_place_lies_inside_it() -> None:
    # The letter U: its centroid is in the gap.
    ring = [[0, 60], [3, 60], [3, 61], [2.6, 61], [2.6, 60.1], [0.4, 60.1], [0.4, 61], [0, 61]]
    feature = box("U", 0, 0, 0, 0)
    feature["geometry"]["coordinates"] = [[*ring, ring[0]]]
    (laid,) = outlines.arrange([feature], {"U": "Up"}, 600, 400)
    points = corners(laid)
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    x = (laid.middle[0] - low[0]) / span[0]
    assert x < 0.4 / 3 or x > 2.6 / 3
