"""Telling what changed: in a sentence, as short Markdown for a pull request, and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from playbook.catalogue.manifest import Numbers
from playbook.editions.changes import HEADINGS, SAME, Change
from playbook.figures import words

SHORT = 8
"""Changes of a kind that a pull request lists; the page lists them all."""

NOUNS = {
    "unexplained": ("change that no record explains", "changes that no record explains"),
    "correction": ("correction of our errors", "corrections of our errors"),
    "repair": ("repair of a published figure", "repairs of published figures"),
    "method": ("change of method", "changes of method"),
    "revision": ("revision by a publisher", "revisions by publishers"),
    "verdict": ("moved verdict", "moved verdicts"),
    "removed_indicator": ("indicator removed", "indicators removed"),
    "removed_page": ("page removed", "pages removed"),
    "new_data": ("series with new data", "series with new data"),
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
    """Write what changed for a pull request: only what changed, largest and lost first, short."""
    parts = [f"## What changed in the numbers: {old} → {new}", "", sentence(changes)]
    if note:
        parts += ["", note]
    for kind, found in grouped(changes):
        parts += ["", f"### {HEADINGS[kind]}", ""]
        parts += [f"- {line(one)}{_because(one)}" for one in found[:SHORT]]
        if len(found) > SHORT:
            parts.append(f"- and {len(found) - SHORT} more")
    return "\n".join(parts) + "\n"


def plain(old: str, new: str, changes: Sequence[Change]) -> dict[str, Any]:
    """Give what changed as plain values for JSON."""
    listed = [
        one.plain() | {"line": line(one), "size": one.size if math.isfinite(one.size) else None}
        for one in changes
    ]
    return {"from": old, "to": new, "summary": sentence(changes), "changes": listed}


def _because(change: Change) -> str:
    return f". {change.why}" if change.why and change.kind != "verdict" else ""
