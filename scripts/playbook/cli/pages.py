"""Commands that execute pages and build the site."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from playbook.cli.reporting import INTERRUPTED, Json, reporting, say, tell
from playbook.errors import PlaybookError

app = typer.Typer()


class EngineName(StrEnum):
    """How a page is executed; both give the same outputs."""

    FORK = "fork"
    KERNEL = "kernel"


Jobs = Annotated[int, typer.Option("--jobs", "-j", min=0, help="Pages at a time; 0: the cores.")]
Engine = Annotated[
    EngineName, typer.Option("--engine", help="fork: warm and fast; kernel: one kernel a page.")
]
Force = Annotated[bool, typer.Option("--force", help="Execute fresh pages too.")]
Pages = Annotated[list[str] | None, typer.Argument(help="Addresses; all when none.")]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", help="Dask scheduler to run on: tcp://HOST:PORT.")
]
BaseAddress = Annotated[
    str,
    typer.Option(
        "--base-address",
        help="Where the site will be published, whole; by default as _config.yml says.",
    ),
]
System = Annotated[
    str | None, typer.Option("--system", help="Whose book: a record in data/systems/.")
]


@app.command()
def run(
    pages: Pages = None,
    jobs: Jobs = 0,
    force: Force = False,
    engine: Engine = EngineName.FORK,
    explain: Annotated[
        bool, typer.Option("--explain", help="Run nothing: show what the pages read last time.")
    ] = False,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that one cell may take.")] = 120,
    memory_mb: Annotated[
        int, typer.Option("--memory-mb", min=0, help="Memory that a page may use; 0: no cap.")
    ] = 1024,
    scheduler: Scheduler = None,
    system: System = None,
    as_json: Json = False,
) -> None:
    """Execute the pages whose data, code or parameters changed."""
    with reporting("run", as_json) as result:
        from playbook.execution import runner

        project, chosen = _chosen(system, pages)
        if explain:
            _explain(project, chosen, result)
            return
        planned = runner.plan(project, chosen, force=force)
        recap = runner.run(
            project,
            planned,
            scheduler=scheduler,
            jobs=jobs,
            engine=engine,
            timeout=timeout,
            memory_mb=memory_mb,
        )
        tell(recap, result)


@app.command()
def status(pages: Pages = None, system: System = None, as_json: Json = False) -> None:
    """Say which pages are fresh, and why the others are stale; executes nothing."""
    with reporting("status", as_json) as result:
        from playbook.execution import runner

        planned = runner.plan(*_chosen(system, pages))
        stale = {one.page.slug: one.reasons for one in planned if one.reasons}
        result |= {"stale": stale}
        result |= {"fresh": [one.page.slug for one in planned if not one.reasons]}
        for slug, reasons in stale.items():
            say(f"stale: {slug}: {'; '.join(reasons)}")
        say(f"{len(planned)} pages: {len(result['fresh'])} fresh, {len(stale)} stale")


@app.command()
def build(
    jobs: Jobs = 0,
    force: Force = False,
    clean: Annotated[bool, typer.Option("--clean", help="Render every page anew.")] = False,
    engine: Engine = EngineName.FORK,
    scheduler: Scheduler = None,
    system: System = None,
    base_address: BaseAddress = "",
    after: Annotated[
        Path | None,
        typer.Option("--after", help="A tree of editions: say what changed since those in it."),
    ] = None,
    stay: Annotated[
        bool,
        typer.Option(
            "--stay", help="Leave a process that makes the next builds faster, for 10 minutes."
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Build the whole site into _build/site; that of another system into _build/systems/."""
    with reporting("build", as_json) as result:
        from playbook.catalogue import Project

        project = Project.find(system=system)
        options = {"jobs": jobs, "force": force, "clean": clean, "engine": engine}
        options |= {"scheduler": scheduler, "base_address": checked(base_address)}
        if after is not None:
            from playbook.editions import story

            options["story"] = story.after(project, after)
        _build(project, result, partial(_build_site, project), **options)
        if stay:
            from playbook.site import workshop

            workshop.leave(project)


