"""What changed in the numbers between two editions, told apart by records and not by guesses.

A number that was there and is another now is, in this order: the correction of an error of ours,
when the register of errata says so of its place and period; a repair of a published figure, when
the record of the indicator has a new one; a change of method, when the indicator's definition has a
new version or a new break in its method is on record; and else, if its table changed, a revision by
the publisher. If nothing explains it, that is said too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from math import inf
from typing import Any

from playbook.catalogue.manifest import (
    Numbers,
    PublishedIndicator,
    PublishedValue,
    PublishedVerdict,
)
from playbook.editions.reasons import Reasons
from playbook.figures import words
from playbook.figures.components import PRESSING

HEADINGS = {
    "removed_indicator": "Indicator removed",
    "removed_page": "Page removed",
    "unexplained": "Not explained by a record",
    "correction": "Correction of our error",
    "repair": "Published figure taken out or put back",
    "method": "Change of method",
    "revision": "Revision by the publisher",
    "verdict": "Moved verdict",
    "new_data": "New data",
    "new_indicator": "New indicator",
    "new_page": "New page",
}
"""Each kind of change with its heading, in the order in which readers need them: lost first."""

SAME = "Nothing changed in the numbers."
DIGITS = 6
"""Decimals that may be added to a figure's own until one that moved is seen to have moved."""

NO_VERDICT = "No verdict"
QUESTIONS = {"comparison": "Compared", "trend": "Recent change"}
"""What a small chart's verdicts answer, in the words of the facts at the head of a page."""


@dataclass(frozen=True)
class Change:
    """One thing that is another now.

    Attributes
    ----------
    kind : str
        As in ``HEADINGS``.
    subject : str
        Title of the indicator or page.
    page : str
        Its address; empty when it has none now.
    indicator : str
        Id of the indicator; empty for a page.
    place : str
        Name of the place; empty for all or none.
    area : str
        Its code; empty where that is not known.
    before, after : str
        As people read them; empty when there is none.
    marks : tuple of str
        Kinds of the verdicts before and after, which colour them; empty for a figure.
    question : str
        What the verdict answers; empty for a figure.
    why : str
        What the records say, or what stands beside the verdict.
    source : str
        Who published the figure, and when.
    size : float
        How much it weighs among its kind, to sort by: the share of the old figure by which the new
        one differs; infinite for what was lost or found.
    """

    kind: str
    subject: str
    page: str = ""
    indicator: str = ""
    place: str = ""
    area: str = ""
    before: str = ""
    after: str = ""
    marks: tuple[str, ...] = ()
    question: str = ""
    why: str = ""
    source: str = ""
    size: float = 0.0

    def plain(self) -> dict[str, Any]:
        """Give plain values for JSON, with the heading."""
        return {"heading": HEADINGS[self.kind]} | asdict(self)


def between(old: Numbers, new: Numbers) -> list[Change]:
    """List what changed, the most pressing kind first, and the largest of each kind first."""
    found = [*_indicators(old, new), *_pages(old, new)]
    for name in sorted(old.indicators.keys() & new.indicators.keys()):
        reasons = Reasons(old, new, name)
        figures = list(_figures(reasons))
        found += [*figures, *_derived(reasons, figures), *_verdicts(reasons)]
    # Counts of verdicts on a page move with what they count. Alone they are not explained.
    return sorted(found or _counts(old, new), key=urgency)


def urgency(change: Change) -> tuple[Any, ...]:
    """Sort changes: the most pressing kind first, then what was lost, then the largest."""
    return list(HEADINGS).index(change.kind), -change.size, change.subject, change.place


def _indicators(old: Numbers, new: Numbers) -> Iterator[Change]:
    for name in old.indicators.keys() - new.indicators.keys():
        one = old.indicators[name]
        yield Change("removed_indicator", one.title, indicator=name, size=inf)
    for name in new.indicators.keys() - old.indicators.keys():
        one = new.indicators[name]
        yield Change("new_indicator", one.title, one.page, name)


def _pages(old: Numbers, new: Numbers) -> Iterator[Change]:
    # The page of an indicator that came or went is told with the indicator.
    told = {one.page for side in (old, new) for name, one in side.indicators.items()
            if name not in old.indicators or name not in new.indicators}  # fmt: skip
    for page in old.pages.keys() - new.pages.keys() - told:
        yield Change("removed_page", old.pages[page], size=inf)
    for page in new.pages.keys() - old.pages.keys() - told:
        yield Change("new_page", new.pages[page], page)


def _figures(reasons: Reasons) -> Iterator[Change]:
    """Compare the series of each place: what is new at its end, and what is another inside."""
    before, after = reasons.before, reasons.after
    for area in sorted({*before.series, *after.series}):
        was, now = before.series.get(area, {}), after.series.get(area, {})
        last = max(was, default="")
        fresh = sorted(end for end in now if end > last)
        base = _base(reasons, area)
        found: dict[tuple[str, str], list[str]] = {}
        for end in sorted({*was, *now} - {*fresh}):
            if was.get(end) != now.get(end):
                found.setdefault(reasons.of(area, end), []).append(end)
        for (kind, why), ends in found.items():
            end = max(ends, key=lambda end: (_size(was.get(end), now.get(end)), end))
            texts = _told_apart(before, was.get(end), after, now.get(end), end)
            many = f" {len(ends)} periods differ; this is the largest." if len(ends) > 1 else ""
            yield Change(
                kind,
                before=texts[0],
                after=texts[1],
                why=f"{why}{many}",
                source=reasons.source(end),
                size=_size(was.get(end), now.get(end)),
                **base,
            )
        if fresh:
            end, source = fresh[-1], reasons.source(fresh[-1])
            periods = f"{len(fresh)} new periods" if len(fresh) > 1 else "1 new period"
            yield Change(
                "new_data",
                before=_written(before, was[last], last) if last else "",
                after=_written(after, now[end], end),
                why=f"{periods}, from {source}.",
                source=source,
                size=_size(was.get(last), now[end]),
                **base,
            )


