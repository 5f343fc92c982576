"""How a command ends: its result as JSON, its messages, its exit code."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from playbook.errors import PagesFailedError, PlaybookError

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


def gate(check: Callable[[Any], list[Any]], result: dict[str, Any]) -> None:
    """Run a gate, show what it found as a table, and stop if one of the findings is an error."""
    from playbook.catalogue import Project
    from playbook.checks import findings

    found = check(Project.find())
    result["findings"] = [one.record() for one in found]
    for line in findings.lines(found):
        say(line)
    errors = sum(one.severity == "error" for one in found)
    say(f"{errors} errors, {len(found) - errors} warnings.")
    if findings.failed(found):
        raise typer.Exit(WRONG_INPUT)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
