"""Every component becomes sound markup: valid, escaped, reachable, the same each time."""

from __future__ import annotations

import copy
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from playbook.errors import PlaybookError
from playbook.site.components import PageContext, names, render
from playbook.site.templating import rich
from tests.site.payloads import PAYLOADS

VOID = {"br", "hr", "img", "input", "link", "meta"}
HOSTILE = "<script>alert(\"1\")</script>&<b title='x'>"


class Outline(HTMLParser):
    """Reads markup strictly: every element is closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"an attribute of <{tag}> is given twice"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def outline(markup: str) -> Outline:
    parser = Outline()
    parser.feed(markup)
    parser.close()
    assert parser.open == []
    return parser


def payload(name: str) -> dict[str, Any]:
    return {"component": name} | copy.deepcopy(PAYLOADS[name])


def test_there_is_a_payload_for_every_template() -> None:
    assert names() == set(PAYLOADS)


@pytest.mark.parametrize("name", sorted(PAYLOADS))
def test_markup_is_well_formed_with_unique_ids_and_sound_references(
    name: str, page: PageContext
) -> None:
    found = outline(render(payload(name), page))
    ids = [str(attributes["id"]) for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in found.elements:
        for reference in ("aria-labelledby", "aria-controls"):
            for target in (attributes.get(reference) or "").split():
                assert target in ids
        assert "style" not in attributes
        assert not any(attribute.startswith("on") for attribute in attributes)


@pytest.mark.parametrize("name", sorted(PAYLOADS))
def test_rendering_twice_gives_the_same_bytes(name: str, page: PageContext) -> None:
    assert render(payload(name), page) == render(payload(name), page)


def _poison(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {
            "wide",
            "narrow",
            "spec",
            "mark",
            "colour",
            "id",
            "kind",
            "level",
            "name",
            "filename",
        }
        return {k: v if k in kept else _poison(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_poison(item) for item in value]
    return value + HOSTILE if isinstance(value, str) and value else value


@pytest.mark.parametrize("name", sorted(PAYLOADS))
def test_hostile_words_stay_words(name: str, page: PageContext) -> None:
    clean = outline(render(payload(name), page))
    poisoned = {"component": name} | _poison(PAYLOADS[name])
    found = outline(render(poisoned, page))
    assert "script" not in {tag for tag, _ in found.elements}
    assert not any("title" in attributes for _, attributes in found.elements)
    if name not in {"page", "values"}:
        assert HOSTILE in "".join(found.text)
    # A hostile address is no page of the book, so a link may go; nothing may be added.
    assert len(found.elements) <= len(clean.elements)


def test_a_script_address_is_no_link(page: PageContext) -> None:
    record = payload("links")
    record["items"][0]["href"] = "javascript:alert(1)"
    assert "javascript:" not in render(record, page)


def test_bold_is_allowed_and_nothing_else() -> None:
    assert rich("**81** <b>of</b> 100") == "<strong>81</strong> &lt;b&gt;of&lt;/b&gt; 100"


def test_tables_name_every_column_and_row(page: PageContext) -> None:
    for name in ("figure", "minis", "scorecard"):
        found = outline(render(payload(name), page))
        headers = [attributes for tag, attributes in found.elements if tag == "th"]
        assert headers
        assert {header.get("scope") for header in headers} == {"col", "row"}
        assert "caption" in {tag for tag, _ in found.elements}


def test_a_status_is_a_word_and_a_hidden_icon(page: PageContext) -> None:
    markup = render(payload("facts"), page)
    assert "Better than England" in markup
    icons = [a for tag, a in outline(markup).elements if tag == "svg"]
    assert icons
    assert all(icon.get("aria-hidden") == "true" for icon in icons)


def test_a_figure_announces_its_title_and_description(page: PageContext) -> None:
    figure = payload("figure")
    drawn = [a for tag, a in outline(render(figure, page)).elements if a.get("role") == "img"]
    assert [a["aria-labelledby"] for a in drawn] == [
        "compare-wide-t compare-wide-d",
        "compare-narrow-t compare-narrow-d",
    ]


def test_a_figure_brings_its_files_along(page: PageContext) -> None:
    markup = render(payload("figure"), page)
    folder = page.downloads.site / "_figures" / page.docname
    assert (folder / "compare.csv").read_text() == PAYLOADS["figure"]["csv"]["text"]
    assert (folder / "compare.svg").read_text().startswith("<svg")
    assert (folder / "compare.js").read_text().startswith('playbookChart("compare", [{')
    assert (folder / "compare.png").read_bytes().startswith(b"\x89PNG")
    for kind in ("csv", "svg", "png"):
        assert f'href="../_figures/indicators/ae_four_hour/compare.{kind}"' in markup
    assert len(page.downloads.written) == 4


def test_links_lead_up_and_unknown_pages_become_words(page: PageContext) -> None:
    assert page.link("places/known#top") == "../places/known.html#top"
    assert page.link("places/gone") == ""
    assert page.missing == ["places/gone"]
    assert page.link("https://example.org/") == "https://example.org/"
    markup = render(payload("tiles"), page)
    assert '<a href="../places/known.html">Brent</a>' in markup
    assert "<span>Harrow</span>" in markup


def test_gaps_in_a_sparkline_stay_gaps(page: PageContext) -> None:
    record = payload("scorecard")
    record["rows"][0]["spark"] = [1, 2, None, 3, 4]
    (path,) = re.findall(r'pb-spark.*?<path d="([^"]+)"', render(record, page))
    assert path.count("M") == 2


def test_a_sparkline_of_one_point_is_not_drawn(page: PageContext) -> None:
    record = payload("scorecard")
    record["rows"][0]["spark"] = [None, 3]
    markup = render(record, page)
    assert "pb-spark" not in markup
    assert "No series" in markup


def test_an_unknown_component_names_the_nearest(page: PageContext) -> None:
    with pytest.raises(PlaybookError, match=r"no component 'figur'.*figure"):
        render({"component": "figur"}, page)


def test_a_missing_field_is_named(page: PageContext) -> None:
    record = payload("scorecard")
    del record["rows"][0]["latest"]
    with pytest.raises(PlaybookError, match=r"scorecard.*latest"):
        render(record, page)


def test_an_unknown_mark_is_named(page: PageContext) -> None:
    record = payload("figure")
    record["key"][0]["mark"] = "hexagon"
    with pytest.raises(PlaybookError, match="no mark 'hexagon'"):
        render(record, page)


def test_a_figure_without_a_description_is_refused(page: PageContext) -> None:
    record = payload("figure") | {"description": " "}
    with pytest.raises(PlaybookError, match="must not be empty"):
        render(record, page)


@pytest.mark.parametrize("name", ["../../index.html", "a/b.csv", "", ".hidden"])
def test_a_file_cannot_leave_the_folder_of_its_page(name: str, page: PageContext) -> None:
    record = payload("figure")
    record["csv"] = {"filename": name, "text": "x"}
    with pytest.raises(PlaybookError, match="not a file name"):
        render(record, page)


def test_a_table_of_the_data_is_offered_when_it_is_there(page: PageContext) -> None:
    assert "<code>data/observations/ae.csv</code>" in render(payload("sources"), page)
    table = page.root / "data" / "observations" / "ae.csv"
    table.parent.mkdir(parents=True)
    table.write_text("a,b\n1,2\n")
    assert 'href="../_data/observations/ae.csv"' in render(payload("sources"), page)
    assert (page.downloads.site / "_data/observations/ae.csv").read_text() == "a,b\n1,2\n"