def _derived(reasons: Reasons, told: list[Change]) -> Iterator[Change]:
    """Find numbers of our own making that moved: those that repeat a published figure are told."""
    old, new = reasons.old, reasons.new
    for key in sorted({*old.values, *new.values}):
        was, value = old.values.get(key), new.values.get(key)
        either = value or was
        if key.partition(".")[0] != reasons.name or either is None:
            continue
        if was and value and (was.number, was.period) == (value.number, value.period):
            continue
        published = [one.series.get(either.area, {}) for one in (reasons.before, reasons.after)]
        if all(
            one is None or one.number in series.values()
            for one, series in zip((was, value), published, strict=True)
        ):
            continue
        kind, why = _behind(reasons, told)
        if was and value and was.period != value.period:
            kind, why = "new_data", f"Worked out for {value.period}."
        yield Change(
            kind,
            before=f"{was.text} ({was.period})" if was else "no figure",
            after=f"{value.text} ({value.period})" if value else "no figure",
            why=why,
            source=reasons.source(),
            size=_size(_number(was), _number(value)),
            **_base(reasons, either.area),
        )


def _behind(reasons: Reasons, told: list[Change]) -> tuple[str, str]:
    """Say why a number of our own is another: the figures that it is worked out from, if any."""
    if not told:
        return reasons.of()
    first = min(told, key=urgency)
    return first.kind, f"Worked out from figures that changed. {first.why}"


def _verdicts(reasons: Reasons) -> Iterator[Change]:
    """Find verdicts that are others now, came, or went."""
    old, new, after = reasons.old, reasons.new, reasons.after
    for key in sorted({*old.verdicts, *new.verdicts}):
        was, now = old.verdicts.get(key), new.verdicts.get(key)
        either = now or was
        if either is None or either.indicator != reasons.name:
            continue
        if was and now and was.word == now.word:
            continue
        yield Change(
            "verdict",
            after.title,
            after.page,
            reasons.name,
            either.place,
            before=was.word if was else NO_VERDICT,
            after=now.word if now else NO_VERDICT,
            marks=(was.kind if was else "none", now.kind if now else "none"),
            question=QUESTIONS.get(either.question, either.question),
            why=now.note if now else "",
            source=reasons.source(),
            size=_pressing(now),
        )


def _pressing(now: PublishedVerdict | None) -> float:
    """Weigh a verdict that moved: one that was lost first, then the most pressing."""
    return inf if now is None else -float(PRESSING.get(now.kind, len(PRESSING)))


def _counts(old: Numbers, new: Numbers) -> Iterator[Change]:
    """Find numbers that belong to no indicator and moved though nothing else did."""
    for key in sorted({*old.values, *new.values}):
        was, value = old.values.get(key), new.values.get(key)
        either = value or was
        if either is None or _number(was) == _number(value):
            continue
        yield Change(
            "unexplained",
            f"{new.pages.get(either.page, either.page)}, {key}",
            either.page if value else "",
            before=f"{was.text} {was.unit}".strip() if was else "no figure",
            after=f"{value.text} {value.unit}".strip() if value else "no figure",
            why="No figure or verdict behind it changed, and no record says why.",
            size=_size(_number(was), _number(value)),
        )


def _base(reasons: Reasons, area: str) -> dict[str, Any]:
    """Give what every change of an indicator's figure says of the indicator and the place."""
    name = reasons.new.areas.get(area) or reasons.old.areas.get(area, "")
    return {
        "subject": reasons.after.title,
        "page": reasons.after.page,
        "indicator": reasons.name,
        "place": name,
        "area": area,
    }


def _written(one: PublishedIndicator, value: float | None, end: str, more: int = 0) -> str:
    return f"{words.quantity(value, one.unit, one.decimals + more)} (to {words.partial(end)})"


def _told_apart(
    before: PublishedIndicator,
    was: float | None,
    after: PublishedIndicator,
    now: float | None,
    end: str,
) -> tuple[str, str]:
    """Write two figures of a period; with more decimals than the page gives where it takes them."""
    for more in range(DIGITS):
        texts = _written(before, was, end, more), _written(after, now, end, more)
        if texts[0] != texts[1]:
            break
    return texts


def _number(value: PublishedValue | None) -> float | None:
    return None if value is None else value.number


def _size(was: float | None, now: float | None) -> float:
    if was is None or now is None:
        # A figure that was lost or found counts before any that moved.
        return 0.0 if was is now else inf
    return abs(now - was) / abs(was) if was else float(now != 0)
