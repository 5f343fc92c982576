"""The extension: components on pages, formulas, files that come and go, directives."""

from __future__ import annotations

import json
import re

import nbformat
import pytest
from sphinx.errors import ExtensionError

from playbook.figures.components import MEDIA_TYPE
from playbook.site.runs import FOLDER, QUOTABLE, quotable
from tests.site.conftest import Book
from tests.site.payloads import PAYLOADS


def notebook(*names: str, **changes: object) -> str:
    """Write an executed notebook that shows components."""
    cells = [nbformat.v4.new_markdown_cell("# Waits", id="title")]
    for name in names:
        bundle = {
            MEDIA_TYPE: {"component": name} | PAYLOADS[name] | changes,
            "application/vnd.vegalite.v6+json": {},
            "text/plain": "for other viewers",
        }
        output = nbformat.v4.new_output("display_data", bundle)
        cell = nbformat.v4.new_code_cell("x", outputs=[output], id=f"cell-{name}")
        cell.metadata["tags"] = ["remove-input"]
        cells.append(cell)
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells))


def test_components_stand_on_the_page_and_bring_their_files(book: Book) -> None:
    book.write("waits.ipynb", notebook("answer", "figure", "provenance"))
    count, text, _ = book.build()
    assert count == 0, text
    html = book.page("waits")
    assert "<strong>81 in every 100</strong>" in html
    assert "for other viewers" not in html
    for address in re.findall(r'(?:href|data-script)="(_figures/[^"]+)"', html):
        assert (book.html / address).is_file()
    assert (book.html / "_static" / "vendor" / "vega.js").is_file()
    assert (book.html / "_static" / "fonts" / "playbook-sans.woff2").is_file()


def test_a_bad_component_fails_and_names_page_and_cell(book: Book) -> None:
    book.write("waits.ipynb", notebook("figure", description=""))
    count, text, _ = book.build()
    assert count == 1
    assert re.search(r"waits\.ipynb: ERROR: cell 2: component figure: .*description", text)


def test_a_link_to_no_page_is_a_warning(book: Book) -> None:
    book.write("waits.ipynb", notebook("links"))
    count, text, _ = book.build()
    assert count == 1
    assert "links to places/known, which is not a page of the book" in text


def test_files_of_a_figure_that_went_away_go_too(book: Book) -> None:
    book.write("waits.ipynb", notebook("answer", "figure"))
    assert book.build()[0] == 0
    assert (book.html / "_figures/waits/compare.csv").is_file()
    book.write("waits.ipynb", notebook("answer"))
    assert book.build()[0] == 0
    assert not (book.html / "_figures").exists() or not any((book.html / "_figures").iterdir())


def test_a_lost_file_of_an_unchanged_page_is_noticed(book: Book) -> None:
    book.write("waits.ipynb", notebook("figure"))
    assert book.build()[0] == 0
    (book.html / "_figures/waits/compare.csv").unlink()
    count, text, _ = book.build()
    assert count == 1
    assert "compare.csv is missing" in text


def test_two_builds_give_the_same_bytes(book: Book) -> None:
    book.write("waits.ipynb", notebook("answer", "figure", "facts"))
    book.build()
    first = {
        p: p.read_bytes() for p in book.html.rglob("*") if p.suffix in {".html", ".svg", ".js"}
    }
    book.write("waits.ipynb", notebook("answer", "figure", "facts") + "\n")
    _, _, read = book.build()
    assert "waits" in read
    assert first == {
        p: p.read_bytes() for p in book.html.rglob("*") if p.suffix in {".html", ".svg", ".js"}
    }


def test_formulas_are_mathml_and_no_script(book: Book) -> None:
    book.write("prose.md", "# Prose\n\nInline $p$ and\n\n$$\n\\frac{O}{n}\n$$\n")
    assert book.build()[0] == 0
    html = book.page("prose")
    assert html.count("<math") == 2
    assert "mathjax.js" not in html.lower()
    assert "https://" not in re.sub(r"<a [^>]*>", "", html)


def test_the_text_of_components_can_be_searched(book: Book) -> None:
    book.write("waits.ipynb", notebook("figure"))
    assert book.build()[0] == 0
    index = (book.html / "searchindex.js").read_text()
    assert '"hillingdon"' in index


def test_directives_fall_back_to_the_catalogue(book: Book) -> None:
    names = ["mission-cards", "indicator-list", "place-tiles", "trust-list", "data-sources"]
    for name in names:
        book.write(f"{name}.md", f"# Title\n\n```{{{name}}}\n```\n")
    count, text, _ = book.build(playbook_strict=False)
    assert count == 0, text
    assert book.page("mission-cards").count("<article") == 3
    assert book.page("place-tiles").count('class="pb-col-') == 8
    assert "<h2" in book.page("indicator-list")


