"""A chart that stands alone: with title, key, notes and source, as the downloads have it.

A picture that someone pasted into a slide still says what it shows and where it is from.
"""

from __future__ import annotations

from typing import Any

from playbook.site.lettering import Lettering
from playbook.site.pictures import placed
from playbook.site.sheet import FAMILY, QUIET, Sheet, lettered
from playbook.site.svg import size_of
from playbook.site.templating import environment, sentence

MARGIN = 24
EASE = 0.88
"""Share of the width that text takes: a reader's own typeface may be wider than ours."""


def origin(book: str, address: str) -> str:
    """Say where a picture is from: the book, and the address of the page where that is known."""
    return f"{book}, {address}" if address else book


def framed(figure: dict[str, Any], chart: str, lettering: Lettering, origin: str) -> str:
    """Give a figure's chart as a stand-alone SVG.

    Parameters
    ----------
    figure : dict
        The figure's record: title, subtitle, description, key, notes, source, period and edition.
    chart : str
        The drawing itself, as vl-convert gives it.
    lettering : Lettering
        Measures the text.
    origin : str
        Where it is from, see `origin`.
    """
    width, height = size_of(chart)
    sheet = Sheet(lettering, MARGIN, MARGIN - 4, width * EASE)
    sheet.set(figure["title"], 22, bold=True, leading=1.2)
    sheet.skip(4)
    sheet.set(figure["subtitle"], 15, colour=QUIET)
    sheet.skip(8)
    marks = _key(figure["key"], sheet)
    top = round(sheet.y + 6)
    rule = top + height + 14
    sheet.y = rule + 8
    for note in figure["notes"]:
        sheet.set(note, 13, leading=1.4)
    sheet.skip(4 if figure["notes"] else 0)
    period = sentence(figure["period"])
    sheet.set(f"Source: {figure['source']}. {period}.", 13, colour=QUIET, leading=1.4)
    sheet.set(f"{origin}, edition {figure['edition']}.", 13, colour=QUIET, leading=1.4)
    template = environment().get_template("figure.svg")
    return template.render(
        figure
        | {
            "width": width + 2 * MARGIN,
            "height": round(sheet.y + MARGIN / 2),
            "margin": MARGIN,
            "family": FAMILY,
            "lines": sheet.lines,
            "key": marks,
            "chart": placed(lettered(chart), MARGIN, top, width, height),
            "rule": rule,
        }
    )


def _key(items: list[dict[str, str]], sheet: Sheet) -> list[dict[str, Any]]:
    """Set the words of the key side by side, as many as fit; give its marks with their places."""
    marks: list[dict[str, Any]] = []
    left, right = sheet.x, sheet.x + sheet.room
    x = left
    for item in items:
        needed = 34 + sheet.lettering.width(item["label"], 14)
        if x > left and x + needed > right:
            x = left
            sheet.skip(22)
        marks.append(item | {"x": round(x), "y": round(sheet.y + 2)})
        words = Sheet(sheet.lettering, round(x + 32), sheet.y, right)
        words.set(item["label"], 14)
        sheet.lines += words.lines
        x += needed / EASE + 12
    if items:
        sheet.skip(22)
    return marks
