"""Lists of cases on pages of prose."""

from __future__ import annotations

from bs4 import BeautifulSoup

from tests.site.conftest import Book


def shown(book: Book, text: str) -> BeautifulSoup:
    book.write("prose.md", f"# Prose\n\n{text}\n")
    book.write("cases/m2-sites.md", "---\norphan: true\n---\n\n# Sites\n")
    count, said, _ = book.build(playbook_strict=False)
    assert count == 0, said
    return BeautifulSoup(book.page("prose"), "html.parser")


def test_the_cases_of_a_mission_the_strongest_first(book: Book) -> None:
    page = shown(book, "```{cases}\n:mission: M2\n```")
    titles = [one.get_text() for one in page.select(".pb-entries b")]
    assert titles[0] == "Connecting Care for Children (Child Health GP Hubs)"
    assert len(titles) == 5
    assert page.select_one('a[href="cases/m2-sites.html"]').get_text() == (
        "Mission 2 first implementation sites"
    )
    assert "Grade 0, announcement or plan. Ealing; industry took part." in page.get_text()


def test_an_unknown_mission_is_an_error_with_its_line(book: Book) -> None:
    book.write("prose.md", "# Prose\n\n```{cases}\n:mission: M7\n```\n")
    count, text, _ = book.build()
    assert count == 1
    assert "prose.md:3: ERROR: there is no mission 'M7'" in text


def test_every_rung_is_shown_the_empty_ones_too(book: Book) -> None:
    page = shown(book, "```{cases-by-grade}\n```")
    heads = [one.get_text() for one in page.select(".pb-group h3")]
    assert len(heads) == 7
    assert heads[0] == "Grade 6, none: Repeated or brought together"
    assert heads[2] == "Grade 4, 2: Controlled, not randomised"


def test_by_mission_each_case_stands_under_its_own(book: Book) -> None:
    page = shown(book, "```{cases-by-mission}\n```")
    groups = {one.h3.get_text(): len(one.select("li")) for one in page.select(".pb-group")}
    assert groups["Mission 2: More days at home"] == 5
    assert groups["The shared platform of data"] == 3


def test_what_did_not_work_is_told_with_its_kind(book: Book) -> None:
    page = shown(book, "```{case-setbacks}\n```")
    assert "Mixed. Blood sugar fell more with the app" in page.get_text()


def test_the_ladder_and_its_words_are_explained(book: Book) -> None:
    page = shown(book, "```{evidence-ladder}\n```\n\n```{causal-words}\n```")
    terms = [one.get_text() for one in page.select("dt")]
    assert terms[0] == "6. Repeated or brought together"
    assert {"reduced", "led to", "caused"} <= set(terms)


def test_a_book_of_another_system_has_no_cases(book: Book) -> None:
    path = book.root / "data" / "systems" / "nwl.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("missions: [M1, M2, M3]\n", ""), encoding="utf-8")
    assert text != path.read_text(encoding="utf-8")
    assert "No case is on record." in shown(book, "```{cases}\n```").get_text()


def test_a_changed_case_reads_the_pages_that_list_it(book: Book) -> None:
    shown(book, "```{cases}\n```")
    path = book.root / "data" / "cases" / "case-cc4c.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: Connecting", "title: Joining"), encoding="utf-8")
    assert "prose" in book.build(playbook_strict=False)[2]
    assert "Joining Care for Children" in book.page("prose")
