"""Commands on the gates that an edition has to pass."""

from __future__ import annotations

import typer

from playbook.cli.reporting import Json, gate, reporting

app = typer.Typer(no_args_is_help=True, help="The gates that an edition has to pass.")


@app.command("claims")
def check_claims(as_json: Json = False) -> None:
    """Find numbers in prose that are bound to nothing, and claims that do not hold."""
    with reporting("check claims", as_json) as result:
        from playbook.checks import claims

        gate(claims.check, result)
