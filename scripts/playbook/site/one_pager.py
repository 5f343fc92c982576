"""One-pagers: what a page says on a single sheet of A4, from the same records as the page itself.

A page has one when it answers something, has facts, and publishes values or scores: that of an
indicator, a place, a trust, a Mission. Everything on it is a component of the page, so its numbers
are those of the site.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from playbook.site.lettering import BOLD
from playbook.site.sheet import lettered
from playbook.site.svg import Drawings, Sparkline
from playbook.site.templating import environment, sentence

FOLDER = "_one-page"
KINDS = ("better", "worse", "same", "higher", "lower", "none")
COMPARED = "places"
"""Id of the figure that compares places."""
DEFINED = ("Definition", "Quality")
"""Of the record of an indicator, what stands on its one-pager."""

LETTERS = re.compile(r"<text\b.*?</text>", re.DOTALL)
ACCENT = "#12436D"
ACCENTS = {"m1": "#801650", "m2": "#12436D", "m3": "#1B7F77"}
"""Colours of the Missions on paper, as the style sheet has them in light mode."""

MARKS = (
    ".pb-i__disc{fill:#2073BC}.pb-i--worse .pb-i__disc{fill:#F46A25;stroke:#B3470F}"
    ".pb-i__on{fill:none;stroke:#FFF;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}"
    ".pb-i--worse .pb-i__on{stroke:#0B0C0C}"
    ".pb-i__ring{fill:none;stroke:#6B757F;stroke-width:1.6}"
    ".pb-i__ring--none{stroke-dasharray:2.6 2.55}"
    ".pb-i__line{fill:none;stroke:#4A545E;stroke-width:1.8;stroke-linecap:round;"
    "stroke-linejoin:round}"
)


def file_of(page: str) -> str:
    """Name the file of a page's one-pager, below the site."""
    return f"{FOLDER}/{page}.pdf"


def has_one(parts: list[dict[str, Any]]) -> bool:
    """Say whether a page of these components has a one-pager."""
    names = {part["component"] for part in parts}
    return {"answer", "facts"} <= names and bool(names & {"values", "scorecard"})


@dataclass(frozen=True)
class About:
    """What every sheet says of the book that it is from.

    Attributes
    ----------
    book, author : str
        What it is called, and who made it.
    edition : str
        Name of the edition.
    day, date : str
        Its date as ISO writes it and as people do.
    logo : str
        The book's own mark as SVG; empty when it has none.
    """

    book: str
    author: str
    edition: str
    day: str
    date: str
    logo: str = ""


