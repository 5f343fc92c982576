"""A card shows the page's own headline, and less when the page has less."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from playbook.site.card import CHART, FOOT, HEIGHT, LEFT, WIDTH, Card
from playbook.site.lettering import Lettering
from playbook.site.svg import SVG, Drawings
from tests.site.payloads import PAYLOADS

LOGO = f'<svg xmlns="{SVG}" viewBox="0 0 44 33"><rect id="logo" width="1" height="1"/></svg>'


def parts(*names: str, **facts: Any) -> list[dict[str, Any]]:
    found = [{"component": name} | PAYLOADS[name] for name in names]
    return [part | facts if part["component"] == "facts" else part for part in found]


def card(found: list[dict[str, Any]], title: str = "Waits", description: str = "A page.") -> Card:
    return Card.of(found, title, description, "A playbook", "2026.11")


@pytest.fixture
def drawn(drawings: Drawings, lettering: Lettering) -> Any:
    return lambda made: ElementTree.fromstring(made.svg(drawings, lettering, LOGO))  # noqa: S314


def words(picture: ElementTree.Element) -> list[str]:
    lines = [e for e in picture.iter(f"{{{SVG}}}text") if "y" in e.attrib]
    return ["".join(line.itertext()) for line in lines]


def test_the_headline_is_the_first_chart_its_newest_figure_and_the_verdict(drawn: Any) -> None:
    made = card(parts("answer", "facts", "figure"))
    assert made.number == "81.2%"
    assert [verdict["word"] for verdict in made.verdicts] == ["Better than England"]
    picture = drawn(made)
    said = " ".join(words(picture))
    for text in ("Waits", "81.2%", "Better than England", "81 in every 100", "2026.11"):
        assert text in said
    assert "March 2026. Source: NHS England, A&E attendances." in said
    assert (picture.attrib["width"], picture.attrib["height"]) == (str(WIDTH), str(HEIGHT))
    assert [e for e in picture.iter() if e.attrib.get("id") == "logo"]
    charts = [e for e in picture.iter(f"{{{SVG}}}svg") if e.attrib.get("x") == str(CHART[0])]
    assert len(charts) == 1


def test_a_long_figure_stays_on_one_line(drawn: Any) -> None:
    items = [{"label": "Latest", "value": "19.6 to 35.3 per 100,000 people a year"}]
    assert items[0]["value"] in words(drawn(card(parts("facts", "figure", items=items))))


def test_a_lead_is_set_smaller_before_it_is_cut(drawn: Any) -> None:
    lead = "In the year to March 2025 the 8 boroughs ran from **16.1%** to **42.3%** in Brent. "
    for times, whole in ((2, True), (9, False)):
        found = parts("facts", "figure")
        text = (lead * times).strip()
        said = " ".join(words(drawn(card([{"component": "answer", "text": text}, *found]))))
        assert (text.replace("*", "") in said) is whole
        assert ("…" in said) is not whole


def test_without_a_newest_figure_the_answer_stands_alone() -> None:
    items = PAYLOADS["facts"]["items"]
    for facts in ([], [items[0] | {"value": ""}]):
        made = card(parts("answer", "facts", "figure", items=facts))
        assert made.number == ""
        assert made.lead == PAYLOADS["answer"]["text"]
    assert card(parts("answer", "figure")).number == ""


def test_a_page_without_a_chart_claims_no_number() -> None:
    made = card(parts("answer", "facts"))
    assert (made.number, made.verdicts, made.figure) == ("", [], None)


def test_a_page_of_prose_shows_its_description(drawn: Any) -> None:
    made = card([])
    assert made.lead == "A page."
    assert {"Waits", "A page.", "A playbook", "Edition 2026.11"} <= set(words(drawn(made)))


def test_a_verdict_that_was_not_tested_is_left_out() -> None:
    items = [{"label": "Latest", "value": "1"}, {"label": "x", "value": "", "status": None}]
    items.append(items[1] | {"status": {"kind": "none", "word": "Not tested"}})
    assert card(parts("facts", "figure", items=items)).verdicts == []


@pytest.mark.parametrize("names", [("answer", "facts", "figure"), ()], ids=["chart", "prose"])
def test_long_words_stay_on_the_card(drawn: Any, lettering: Lettering, names: list[str]) -> None:
    long = "Emergency hospital admissions for intentional self-harm in all ages " * 3
    picture = drawn(card(parts(*names), title=long, description=long * 5))
    for line in picture.iter(f"{{{SVG}}}text"):
        if "y" not in line.attrib:
            continue
        text, size = "".join(line.itertext()), float(line.attrib["font-size"])
        right = float(line.attrib["x"]) + lettering.width(text, size)
        assert right <= WIDTH - LEFT / 2, text
        if not text.startswith(("March", "An independent", "Edition")):
            assert float(line.attrib["y"]) < FOOT, text