def test_mission_cards_show_the_scorecard_and_follow_it(book: Book, root: object) -> None:
    from playbook.catalogue import Catalogue, Project

    catalogue = Catalogue.read(Project(book.root))
    mission = next(iter(catalogue.missions.values()))
    row = PAYLOADS["scorecard"]["rows"][0] | {"href": f"indicators/{mission.headline[0]}"}

    def show(row: dict[str, object]) -> None:
        shown = [{"component": "scorecard", "caption": "", "rows": [row]}]
        for folder, content in ((FOLDER, shown), (QUOTABLE, quotable(shown))):
            book.write(f"{folder}/missions/{mission.slug}.json", json.dumps(content))

    book.write("home.md", "# Home\n\n```{mission-cards}\n```\n")
    show(row)
    book.build(playbook_strict=False)
    assert "81.2%" in book.page("home")
    show(row | {"latest": "99.9%"})
    _, _, read = book.build(playbook_strict=False)
    assert "home" in read
    assert "99.9%" in book.page("home")


def test_a_page_that_lists_pages_is_read_again_when_one_comes_or_goes(book: Book) -> None:
    # The place of each row is a page, or is not there yet.
    book.write("carries.md", "# What it carries\n\n```{what-it-carries}\n```\n")
    book.write("prose.md", "# Prose\n")
    book.build(playbook_strict=False)
    before = book.page("carries")
    assert "Not there yet" in before
    assert book.build(playbook_strict=False)[2] == []
    book.write("prose.md", "# Prose\n\nNew words.\n")
    assert book.build(playbook_strict=False)[2] == ["prose"]

    book.write("method/orient.md", "# Orient\n")
    assert book.build(playbook_strict=False)[2] == ["carries", "index", "method/orient"]
    with_one_more = book.page("carries")
    assert with_one_more.count("Not there yet") < before.count("Not there yet")
    (book.source / "method" / "orient.md").unlink()
    assert book.build(playbook_strict=False)[2] == ["carries", "index"]
    assert book.page("carries") == before


def test_a_page_that_quotes_is_read_again_only_for_what_it_may_quote(book: Book) -> None:
    from playbook.catalogue import Catalogue, Project

    place = Catalogue.read(Project(book.root)).area("brent")

    def show(text: str, other: str) -> None:
        shown = [
            {"component": "answer", "text": text},
            {"component": "points", "items": [{"text": other}]},
        ]
        for folder, content in ((FOLDER, shown), (QUOTABLE, quotable(shown))):
            book.write(f"{folder}/places/{place.slug}.json", json.dumps(content))

    book.write("where.md", "# Where\n\n```{place-tiles}\n```\n")
    book.write(f"places/{place.slug}.md", f"# {place.name}\n")
    show("One answer.", "a")
    book.build(playbook_strict=False)
    assert "One answer." in book.page("where")
    show("One answer.", "b")
    quoted = json.loads((book.source / QUOTABLE / "places" / f"{place.slug}.json").read_text())
    assert quoted == {"answer": {"component": "answer", "text": "One answer."}, "figures": []}
    show("Another answer.", "b")
    assert "where" in book.build(playbook_strict=False)[2]
    assert "Another answer." in book.page("where")


def test_a_new_edition_writes_every_page_anew(book: Book) -> None:
    book.write("prose.md", "# Prose\n")
    book.build()
    before = (book.html / "prose.html").stat().st_mtime_ns
    edition = book.root / "data" / "edition.yml"
    edition.write_text(re.sub(r"name:.*", 'name: "2027.01"', edition.read_text()))
    book.build()
    assert (book.html / "prose.html").stat().st_mtime_ns > before


def test_scripts_wait_for_the_page(book: Book) -> None:
    book.write("prose.md", "# Prose\n")
    book.build()
    scripts = re.findall(r"<script[^>]* src=[^>]*>", book.page("prose"))
    waiting = [one for one in scripts if " defer" in one]
    assert len(waiting) > 1
    assert [
        one for one in scripts if one not in waiting and "documentation_options" not in one
    ] == []


def test_a_changed_style_sheet_reaches_the_site_and_its_pages(book: Book) -> None:
    book.write("prose.md", "# Prose\n")
    book.write("_static/own.css", "p { color: red }")
    book.build(html_static_path=["_static"], html_css_files=["own.css"])
    before = book.page("prose")
    book.write("_static/own.css", "p { color: blue }")
    book.build(html_static_path=["_static"], html_css_files=["own.css"])
    assert (book.html / "_static" / "own.css").read_text() == "p { color: blue }"
    assert book.page("prose") != before


def test_a_book_outside_a_playbook_says_so(book: Book) -> None:
    (book.root / "data" / "datapackage.json").unlink()
    with pytest.raises(ExtensionError, match="no playbook at or above"):
        book.build()


def test_a_page_that_is_read_again_leaves_the_pages_around_it_as_they_are(book: Book) -> None:
    contents = "```{{toctree}}\n{}\n```\n"
    # As when notebooks were run: a page that waits for a file which never comes is always read.
    (book.source / "_components").mkdir(parents=True, exist_ok=True)
    book.write("index.md", "# Home\n\n" + contents.format("places\nprose"))
    book.write("places.md", "# Places\n\n" + contents.format("brent"))
    for name in ("brent", "prose"):
        book.write(f"{name}.md", f"# {name}\n")
    book.build()
    before = (book.html / "prose.html").stat().st_mtime_ns
    book.write("index.md", "# Home\n\nNew words.\n\n" + contents.format("places\nprose"))
    _, _, read = book.build()
    assert read == ["index"]
    assert "New words." in book.page("index")
    assert (book.html / "prose.html").stat().st_mtime_ns == before