@dataclass(frozen=True)
class OnePager:
    """The sheet of one page.

    Attributes
    ----------
    parts : list of dict
        The components of the page.
    kind : str
        What the page is, such as Indicator.
    where : str
        Its address, as far as that is known.
    colour : str
        Token of its Mission's colour; empty for none.
    elsewhere : callable
        Gives the components of another page: a Mission without a chart shows that of its first
        indicator.
    """

    parts: list[dict[str, Any]]
    kind: str
    where: str
    colour: str
    elsewhere: Callable[[str], list[dict[str, Any]]]

    def sheet(self, about: About, drawings: Drawings) -> dict[str, Any]:
        """Give what Typst sets: plain values, and drawings as SVG.

        Parameters
        ----------
        about : About
            The book.
        drawings : Drawings
            Where charts are drawn.
        """
        page = self._first("page") or {"title": "", "words": {}}
        answer = self._first("answer") or {"text": ""}
        return {
            "title": page["title"],
            "kind": self.kind,
            "question": page["words"].get("question", ""),
            "lead": _runs(answer["text"]),
            "facts": [_fact(item) for item in (self._first("facts") or {"items": []})["items"]],
            "table": self._table(drawings),
            "charts": [_chart(figure, drawings) for figure in self._figures()],
            "terms": self._terms(),
            "marks": {kind: _mark(kind) for kind in KINDS},
            "sources": self._sources(),
            "where": self.where,
            "accent": self._accent,
        } | {"about": vars(about)}

    @property
    def _accent(self) -> str:
        return ACCENTS.get(self.colour, ACCENT)

    def _first(self, name: str) -> dict[str, Any] | None:
        return next((part for part in self.parts if part["component"] == name), None)

    def _of(self, name: str, parts: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
        found = self.parts if parts is None else parts
        return [part for part in found if part["component"] == name]

    def _figures(self) -> list[dict[str, Any]]:
        """Give the charts: two of the page's own, or one of the first indicator of a Mission."""
        own = self._of("figure")
        card = self._first("scorecard")
        if card is None:
            compared = [figure for figure in own[1:] if figure["id"] == COMPARED]
            return [*own[:1], *(compared or own[1:])[:1]]
        for row in card["rows"] if not own else ():
            if theirs := self._of("figure", self.elsewhere(row["href"])):
                return theirs[:1]
        return own[:1]

    def _table(self, drawings: Drawings) -> dict[str, Any] | None:
        """Give the rows of a Mission's scorecard, or of the small charts of a place."""
        if card := self._first("scorecard"):
            rows = [self._scored(row) for row in card["rows"]]
        elif self._of("figure") or not self._of("minis"):
            return None
        else:
            found = self._of("minis")
            rows = [_small(item, drawings) for part in found for item in part["items"]]
            return {"rows": rows, "key": [_sign(**item) for item in found[0]["key"]], "more": 0}
        return {"rows": rows, "key": [], "more": 0}

    def _scored(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "title": row["title"],
            "note": row["note"],
            "value": row["latest"],
            "under": row["interval"],
            "age": sentence(row["age"]["text"]),
            "comparison": row["comparison"],
            "trend": row["trend"],
            "drawing": _spark(row["spark"], self._accent),
            "alt": "",
        }

    def _terms(self) -> list[dict[str, Any]]:
        """Give what an indicator counts, and how good the figures are."""
        known = [item for part in self._of("metadata") for item in part["items"]]
        return [
            {"term": item["term"], "text": item["text"]}
            for item in known
            if item["term"] in DEFINED and isinstance(item["text"], str)
        ]

    def _sources(self) -> list[str]:
        """Name the sources of everything on the sheet, each once."""
        shown = self._figures()
        if card := self._first("scorecard"):
            pages = [self.elsewhere(row["href"]) for row in card["rows"]]
            shown += [figure for parts in pages for figure in self._of("figure", parts)[:1]]
        elif not shown:
            shown = [item for part in self._of("minis") for item in part["items"]]
        return list(dict.fromkeys(one["source"] for one in shown))


def _fact(item: dict[str, Any]) -> dict[str, Any]:
    status = item.get("status") or {"kind": "", "word": ""}
    return {
        "label": item["label"],
        "value": item["value"],
        "note": item.get("note") or "",
        "kind": status["kind"],
        "word": status["word"],
    }


def _chart(figure: dict[str, Any], drawings: Drawings) -> dict[str, Any]:
    return {
        "title": figure["title"],
        "subtitle": figure["subtitle"],
        "alt": figure["description"],
        "period": sentence(figure["period"]),
        "svg": lettered(drawings.svg(figure["wide"])),
        "key": [_sign(**item) for item in figure["key"]],
    }


def _small(item: dict[str, Any], drawings: Drawings) -> dict[str, Any]:
    return {
        "title": item["title"],
        "note": item["rank"],
        "value": item["value"],
        "under": "",
        "age": f"{sentence(item['period'])} ({item['age']['text']})",
        "comparison": item["comparison"],
        "trend": item["trend"],
        # Its letters would be too small to read; the figures stand beside it.
        "drawing": LETTERS.sub("", drawings.svg(item["spec"])),
        "alt": item["description"],
    }


def _runs(text: str) -> list[dict[str, Any]]:
    """Split a sentence at its ``**strong words**``."""
    parts = BOLD.split(text)
    return [{"text": part, "bold": bool(at % 2)} for at, part in enumerate(parts) if part]


@lru_cache
def _mark(kind: str) -> str:
    """Give the mark of a verdict as a stand-alone SVG; its colour only repeats the word."""
    return _alone("icon", kind).replace(">", f"><style>{MARKS}</style>", 1)


def _sign(mark: str, colour: str, label: str) -> dict[str, str]:
    """Give a sign of a chart's key as a stand-alone SVG, and its label."""
    return {"label": label, "svg": _alone("mark", mark, colour)}


def _alone(macro: str, *given: str) -> str:
    """Draw one of the small marks of the pages, and make it an SVG of its own."""
    marks: Any = environment().get_template("_marks.html").module
    drawn = str(getattr(marks, macro)(*given))
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _spark(numbers: list[float | None], colour: str) -> str:
    line = Sparkline(numbers)
    if not line:
        return ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {line.width} {line.height}">'
        f'<path d="{line.path}" fill="none" stroke="{colour}" stroke-width="2.4"/>'
        f'<circle cx="{line.x}" cy="{line.y}" r="4" fill="{colour}"/></svg>'
    )
