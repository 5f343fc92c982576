"""Commands on editions: publish, prove, make again, compare."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from playbook.cli.pages import checked
from playbook.cli.reporting import FAILED, Json, gates, reporting, say

app = typer.Typer()


@app.command()
def publish(
    edition: Annotated[str, typer.Argument(help="Name, as data/edition.yml has it: 2026.11.")],
    to: Annotated[
        str,
        typer.Option("--to", help="What readers see: a folder, or a branch: REPOSITORY#BRANCH."),
    ],
    base_address: Annotated[
        str, typer.Option(help="Address of the tree on the web; by default as _config.yml says.")
    ] = "",
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of",
            formats=["%Y-%m-%d"],
            help="Publish what was known on this day, as an edition of that day: 2025-03-31.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Publish an edition: build it clean and add it to a tree of editions, in one step."""
    with reporting("publish", as_json) as result:
        from playbook.catalogue import Project
        from playbook.checks.gates import AFTER, BEFORE
        from playbook.editions import publish as publication

        gates(result, BEFORE)
        done = publication.publish(
            Project.find(),
            edition,
            to,
            base_address=checked(base_address),
            as_of=as_of.date() if as_of else None,
            said=say,
            judge=lambda built: gates(result, AFTER, project=built),
        )
        result |= {"edition": edition, "new": done.new, "waited": done.waited}
        result |= {"place": done.place, "files": len(done.manifest.files)}
        state = "is published" if done.new else "stood there already, just as it is now"
        say(f"Edition {edition} {state} in {done.place}.")


@app.command()
def verify(
    tree: Annotated[Path, typer.Argument(help="A tree of editions.")], as_json: Json = False
) -> None:
    """Prove that a tree of editions is whole and unaltered; name each file that is not."""
    with reporting("verify", as_json) as result:
        from playbook.editions import verify as proof

        result["problems"] = proof.problems(tree)
        for line in result["problems"]:
            say(line)
        if result["problems"]:
            say(f"{len(result['problems'])} files are not as they were published.")
            raise typer.Exit(FAILED)
        say(f"{tree} is whole: every file is as it was published.")


@app.command()
def growth(
    tree: Annotated[Path, typer.Argument(help="A tree of editions.")],
    editions: Annotated[int, typer.Option(min=1, help="Say how large so many would be.")] = 60,
    as_json: Json = False,
) -> None:
    """Say how a tree grows: what each edition holds, and what of it no earlier one has."""
    with reporting("growth", as_json) as result:
        from playbook.editions import growth as measured

        found = list(measured.of(tree))
        result |= {"editions": [one.plain() for one in found]}
        for one in found:
            say(one.line())
        if said := measured.ahead(found, editions):
            say(said)


@app.command()
def reproduce(
    edition: Annotated[str, typer.Argument(help="Name of a published edition.")],
    tree: Annotated[Path, typer.Option("--from", help="The tree that it is in.")],
    as_json: Json = False,
) -> None:
    """Build a published edition again from its commit; name each file that differs."""
    with reporting("reproduce", as_json) as result:
        from playbook.catalogue import Project
        from playbook.editions import reproduce as again

        result["differences"] = again.reproduce(Project.find(), edition, tree)
        for line in result["differences"]:
            say(line)
        if result["differences"]:
            raise typer.Exit(FAILED)
        say(f"Edition {edition} was made again, and every byte is the same.")


@app.command()
def changes(
    old: Annotated[str, typer.Argument(help="An edition, its folder, or . for the working tree.")],
    new: Annotated[str, typer.Argument(help="The same.")] = ".",
    tree: Annotated[
        Path | None, typer.Option("--from", help="The tree that holds the editions named.")
    ] = None,
    notes: Annotated[
        bool, typer.Option("--notes", help="As the notes of a release, for the CHANGELOG.")
    ] = False,
    pictures: Annotated[
        Path | None,
        typer.Option(
            help="Draw each figure that differs between two working trees into this folder.",
            file_okay=False,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say what changed in the numbers, as Markdown; told apart by the records."""
    with reporting("changes", as_json) as result:
        from playbook.catalogue import Project
        from playbook.editions import changes as compared
        from playbook.editions import sides, telling

        before, after = (sides.side(Project.find(), one, tree) for one in (old, new))
        found = compared.between(before, after)
        if pictures:
            from playbook.editions import pictures as drawing

            figures = [drawing.of(Project.find(None if one == "." else one)) for one in (old, new)]
            drawn = drawing.between(figures[0], figures[1], pictures)
            result["pictures"] = [str(path) for path in drawn]
            say(f"{len(drawn)} figures are drawn otherwise: see {pictures}.")
        result |= telling.plain(before.name, after.name, found)
        if notes and not as_json:
            print(telling.notes(before, after, found), end="")
        elif not as_json:
            note = telling.shown(before, after)
            print(telling.markdown(before.name, after.name, found, note), end="")


@app.command()
def pack(
    page: Annotated[str, typer.Argument(help="Address of a page that a notebook makes.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="The zip; by default in _build/packs/.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Pack a page to take away: notebook, the rows it read, code and lock; it reruns elsewhere."""
    with reporting("pack", as_json) as result:
        from playbook.catalogue import Project
        from playbook.editions import pack as packing

        project = Project.find()
        target = out or project.build / "packs" / f"{page.replace('/', '-')}.zip"
        target.parent.mkdir(parents=True, exist_ok=True)
        made = packing.pack(project, page, target)
        result |= {"file": str(target), "bytes": target.stat().st_size, "rows": made["rows"]}
        say(f"{made['title']} is packed in {target}. Unpack it, and run `python rerun.py` there.")
