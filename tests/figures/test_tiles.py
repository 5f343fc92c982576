"""The tile map: every place a square of its own, roughly where it lies."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playbook.figures import tiles

degrees = st.floats(-1, 1, allow_nan=False, width=32)


def test_neighbours_keep_their_sides() -> None:
    cross = {
        "n": (0.0, 52.0),
        "s": (0.0, 50.0),
        "w": (-1.6, 51.0),
        "e": (1.6, 51.0),
        "m": (0.0, 51.0),
    }
    found = tiles.grid(cross)
    assert found == {"n": (1, 0), "s": (1, 2), "w": (0, 1), "e": (2, 1), "m": (1, 1)}


@given(st.lists(st.tuples(degrees, degrees), min_size=1, max_size=12, unique=True))
def test_every_place_has_a_square_of_its_own(points: list[tuple[float, float]]) -> None:
    places = {str(number): point for number, point in enumerate(points)}
    found = tiles.grid(places)
    assert found.keys() == places.keys()
    assert len(set(found.values())) == len(places)
    for side in (0, 1):
        used = {square[side] for square in found.values()}
        assert used == set(range(len(used)))


def test_the_middle_of_a_square_with_an_island() -> None:
    square = [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]
    island = [[[9, 9], [9.1, 9], [9.1, 9.1], [9, 9]]]
    feature = {
        "properties": {"code": "A"},
        "geometry": {"type": "MultiPolygon", "coordinates": [island, square]},
    }
    assert tiles.centres([feature], ["A", "missing"]) == {"A": (1.0, 1.0)}
