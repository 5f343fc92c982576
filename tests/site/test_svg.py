"""Drawings are made once, kept, and made fit for a page without losing what they show."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest

from playbook.errors import PlaybookError
from playbook.site import svg
from playbook.site.drawers import Drawers
from playbook.site.svg import Drawings, Sparkline, convert, inline
from tests.site.payloads import PAYLOADS, SPEC

RAW = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="120.4" viewBox="0 0 300 120">'
    '<defs><clipPath id="clip0"><rect width="10" height="10"/></clipPath></defs>'
    '<g clip-path="url(#clip0)" aria-label="role=&quot;x&quot;" role="graphics-object">'
    '<path d="M1.23456,2L-0.0001,4" fill="#12436D" class="x"/>'
    '<text font-family="Arial">a &lt; b</text>'
    "</g></svg>"
)


def test_a_drawing_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(svg, "convert", lambda spec: made.append(spec) or "<svg/>")
    drawings = Drawings(tmp_path / "svg")
    assert drawings.svg(SPEC) == drawings.svg(dict(reversed(SPEC.items()))) == "<svg/>"
    assert len(made) == 1
    assert drawings.svg(SPEC | {"height": 121}) == "<svg/>"
    assert len(made) == 2


def test_preparing_draws_only_what_is_missing(tmp_path: Path) -> None:
    drawings = Drawings(tmp_path)
    specs = [SPEC, SPEC, SPEC | {"height": 130}]
    with closing(Drawers(1)) as drawers:
        assert drawings.prepare(specs, drawers) == 2
    with closing(Drawers(0)) as nobody:
        assert drawings.prepare(specs, nobody) == 0
    assert "<svg" in drawings.svg(SPEC)


def test_drawers_give_the_bytes_that_this_process_would(tmp_path: Path) -> None:
    specs = [SPEC | {"height": 100 + step} for step in range(8)]
    with closing(Drawers(2)) as drawers:
        assert Drawings(tmp_path / "many").prepare(specs, drawers) == 8
    assert Drawings(tmp_path / "one").svg(specs[3]) == Drawings(tmp_path / "many").svg(specs[3])


def test_a_chart_that_cannot_be_drawn_leaves_its_drawer_ready_for_the_next() -> None:
    with closing(Drawers(2)) as drawers:
        bad = {"mark": "no such mark", "data": 3}
        with pytest.raises(PlaybookError, match="a chart cannot be drawn: "):
            list(drawers.draw([bad, SPEC, SPEC]))
        drawn = dict(drawers.draw([SPEC | {"height": 90}, SPEC | {"height": 91}]))
        assert drawn == {number: convert(SPEC | {"height": 90 + number}) for number in range(2)}


def test_a_lost_drawer_is_an_error_and_not_a_wait() -> None:
    with closing(Drawers(1)) as drawers:
        drawers.start()
        list(drawers.draw([SPEC]))
        (process,) = drawers._processes
        process.kill()
        process.wait()
        with pytest.raises(PlaybookError, match="was lost"):
            list(drawers.draw([SPEC]))


def test_every_specification_of_a_component_is_found() -> None:
    figure = {"component": "figure"} | PAYLOADS["figure"]
    minis = {"component": "minis"} | PAYLOADS["minis"]
    assert svg.specifications(figure) == [figure["wide"], figure["narrow"]]
    assert svg.specifications(minis) == [SPEC]
    assert svg.specifications({"component": "answer", "text": ""}) == []


def test_inline_keeps_shapes_and_words_and_drops_the_rest() -> None:
    markup = inline(RAW, "compare", "wide", "Title & more", "Words <of> it")
    drawing = ElementTree.fromstring(markup)  # noqa: S314 # our own
    assert drawing.attrib["viewBox"] == "0 0 300 120"
    assert drawing.find("title").text == "Title & more"
    assert drawing.find("desc").text == "Words <of> it"
    assert drawing.find(".//text").text == "a < b"
    path = drawing.find(".//path").attrib
    assert path == {"d": "M1.23,2L0,4", "fill": "#12436D"}
    assert drawing.find(".//clipPath").attrib["id"] == "compare-wide-clip0"
    assert drawing.find(".//g").attrib == {"clip-path": "url(#compare-wide-clip0)"}


def test_the_real_drawing_keeps_the_palette_for_dark_mode(drawings: Drawings) -> None:
    markup = inline(drawings.svg(SPEC), "x", "only", "Title", "Words")
    assert 'stroke="#12436D"' in markup
    assert 'fill="#FFFFFF"' in markup


@pytest.mark.parametrize(("title", "words"), [("", "x"), ("x", " ")])
def test_inline_refuses_a_chart_that_says_nothing(title: str, words: str) -> None:
    with pytest.raises(ValueError, match="must not be empty"):
        inline(RAW, "compare", "wide", title, words)


def test_a_sparkline_fits_its_box_from_lowest_to_highest() -> None:
    line = Sparkline([1, 3, 2])
    assert line.path == "M4 29L59 5L114 17"
    assert (line.x, line.y) == (114, 17)


def test_a_level_series_is_a_level_line() -> None:
    assert Sparkline([2, 2]).path == "M4 29L114 29"
    assert not Sparkline([2, None])
