"""Telling what changed: in a sentence, as short Markdown for a pull request, and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from playbook.catalogue.manifest import Numbers
from playbook.editions.changes import HEADINGS, SAME, Change
from playbook.figures import words

SHORT, LINES = 8, 50
"""Lines that a pull request is given: of each kind, and in all. The page lists every change."""

NOUNS = {
    "removed_indicator": ("indicator removed", "indicators removed"),
    "removed_page": ("page removed", "pages removed"),
    "unexplained": ("change that no record explains", "changes that no record explains"),
    "correction": ("correction of our errors", "corrections of our errors"),
    "repair": ("repair of a published figure", "repairs of published figures"),
    "method": ("change of method", "changes of method"),
    "revision": ("revision by a publisher", "revisions by publishers"),
    "verdict": ("moved verdict", "moved verdicts"),
    "new_data": ("figure with new data", "figures with new data"),
    "new_indicator": ("new indicator", "new indicators"),
    "new_page": ("new page", "new pages"),
}


def grouped(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    """Give the changes of each kind, in the order in which they stand."""
    for kind, found in groupby(changes, key=lambda one: one.kind):
        yield kind, list(found)


def sentence(changes: Sequence[Change]) -> str:
    """Count the changes of each kind: "3 moved verdicts and 1 change of method"."""
    if not changes:
        return SAME
    counted = [f"{len(found)} {NOUNS[kind][len(found) > 1]}" for kind, found in grouped(changes)]
    return f"{words.listing(counted)}."


def line(change: Change) -> str:
    """Write one change: "Smoking, Ealing: Similar to England, now Worse than England"."""
    subject = ", ".join(part for part in (change.subject, change.place) if part)
    if change.before and change.after:
        return f"{subject}: {change.before} → {change.after}"
    return f"{subject}: {change.after}" if change.after else subject


def shown(*sides: Numbers) -> str:
    """Say of editions as of a day that they are; empty for editions that show all."""
    cut = {one.name: one.as_of for one in sides if one.as_of}
    if not cut:
        return ""
    names = words.listing(list(cut))
    known = words.listing([f"on {words.day(day)}" for day in cut.values()])
    noun = "Editions" if len(cut) > 1 else "Edition"
    return (
        f"{noun} {names} {'show' if len(cut) > 1 else 'shows'} what was known {known}: a period "
        "counts from the day of its release where that is on record, and else from its end."
    )


def markdown(old: str, new: str, changes: Sequence[Change], note: str = "") -> str:
    """Write what changed for a pull request: only what changed, largest and lost first, short.

    Changes of the same indicator and kind share a line, which tells the largest of them.
    """
    parts = [f"## What changed in the numbers: {old} → {new}", "", sentence(changes)]
    if note:
        parts += ["", note]
    # A blank line and a heading for each kind, and perhaps a line that counts the rest.
    room = LINES - len(parts)
    for heading, lines in short(changes, room, around=3):
        parts += ["", f"### {heading}", *(f"- {text}" for text in lines)]
    return "\n".join(parts) + "\n"


def notes(old: Numbers, new: Numbers, changes: Sequence[Change]) -> str:
    """Write the notes of a release, for the CHANGELOG and for the release page of a host of code.

    Parameters
    ----------
    old, new
        What the editions say.
    changes
        What changed between them.
    """
    parts = [f"## [{new.name}] - {new.date}", "", f"{_since(old)} {sentence(changes)}"]
    if note := shown(old, new):
        parts += ["", note]
    for heading, lines in short(changes, LINES):
        parts += ["", f"### {heading}", "", *(f"- {text}" for text in lines)]
    return "\n".join(parts) + "\n"


def _since(old: Numbers) -> str:
    return f"Since edition {old.name} of {words.day(old.date)}:"


def short(changes: Sequence[Change], room: int, around: int = 0) -> Iterator[tuple[str, list[str]]]:
    """Give each kind's heading and its first lines, the last of which counts those left out.

    Parameters
    ----------
    changes
        What changed.
    room
        Lines that there are for all kinds.
    around
        Lines that each kind takes besides.
    """
    groups = [(kind, list(_gathered(found))) for kind, found in grouped(changes)]
    given = shares([len(lines) for _, lines in groups], room - around * len(groups))
    for (kind, lines), count in zip(groups, given, strict=True):
        rest = sum(many for _, many in lines[count:])
        more = [f"and {words.number(rest, 0)} more"] if rest else []
        yield HEADINGS[kind], [*(text for text, _ in lines[:count]), *more]


def shares(counts: Sequence[int], room: int) -> list[int]:
    """Share lines out among kinds of change: one for each, then in turn, the pressing ones first.

    Parameters
    ----------
    counts
        Lines that each kind could fill.
    room
        Lines that there are.
    """
    given = [1] * len(counts)
    while sum(given) < room:
        waiting = [at for at, count in enumerate(counts) if given[at] < min(count, SHORT)]
        if not waiting:
            break
        at = min(waiting, key=lambda place: (given[place], place))
        given[at] += 1
    return given


def _gathered(changes: Sequence[Change]) -> Iterator[tuple[str, int]]:
    """Write a line for each indicator, and for each move of its verdicts; say how many it tells."""
    found: dict[tuple[str, ...], list[Change]] = {}
    for one in changes:
        move = (one.question, one.before, one.after) if one.kind == "verdict" else ()
        found.setdefault((one.subject, *move), []).append(one)
    for together in found.values():
        first, more = together[0], len(together) - 1
        others = f", and {more} more place{'s' if more > 1 else ''}" if more else ""
        yield f"{line(first)}{others}{_because(first)}", len(together)


def plain(old: str, new: str, changes: Sequence[Change]) -> dict[str, Any]:
    """Give what changed as plain values for JSON."""
    listed = [
        one.plain() | {"line": line(one), "size": one.size if math.isfinite(one.size) else None}
        for one in changes
    ]
    return {"from": old, "to": new, "summary": sentence(changes), "changes": listed}


def _because(change: Change) -> str:
    return f". {change.why}" if change.why and change.kind != "verdict" else ""
