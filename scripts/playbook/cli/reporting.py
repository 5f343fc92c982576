"""How a command ends: its result as JSON, its messages, its exit code."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from playbook.errors import PagesFailedError, PlaybookError
from playbook.writing import write_atomically

if TYPE_CHECKING:
    from playbook.catalogue import Project

FAILED, WRONG_INPUT, INTERRUPTED = 1, 3, 130

Json = Annotated[
    bool,
    typer.Option("--json", help="Print one JSON object on standard output and nothing else there."),
]


@contextmanager
def reporting(command: str, as_json: bool) -> Iterator[dict[str, Any]]:
    """Collect a command's result, time it, print it, and turn errors into exit codes."""
    result: dict[str, Any] = {}
    started, code = time.perf_counter(), 0
    try:
        yield result
    except PlaybookError as error:
        result |= {"error": str(error)}
        say(f"error: {error}")
        code = WRONG_INPUT
    except PagesFailedError as error:
        tell(error.recap, result, stop=False)
        code = FAILED
    except typer.Exit as error:
        code = error.exit_code
    except KeyboardInterrupt:
        say("Interrupted. What was finished is kept.")
        code = INTERRUPTED
    result["seconds"] = round(time.perf_counter() - started, 3)
    if as_json:
        print(json.dumps({"command": command, "ok": code == 0} | result, ensure_ascii=False))
    if code:
        raise typer.Exit(code)


def tell(recap: Any, result: dict[str, Any], *, stop: bool = True) -> None:
    for line in recap.lines():
        say(line)
    result |= {
        "pages": len(recap.executed) + len(recap.reused) + len(recap.failures),
        "executed": recap.executed,
        "reused": recap.reused,
        "failed": [vars(failure) for failure in recap.failures],
    }
    if recap.failures and stop:
        raise typer.Exit(FAILED)


def gates(
    result: dict[str, Any],
    names: Iterable[str] = (),
    *,
    every: bool = False,
    sarif: Path | None = None,
    project: Project | None = None,
) -> None:
    """Ask gates, show what they found and what came of each, and stop if one fails."""
    from playbook.catalogue import Project
    from playbook.checks import annotations, findings
    from playbook.checks import gates as known

    outcomes = list(known.ask(project or Project.find(), names, every=every))
    result["gates"] = result.get("gates", []) + [one.record() for one in outcomes]
    result["findings"] = result.get("findings", []) + [
        {"gate": one.gate.name} | each.record() for one in outcomes for each in one.findings
    ]
    for line in findings.lines(each for one in outcomes for each in one.findings):
        say(line)
    for line in known.lines(outcomes):
        say(line)
    if annotations.wanted():
        for line in annotations.of_github(outcomes):
            say(line)
    if sarif:
        log = json.dumps(annotations.sarif(outcomes), indent=1, ensure_ascii=False)
        write_atomically(sarif, f"{log}\n".encode())
    if any(one.verdict == "fails" for one in outcomes):
        raise typer.Exit(WRONG_INPUT)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
