"""Names beside dots: readable, inside the drawing, and joined to their dot when further away."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.figures import labels

NONE = np.empty((0, 2))
ROOM = (672.0, 332.0)

spots = st.tuples(st.floats(5, 667, width=32), st.floats(5, 327, width=32))


def meet(one: labels.Label, other: labels.Label) -> bool:
    return bool(np.all(one.box[:2] < other.box[2:]) and np.all(other.box[:2] < one.box[2:]))


def test_alone_a_name_stands_right_of_its_dot_without_a_line() -> None:
    (label,) = labels.place(["Brent"], np.array([[100.0, 50]]), ROOM, dots=NONE, curves=NONE)
    assert label.near
    assert tuple(label.box) == (109, 50 - labels.LINE / 2, 109 + 5 * labels.LETTER, 58.5)


def test_at_the_edge_a_name_stays_in_the_drawing() -> None:
    (label,) = labels.place(["Brent"], np.array([[660.0, 50]]), ROOM, dots=NONE, curves=NONE)
    assert label.box[2] <= 651


def test_a_crowd_of_dots_drives_a_name_away_and_a_line_leads_back() -> None:
    crowd = np.array([[x, y] for x in range(40, 180, 6) for y in range(20, 80, 6)], dtype=float)
    dot = np.array([[100.0, 50]])
    (label,) = labels.place(["Brent"], dot, ROOM, dots=crowd, curves=NONE)
    assert not label.near
    assert label.box[1] > 75 or label.box[3] < 20
    # From the edge of the dot to the edge of the text.
    assert np.hypot(*(label.line[0] - dot[0])) == labels.RADIUS
    assert np.all((label.line[1] >= label.box[:2]) & (label.line[1] <= label.box[2:]))


@settings(max_examples=40, deadline=None)
@given(st.lists(spots, min_size=1, max_size=4, unique=True))
def test_names_of_up_to_4_dots_never_meet(points: list[tuple[float, float]]) -> None:
    names = ["Hillingdon Hospitals", "Imperial", "Chelsea and Westminster", "Ealing"][: len(points)]
    found = labels.place(names, np.array(points), ROOM, dots=NONE, curves=NONE)
    assert [label.text for label in found] == names
    for turn, label in enumerate(found):
        assert np.all(label.box[:2] >= 0)
        assert np.all(label.box[2:] <= ROOM)
        assert not any(meet(label, other) for other in found[turn + 1 :])
