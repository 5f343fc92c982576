"""Records of prioritisations: what is refused, with file, line and field."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project, consistency
from playbook.errors import PlaybookError
from tests.catalogue.editing import replace

FILE = "data/prioritisation/example.yml"


@pytest.fixture
def record(mini: Path, root: Path) -> Path:
    """The shipped record in the miniature playbook, as one of its own system."""
    path = mini / FILE
    path.parent.mkdir()
    shutil.copy(root / FILE, path)
    replace(path, "system: nwl", "system: mini")
    return path


def test_the_shipped_record_is_sound_and_says_that_it_is_made_up(root: Path) -> None:
    found = Catalogue(Project(root)).prioritisation("example")
    assert found.standing == "illustrative"
    assert "not published" in found.note
    assert [*found.refused] == ["advice-chatbot"]


def test_the_book_of_another_system_has_no_page_of_it(mini: Path, record: Path) -> None:
    assert [*Catalogue(Project(mini)).prioritisations] == ["example"]
    replace(record, "system: mini", "system: other")
    assert Catalogue(Project(mini)).prioritisations == {}


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        (
            "weights: {effect: 25, equity: 15,",
            "weights: {effect: 26, equity: 15,",
            "weights[1].weights",
            "add up to 101, not 100",
        ),
        (
            "weights: {effect: 20, equity: 25, evidence: 10, readiness: 10,",
            "weights: {effect: 20, equity: 23, evidence: 10, readiness: 12,",
            "weights[2].weights.equity",
            "is 23, but the swing points give 25.0",
        ),
        ("{effect: 55, equity: 80,", "{effect: 155, equity: 80,", None, "outside the scale 0"),
        ("{effect: 55, equity: 80,", "{efect: 55, equity: 80,", None, "no criterion efect"),
        (
            "swings: {effect: 80, equity: 100,",
            "swings: {effect: 80, equity: 180,",
            "weights[2].swings.equity",
            "Swing points lie from 0 to 100",
        ),
        (
            "      - option: advice-chatbot\n",
            "      - option: advice-chatbox\n",
            "gates[2].refused[1].option",
            "there is no option advice-chatbox. Did you mean advice-chatbot",
        ),
        ("date: 2026-11-22\noptions", "date: 2026-02-30\noptions", "date", "not a day of"),
        ("date: 2026-11-22\noptions", "date: soon\noptions", "date", "should be a date"),
        ("  amount: 680", "  amount: 400", "decisions", "but the budget is 400"),
        ("  places: 4", "  places: 9", "budget.places", "nothing is to be chosen"),
        (
            "  - option: stay-forecast\n    decision: not",
            "  - option: named-contact\n    decision: not",
            "decisions[5].option",
            "stands above already",
        ),
        (
            "    decision: not recommended\n    reason: Did not pass",
            "    decision: recommended\n    reason: Did not pass",
            "decisions[9].decision",
            "did not pass a gate",
        ),
        ("standing: illustrative", "standing: draft", "standing", "Choose"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(
    mini: Path, record: Path, old: str, new: str, field: str | None, said: str
) -> None:
    line = replace(record, old, new)
    with pytest.raises(PlaybookError) as caught:
        Catalogue(Project(mini)).prioritisation("example")
    found = [one for one in caught.value.problems if said in one.message]
    assert found, str(caught.value)
    assert found[0].file == FILE
    if field is not None:
        assert found[0].field == field
    if field not in {"decisions", "budget.places", "decisions[9].decision"}:
        assert abs((found[0].line or 0) - line) <= 1


def test_an_option_of_no_mission_of_the_system_is_refused(mini: Path, record: Path) -> None:
    line = replace(
        record, "mission: M1\n    origin: residents", "mission: M7\n    origin: residents"
    )
    problems = [one for one in consistency.problems(Catalogue(Project(mini))) if one.file == FILE]
    assert problems[0].field == "options[1].mission"
    assert problems[0].line == line
    assert "there is no mission M7" in problems[0].message


def test_a_record_that_is_not_there_is_named(root: Path) -> None:
    with pytest.raises(PlaybookError, match="no prioritisation 'exampel'"):
        Catalogue(Project(root)).prioritisation("exampel")