@app.command()
def plan(
    system: System = None,
    all_systems: Annotated[
        bool, typer.Option("--all-systems", help="Every system on record: the whole country.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the pages that a book is made of, for one system or for all of them."""
    with reporting("plan", as_json) as result:
        from playbook.catalogue import Catalogue, Project
        from playbook.execution import national

        project = Project.find(system=system)
        chosen = project.systems if all_systems else [Catalogue.read(project).system.id]
        books = national.books(project, chosen)
        result |= {"systems": [book.summary() for book in books]}
        result |= {"plan": [entry for book in books for entry in book.entries()]}
        for book in books:
            say(book.line())
        say(f"{len(books)} systems, {len(result['plan'])} pages.")


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: a free one.")] = 8000,
) -> None:
    """Build the site, preview it on the loopback address, and rebuild what changes."""
    from playbook.catalogue import Project
    from playbook.site.serve import serve as preview
    from playbook.site.workshop import Workshop

    project = Project.find()
    with closing(Workshop(project)) as workshop:

        def rebuild() -> str:
            result: dict[str, Any] = {}
            try:
                with reporting("build", as_json=False) as result:
                    _build(project, result, workshop.build)
            except typer.Exit as stop:
                if stop.exit_code == INTERRUPTED:
                    raise
                say("The site is as it was before. Mend the problem and save again.")
            failed = [f"{one['page']}: {one['message']}" for one in result.get("failed", [])]
            return str(result.get("error", "")) or "\n".join(failed)

        try:
            preview(project, rebuild, port=port)
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None


def _chosen(system: str | None, names: list[str] | None) -> tuple[Any, list[Any]]:
    """Check the tables; give the playbook and the pages of these names, or all."""
    from playbook.catalogue import Catalogue, Project
    from playbook.execution import pages as page_list
    from playbook.observations import tables

    project = Project.find(system=system)
    tables.validate(project)
    return project, page_list.select(
        page_list.expand(project, Catalogue.read(project)), names or []
    )


def checked(base_address: str) -> str:
    """Refuse an address that cannot be one, as any other mistake on the command line."""
    if not base_address:
        return ""  # As in most builds, which then need not import the site.
    from playbook.site import address

    try:
        return address.checked(base_address)
    except PlaybookError as error:
        raise typer.BadParameter(str(error), param_hint="--base-address") from None


def _explain(project: Any, pages: list[Any], result: dict[str, Any]) -> None:
    from playbook.execution import explain

    result["reads"] = {}
    for page in pages:
        found = explain.readings(project, page)
        result["reads"][page.slug] = [vars(one) for one in found]
        say(page.slug if found else f"{page.slug}: it has no run yet")
        for one in found:
            say(one.line())


def _build_site(project: Any, **options: Any) -> Any:
    from playbook.site import workshop

    # What those two hold is for this process alone.
    if not options.get("scheduler") and not options.get("story"):
        known = {name: options[name] for name in options if name != "scheduler"}
        if built := workshop.at_hand(project, **known):
            return built
    # Imported here: a site that stands as it was left needs none of it.
    from playbook.site.renderer import Renderer

    # Its imports take longer than all others: they are done beside ours.
    with Renderer(project) as renderer:
        from playbook.site.build import build as build_site

        return build_site(project, renderer=renderer, **options)


def _build(project: Any, result: dict[str, Any], make: Callable[..., Any], **options: Any) -> None:
    from playbook.site import seal

    forced = any(options.get(name) for name in ("force", "clean", "story"))
    if not forced and (same := seal.holding(project, options.get("base_address", ""))):
        site = project.build / "site"
        result |= {"pages": len(same.pages), "executed": [], "reused": same.pages, "failed": []}
        result |= {"site": str(site), "html_pages": same.html, "changed": []}
        say(f"Nothing changed: {len(same.pages)} pages reused. Open {site / 'index.html'}")
        return
    built = make(**options)
    tell(built.recap, result)
    result |= {"site": str(built.site), "html_pages": built.pages, "changed": built.changed}
    result["address"] = built.address
    if not built.address:
        from playbook.site.address import UNKNOWN

        say(UNKNOWN)
    say(f"{built.pages} HTML pages in {built.seconds:.1f} s. Open {built.site / 'index.html'}")
