"""Commands on the tables and records under ``data/``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from playbook.cli.reporting import Json, reporting, say

app = typer.Typer(no_args_is_help=True, help="Pack, derive and take in the tables under data/.")


@app.command("pack")
def data_pack(as_json: Json = False) -> None:
    """Write data/datapackage.json anew, after a change of a table that is meant."""
    with reporting("data pack", as_json) as result:
        from playbook.catalogue import Project
        from playbook.sources import package

        project = Project.find()
        package.write(project.root)
        result["file"] = "data/datapackage.json"
        say("Wrote data/datapackage.json. Read its difference before you commit it.")


@app.command("release")
def data_release(
    folder: Annotated[
        Path, typer.Argument(help="Folder with release.yml and its tables.", file_okay=False)
    ],
    check: Annotated[bool, typer.Option("--check", help="Only check; take nothing in.")] = False,
    as_json: Json = False,
) -> None:
    """Check a release of a secure data environment and take it in, whole or not at all."""
    with reporting("data release", as_json) as result:
        from playbook.catalogue import Project
        from playbook.sources import package, releases

        project, folder = Project.find(), folder.resolve()
        if check:
            result["release"] = releases.check(project, folder).id
            say(f"{result['release']} keeps every rule. Nothing was taken in.")
            return
        result["release"] = releases.take_in(project, folder).id
        package.write(project.root)
        say(f"Took in {result['release']}. Read the difference before you commit it.")


@app.command("derive")
def data_derive(
    extracts: Annotated[Path, typer.Argument(help="Folder with the publishers' extracts.")],
    as_json: Json = False,
) -> None:
    """Derive the tidy tables from a folder of extracts."""
    with reporting("data derive", as_json) as result:
        from playbook.catalogue import Project
        from playbook.sources.ingest import ingest

        result["tables"] = ingest(extracts, Project.find().root)


@app.command("schemas")
def data_schemas(as_json: Json = False) -> None:
    """Write the JSON Schemas of the records, which editors use to complete and check them."""
    with reporting("data schemas", as_json) as result:
        from playbook.catalogue import Project, schemas

        result["written"] = [str(path) for path in schemas.write(Project.find())]


@app.command("systems")
def data_systems(as_json: Json = False) -> None:
    """Write a record for each integrated care board that has none yet."""
    with reporting("data systems", as_json) as result:
        from playbook.catalogue import Project
        from playbook.sources import systems

        project = Project.find()
        result["written"] = [project.shown(path) for path in systems.write(project)]
        say(f"{len(result['written'])} records written, {len(project.systems)} systems in all.")
