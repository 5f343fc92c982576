"""The story that an edition tells of those before it: what changed, and how each figure came here.

Pages are made of it: `playbook.site` reads it as JSON and knows nothing of editions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from playbook.catalogue import Catalogue, Project
from playbook.catalogue.manifest import Manifest, Numbers
from playbook.catalogue.story import Comparison, Entry, Kind, Story, Subject, Told
from playbook.editions import changes, numbers, telling, tree
from playbook.editions.before_after import pair
from playbook.editions.changes import HEADINGS, Change
from playbook.execution.pages import Page
from playbook.execution.store import Run
from playbook.site.build import Teller

MEANINGS = {
    "removed_indicator": "The edition before had these indicators. This one does not.",
    "removed_page": "The edition before had these pages. This one does not.",
    "unexplained": (
        "These figures differ, and none of our records says why. We are looking into it: until it "
        "is known, do not rely on them."
    ),
    "correction": (
        "We had made a mistake. It is put right here, and our register of errors says what it was."
    ),
    "repair": (
        "A publisher's figure that cannot be right was left out here, or put back after the "
        "publisher had mended it."
    ),
    "method": (
        "The way of counting is another. A figure before and one after do not show a change in "
        "people's health or care."
    ),
    "revision": (
        "The publisher has given other figures for a period that was published before. This "
        "happens often, as late returns come in."
    ),
    "verdict": (
        "A verdict is a figure in words: better or worse than what it is compared with, or "
        "changing more than chance would. These are now others."
    ),
    "new_data": (
        "A newer period was published. Nothing that was published before is another: the line goes "
        "on."
    ),
    "new_indicator": "The edition before did not have these indicators.",
    "new_page": "The edition before did not have these pages.",
}
"""What each kind of change is, for a reader who meets it for the first time."""

FIRST = "The first edition with this figure."
NOTHING = "Nothing changed."
WHOLE = "All places together"
REASONS = 2
"""Reasons, and moved verdicts, that the history of an indicator gives of an edition."""


def after(project: Project, place: Path) -> Teller:
    """Give what tells the story of a playbook's edition since those before it in a tree."""
    return following(tree.before(place, Catalogue.read(project).edition.name))


def following(earlier: Sequence[Manifest]) -> Teller:
    """Give what tells, of the runs of a build, the story since these editions, oldest first."""

    def tell(catalogue: Catalogue, pages: list[Page], runs: dict[str, Run]) -> Story:
        return since([one.numbers for one in earlier], numbers.of_runs(catalogue, pages, runs))

    return tell


def since(earlier: Sequence[Numbers], now: Numbers) -> Story:
    """Tell what changed since the last of some editions, and each indicator's way through all."""
    sides = [*earlier, now]
    steps = [changes.between(before, after) for before, after in pairwise(sides)]
    return Story(
        comparison=_compared(earlier[-1], now, steps[-1]) if earlier else None,
        histories={
            one.page: tuple(_history(name, sides, steps))
            for name, one in now.indicators.items()
            if one.page
        },
    )


def _compared(old: Numbers, new: Numbers, found: list[Change]) -> Comparison:
    return Comparison(
        previous=old.name,
        day=old.date,
        summary=telling.sentence(found),
        note=telling.shown(old, new),
        kinds=tuple(_kinds(old, new, found)),
    )


def _kinds(old: Numbers, new: Numbers, found: list[Change]) -> Iterator[Kind]:
    drawn: set[str] = set()
    for kind, together in telling.grouped(found):
        subjects: dict[str, list[Change]] = {}
        for one in together:
            subjects.setdefault(one.subject, []).append(one)
        told = []
        for title, listed in subjects.items():
            first = listed[0]
            picture = None
            if kind != "verdict" and first.indicator not in drawn:
                picture = pair(old, new, listed)
            drawn |= {first.indicator} if picture else set()
            rows = tuple(_told(one) for one in listed)
            told.append(Subject(title=title, page=first.page, rows=rows, pair=picture))
        meaning, heading = MEANINGS[kind], HEADINGS[kind]
        yield Kind(id=kind, heading=heading, meaning=meaning, subjects=tuple(told))


def _told(one: Change) -> Told:
    shared = ("subject", "page", "place", "before", "after", "marks", "question", "why", "source")
    return Told(**{name: getattr(one, name) for name in shared})


def _history(name: str, sides: Sequence[Numbers], steps: Sequence[list[Change]]) -> Iterator[Entry]:
    """Tell of one indicator, newest edition first; one in which nothing changed is left out."""
    for at in range(len(sides) - 1, -1, -1):
        side = sides[at]
        if name not in side.indicators:
            continue
        one = side.indicators[name]
        moved = [each for each in steps[at - 1] if each.indicator == name] if at else []
        newest, first = at == len(sides) - 1, not at or name not in sides[at - 1].indicators
        if not (moved or newest or first):
            continue
        changed = FIRST if first else _changed(moved) if moved else NOTHING
        yield Entry(
            edition=side.name, day=side.date, latest=one.latest, period=one.period, changed=changed
        )


def _changed(moved: list[Change]) -> str:
    """Count what changed, and give the first reasons, then the first verdicts."""
    figures = dict.fromkeys(one.why for one in moved if one.kind != "verdict" and one.why)
    verdicts = [
        f"{one.place or WHOLE}: {one.before} → {one.after}."
        for one in moved
        if one.kind == "verdict"
    ]
    return " ".join([telling.sentence(moved), *list(figures)[:REASONS], *verdicts[:REASONS]])
