"""What changed in the numbers between two editions, told apart by records and not by guesses.

A number that was there and is another now is, in this order: the correction of an error of ours,
when the register of errata says so; a repair of a published figure, when the record of the
indicator has a new one; a change of method, when the indicator's definition has a new version or a
new break in its method is on record; and else, if its table changed, a revision by the publisher.
If nothing explains it, that is said too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from playbook.catalogue.manifest import Numbers, PublishedIndicator
from playbook.figures import words

HEADINGS = {
    "unexplained": "Not explained by a record",
    "correction": "Correction of our error",
    "repair": "Published figure taken out or put back",
    "method": "Change of method",
    "revision": "Revision by the publisher",
    "verdict": "Moved verdict",
    "removed_indicator": "Indicator removed",
    "removed_page": "Page removed",
    "new_data": "New data",
    "new_indicator": "New indicator",
    "new_page": "New page",
}
"""Each kind of change with its heading, in the order in which readers need them."""

SAME = "Nothing changed in the numbers."


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
        Its address; empty when it has none.
    indicator : str
        Id of the indicator; empty for a page.
    place : str
        Name of the place; empty for all or none.
    before, after : str
        As people read them; empty when there is none.
    why : str
        What the records say.
    size : float
        Share of the old value by which the new one differs, to sort by.
    series : tuple
        The series before and after, for pictures; empty when there is none.
    """

    kind: str
    subject: str
    page: str = ""
    indicator: str = ""
    place: str = ""
    before: str = ""
    after: str = ""
    why: str = ""
    size: float = 0.0
    series: tuple[tuple[float | None, ...], ...] = ()

    def plain(self) -> dict[str, Any]:
        """Give plain values for JSON, with the heading."""
        return {"heading": HEADINGS[self.kind]} | asdict(self)


def between(old: Numbers, new: Numbers) -> list[Change]:
    """List what changed, the most pressing kind first, and the largest of each kind first."""
    found = [*_indicators(old, new), *_pages(old, new)]
    for name in new.indicators:
        if name in old.indicators:
            figures = list(_figures(old, new, name))
            found += figures
            found += _derived(old, new, name, figures)
            found += _verdicts(old, new, name)
    return sorted(found, key=urgency)


def urgency(change: Change) -> tuple[Any, ...]:
    """Sort changes: the most pressing kind first, then what was lost, then the largest."""
    return list(HEADINGS).index(change.kind), -change.size, change.subject, change.place


def _indicators(old: Numbers, new: Numbers) -> Iterator[Change]:
    for name in old.indicators.keys() - new.indicators.keys():
        one = old.indicators[name]
        yield Change("removed_indicator", one.title, indicator=name)
    for name in new.indicators.keys() - old.indicators.keys():
        one = new.indicators[name]
        yield Change("new_indicator", one.title, one.page, name)


def _pages(old: Numbers, new: Numbers) -> Iterator[Change]:
    # The page of an indicator that came or went is told with the indicator.
    told = {one.page for side in (old, new) for name, one in side.indicators.items()
            if name not in old.indicators or name not in new.indicators}  # fmt: skip
    for page in old.pages.keys() - new.pages.keys() - told:
        yield Change("removed_page", old.pages[page])
    for page in new.pages.keys() - old.pages.keys() - told:
        yield Change("new_page", new.pages[page], page)


