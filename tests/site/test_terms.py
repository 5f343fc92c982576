"""Terms of the glossary: found on pages, explained on hover, focus and tap, plain links else."""

from __future__ import annotations

from typing import Any

import pytest

from playbook.site.terms import Term, mark
from tests.site.conftest import Book

TERMS = [
    Term(("ICB", "Integrated care board"), "glossary#term-ICB", 'The "body" that plans.'),
    Term(("A&E",), "glossary#term-A-E", "A department."),
    Term(("Funnel plot",), "glossary#term-Funnel-plot", "A chart."),
]
GLOSSARY = """---
unmarked: Count, Break
---

# Glossary

```{glossary}
Count
  A number of people.

Rate
Crude rate
  Events by people.

  Source: a book.
```
"""


def marked(body: str) -> list[str]:
    """Give the texts that are marked, in order."""
    pieces = mark(body, TERMS, "../").split('<a class="pb-term"')[1:]
    return [piece.partition(">")[2].partition("</a>")[0] for piece in pieces]


def test_the_first_use_of_a_term_is_a_link_with_its_definition() -> None:
    found = mark("<p>The ICB plans. The ICB pays.</p>", TERMS, "../")
    assert found == (
        '<p>The <a class="pb-term" href="../glossary.html#term-ICB" '
        'data-definition="Integrated care board: The &quot;body&quot; that plans.">ICB</a> plans. '
        "The ICB pays.</p>"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Funnel plots and the funnel plot", ["Funnel plots"]),
        ("an integrated care board, or ICB", ["integrated care board"]),
        ("in A&amp;E now", ["A&amp;E"]),
        ("the icb, ICBX and non-ICB", []),
    ],
)
def test_names_are_found_as_they_are_written(text: str, expected: list[str]) -> None:
    assert marked(f"<p>{text}</p>") == expected


@pytest.mark.parametrize(
    "body",
    [
        "<h2>ICB</h2>",
        '<p><a href="x">the <b>ICB</b></a></p>',
        "<p><code>ICB</code></p>",
        "<p><svg><text>ICB</text></svg></p>",
        '<ul class="pb-entries"><li>ICB</li></ul>',
        "<details><summary>More</summary><p>ICB</p></details>",
        '<p title="ICB"><img alt="ICB"></p>',
        "<table><thead><tr><th>ICB</th></tr></thead></table>",
        "<div>ICB</div>",
    ],
)
def test_names_headings_links_code_and_drawings_stay_as_they_are(body: str) -> None:
    assert mark(body, TERMS, "") == body
    assert marked(f"{body}<p>Later, the ICB.</p>") == ["ICB"]


def test_a_book_marks_every_page_but_the_glossary_and_never_common_words(book: Book) -> None:
    book.write("glossary.md", GLOSSARY)
    book.write("part/page.md", "# Page\n\nA crude rate of the rate, and a count.\n")
    book.build()
    page = book.page("part/page")
    assert page.count('class="pb-term"') == 1
    assert 'href="../glossary.html#term-Rate" data-definition="Events by people.">crude' in page
    assert "pb-term" not in book.page("glossary")


def test_a_new_definition_reaches_pages_that_are_not_read_again(book: Book) -> None:
    book.write("glossary.md", GLOSSARY)
    book.write("part/page.md", "# Page\n\nA crude rate.\n")
    book.build()
    book.write("glossary.md", GLOSSARY.replace("Events by people.", "Something else."))
    _, _, read = book.build()
    assert "part/page" not in read
    assert 'data-definition="Something else."' in book.page("part/page")
    book.write("glossary.md", "# Glossary\n\nNothing.\n")
    book.build()
    assert "pb-term" not in book.page("part/page")


@pytest.fixture
def term(browser: Any, site_address: str) -> Any:
    """A tab with a page that has terms, the first of them in view."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.goto(f"{site_address}/boards/inequality.html")
    yield tab
    tab.close()


def test_a_definition_shows_on_hover_stays_under_the_pointer_and_goes_with_escape(
    term: Any,
) -> None:
    word = term.locator(".pb-term").first
    tip = term.locator(".pb-definition").first
    assert not tip.is_visible()
    word.hover()
    assert tip.is_visible()
    assert tip.inner_text() == word.get_attribute("data-definition")
    box = tip.bounding_box()
    term.mouse.move(box["x"] + 10, box["y"] + box["height"] / 2, steps=5)
    term.wait_for_timeout(400)
    assert tip.is_visible()
    term.keyboard.press("Escape")
    assert not tip.is_visible()
    word.hover()
    term.mouse.move(5, 5)
    tip.wait_for(state="hidden", timeout=5_000)


def test_a_definition_shows_on_focus_and_belongs_to_its_word(term: Any) -> None:
    word, other = term.locator(".pb-term").nth(0), term.locator(".pb-term").nth(1)
    word.focus()
    tip = term.locator(f"#{word.get_attribute('aria-describedby')}")
    assert tip.get_attribute("role") == "tooltip"
    assert tip.is_visible()
    other.focus()
    assert not tip.is_visible()
    assert term.locator(".pb-definition:visible").count() == 1
    term.keyboard.press("Escape")
    assert term.locator(".pb-definition:visible").count() == 0
    term.keyboard.press("Enter")
    term.wait_for_url("**/glossary.html#term-*")


def test_a_first_tap_shows_and_a_second_one_follows(browser: Any, site_address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    tab = context.new_page()
    tab.goto(f"{site_address}/boards/inequality.html")
    word = tab.locator(".pb-term").first
    word.tap()
    tip = tab.locator(".pb-definition:visible")
    assert tip.count() == 1
    box = tip.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert tab.url.endswith("inequality.html")
    word.tap()
    tab.wait_for_url("**/glossary.html#term-*")
    context.close()


def test_without_scripts_a_term_leads_to_its_entry(browser: Any, site_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{site_address}/boards/inequality.html")
    word = tab.locator(".pb-term").first
    name = word.inner_text()
    word.click()
    tab.wait_for_url("**/glossary.html#term-*")
    entry = tab.locator(f"[id='{tab.url.partition('#')[2]}']")
    assert entry.inner_text().casefold().startswith(name.casefold())
    context.close()


def test_every_definition_of_the_real_glossary_stands_on_its_own(
    browser: Any, site_address: str
) -> None:
    tab = browser.new_page()
    tab.goto(f"{site_address}/methods.html")
    texts = [one.get_attribute("data-definition") for one in tab.locator(".pb-term").all()]
    assert len(texts) >= 8
    for text in texts:
        assert text.endswith(".")
        assert not text.startswith("See ")
        assert len(text) <= 300
    tab.close()
