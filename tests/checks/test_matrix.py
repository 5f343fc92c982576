"""The matrix of gates: each is green on the miniature, and red on the miniature that it is for.

The gates that need a browser or two builds are asked in the audit; so is each on the real site.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from playbook.catalogue import Project
from playbook.checks import annotations as annotating
from playbook.checks import gates
from tests.catalogue.editing import replace
from tests.checks import sarif
from tests.conftest import copied

Break = Callable[[Path], object]


def output(root: Path) -> None:
    path = root / "notebooks" / "trust.ipynb"
    node = nbformat.read(path, as_version=4)
    node.cells[3].outputs = [nbformat.v4.new_output("stream", text="3 rows")]
    nbformat.write(node, path)


def clock(root: Path) -> None:
    path = root / "notebooks" / "validation.ipynb"
    node = nbformat.read(path, as_version=4)
    cell = next(cell for cell in node.cells if cell.source.startswith("Answer("))
    cell.source = "import time\nAnswer(sentence=str(time.time_ns()))"
    nbformat.write(node, path)


def add(name: str, text: str) -> Break:
    return lambda root: (root / name).write_text((root / name).read_text() + text)


def change(name: str, old: str, new: str) -> Break:
    return lambda root: replace(root / name, old, new)


SITE = "_build/site/index.html"
BROKEN: dict[str, tuple[Break, str]] = {
    "records": (change("data/missions.yml", "smoking", "smokign"), "consistency"),
    "data": (change("data/observations/smoking.csv", ",14,210,", ",15,225,"), "table"),
    "claims": (add("book/index.md", "\nThere were 12 visits.\n"), "unbound"),
    "notebooks": (output, "outputs"),
    "disclosure": (add(SITE, "<!-- 999 000 0069 -->"), "nhs-number"),
    "freshness": (
        change(
            "data/sources.yml", "2026-11-22\n    published: 2026", "2025-01-01\n    published: 2024"
        ),
        "freshness",
    ),
    "links": (add(SITE, "<a href='none.html'>None</a>"), "broken"),
    "accessibility": (change(SITE, "</article>", "<img src='x.png'></article>"), "image-alt"),
    "reproducibility": (clock, "differs"),
}

SLOW = {gate.name for gate in gates.GATES if gate.kind == "slow"}
MATRIX = [pytest.param(name, marks=pytest.mark.audit if name in SLOW else ()) for name in BROKEN]


@pytest.fixture
def built(mini_site: Path, tmp_path: Path) -> Path:
    """A miniature with its site, of the test's own."""
    return copied(mini_site, tmp_path / "mini")


def asked(root: Path, gate: str) -> gates.Outcome:
    (one,) = gates.ask(Project(root), [gate])
    return one


def test_the_matrix_has_every_gate() -> None:
    assert list(BROKEN) == [gate.name for gate in gates.GATES]


@pytest.mark.parametrize("gate", MATRIX)
def test_a_gate_is_green_on_the_miniature_and_red_on_the_matching_broken_one(
    gate: str, built: Path
) -> None:
    whole = asked(built, gate)
    assert whole.verdict == "passes", whole.findings
    how, rule = BROKEN[gate]
    how(built)
    found = asked(built, gate)
    assert found.verdict == "fails"
    assert rule in {one.rule for one in found.findings if one.severity == "error"}
    assert all(one.remedy and one.file for one in found.findings)
    assert sarif.problems(annotating.sarif([found])) == []


@pytest.mark.audit
@pytest.mark.parametrize("gate", BROKEN)
def test_a_gate_is_green_on_the_real_site(gate: str, root: Path, built_site: Path) -> None:
    outcome = asked(root, gate)
    assert outcome.verdict == "passes", outcome.findings
