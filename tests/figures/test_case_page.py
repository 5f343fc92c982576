"""The page of a case: what it says, what it leaves unsaid, and its date on a chart."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from playbook.catalogue import Catalogue
from playbook.figures import case_page
from playbook.figures.measure import Measure
from playbook.observations import load


def measure(catalogue: Catalogue, name: str) -> Measure:
    return Measure(catalogue.indicator(name), load(name), catalogue)


def test_the_answer_names_the_grade_and_the_industry(catalogue: Catalogue) -> None:
    said = case_page.answer(catalogue, catalogue.case("case-t2dex"))
    assert "**grade 4**, controlled, not randomised" in said
    assert "**Industry took part**: AstraZeneca and Huma." in said
    assert "Industry" not in case_page.answer(catalogue, catalogue.case("case-cc4c"))


def test_what_is_not_known_is_said(catalogue: Catalogue) -> None:
    case = catalogue.case("case-hf-virtual-ward")
    facts = {fact["label"]: fact["note"] for fact in case_page.facts(catalogue, case)}
    assert facts["Who measured it"] == facts["Who paid for it"] == "Not known"
    assert case_page.results(case) is None
    assert case_page.no_results(case).startswith("No result was published")
    assert "not the same as none" in case_page.setbacks(case).items[0]["text"]


def test_a_number_that_is_kept_on_record_alone_is_not_shown(catalogue: Catalogue) -> None:
    case = catalogue.case("case-care-homes")
    board = case_page.results(case)
    assert board is not None
    assert [row[1]["text"] for row in board.rows] == ["Not printed"] * 3
    shown = json.dumps([board.payload(), case_page.facts(catalogue, case)])
    assert not [number for number in ("87%", "92%", "2,434") if number in shown]


def test_results_carry_what_they_rest_on(catalogue: Catalogue) -> None:
    board = case_page.results(catalogue.case("case-chww"))
    assert board is not None
    texts = [cell["text"] for cell in board.rows[0]]
    assert texts == [
        "Immunisation received",
        "47% more likely",
        "662 households",
        "households not yet visited",
        "Not known",
        "4",
    ]
    assert board.rows[2][1]["text"] == "7.4% lower"


@pytest.mark.parametrize("narrow", [False, True])
def test_the_date_of_a_case_is_marked_on_the_chart(catalogue: Catalogue, narrow: bool) -> None:
    case = catalogue.case("case-m2-sites")
    (figure,) = case_page.marked(case, [measure(catalogue, "ready_to_leave")])
    spec = json.dumps(figure.spec(narrow))
    assert '"at": "2023-12-01"' in spec
    assert "Mission 2 first" in spec
    assert any("does not say that the case changed the figure" in note for note in figure.notes)
    assert figure.description.endswith("A line marks Mission 2 first implementation sites, "
                                       "December 2023.")  # fmt: skip


def test_a_date_outside_the_series_or_unknown_is_not_marked(catalogue: Catalogue) -> None:
    best = catalogue.case("case-best-for-you")
    ended = measure(catalogue, "cyp_mental_health_contacts")
    assert pd.Period(str(best.date)).start_time > ended.rows["period_end"].max()
    assert case_page.marked(best, [ended]) == []
    undated = catalogue.case("case-cc4c")
    assert case_page.marked(undated, [measure(catalogue, "ready_to_leave")]) == []
