"""The social card of a page: what other sites show of it when someone passes its address on.

It is made of the page's own headline: the first chart with the newest figure and its verdict, else
the answer, else the description.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playbook.site.lettering import Lettering
from playbook.site.pictures import placed
from playbook.site.sheet import FAMILY, QUIET, Sheet, lettered
from playbook.site.svg import Drawings
from playbook.site.templating import environment, sentence

WIDTH, HEIGHT = 1200, 630
LEFT, TOP, FOOT = 64, 128, 572
CHART = (672, 172, 464, 384)
"""Where the chart stands: left, top, width and height."""
ACCENT = "#12436D"


@dataclass(frozen=True)
class Card:
    """What a card says.

    Attributes
    ----------
    title, lead : str
        Of the page: its heading, and its answer or its description.
    book, edition : str
        Printed small.
    number : str
        The newest figure; empty when the page has none.
    verdicts : list of dict
        Each with a ``kind`` and a ``word``.
    figure : dict, optional
        The record of the first chart.
    """

    title: str
    lead: str
    book: str
    edition: str
    number: str = ""
    verdicts: list[dict[str, str]] = field(default_factory=list)
    figure: dict[str, Any] | None = None

    @classmethod
    def of(
        cls, parts: list[dict[str, Any]], title: str, description: str, book: str, edition: str
    ) -> Card:
        """Choose the headline of a page from its components; a page of prose has none of them."""
        first = {part["component"]: part for part in reversed(parts)}
        figure, facts = first.get("figure"), first.get("facts", {"items": []})["items"]
        marks = [fact["status"] for fact in facts if fact.get("status")]
        return cls(
            title=title,
            lead=first.get("answer", {}).get("text") or description,
            book=book,
            edition=edition,
            number=facts[0]["value"] if figure and facts else "",
            verdicts=[mark for mark in marks if mark["kind"] != "none"] if figure else [],
            figure=figure,
        )

    def svg(self, drawings: Drawings, lettering: Lettering, logo: str) -> str:
        """Draw the card; ``logo`` is the book's own mark, as SVG."""
        room = (CHART[0] if self.figure else WIDTH) - 2 * LEFT
        sheet = Sheet(lettering, LEFT, TOP, room)
        sheet.set(self.title, 44 if self.figure else 60, bold=True, most=4, leading=1.12)
        sheet.skip(16 if self.figure else 28)
        if self.number:
            size = int(min(92, room / lettering.width(self.number, 1, bold=True)))
            sheet.set(self.number, size, bold=True, colour=ACCENT, leading=1.1)
            sheet.skip(12)
        marks = self._verdicts(sheet)
        self._lead(sheet)
        foot = Sheet(lettering, LEFT, FOOT, WIDTH - 2 * LEFT - 170)
        foot.set(self._source(), 20, colour=QUIET, most=1)
        end = Sheet(lettering, WIDTH - LEFT, FOOT, 300)
        end.x -= lettering.width(f"Edition {self.edition}", 20)
        end.set(f"Edition {self.edition}", 20, colour=QUIET, most=1)
        head = Sheet(lettering, LEFT + 76, 55, WIDTH)
        head.set(self.book, 26, bold=True, colour=ACCENT)
        lines = [*head.lines, *sheet.lines, *foot.lines, *end.lines]
        chart = ""
        if self.figure:
            above = Sheet(lettering, CHART[0], TOP - 20, CHART[2])
            above.set(self.figure["title"], 20, bold=True, most=2, leading=1.2)
            lines += above.lines
            chart = placed(lettered(drawings.svg(self.figure["narrow"])), *CHART)
        return environment().get_template("card.svg").render(
            width=WIDTH,
            height=HEIGHT,
            family=FAMILY,
            lines=lines,
            verdicts=marks,
            chart=chart,
            logo=placed(logo, LEFT, 50, 56, 42) if logo else "",
        )  # fmt: skip

    def _lead(self, sheet: Sheet) -> None:
        """Set the lead in the largest of 3 sizes at which all of it fits, else cut it."""
        for size in (26, 24, 22) if self.figure else (34, 31, 28):
            most = max(1, int((FOOT - 28 - sheet.y) / (size * 1.3)))
            if len(sheet.lettering.lines(self.lead, size, sheet.room)) <= most:
                break
        sheet.set(self.lead, size, colour=QUIET, most=most)

    def _source(self) -> str:
        if self.figure is None:
            return "An independent open project. Not official statistics."
        # The period first: a long source is cut at its end.
        return f"{sentence(self.figure['period'])}. Source: {self.figure['source']}."

    def _verdicts(self, sheet: Sheet) -> list[dict[str, Any]]:
        marks = []
        for verdict in self.verdicts:
            marks.append(verdict | {"x": LEFT, "y": round(sheet.y + 2)})
            words = Sheet(sheet.lettering, LEFT + 38, sheet.y, sheet.room)
            words.set(verdict["word"], 25, bold=True, most=1)
            sheet.lines += words.lines
            sheet.skip(38)
        sheet.skip(8 if marks else 0)
        return marks
