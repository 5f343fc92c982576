"""Drawings are made once, kept, and made fit for a page without losing what they show."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest

from playbook.errors import PlaybookError
from playbook.figures.components import MEDIA_TYPE
from playbook.site import artists, svg
from playbook.site.artists import Artists, draw
from playbook.site.svg import Drawings, Sparkline, inline, shape
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

    def draw(spec: object) -> str:
        made.append(spec)
        return "<svg/>"

    monkeypatch.setattr(svg, "draw", draw)
    drawings = Drawings(tmp_path / "svg")
    assert drawings.svg(SPEC) == drawings.svg(dict(reversed(SPEC.items()))) == "<svg/>"
    assert len(made) == 1
    assert drawings.svg(SPEC | {"height": 121}) == "<svg/>"
    assert len(made) == 2


def test_only_what_is_missing_is_ordered(tmp_path: Path) -> None:
    drawings = Drawings(tmp_path)
    specs = [SPEC, SPEC, SPEC | {"height": 130}]
    with closing(Artists(1)) as one:
        assert drawings.order(specs, one) == 2
        one.finish()
    with closing(Artists(0)) as nobody:
        assert drawings.order(specs, nobody) == 0
        nobody.finish()
    assert "<svg" in drawings.svg(SPEC)
    # The specification that was handed over is not left behind.
    assert {path.suffix for path in tmp_path.iterdir()} == {".svg"}


def test_artists_give_the_bytes_that_this_process_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    specs = [SPEC | {"height": 100 + step} for step in range(8)]
    monkeypatch.setattr(artists, "PAYS", 1)
    monkeypatch.setattr(artists, "AHEAD", 2)  # There are more orders than two artists may hold.
    with closing(Artists(2)) as two:
        assert Drawings(tmp_path / "many").order(specs, two) == 8
        two.finish()
    assert len(list((tmp_path / "many").iterdir())) == 8
    assert Drawings(tmp_path / "one").svg(specs[3]) == Drawings(tmp_path / "many").svg(specs[3])


def test_practice_is_for_nobody_and_orders_after_it_are_followed(tmp_path: Path) -> None:
    shown = {"component": "minis", "items": [{"spec": SPEC}]}
    cell = {"cell_type": "code", "outputs": [{"data": {MEDIA_TYPE: shown}}]}
    run, torn = tmp_path / "run.ipynb", tmp_path / "torn.ipynb"
    run.write_text(json.dumps({"cells": [cell]}))
    torn.write_text("{")
    with closing(Artists(2)) as two:
        two.start(2)
        two.practise([run, torn, tmp_path / "gone.ipynb"])
        assert Drawings(tmp_path / "svg").order([SPEC, SPEC | {"height": 130}], two) == 2
        two.finish()
        two.practise([tmp_path / "gone.ipynb"])
        assert all(one.poll() is None for one in two.start())
    assert len(list((tmp_path / "svg").iterdir())) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run.ipynb", "svg", "torn.ipynb"]


def test_a_drawing_is_the_same_whatever_was_drawn_before() -> None:
    line = {"mark": {"type": "line", "clip": True}, "encoding": {"x": {"field": "a"}}}
    specification = json.dumps({"data": {"values": [{"a": 1}]}, "layer": [line, line]})
    first = draw(specification)
    assert re.findall(r'<clipPath id="(\w+)"', first) == ["clip0", "clip1"]
    assert {"clip0", "clip1"} == set(re.findall(r"url\(#(\w+)\)", first))
    assert draw(specification) == first


def test_a_chart_that_cannot_be_drawn_leaves_its_artist_ready_for_the_next(
    tmp_path: Path,
) -> None:
    drawings, bad = Drawings(tmp_path), {"mark": "no such mark", "data": 3}
    with closing(Artists(2)) as two:
        drawings.order([bad, SPEC], two)
        with pytest.raises(PlaybookError, match="a chart cannot be drawn: "):
            two.finish()
        assert drawings.order([SPEC, SPEC | {"height": 91}], two) == 1
        two.finish()
    assert drawings.svg(SPEC | {"height": 91}) == draw(json.dumps(SPEC | {"height": 91}))


def test_a_drawing_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    source = tmp_path / "spec.json"
    source.write_text(json.dumps({"spec": SPEC}))
    (tmp_path / "file").touch()
    with closing(Artists(1)) as one:
        one.order(source, tmp_path / "file" / "drawing.svg")
        with pytest.raises(FileExistsError):
            one.finish()


def test_a_lost_artist_is_an_error_and_not_a_wait(tmp_path: Path) -> None:
    drawings = Drawings(tmp_path)
    with closing(Artists(1)) as one:
        (process,) = one.start()
        process.kill()
        process.wait()
        drawings.order([SPEC], one)
        with pytest.raises(PlaybookError, match="was lost"):
            one.finish()


def test_what_a_page_shows_of_a_drawing_is_kept_and_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawings = Drawings(tmp_path)
    first = drawings.shape(SPEC)
    monkeypatch.setattr(svg, "shape", lambda _svg: pytest.fail("it is there"))
    assert drawings.shape(SPEC) == first
    assert svg.PREFIX not in inline(first, "x", "only", "Title", "Words")


def test_every_specification_of_a_component_is_found() -> None:
    figure = {"component": "figure"} | PAYLOADS["figure"]
    minis = {"component": "minis"} | PAYLOADS["minis"]
    assert svg.specifications(figure) == [figure["wide"], figure["narrow"]]
    assert svg.specifications(minis) == [SPEC]
    assert svg.specifications({"component": "answer", "text": ""}) == []


def test_inline_keeps_shapes_and_words_and_drops_the_rest() -> None:
    markup = inline(shape(RAW), "compare", "wide", "Title & more", "Words <of> it")
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
    markup = inline(drawings.shape(SPEC), "x", "only", "Title", "Words")
    assert 'stroke="#12436D"' in markup
    assert 'fill="#FFFFFF"' in markup


@pytest.mark.parametrize(("title", "words"), [("", "x"), ("x", " ")])
def test_inline_refuses_a_chart_that_says_nothing(title: str, words: str) -> None:
    with pytest.raises(ValueError, match="must not be empty"):
        inline(shape(RAW), "compare", "wide", title, words)


def test_a_sparkline_fits_its_box_from_lowest_to_highest() -> None:
    line = Sparkline([1, 3, 2])
    assert line.path == "M4 29L59 5L114 17"
    assert (line.x, line.y) == (114, 17)


def test_a_level_series_is_a_level_line() -> None:
    assert Sparkline([2, 2]).path == "M4 29L114 29"
    assert not Sparkline([2, None])
