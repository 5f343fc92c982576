"""The Validation page says what agrees, and would say what does not."""

from __future__ import annotations

import dataclasses

import pytest

from playbook.errors import PlaybookError
from playbook.figures import validation
from playbook.methods.worked_example import WorkedExample
from playbook.methods.worked_examples import EXAMPLES

ADDED = WorkedExample("spc.xmr", "A sum", "By hand", "2 and 2", 4.0, lambda: 4.00001, 0.001)


def test_every_example_has_a_row_with_expected_computed_and_difference() -> None:
    checks = validation.checked(EXAMPLES)
    tables = validation.boards(checks)
    rows = [row for table in tables for row in table.rows]
    assert len(rows) == len(EXAMPLES) > 40
    assert {row[-1]["status"]["word"] for row in rows} == {"Agrees"}
    assert validation.said(checks).startswith(f"**All {len(EXAMPLES)} worked examples agree**")
    assert len({table.id for table in tables}) == len(tables)


def test_a_difference_within_the_tolerance_is_shown() -> None:
    (table,) = validation.boards(validation.checked([ADDED]))
    (row,) = table.rows
    assert [one["text"] for one in row[2:5]] == ["4", "4.00001", "1.0e-05"]
    assert row[4]["note"] == "allowed: 1.0e-03"


def test_an_example_that_does_not_agree_is_named_first_of_all() -> None:
    wrong = dataclasses.replace(ADDED, expected=5.0)
    checks = validation.checked([ADDED, wrong])
    assert "**1 of 2 worked examples do not agree**: spc.xmr (A sum)" in validation.said(checks)
    (table,) = validation.boards(checks)
    assert [row[-1]["status"]["kind"] for row in table.rows] == ["better", "worse"]


def test_a_word_that_differs_does_not_agree() -> None:
    word = dataclasses.replace(ADDED, expected="similar", compute=lambda: "better")
    assert not validation.checked([word])[0].agrees


def test_a_part_without_examples_is_refused() -> None:
    assert {one.room for one in validation.checked(EXAMPLES, ["spc"])} == {"spc"}
    with pytest.raises(PlaybookError, match="no worked example for 'scp'"):
        validation.checked(EXAMPLES, ["scp"])