def _figures(old: Numbers, new: Numbers, name: str) -> Iterator[Change]:
    """Compare the series of each place: what is new at its end, and what is another inside."""
    before, after = old.indicators[name], new.indicators[name]
    for area in sorted({*before.series, *after.series}):
        was, now = before.series.get(area, {}), after.series.get(area, {})
        last = max(was, default="")
        fresh = sorted(end for end in now if end > last)
        other = sorted(end for end in was if now.get(end) != was[end] or end not in now)
        other += sorted(end for end in now if end <= last and end not in was)
        pictures = (tuple(was[e] for e in sorted(was)), tuple(now[e] for e in sorted(now)))
        base: dict[str, Any] = {"subject": after.title, "page": after.page, "indicator": name}
        base |= {"place": new.areas.get(area) or old.areas[area], "series": pictures}
        if other:
            sized = max(other, key=lambda end: (_size(was.get(end), now.get(end)), end))
            kind, why = _reason(old, new, name)
            many = f" {len(other)} periods differ; this is the largest." if len(other) > 1 else ""
            yield Change(
                kind,
                before=_written(before, was.get(sized), sized),
                after=_written(after, now.get(sized), sized),
                why=f"{why}{many}",
                size=_size(was.get(sized), now.get(sized)),
                **base,
            )
        if fresh:
            periods = f"{len(fresh)} new periods" if len(fresh) > 1 else "1 new period"
            yield Change(
                "new_data",
                before=_written(before, was.get(last), last) if last else "",
                after=_written(after, now[fresh[-1]], fresh[-1]),
                why=f"{periods}, from {_source(new, name, fresh[-1])}.",
                size=_size(was.get(last), now[fresh[-1]]),
                **base,
            )


def _derived(old: Numbers, new: Numbers, name: str, told: list[Change]) -> Iterator[Change]:
    """Find numbers of our own making that moved though no published figure did."""
    if told:
        return
    after = new.indicators[name]
    for key, value in new.values.items():
        was = old.values.get(key)
        if key.partition(".")[0] != name or was is None or was.number == value.number:
            continue
        kind, why = _reason(old, new, name)
        yield Change(
            kind,
            after.title,
            value.page,
            name,
            key.partition(".")[2],
            f"{was.text} ({was.period})",
            f"{value.text} ({value.period})",
            why,
            _size(was.number, value.number),
        )


def _verdicts(old: Numbers, new: Numbers, name: str) -> Iterator[Change]:
    after = new.indicators[name]
    for key, verdict in new.verdicts.items():
        was = old.verdicts.get(key)
        if verdict.indicator != name or was is None or was.word == verdict.word:
            continue
        yield Change(
            "verdict",
            after.title,
            after.page,
            name,
            verdict.place,
            was.word,
            verdict.word,
            f"{words.capital(verdict.question)}. {verdict.note}".strip(),
        )


def _reason(old: Numbers, new: Numbers, name: str) -> tuple[str, str]:
    """Say by the records why a figure of an indicator is another now."""
    before, after = old.indicators[name], new.indicators[name]
    errors = [
        one.reason
        for key, one in new.errors.items()
        if key not in old.errors and name in one.indicators
    ]
    if errors:
        return "correction", " ".join(errors)
    if before.corrections != after.corrections:
        came = [why for key, why in after.corrections.items() if key not in before.corrections]
        gone = [
            f"No longer needed: {why}"
            for key, why in before.corrections.items()
            if key not in after.corrections
        ]
        return "repair", " ".join([*came, *gone])
    if before.version != after.version:
        said = [why for key, why in after.changelog.items() if key not in before.changelog]
        return "method", " ".join([f"Version {after.version} of the definition.", *said])
    if methods := [text for key, text in after.breaks.items() if key not in before.breaks]:
        return "method", " ".join(methods)
    if before.table != after.table:
        return "revision", f"{_source(new, name)} gives other figures for the same period."
    return "unexplained", "The published figures are the same, and no record says why."


def _source(numbers: Numbers, name: str, end: str = "") -> str:
    source = numbers.sources[numbers.indicators[name].source]
    if day := source.releases.get(end, source.published):
        return f"{source.publisher}, published {words.day(day)}"
    return f"{source.publisher}, read {words.day(source.accessed)}"


def _written(one: PublishedIndicator, value: float | None, end: str) -> str:
    return f"{words.quantity(value, one.unit, one.decimals)} (to {words.partial(end)})"


def _size(was: float | None, now: float | None) -> float:
    if was is None or now is None:
        # A figure that was lost or found counts before any that moved.
        return 0.0 if was is now else float("inf")
    return abs(now - was) / abs(was) if was else float(now != 0)
