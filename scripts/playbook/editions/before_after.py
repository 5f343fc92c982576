"""Pictures of a figure before and after: the same series as two editions had it, drawn alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from playbook.catalogue.manifest import Numbers
from playbook.catalogue.story import Drawn, Pair
from playbook.editions.changes import Change
from playbook.figures import small_multiples, words
from playbook.figures.small_multiples import Point


def pair(old: Numbers, new: Numbers, changes: Iterable[Change]) -> Pair | None:
    """Draw the series that changed most; None where an edition has nothing to draw.

    Parameters
    ----------
    old, new
        What the editions say.
    changes
        Changes of one indicator, the largest first.
    """
    both = [one for one in changes if _known(old, one) and _known(new, one)]
    benchmark = new.indicators[both[0].indicator].benchmark if both else ""
    # What places are compared with is drawn beside each of them; alone it stands only if no other
    # series moved.
    both.sort(key=lambda one: one.area == benchmark)
    if not both:
        return None
    first = both[0]
    sides = [list(_points(side, first)) for side in (old, new)]
    drawn = [
        Drawn(
            value=_newest(side, first),
            spec=small_multiples.spec(points, shared=other),
        )
        for side, points, other in zip((old, new), sides, reversed(sides), strict=True)
    ]
    against = new.areas[benchmark] if benchmark and benchmark != first.area else ""
    return Pair(
        id=first.indicator, place=first.place, against=against, before=drawn[0], after=drawn[1]
    )


def _known(side: Numbers, change: Change) -> bool:
    one = side.indicators.get(change.indicator)
    return one is not None and any(
        value is not None for value in one.series.get(change.area, {}).values()
    )


def _newest(side: Numbers, change: Change) -> str:
    one = side.indicators[change.indicator]
    known = {end: value for end, value in one.series[change.area].items() if value is not None}
    end, value = max(known.items())
    return f"{words.quantity(value, one.unit, one.decimals)} (to {words.partial(end)})"


def _points(side: Numbers, change: Change) -> Iterator[Point]:
    one = side.indicators[change.indicator]
    roles = {one.benchmark: "benchmark", change.area: "own"}
    for area, role in roles.items():
        for end, value in sorted(one.series.get(area, {}).items()):
            yield Point(side.areas[area], role, dt.date.fromisoformat(end), value)
