"""Names beside their dots: each where it hides little, with a thin line to a dot further away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LINE = 17
"""Height of a line of text in pixels."""
LETTER = 7.4
"""Width of a bold letter in pixels, on the generous side: fonts differ between machines."""
RADIUS = 6
"""Room that a marked dot takes."""
NEAR = 14
"""Beyond so many pixels a name needs a line to its dot."""

HIDDEN, MARKED, CROSSED, DOT, CURVE, FAR = 1000.0, 200.0, 100.0, 3.0, 0.25, 0.5
"""What it costs to hide another name or leave the drawing, to hide a marked dot, to cross a line,
to hide another dot or a piece of a curve, and each pixel of distance."""
ROUNDS = 3
"""How often each name is placed anew."""


@dataclass(frozen=True, eq=False)
class Label:
    """A name and where it goes, in pixels from the lower left.

    Attributes
    ----------
    text : str
        The name.
    box : numpy.ndarray
        Left, lower, right and upper edge of the text.
    line : numpy.ndarray
        The two ends of the line from the dot to the name, one row each.
    """

    text: str
    box: np.ndarray
    line: np.ndarray

    @property
    def near(self) -> bool:
        """Whether the name is so close to its dot that no line is needed."""
        return bool(np.hypot(*(self.line[1] - self.line[0])) <= NEAR - RADIUS)


def place(
    names: list[str],
    marked: np.ndarray,
    room: tuple[float, float],
    *,
    dots: np.ndarray,
    curves: np.ndarray,
) -> list[Label]:
    """Find a place for the name of each marked dot.

    Parameters
    ----------
    names : list of str
        One a marked dot.
    marked : numpy.ndarray
        Their positions in pixels, one row of x and y each; y grows upwards.
    room : tuple of float
        Width and height of the drawing inside its axes, in pixels.
    dots, curves : numpy.ndarray
        Positions of the other dots, and of points along the curves: better not hidden.

    Returns
    -------
    list of Label
        In the order of the names.

    Notes
    -----
    Each name in turn takes the best of some 200 places that the others leave, the longest name
    first; going round again lets the early ones make room for the late ones.
    """
    choices = [
        _candidates(dot, LETTER * len(name), room[0])
        for name, dot in zip(names, marked, strict=True)
    ]
    lines = [_lines(dot, boxes) for dot, boxes in zip(marked, choices, strict=True)]
    costs = [
        HIDDEN * _beyond(boxes, room)
        + MARKED * _hidden(marked, boxes, RADIUS)
        + DOT * _hidden(dots, boxes, 3)
        + CURVE * _hidden(curves, boxes)
        + FAR * np.hypot(*np.moveaxis(ends[:, 1] - ends[:, 0], -1, 0))
        for boxes, ends in zip(choices, lines, strict=True)
    ]
    found: dict[int, Label] = {}
    for turn in sorted(range(len(names)), key=lambda one: -len(names[one])) * ROUNDS:
        cost = costs[turn].copy()
        for other in (label for one, label in found.items() if one != turn):
            cost += _clashes(choices[turn], lines[turn], other)
        best = int(cost.argmin())
        found[turn] = Label(names[turn], choices[turn][best], lines[turn][best])
    return [found[turn] for turn in range(len(names))]


def _candidates(dot: np.ndarray, long: float, width: float) -> np.ndarray:
    """Boxes round a dot: beside it first, then above and below in growing steps."""
    x, y = dot
    sides = [x + 9, x - 9 - long]
    # A name too long for its place is pushed back into the drawing.
    across = [min(max(x - long * part, 0), width - long) for part in (0, 0.25, 0.5, 0.75, 1)]
    spots = [(left, y) for left in sides]
    for step in range(18, 120, 7):
        spots += [(left, y + step * sign) for left in [*sides, *across] for sign in (1, -1)]
    left, middle = np.array(spots).T
    return np.column_stack([left, middle - LINE / 2, left + long, middle + LINE / 2])


def _lines(dot: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Give the line from the edge of the dot to each box: box, end, x and y."""
    ends = np.clip(dot, boxes[:, :2], boxes[:, 2:])
    far = np.hypot(*(ends - dot).T)
    starts = dot + (ends - dot) * (np.minimum(RADIUS, far) / np.maximum(far, 1e-9))[:, None]
    return np.stack([starts, ends], axis=1)


def _beyond(boxes: np.ndarray, room: tuple[float, float]) -> np.ndarray:
    return np.any((boxes[:, :2] < 0) | (boxes[:, 2:] > np.array(room)), axis=1)


def _hidden(points: np.ndarray, boxes: np.ndarray, room: float = 0) -> np.ndarray:
    """Count the points inside each box, with some room around it."""
    after = points > boxes[:, None, :2] - room
    before = points < boxes[:, None, 2:] + room
    return (after & before).all(axis=2).sum(axis=1)


def _clashes(boxes: np.ndarray, lines: np.ndarray, other: Label) -> np.ndarray:
    """Give the cost of meeting the other's name, or its line, or it the own line."""
    box = other.box
    overlap = ((boxes[:, :2] < box[2:]) & (boxes[:, 2:] > box[:2])).all(axis=1)
    over = _hidden(np.linspace(other.line[0], other.line[1], num=12), boxes, 2) > 0
    along = np.linspace(lines[:, 0], lines[:, 1], num=12, axis=1)
    under = np.any(((along > box[:2] - 2) & (along < box[2:] + 2)).all(axis=2), axis=1)
    return HIDDEN * overlap + CROSSED * (over.astype(int) + under)
