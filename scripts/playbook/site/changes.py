"""What changed in the numbers since the edition before: its page, a word at home, each history.

A build of the working files has been compared with nothing, and says so.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from docutils import nodes

from playbook.catalogue.story import Comparison, Kind, Pair, Story, Subject, Told
from playbook.figures import words
from playbook.figures.components import Board, cell
from playbook.site import story
from playbook.site.directives import CatalogueDirective, named
from playbook.site.mime import component

PAGE = "changes"
FIGURES = ("unexplained", "correction", "repair", "method", "revision", "new_data")
"""Kinds of change whose figures are drawn before and after."""
NAMED = 5
"""Indicators that the table of kinds names of each."""


class StoryDirective(CatalogueDirective):
    """Base: tells a part of the story of the edition, or why there is none."""

    def run(self) -> list[nodes.Node]:
        """Give words, sections and components."""
        self.read()
        self.story = story.of(self.env)
        return self.told(self.story)

    @abstractmethod
    def told(self, known: Story | None) -> list[nodes.Node]:
        """Give what is shown."""

    def payload(self) -> dict[str, Any]:
        """Give nothing: there are several components here, or none."""
        return {}

    def shown(self, payload: dict[str, Any]) -> nodes.Node:
        """Render a component."""
        return component(self.env, payload)

    def none(self, known: Story | None) -> str:
        """Say why nothing is compared."""
        edition = self.catalogue.edition
        if known is None and edition.previous is not None:
            return (
                f"Edition {edition.name} follows edition {edition.previous}. This copy was built "
                "from the working files and not published, so the two have not been compared."
            )
        return (
            f"Edition {edition.name} is the first. There is no earlier one to compare its "
            "figures with, so nothing is said to have changed."
        )


class WhatChanged(StoryDirective):
    """``{what-changed}``: how many figures changed since the edition before, and where to see."""

    def told(self, known: Story | None) -> list[nodes.Node]:
        """Give a paragraph, and the way to the page."""
        if known is None or known.comparison is None:
            return [_paragraph(self.none(known))]
        found = known.comparison
        item = {"title": f"What changed since edition {found.previous}", "text": found.summary}
        href = PAGE if self.has(PAGE) else ""
        return [
            _paragraph(_opening(self.catalogue.edition.name, found)),
            self.shown({"component": "links", "items": [item | {"href": href}]}),
        ]


class Changes(StoryDirective):
    """``{changes}``: everything that changed, kind by kind, with pictures before and after."""

    def told(self, known: Story | None) -> list[nodes.Node]:
        """Give a table of the kinds, and a section for each."""
        if known is None or known.comparison is None:
            return [_paragraph(self.none(known))]
        found = known.comparison
        opening = [_opening(self.catalogue.edition.name, found), found.summary, found.note]
        parts: list[nodes.Node] = [_paragraph(text) for text in opening if text]
        if not found.kinds:
            return parts
        parts.append(self.shown(_contents(found)))
        return parts + [self.section(found, kind) for kind in found.kinds]

    def section(self, found: Comparison, kind: Kind) -> nodes.Node:
        """Give the section of one kind."""
        name = nodes.make_id(kind.id)
        section = nodes.section(ids=[name], names=[name])
        section += nodes.title("", kind.heading)
        section += _paragraph(kind.meaning)
        if kind.id == "verdict":
            section += self.shown(_verdicts(found, kind))
        elif kind.id in FIGURES:
            section += self.shown(self.figures(found, kind))
        else:
            items = [{"title": one.title, "href": one.page, "text": ""} for one in kind.subjects]
            section += self.shown({"component": "links", "items": items})
        return section

    def figures(self, found: Comparison, kind: Kind) -> dict[str, Any]:
        """Give the record of the component ``compared``."""
        sides = f"Edition {found.previous}", f"Edition {self.catalogue.edition.name}"
        items = [
            _compared(one, f"{nodes.make_id(kind.id)}-{number}", sides)
            for number, one in enumerate(kind.subjects, start=1)
        ]
        return {"component": "compared", "items": items}


class FigureHistory(StoryDirective):
    """``{figure-history}``: the newest figure of the page's indicator in each edition, and why."""

    records: ClassVar = ("edition.yml",)

    def told(self, known: Story | None) -> list[nodes.Node]:
        """Give a table, newest edition first; or why there is none."""
        entries = known.histories.get(self.env.docname, ()) if known else ()
        if len(entries) < 2:
            return [_paragraph(self.none(known))]
        rows = [
            [
                cell(one.edition, words.day(one.day)),
                cell(one.latest or "no figure", words.capital(one.period)),
                cell(one.changed),
            ]
            for one in entries
        ]
        board = Board(
            id="history",
            caption=(
                "The newest figure in each edition in which something changed, newest edition "
                "first."
            ),
            columns=["Edition", "Newest figure", "What changed since the edition before"],
            rows=rows,
        )
        return [self.shown(board.payload())]


