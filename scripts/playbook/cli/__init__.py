"""The command line: parse, call one function, print.

Exit codes: 0 done; 1 a page or the book failed; 2 the command line is wrong; 3 data, a record or a
notebook's form is wrong; 130 interrupted.
"""

from __future__ import annotations

import os

import typer

from playbook.cli import authoring, checks, data, editions, pages, refresh
from playbook.execution import fork

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Build a living Mission playbook from published data.",
    epilog="Exit codes: 0 done, 1 a page or the book failed, 2 wrong command line, "
    "3 wrong data or record, 130 interrupted.",
)
app.add_typer(pages.app)
app.add_typer(editions.app)
app.add_typer(refresh.app)
app.add_typer(data.app, name="data")
app.add_typer(checks.app)
app.add_typer(authoring.app, name="new")
app.add_typer(authoring.whole)


def main() -> None:
    """Run the command line."""
    # Before numpy starts a pool of threads: pages are forked from this very process.
    for name, value in fork.SINGLE.items():
        os.environ.setdefault(name, value)
    app()
