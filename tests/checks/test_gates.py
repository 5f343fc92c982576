"""The command on gates: which are asked, what it says to people and to machines, how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from playbook.catalogue import Project
from playbook.checks import annotations as annotating
from playbook.checks import gates
from playbook.checks.findings import Finding
from playbook.checks.gates import GATES, Gate, Outcome
from playbook.cli import app
from playbook.errors import PlaybookError
from tests.catalogue.editing import replace
from tests.checks import sarif
from tests.conftest import playbook

QUICK = ["records", "data", "claims", "notebooks", "disclosure", "freshness"]


def invoke(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["check", *arguments])
    return done.exit_code, done.stdout, done.stderr


def rules(mini: Path, gate: str) -> list[str]:
    (one,) = gates.ask(Project(mini), [gate])
    return [finding.rule for finding in one.findings]


def test_every_quick_gate_passes_the_miniature_and_the_others_say_why_they_are_not_run(
    mini: Path,
) -> None:
    code, out, err = invoke("--json")
    said = {one["gate"]: one for one in json.loads(out)["gates"]}
    assert (code, list(said)) == (0, [gate.name for gate in GATES])
    assert {said[name]["verdict"] for name in QUICK} == {"passes"}
    assert said["links"]["skipped"] == gates.BUILD_FIRST
    assert said["reproducibility"]["skipped"] == gates.BY_NAME
    (row,) = [line for line in err.splitlines() if line.startswith("links")]
    assert row.split()[1:3] == ["not", "run"]


def test_a_gate_that_is_named_and_cannot_look_is_an_error(mini: Path) -> None:
    for name in ("links", "accessibility"):
        code, _, err = invoke(name)
        assert code == 3
        assert f"gate {name}: there is no site yet: run `playbook build` first." in err
    code, _, err = invoke("linsk")
    assert (code, "there is no gate 'linsk'. Did you mean links?" in err) == (3, True)


def test_a_broken_record_fails_the_gate_of_records_and_the_exit_code_says_so(mini: Path) -> None:
    line = replace(mini / "data" / "missions.yml", "smoking", "smokign")
    code, out, _ = invoke("records", "--json")
    one, _ = json.loads(out)["findings"]
    assert (code, one["gate"], one["file"], one["line"]) == (
        3,
        "records",
        "data/missions.yml",
        line,
    )


def test_a_record_that_cannot_be_read_fails_records_and_is_left_to_it_by_data(mini: Path) -> None:
    replace(mini / "data" / "missions.yml", "missions:", "missons:")
    assert set(rules(mini, "records")) == {"record"}
    assert rules(mini, "data") == ["record"]


def test_an_old_schema_and_a_page_without_its_parameter_fail_the_gate_of_records(
    mini: Path,
) -> None:
    replace(mini / "notebooks" / "pages.yml", "{mission:", "{misson:")
    (mini / "data" / "schemas").mkdir()
    found = rules(mini, "records")
    assert found[0] == "record"
    assert "schema" in found
    assert playbook(mini, "data", "schemas").returncode == 0
    assert rules(mini, "records") == ["record"]


def test_a_changed_table_fails_the_gate_of_data(mini: Path) -> None:
    replace(mini / "data" / "observations" / "smoking.csv", ",14,210,", ",15,225,")
    (one,) = gates.ask(Project(mini), ["data"])
    assert {finding.file for finding in one.findings} == {"data/observations/smoking.csv"}
    assert one.verdict == "fails"


def test_warnings_alone_let_an_edition_pass() -> None:
    finding = Finding(rule="r", problem="p", remedy="do", file="a", severity="warning")
    assert Outcome(GATES[0], [finding]).verdict == "passes"
    head, row = gates.lines([Outcome(GATES[0], [finding], 1.25)])
    assert head.split() == ["Gate", "Result", "Errors", "Warnings", "Seconds"]
    assert row.split()[:5] == ["records", "passes", "0", "1", "1.2"]


OUTCOMES = [
    Outcome(
        Gate("claims", "figures are bound"),
        [
            Finding(rule="r", problem="1,000, 5%\nof", remedy="Mend.", file="book/a,b.md", line=3),
            Finding(
                rule="s",
                problem="p.",
                remedy="Do.",
                file="notebooks/a.ipynb",
                cell=2,
                line=1,
                severity="warning",
            ),
        ],
    )
]


def test_github_gets_a_line_for_each_finding_with_its_place() -> None:
    assert list(annotating.of_github(OUTCOMES)) == [
        "::error file=book/a%2Cb.md,line=3,title=claims%3A r::1,000, 5%25%0Aof Mend.",
        "::warning file=notebooks/a.ipynb,title=claims%3A s::cell 2, line 1: p. Do.",
    ]


def test_github_is_told_only_where_it_runs(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (mini / "book" / "page.md").write_text("# A page\n\nThere were 12 visits.\n")
    for value, told in (("true", True), ("", False)):
        monkeypatch.setenv("GITHUB_ACTIONS", value)
        _, _, err = invoke("claims")
        assert ("::error file=book/page.md,line=3,title=claims%3A unbound::" in err) is told


def test_sarif_names_every_finding_with_its_rule(mini: Path, tmp_path: Path) -> None:
    (mini / "book" / "page.md").write_text("# A page\n\nThere were 12 visits.\n")
    path = tmp_path / "out" / "found.sarif"
    code, _, _ = invoke("claims", "--sarif", str(path))
    log = json.loads(path.read_text(encoding="utf-8"))
    assert sarif.problems(log) == []
    (run,) = log["runs"]
    (result,) = run["results"]
    assert (code, log["version"], result["level"]) == (3, "2.1.0", "error")
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {result["ruleId"]}
    (place,) = result["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "book/page.md"},
        "region": {"startLine": 3},
    }


def test_a_link_of_a_notebook_has_no_line_of_its_file_in_sarif() -> None:
    _, second = annotating.sarif(OUTCOMES)["runs"][0]["results"]
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert second["message"]["text"].startswith("cell 2, line 1: ")


def test_sarif_keeps_to_the_standard_whatever_was_found() -> None:
    several = [
        *OUTCOMES,
        Outcome(
            Gate("links", "links lead somewhere"),
            [
                Finding(rule="r", problem="p", remedy="d", file=file, line=line)
                for file, line in (("book/a: b #1?é.md", 1), ("data", None), ("book/a.md", 7))
            ],
        ),
    ]
    for outcomes in ([], [Outcome(Gate("data", "tables"), skipped="not asked")], several):
        assert sarif.problems(annotating.sarif(outcomes)) == []
    results = annotating.sarif(several)["runs"][0]["results"]
    places = [one["locations"][0]["physicalLocation"]["artifactLocation"] for one in results]
    assert places[2]["uri"] == "book/a%3A%20b%20%231%3F%C3%A9.md"
    assert [one["ruleIndex"] for one in results] == [0, 1, 2, 2, 2]


def _spoil(path: str, value: object) -> dict[str, Any]:
    """Give a log in which one field is something else, or is not there."""
    log = annotating.sarif(OUTCOMES)
    *way, last = (int(one) if one.isdigit() else one for one in path.split("/"))
    place: Any = log
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return log


RULES, FIRST = "runs/0/tool/driver/rules", "runs/0/results/0"
PLACE = f"{FIRST}/locations/0/physicalLocation"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("version", None),
        ("version", "2.0.0"),
        ("runs", []),
        ("runs/0/tool/driver/name", ""),
        ("runs/0/results", None),
        (f"{RULES}/0/id", None),
        (f"{RULES}/0/id", "claims/s"),
        (f"{FIRST}/ruleId", "claims/none"),
        (f"{FIRST}/ruleIndex", 2),
        (f"{FIRST}/level", "fatal"),
        (f"{FIRST}/message/text", None),
        (f"{FIRST}/message", "words"),
        (f"{FIRST}/locations", []),
        (f"{FIRST}/seconds", 1),
        (f"{PLACE}/region/startLine", 0),
        (f"{PLACE}/artifactLocation/uri", "/home/book/a.md"),
        (f"{PLACE}/artifactLocation/uri", "file:///book/a.md"),
        (f"{PLACE}/artifactLocation/uri", "../a.md"),
        (f"{PLACE}/artifactLocation/uri", "%2E%2E/a.md"),
        (f"{PLACE}/artifactLocation/uri", "book/a b.md"),
    ],
)
def test_a_log_that_breaks_the_standard_is_told(path: str, value: object) -> None:
    assert sarif.problems(annotating.sarif(OUTCOMES)) == []
    assert len(sarif.problems(_spoil(path, value))) >= 1


def test_every_gate_has_its_module(root: Path) -> None:
    for gate in GATES:
        assert (root / "scripts" / "playbook" / "checks" / f"{gate.name}.py").is_file()


def test_quick_gates_are_those_of_a_publication() -> None:
    assert gates.quick() == QUICK
    assert sorted({*gates.BEFORE, *gates.AFTER}) == sorted({*QUICK, "links"})
    with pytest.raises(PlaybookError, match="there is no gate"):
        gates.named(["nothing"])
