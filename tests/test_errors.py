"""What a person reads when something is wrong."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from playbook.errors import PlaybookError, nearest


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (PlaybookError("is wrong."), "is wrong."),
        (PlaybookError("is wrong.", file="a.yml"), "a.yml: is wrong."),
        (
            PlaybookError("is wrong.", file=Path("data") / "a.yml", line=3),
            "data/a.yml:3: is wrong.",
        ),
        (PlaybookError("is missing.", file="a.yml", line=3, field="b"), "a.yml:3: b: is missing."),
        (PlaybookError("raises.", file="a.ipynb", cell=4), "a.ipynb: cell 4: raises."),
        (PlaybookError("is wrong.", field="b"), "b: is wrong."),
    ],
)
def test_an_error_says_where(error: PlaybookError, shown: str) -> None:
    assert str(error) == shown


def test_several_problems_are_one_error_with_a_line_each() -> None:
    pair = PlaybookError.together([PlaybookError("one", line=1), PlaybookError("two")])
    every = PlaybookError.together([pair, PlaybookError("three", file="c")])
    assert str(every).splitlines() == ["one", "two", "c: three"]
    assert [problem.message for problem in every.problems] == ["one", "two", "three"]
    assert every.message == "one"


def test_one_problem_stays_itself_and_none_is_a_mistake() -> None:
    alone = PlaybookError("one")
    assert PlaybookError.together([alone]) is alone
    with pytest.raises(ValueError, match="at least one"):
        PlaybookError.together([])


def test_a_flood_is_cut_and_counted() -> None:
    flood = PlaybookError.together([PlaybookError(str(number)) for number in range(50)])
    lines = str(flood).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "... and 30 more"
    assert len(flood.problems) == 50


def test_an_error_crosses_a_process_whole() -> None:
    pair = PlaybookError.together(
        [PlaybookError("a", file="f", line=2), PlaybookError("b", cell=1)]
    )
    for error in (*pair.problems, pair):
        again = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert str(again) == str(error)
        assert [str(problem) for problem in again.problems] == [str(p) for p in error.problems]


@pytest.mark.parametrize(
    ("name", "valid", "hint"),
    [
        ("smokng", ["smoking", "obesity"], "Did you mean smoking?"),
        ("zzz", ["b", "a"], "Choose from: a, b."),
        ("zzz", [], "There is no cup yet."),
        (
            "zzz",
            [f"indicator-{n}" for n in range(13)],
            "There are 13 of the kind cup, and none is near it.",
        ),
    ],
)
def test_the_nearest_name_is_offered(name: str, valid: list[str], hint: str) -> None:
    assert nearest(name, valid, noun="cup") == hint
