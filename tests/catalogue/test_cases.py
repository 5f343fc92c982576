"""Cases: what is refused, and that no record says more than its evidence bears."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project, consistency, quotable
from playbook.errors import PlaybookError
from playbook.execution import pages
from tests.catalogue.editing import replace

CASE = """id: case-walks
title: Walks after lunch
missions: [M2]
place: Riverside
setting: Two practices
date: "2025-03"
what_was_done: People were asked to walk after lunch.
results:
  - measure: Visits
    value: -12
    unit: per cent change
    n: "40"
    comparator: the year before
    grade: 3
  - measure: Content
    value: 90
    unit: per cent
    grade: 2
    printed: false
measured_by: The practices
grade: 3
design: Before and after
caveats: Invented.
indicators: [smoking]
source:
  publisher: Riverside News
  title: How walks reduced visits
  date: "2025"
seen: primary
confidence: low
checked: 2026-11-22
"""


@pytest.fixture
def case(mini: Path, root: Path) -> Path:
    """A case of the miniature, on the real ladder."""
    folder = mini / "data" / "cases"
    folder.mkdir()
    shutil.copy(root / "data" / "ladder.yml", mini / "data" / "ladder.yml")
    path = folder / "case-walks.yml"
    path.write_text(CASE, encoding="utf-8")
    return path


def catalogue(case: Path) -> Catalogue:
    return Catalogue(Project(case.parents[2]))


def refused(case: Path) -> PlaybookError:
    with pytest.raises(PlaybookError) as caught:
        _ = catalogue(case).cases
    return caught.value


def test_a_case_is_read_and_fits(case: Path) -> None:
    found = catalogue(case)
    assert found.cases["case-walks"].slug == "walks"
    assert found.case("walks").results[0].text == "12% lower"
    assert found.case("walks").results[1].text == ""
    assert list(consistency.problems(found)) == []


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        ("People were asked to walk", "Walks reduced visits", "what_was_done", 'says "reduced"'),
        ("title: Walks after", "title: Improving life after", "title", 'says "Improving"'),
        ("measure: Visits", "measure: Visits prevented", "results[1].measure", 'says "prevented"'),
        ("measure: Content", "measure: Time saved", "results[2].measure", "evidence of grade 2"),
        ("caveats: Invented.", "caveats: It led to fewer.", "caveats", 'says "led to"'),
    ],
)
def test_a_causal_word_below_grade_4_is_refused_with_its_reason(
    case: Path, old: str, new: str, field: str, message: str
) -> None:
    line = replace(case, old, new)
    error = refused(case)
    assert (error.file, error.line, error.field) == ("data/cases/case-walks.yml", line, field)
    assert message in error.message
    assert "from grade 4 on. Write" in error.message


def test_from_grade_4_on_the_same_word_stands(case: Path) -> None:
    replace(case, "People were asked to walk", "Walks reduced visits")
    replace(case, "    grade: 3\n", "    grade: 4\n")
    replace(case, "\ngrade: 3\n", "\ngrade: 4\n")
    assert catalogue(case).cases["case-walks"].grade == 4


def test_the_words_of_others_stay(case: Path) -> None:
    assert "reduced" in catalogue(case).cases["case-walks"].source.title
    replace(case, "caveats: Invented.", 'caveats: The paper says "reduced" and we do not.')
    assert catalogue(case).cases


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        ("    comparator: the year before\n", "", "results[1].comparator", "is a comparison"),
        ("\ngrade: 3\n", "\ngrade: 5\n", "grade", "no result has it: the best is 3"),
        ('date: "2025-03"', 'date: "last March"', "date", "does not have the form"),
        ("checked: 2026-11-22", "checked: 2026-13-22", "checked", "not a day of the calendar"),
        ("    value: 90\n", "", "results[2]", "`value`, a number, or `said`"),
        ("    unit: per cent\n", "", "results[2].unit", "Say what the number counts"),
        ("\ngrade: 3\n", "\ngrade: 7\n", "grade", "6"),
        ("missions: [M2]", "missions: []", "missions", "1"),
        ("  publisher: Riverside News\n", "", "source.publisher", "is missing"),
        ("id: case-walks", "id: case-runs", "id", "the file is case-walks.yml"),
    ],
)
def test_a_bad_case_is_refused_with_its_line(
    case: Path, old: str, new: str, field: str, message: str
) -> None:
    replace(case, old, new)
    error = refused(case)
    assert (error.file, error.field) == ("data/cases/case-walks.yml", field)
    assert message in error.message
    assert error.line


def test_a_case_without_a_source_is_refused(case: Path) -> None:
    text = CASE[: CASE.index("source:")] + CASE[CASE.index("seen:") :]
    case.write_text(text, encoding="utf-8")
    error = refused(case)
    assert (error.field, error.file) == ("source", "data/cases/case-walks.yml")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[smoking]", "[smokin]", "there is no indicator smokin. Did you mean smoking?"),
        ("[M2]", "[M8]", "there is no mission M8"),
    ],
)
def test_a_case_that_names_nothing_is_found(case: Path, old: str, new: str, message: str) -> None:
    line = replace(case, old, new)
    (problem,) = consistency.problems(catalogue(case))
    assert message in str(problem)
    assert (problem.file, problem.line) == ("data/cases/case-walks.yml", line)


def test_a_ladder_without_a_rung_is_refused(case: Path) -> None:
    path = case.parents[1] / "ladder.yml"
    line = replace(path, "  - grade: 3\n", "  - grade: 4\n")
    error = refused(case)
    assert (error.file, error.line) == ("data/ladder.yml", line)
    assert "is 4, but 3 is its turn" in error.message


def test_a_case_can_be_quoted_but_for_what_is_not_printed(case: Path) -> None:
    one = quotable.find(catalogue(case), "case-walks")
    assert one.row == "cases/walks"
    assert "evidence grade 3" in one.source
    assert one.differing("12% fewer visits among 40 people") == []
    assert [bad.text for bad in one.differing("90% were content")] == ["90%"]


def test_each_case_has_a_page_and_another_system_has_none(case: Path) -> None:
    found = catalogue(case)
    slugs = [page.slug for page in pages.expand(found.project, found)]
    assert "cases/walks" in slugs
    system = case.parents[1] / "systems" / "mini.yml"
    replace(system, "missions: [M2]\n", "")
    bare = catalogue(case)
    assert "cases/walks" not in [page.slug for page in pages.expand(bare.project, bare)]


def test_every_case_of_the_playbook_is_on_record_at_its_grade(root: Path) -> None:
    found = Catalogue.read(Project(root)).cases
    assert len(found) == 21
    assert max(one.grade for one in found.values()) == 4
    vendor = found["case-care-homes"]
    assert vendor.industry
    assert not any(one.printed for one in vendor.results)
    assert all(one.source.title and one.caveats for one in found.values())
