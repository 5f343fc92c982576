"""What SARIF 2.1.0 requires of a log such as ours, and GitHub of one that it is to show.

The sections are those of the standard: OASIS, Static Analysis Results Interchange Format (SARIF)
Version 2.1.0. Fields that we do not write are refused, so that a new one is looked up there first.
What no JSON Schema can say (rules that are told apart, addresses that are below the root) is asked
by `problems` itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import jsonschema


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": required | optional,
        "additionalProperties": False,
    }


TEXT = {"type": "string", "minLength": 1}
MESSAGE = _object({"text": TEXT})
"""3.11.8 message.text; 3.12 for a message in several formats: text is required."""

URI = r"^(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+$"
"""3.4.3: a URI reference as RFC 3986 has it, in its normal form: all else is percent-encoded."""

REGION = _object({"startLine": {"type": "integer", "minimum": 1}})
"""3.30.5: lines count from 1."""

LOCATION = _object(
    {
        # 3.28.3; 3.29.3 artifactLocation is needed where there is no address.
        "physicalLocation": _object(
            {"artifactLocation": _object({"uri": {"type": "string", "pattern": URI}})},
            region=REGION,
        )
    }
)

RESULT = _object(
    {
        "ruleId": TEXT,  # 3.27.5
        "ruleIndex": {"type": "integer", "minimum": 0},  # 3.27.6
        "level": {"enum": ["none", "note", "warning", "error"]},  # 3.27.10
        "message": MESSAGE,  # 3.27.11: shall be there
        "locations": {"type": "array", "items": LOCATION, "minItems": 1},  # 3.27.12
    }
)

RULE = _object(
    {"id": TEXT, "shortDescription": MESSAGE}  # 3.49.3 shall be there; 3.49.9
)

DRIVER = _object(
    {
        "name": TEXT,  # 3.19.8: shall be there
        "rules": {"type": "array", "items": RULE, "uniqueItems": True},  # 3.19.23
    }
)

RUN = _object(
    {
        "tool": _object({"driver": DRIVER}),  # 3.14.6, 3.18.2: shall be there
        # 3.14.23: an empty list says that nothing was found, an absent one that nobody looked.
        "results": {"type": "array", "items": RESULT},
    }
)

LOG = _object(
    {
        "$schema": {"const": "https://json.schemastore.org/sarif-2.1.0.json"},  # 3.13.3
        "version": {"const": "2.1.0"},  # 3.13.2: shall be there
        "runs": {"type": "array", "items": RUN, "minItems": 1},  # 3.13.4: shall be there
    }
)


def problems(log: dict[str, Any]) -> list[str]:
    """Say where a log is not as the standard has it."""
    found = jsonschema.Draft202012Validator(LOG).iter_errors(log)
    wrong = [f"{one.json_path}: {one.message}" for one in found]
    return wrong or [said for run in log["runs"] for said in _of_run(run)]


def _of_run(run: dict[str, Any]) -> Iterator[str]:
    rules = [one["id"] for one in run["tool"]["driver"]["rules"]]
    # 3.19.23, 3.49.3: a rule is there once.
    yield from (f"two rules are {one}" for one in sorted({r for r in rules if rules.count(r) > 1}))
    for result in run["results"]:
        # 3.27.5 to 3.27.7: both lead to the same rule.
        if result["ruleIndex"] >= len(rules) or rules[result["ruleIndex"]] != result["ruleId"]:
            yield f"{result['ruleId']} is not rule {result['ruleIndex']}"
        for one in result["locations"]:
            uri = one["physicalLocation"]["artifactLocation"]["uri"]
            # GitHub shows a result beside a file whose address is below the root of the repository.
            if re.match(r"/|[A-Za-z][A-Za-z0-9+.-]*:", uri) or ".." in unquote(uri).split("/"):
                yield f"{uri} is not below the root"