def _opening(name: str, found: Comparison) -> str:
    day = words.day(found.day)
    return f"Edition {name} follows edition {found.previous} of {day}."


def _contents(found: Comparison) -> dict[str, Any]:
    rows = [
        [
            cell(kind.heading, href=f"#{nodes.make_id(kind.id)}"),
            cell(words.number(sum(len(one.rows) for one in kind.subjects), 0)),
            cell(_of(kind)),
        ]
        for kind in found.kinds
    ]
    return Board(
        id="kinds",
        caption="What changed, by kind.",
        columns=["Kind", "Changes", "Of what"],
        rows=rows,
    ).payload()


def _of(kind: Kind) -> str:
    titles = [one.title for one in kind.subjects]
    more = len(titles) - NAMED
    return words.listing([*titles[:NAMED], *([f"{more} more"] if more > 0 else [])])


def _verdicts(found: Comparison, kind: Kind) -> dict[str, Any]:
    rows = [
        [
            cell(one.place or "All places together", each.title, href=""),
            *(
                cell(status={"kind": mark, "word": word})
                for mark, word in zip(one.marks, (one.before, one.after), strict=True)
            ),
            cell(one.question, one.source),
        ]
        for each in kind.subjects
        for one in each.rows
    ]
    return Board(
        id="verdicts",
        caption=f"Verdicts that moved since edition {found.previous}.",
        columns=["Place and indicator", "Before", "Now", "Question and source"],
        rows=rows,
        sorts=True,
    ).payload()


def _compared(one: Subject, anchor: str, sides: tuple[str, str]) -> dict[str, Any]:
    first = one.rows[0]
    shared = len({row.why for row in one.rows}) == 1
    columns = ["Place", *sides] + ([] if shared else ["Why"])
    return {
        "id": anchor,
        "title": one.title,
        "href": one.page,
        "text": _line(first, len(one.rows)),
        "why": first.why,
        "source": first.source,
        "key": _key(one.pair) if one.pair else [],
        "pair": _pictures(one.pair, one.title, sides) if one.pair else [],
        "table": {
            "caption": f"{one.title}: each place whose figure changed",
            "columns": [{"label": label, "align": "left"} for label in columns],
            "rows": [
                [row.place, row.before or "no figure", row.after] + ([] if shared else [row.why])
                for row in one.rows
            ],
            "row_headers": True,
        },
    }


def _line(first: Told, places: int) -> str:
    moved = f"{first.before} → {first.after}" if first.before else first.after
    more = f" The largest change of {places} places." if places > 1 else ""
    return f"{first.place}: {moved}.{more}" if first.place else f"{moved}.{more}"


def _key(pair: Pair) -> list[dict[str, str]]:
    # A page without a picture does without Altair.
    from playbook.figures import small_multiples

    labels = {"own": pair.place, "benchmark": pair.against}
    return [small_multiples.KEY[role] | {"label": text} for role, text in labels.items() if text]


def _pictures(pair: Pair, title: str, sides: tuple[str, str]) -> list[dict[str, Any]]:
    drawn = zip(("before", "after"), sides, (pair.before, pair.after), strict=True)
    return [
        {
            "id": f"{pair.id}-{name}",
            "name": f"{title}, {pair.place}: {side}",
            "side": side,
            "value": one.value,
            "spec": one.spec,
        }
        for name, side, one in drawn
    ]


def _paragraph(text: str) -> nodes.paragraph:
    return nodes.paragraph("", text)


DIRECTIVES = named(WhatChanged, Changes, FigureHistory)
