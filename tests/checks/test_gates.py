"""The command on gates: which are asked, what it says to people and to machines, how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from playbook.catalogue import Project
from playbook.checks import annotations, gates
from playbook.checks.findings import Finding
from playbook.checks.gates import GATES, Gate, Outcome
from playbook.cli import app
from playbook.errors import PlaybookError
from tests.catalogue.editing import replace
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
    assert list(annotations.of_github(OUTCOMES)) == [
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
    (run,) = log["runs"]
    (result,) = run["results"]
    assert (code, log["version"], result["level"]) == (3, "2.1.0", "error")
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {result["ruleId"]}
    (place,) = result["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "book/page.md"},
        "region": {"startLine": 3},
    }


def only(required: list[str], **properties: object) -> dict[str, object]:
    """Give the schema of an object with these properties and no others."""
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


MESSAGE = only(["text"], text={"type": "string", "minLength": 1})
RULE = only(["id"], id={"type": "string", "pattern": "^[a-z]+/[a-z_-]+$"}, shortDescription=MESSAGE)
TOOL = only(
    ["name"], name={"type": "string"}, rules={"type": "array", "items": RULE, "uniqueItems": True}
)
ADDRESS = {"type": "string", "pattern": r"^[A-Za-z0-9._~%/-]+$", "not": {"pattern": "^/"}}
LINE = only(["startLine"], startLine={"type": "integer", "minimum": 1})
PLACE = only(["artifactLocation"], artifactLocation=only(["uri"], uri=ADDRESS), region=LINE)
RESULT = only(
    ["ruleId", "level", "message", "locations"],
    ruleId={"type": "string"},
    level={"enum": ["none", "note", "warning", "error"]},
    message=MESSAGE,
    locations={"type": "array", "minItems": 1, "items": only([], physicalLocation=PLACE)},
)
RUN = only(
    ["tool", "results"],
    tool=only(["driver"], driver=TOOL),
    results={"type": "array", "items": RESULT},
)
LOG = only(
    ["version", "runs"],
    version={"const": "2.1.0"},
    runs={"type": "array", "items": RUN},
    **{"$schema": {"type": "string"}},
)
"""What SARIF 2.1.0 has of what we write: log (3.13), run (3.14), tool (3.18), driver (3.19), result
(3.27), location (3.28), place (3.29), region (3.30) and rule (3.49). Nothing else may be there."""


def test_sarif_is_as_the_standard_has_it() -> None:
    jsonschema.validate(annotations.sarif([]), LOG)
    found = annotations.sarif(OUTCOMES)
    jsonschema.validate(found, LOG)
    (run,) = found["runs"]
    known = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert {result["ruleId"] for result in run["results"]} == set(known)
    places = [one["locations"][0]["physicalLocation"] for one in run["results"]]
    assert places[0]["artifactLocation"]["uri"] == "book/a%2Cb.md"


def test_a_link_of_a_notebook_has_no_line_of_its_file_in_sarif() -> None:
    _, second = annotations.sarif(OUTCOMES)["runs"][0]["results"]
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert second["message"]["text"].startswith("cell 2, line 1: ")


def test_every_gate_has_its_module(root: Path) -> None:
    for gate in GATES:
        assert (root / "scripts" / "playbook" / "checks" / f"{gate.name}.py").is_file()


def test_quick_gates_are_those_of_a_publication() -> None:
    assert gates.quick() == QUICK
    assert sorted({*gates.BEFORE, *gates.AFTER}) == sorted({*QUICK, "links"})
    with pytest.raises(PlaybookError, match="there is no gate"):
        gates.named(["nothing"])
