"""The tables of SECURITY.md name tests that are there, and leave no test of an attack out."""

from __future__ import annotations

import json
import re
from pathlib import Path

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_each_attack_of_the_table_has_a_test_that_is_there(root: Path) -> None:
    named = NAMED.findall((root / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(named) > 30
    assert len(set(named)) == len(named)
    for file, test in named:
        assert f"def {test}(" in (root / file).read_text(encoding="utf-8"), f"{file}::{test}"


def test_the_figures_of_the_planted_corpus_are_those_that_were_measured(root: Path) -> None:
    text = " ".join((root / "SECURITY.md").read_text(encoding="utf-8").split())
    measured = json.loads((root / "scripts/playbook/site/disclosure.json").read_text())
    said = (
        f"Of {measured['planted']} planted identifiers the gate finds {measured['found']}, and of "
        f"{measured['alike']} look-alikes it flags {measured['flagged'] or 'none'};"
    )
    assert said in text


def test_each_file_of_attacks_is_in_the_table(root: Path) -> None:
    said = (root / "SECURITY.md").read_text(encoding="utf-8")
    for path in sorted((root / "tests" / "security").glob("test_*.py")):
        assert path.name in said or path.samefile(__file__), path.name
