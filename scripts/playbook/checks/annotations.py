"""Findings for machines: lines that GitHub shows beside the code, and SARIF for code scanning."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from playbook.checks.findings import Finding
from playbook.checks.gates import Outcome

SARIF = "2.1.0"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def wanted() -> bool:
    """Say whether the command runs in a workflow of GitHub."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def of_github(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Give a workflow command for each finding."""
    for outcome in outcomes:
        for one in outcome.findings:
            known = {
                "file": one.file,
                "line": one.line,
                "title": f"{outcome.gate.name}: {one.rule}",
            }
            # A line of a notebook counts within its cell, and would point elsewhere in the file.
            if one.cell is not None:
                known["line"] = None
            shown = ",".join(f"{key}={_field(str(v))}" for key, v in known.items() if v is not None)
            yield f"::{one.severity} {shown}::{_text(_said(one))}"


def sarif(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """Give the findings as a SARIF log, with a rule for each rule of each gate.

    References
    ----------
    OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
    """
    told = [(outcome.gate, one) for outcome in outcomes for one in outcome.findings]
    rules = {f"{gate.name}/{one.rule}": gate.about for gate, one in told}
    driver = {
        "name": "playbook check",
        "rules": [{"id": one, "shortDescription": {"text": about}} for one, about in rules.items()],
    }
    index = {one: at for at, one in enumerate(rules)}
    results = [_result(f"{gate.name}/{one.rule}", index, one) for gate, one in told]
    return {
        "$schema": SCHEMA,
        "version": SARIF,
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _result(rule: str, index: dict[str, int], one: Finding) -> dict[str, Any]:
    # A name of a file is no address yet: a space or a colon in it would make the log unreadable.
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(one.file)}}
    if one.line is not None and one.cell is None:
        place["region"] = {"startLine": one.line}
    return {
        "ruleId": rule,
        "ruleIndex": index[rule],
        "level": one.severity,
        "message": {"text": _said(one)},
        "locations": [{"physicalLocation": place}],
    }


def _said(one: Finding) -> str:
    place = f"cell {one.cell}, line {one.line}: " if one.cell is not None else ""
    field = f"{one.field}: " if one.field else ""
    return f"{place}{field}{one.problem} {one.remedy}"


def _text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _field(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")
