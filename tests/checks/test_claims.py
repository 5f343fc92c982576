"""The gate of claims: each finding can occur, with its file, its line and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.checks import claims, findings, shares
from playbook.checks.findings import Finding
from playbook.checks.passages import of_markdown
from tests.catalogue.editing import replace
from tests.catalogue.test_claims import LEDGER
from tests.conftest import playbook


@pytest.fixture
def ready(mini: Path) -> Path:
    """A miniature with a ledger, in which the gate finds nothing."""
    (mini / "data" / "claims.yml").write_text(LEDGER, encoding="utf-8")
    return mini


def found(mini: Path) -> list[Finding]:
    return claims.check(Project(mini))


def prose(mini: Path, text: str) -> list[Finding]:
    (mini / "book" / "page.md").write_text(f"---\nkind: Home\n---\n\n# A page\n\n{text}\n")
    return found(mini)


def test_the_real_playbook_passes(root: Path) -> None:
    assert [one.row() for one in claims.check(Project(root)) if one.severity == "error"] == []


def test_a_miniature_with_and_without_a_ledger_passes(ready: Path) -> None:
    assert found(ready) == []
    (ready / "data" / "claims.yml").unlink()
    assert found(ready) == []


@pytest.mark.parametrize(
    ("text", "number", "line"),
    [
        ("First.\n\nThere were 12 visits.", "12", 9),
        ("Two lines of\nprose: 25% of them.", "25%", 8),
        ("| A | B |\n|---|---|\n| x | 7,000 |", "7,000", 9),
        ("- An item of £6 billion.", "£6 billion", 7),
        ("## A heading of 40 words", "40", 7),
        ("```{note}\nIt took 33 minutes.\n```", "33", 8),
        ("See [the 19 rows](page.md).", "19", 7),
        ("{ref}`all 19 rows <rows>`", "19", 7),
        ("It is 1 in 5 people.", "1 in 5", 7),
    ],
)
def test_an_unbound_number_is_found_with_its_line(
    ready: Path, text: str, number: str, line: int
) -> None:
    (one,) = prose(ready, text)
    assert (one.rule, one.file, one.line) == ("unbound", "book/page.md", line)
    assert one.problem == f"{number} is bound to nothing."
    assert "{claim}" in one.remedy


@pytest.mark.parametrize(
    "text",
    [
        "1. An item\n2. Another",
        "Code: `42 rows`, and a formula $x = 42$.",
        "```text\n42 rows\n```",
        "```bash\nhead -n 42\n```",
        "A [link](page.md#part-42) and <https://example.org/42>.",
        "Of Mission 2, on 12 October 2023, at ages 5 to 17.",
        "{value}`42 visits <within_4_hours.mini>` and {value}`within_4_hours.mini`",
        "{claim}`50 of 200 visits <c-1>`",
        "```{sourced} c-1\n| A |\n|---|\n| 200 visits, 50 of them, 25% |\n```",
        "A word {{ of_42 }} that is filled in.",
        "% a comment",
    ],
)
def test_what_says_no_figure_or_is_bound_is_not_found(ready: Path, text: str) -> None:
    assert prose(ready, text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{claim}`60 visits <c-1>`", "says 60, but c-1 has"),
        ("{claim}`c-9`", "there is no claim 'c-9'. Did you mean"),
        ("{claim}`c-1`", "c-1 has several numbers"),
        ("```{sourced} c-2\n12 people, and 13 others.\n```", "13 is not a number of c-2."),
        ("```{sourced} c-9\nWords.\n```", "there is no claim 'c-9'"),
    ],
)
def test_a_quotation_that_differs_is_found(ready: Path, text: str, message: str) -> None:
    (one,) = prose(ready, text)
    assert message in one.problem
    assert (one.file, one.severity) == ("book/page.md", "error")


def test_a_rejected_claim_may_stand_on_the_ledger_alone(ready: Path) -> None:
    path = ready / "data" / "claims.yml"
    replace(path, "status: caution\n    note:", "status: rejected\n    reason: No.\n    note:")
    assert "was rejected" in prose(ready, "{claim}`12 people <c-2>`")[0].problem
    (ready / "book" / "page.md").rename(ready / "book" / "claims.md")
    assert found(ready) == []


def test_a_claim_without_its_source_is_found(ready: Path) -> None:
    line = replace(ready / "data" / "claims.yml", "  - id: page\n", "  - id: other\n")
    assert line == 2
    missing = [one for one in found(ready) if one.rule == "source"]
    assert [one.field for one in missing] == ["claims[1].source", "claims[2].source"]
    assert all(one.file == "data/claims.yml" and one.line for one in missing)


def test_arithmetic_of_a_claim_that_does_not_hold_is_found(ready: Path) -> None:
    path = ready / "data" / "claims.yml"
    replace(path, "number: 25,", "number: 26,")
    (one,) = found(ready)
    assert (one.rule, one.field) == ("arithmetic", "claims[1].arithmetic[1]")
    assert one.problem == "does not hold: 50 / 200 = 25%, not 26%."


def test_arithmetic_of_a_derived_claim_that_does_not_hold_is_found(ready: Path) -> None:
    path = ready / "data" / "claims.yml"
    each = """  - id: c-3
    mission: cross
    statement: Invented, 17 visits a person.
    values: [{name: each, number: 17, unit: visits}]
    arithmetic: [{value: each, part: c-1.visits, whole: c-2.people}]
    source: page
    seen: primary
    confidence: high
    status: quotable
    derived: true
    checked: 2026-11-22
