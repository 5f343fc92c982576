"""The command that takes new figures in from the publishers."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import Annotated

import typer

from playbook.cli.reporting import WRONG_INPUT, Json, reporting, say

app = typer.Typer()


@app.command()
def refresh(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Feeds or publications; all when none.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Receive and check, and change nothing.")
    ] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", help="Take in what a message doubted, by the name that it gave."),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day of the snapshot; by default today."),
    ] = None,
    via: Annotated[
        str,
        typer.Option(help="A mirror that answers for the publishers: http://HOST:PORT/<host>/..."),
    ] = "",
    as_json: Json = False,
) -> None:
    """Take new figures in from the publishers; a source with a fault changes nothing."""
    with reporting("refresh", as_json) as result:
        from tqdm import tqdm

        from playbook.catalogue import Project
        from playbook.sources import refresh as refreshing

        options = refreshing.Options(
            today=on.date() if on else date.today(),
            dry_run=dry_run,
            accept=tuple(accept or ()),
            via=via,
        )
        outcomes = refreshing.run(
            Project.find(),
            sources or [],
            options,
            lambda feeds: tqdm(
                feeds, desc="refresh", unit="source", disable=not sys.stderr.isatty()
            ),
        )
        result |= {"dry_run": dry_run, "sources": [one.record() for one in outcomes]}
        for one in outcomes:
            for line in one.lines():
                say(line)
        new = sum(bool(one.changes) for one in outcomes)
        bad = sum(one.error is not None for one in outcomes)
        same = len(outcomes) - new - bad
        say(f"{new} sources with news, {same} as before, {bad} refused.")
        if dry_run and new:
            say("This was a dry run: nothing was changed.")
        elif new:
            say("Read the difference before you commit it, and `playbook build` the pages.")
        if bad:
            raise typer.Exit(WRONG_INPUT)
