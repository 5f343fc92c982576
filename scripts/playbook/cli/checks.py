"""The command on the gates that an edition has to pass."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from playbook.cli.reporting import WRONG_INPUT, Json, gates, reporting, say

app = typer.Typer()


@app.command()
def check(
    gate: Annotated[
        list[str] | None,
        typer.Argument(help="Gates; by default the quick ones, and those of the site once built."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every gate, the slow ones too.")] = False,
    mend: Annotated[
        bool, typer.Option("--fix", help="First strip from notebooks what is not committed.")
    ] = False,
    record: Annotated[
        bool,
        typer.Option("--record", help="First run the notebooks, and keep what checked cells show."),
    ] = False,
    sarif: Annotated[
        Path | None,
        typer.Option(help="Write what was found to this file as SARIF.", dir_okay=False),
    ] = None,
    as_json: Json = False,
) -> None:
    """Ask the gates that an edition has to pass; each finding says where, and what to do."""
    with reporting("check", as_json) as result:
        if mend or record:
            from playbook.catalogue import Project
            from playbook.checks import notebooks

            project = Project.find()
            if record:
                result["recorded"] = [project.shown(path) for path in notebooks.record(project)]
                for name in result["recorded"]:
                    say(f"{name}: recorded. Read its difference before you commit it.")
            result["fixed"] = [project.shown(path) for path in notebooks.fix(project)]
            for name in result["fixed"]:
                say(f"{name}: stripped.")
        gates(result, gate or (), every=every, sarif=sarif)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Find what is wrong with an installation, each with what to do."""
    with reporting("doctor", as_json) as result:
        from playbook.catalogue import Project
        from playbook.checks import installation

        examined = installation.examine(Project.find().root)
        result["examined"] = [vars(one) for one in examined]
        for line in installation.lines(examined):
            say(line)
        if any(one.verdict == "broken" for one in examined):
            raise typer.Exit(WRONG_INPUT)
