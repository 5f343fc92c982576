"""A chart that stands alone says what it shows, where it is from, and what to beware of."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from playbook.site.framed import MARGIN, framed
from playbook.site.lettering import Lettering
from playbook.site.svg import SVG, Drawings, size_of
from tests.site.payloads import PAYLOADS

FIGURE = PAYLOADS["figure"]
CHART = (
    f'<svg xmlns="{SVG}" version="1.1" width="720" height="340" viewBox="0 0 720 340">'
    '<text font-family="Arial, Helvetica, sans-serif">77.1%</text></svg>'
)


def drawn(lettering: Lettering, chart: str = CHART, **changes: Any) -> ElementTree.Element:
    text = framed(FIGURE | changes, chart, lettering, "A playbook, https://example.org/a.html")
    return ElementTree.fromstring(text)  # noqa: S314 # our own


def words(picture: ElementTree.Element) -> str:
    return " ".join("".join(text.itertext()) for text in picture.iter(f"{{{SVG}}}text"))


def test_it_says_what_it_shows_and_where_it_is_from(lettering: Lettering) -> None:
    said = words(drawn(lettering))
    for part in ("title", "subtitle", "source", "period"):
        assert FIGURE[part] in said
    assert "Better" in said
    assert "The scale starts at 72%." in said
    assert "A playbook, https://example.org/a.html, edition 2026.11." in said
    assert "77.1%" in said


def test_it_has_a_name_and_a_description_for_who_cannot_see_it(lettering: Lettering) -> None:
    picture = drawn(lettering)
    assert picture.attrib["role"] == "img"
    named = {e.attrib["id"]: e.text for e in picture if "id" in e.attrib}
    assert [named[i] for i in picture.attrib["aria-labelledby"].split()] == [
        FIGURE["title"],
        FIGURE["description"],
    ]


def test_nothing_stands_outside_the_picture(lettering: Lettering) -> None:
    picture = drawn(
        lettering,
        title="A long title that goes on and on " * 4,
        notes=["A note that goes on and on " * 9] * 3,
        key=FIGURE["key"] * 9,
    )
    width, height = int(picture.attrib["width"]), int(picture.attrib["height"])
    assert width == 720 + 2 * MARGIN
    lines = [e for e in picture.iter(f"{{{SVG}}}text") if "y" in e.attrib]
    assert len(lines) > 20
    for line in lines:
        text, size = "".join(line.itertext()), float(line.attrib["font-size"])
        assert float(line.attrib["y"]) < height
        right = float(line.attrib["x"]) + lettering.width(text, size, bold=True)
        assert right < width - MARGIN / 2, text


def test_the_chart_is_below_the_words_that_introduce_it(lettering: Lettering) -> None:
    picture = drawn(lettering)
    chart = next(e for e in picture.iter(f"{{{SVG}}}svg") if e.attrib.get("height") == "340")
    above = [e for e in picture.iter(f"{{{SVG}}}text") if "".join(e.itertext()) == "Better"]
    assert float(above[0].attrib["y"]) < float(chart.attrib["y"])
    assert chart.find(f"{{{SVG}}}text").attrib["font-family"].startswith("Playbook Sans,")


def test_words_are_escaped(lettering: Lettering) -> None:
    assert "A&E <4 hours" in words(drawn(lettering, title="A&E <4 hours"))


def test_a_real_drawing_fits(drawings: Drawings, lettering: Lettering) -> None:
    chart = drawings.svg(FIGURE["wide"])
    picture = drawn(lettering, chart)
    assert int(picture.attrib["width"]) == size_of(chart)[0] + 2 * MARGIN


def test_an_unknown_mark_in_the_key_is_refused(lettering: Lettering) -> None:
    with pytest.raises(ValueError, match="no mark 'blob'"):
        drawn(lettering, key=[{"mark": "blob", "label": "x", "colour": "#12436D"}])