"""
    path.write_text(LEDGER + each, encoding="utf-8")
    assert found(ready) == []
    replace(path, "number: 17,", "number: 18,")
    assert found(ready)[0].problem == "does not hold: 200 / 12 = 16.7 visits, not 18 visits."


def test_arithmetic_of_a_statement_or_of_prose_that_does_not_hold_is_found(ready: Path) -> None:
    replace(ready / "data" / "claims.yml", "Of 200 invented visits, 50 (25%)", "Of 200, 51 (25%)")
    (one,) = found(ready)
    assert (one.rule, one.field) == ("arithmetic", "claims[1].statement")
    (ready / "data" / "claims.yml").write_text(LEDGER, encoding="utf-8")
    text = "Of {claim}`200 visits <c-1>`, {claim}`50 <c-1>` ({value}`30% <smoking.mini>`)."
    (one,) = prose(ready, text)
    assert one.problem == "does not hold: 50 / 200 = 25%, not 30%."


def test_a_claim_that_was_not_looked_at_for_a_year_is_a_warning(ready: Path) -> None:
    path = ready / "data" / "claims.yml"
    text = path.read_text(encoding="utf-8").replace("checked: 2026-11-22", "checked: 2020-01-01", 1)
    path.write_text(text, encoding="utf-8")
    (one,) = found(ready)
    assert (one.severity, one.field) == ("warning", "claims[1].checked")
    done = playbook(ready, "check", "claims")
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1].split()[:4] == ["claims", "passes", "0", "1"]


def test_a_text_of_a_record_without_a_source_is_found(ready: Path) -> None:
    path = ready / "data" / "missions.yml"
    text = path.read_text(encoding="utf-8")
    aim = "    aim: See 12 people.\n"
    start = text.index("    aim:")
    end = text.index("\n    deadline:", start) + 1
    path.write_text(text[:start] + aim + text[end:], encoding="utf-8")
    (one,) = found(ready)
    assert (one.rule, one.field) == ("unbound", "missions[1].aim")
    assert one.line == text[:start].count("\n") + 1
    path.write_text(text[:start] + "    claims: [c-2]\n" + aim + text[end:], encoding="utf-8")
    assert found(ready) == []
    replace(path, "12 people", "13 people")
    assert found(ready)[0].problem == "13 is not a number of c-2."


def test_a_record_that_is_marked_as_made_up_needs_no_source(ready: Path) -> None:
    path = ready / "data" / "example.yml"
    path.write_text("standing: illustrative\noptions:\n  - text: It takes 12 weeks.\n")
    assert found(ready) == []
    replace(path, "standing: illustrative", "standing: adopted")
    (one,) = found(ready)
    assert (one.file, one.line, one.field) == ("data/example.yml", 3, "options[1].text")


def test_a_number_in_a_notebook_is_found_with_its_cell(ready: Path) -> None:
    path = ready / "notebooks" / "change_board.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = notebook["cells"]
    at = next(n for n, cell in enumerate(cells) if cell["cell_type"] == "markdown")
    cells[at]["source"] = "Words.\n\nOf 33 indicators."
    path.write_text(json.dumps(notebook), encoding="utf-8")
    (one,) = found(ready)
    assert (one.file, one.cell, one.line) == ("notebooks/change_board.ipynb", at + 1, 3)
    assert f"cell {at + 1}, line 3" in one.place


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("149 of 575 readings (25.9%) were high.", None),
        ("149 of 575 readings (26.9%) were high.", "149 / 575 = 25.91%, not 26.9%"),
        ("575 readings, 149 (30%) of them high.", "149 / 575 = 25.9%, not 30%"),
        ("5 of the 11 sites, or 45%.", None),
        ("5 of the 11 sites, or 54%.", "5 / 11 = 45.5%, not 54%"),
        ("About 30% of people (2.7 million) of 9 million.", None),
        ("In 2023, 47 people (12%) came.", None),
    ],
)
def test_a_part_a_whole_and_a_percentage_agree(text: str, line: str | None) -> None:
    wrong = [share.line() for share in shares.of_text(text) if not share.holds]
    assert wrong == ([line] if line else [])


def test_the_rejected_sentence_of_the_ledger_is_the_worked_example(root: Path) -> None:
    text = (root / "data" / "claims.yml").read_text(encoding="utf-8")
    statement = text.partition("id: c-m3-rej-01")[2].partition("statement: >-")[2]
    (share,) = shares.of_text(" ".join(statement.partition("    values:")[0].split()))
    assert share.line() == "4,349 / 383,882 = 1.1%, not 11%"


def test_a_passage_knows_its_lines_and_what_is_bound_in_it() -> None:
    text = "# One\n\nA line\nwith {claim}`12 people <c-2>`\nand 7.\n"
    heading, one = of_markdown(text, "book/page.md")
    assert (heading.line, one.line) == (1, 3)
    assert [(b.role, b.quotation.key, b.line) for b in one.bound] == [("claim", "c-2", 4)]
    assert one.spoken == "A line\nwith 12 people\nand 7."
    assert one.line_of(one.text.index("7")) == 5


def test_the_command_shows_a_table_and_stops(ready: Path) -> None:
    (ready / "book" / "page.md").write_text("# A page\n\nThere were 12 visits.\n")
    done = playbook(ready, "check", "claims", "--json")
    assert done.returncode == 3
    said = json.loads(done.stdout)
    assert (said["ok"], said["findings"][0]["line"]) == (False, 3)
    head, row, _, last = done.stderr.splitlines()
    assert head.split() == ["Where", "What", "is", "wrong", "What", "to", "do"]
    assert row.startswith("error  book/page.md:3  12 is bound to nothing.  Bind it:")
    assert last.split()[:4] == ["claims", "fails", "1", "0"]
    (ready / "book" / "page.md").unlink()
    assert playbook(ready, "check", "claims").returncode == 0


def test_errors_stand_before_warnings() -> None:
    known = {"rule": "r", "problem": "p", "remedy": "do", "line": 1}
    one = Finding(**known, file="a", severity="warning")
    two = Finding(**known, file="b")
    assert [line.split()[0] for line in findings.lines([one, two])[1:]] == ["error", "warning"]
    assert findings.lines([]) == []
