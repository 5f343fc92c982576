"""The command line: parse, call one function, print.

Exit codes: 0 done; 1 a page or the book failed; 2 the command line is wrong; 3 data, a record or a
notebook's form is wrong; 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from playbook.errors import PagesFailedError, PlaybookError
from playbook.execution import fork

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Build a living Mission playbook from published data.",
    epilog="Exit codes: 0 done, 1 a page or the book failed, 2 wrong command line, "
    "3 wrong data or record, 130 interrupted.",
)
data_app = typer.Typer(no_args_is_help=True, help="Check, pack and derive the tables under data/.")
app.add_typer(data_app, name="data")
check_app = typer.Typer(no_args_is_help=True, help="The gates that an edition has to pass.")
app.add_typer(check_app, name="check")


class EngineName(StrEnum):
    """How a page is executed; both give the same outputs."""

    FORK = "fork"
    KERNEL = "kernel"


FAILED, WRONG_INPUT, INTERRUPTED = 1, 3, 130

Json = Annotated[
    bool,
    typer.Option("--json", help="Print one JSON object on standard output and nothing else there."),
]
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


def main() -> None:
    """Run the command line."""
    # Before numpy starts a pool of threads: pages are forked from this very process.
    for name, value in fork.SINGLE.items():
        os.environ.setdefault(name, value)
    app()


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
        _tell(recap, result)


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
            _say(f"stale: {slug}: {'; '.join(reasons)}")
        _say(f"{len(planned)} pages: {len(result['fresh'])} fresh, {len(stale)} stale")


@app.command()
def build(
    jobs: Jobs = 0,
    force: Force = False,
    clean: Annotated[bool, typer.Option("--clean", help="Render every page anew.")] = False,
    engine: Engine = EngineName.FORK,
    scheduler: Scheduler = None,
    system: System = None,
    base_address: BaseAddress = "",
    as_json: Json = False,
) -> None:
    """Build the whole site into _build/site; that of another system into _build/systems/."""
    with reporting("build", as_json) as result:
        from playbook.catalogue import Project

        project = Project.find(system=system)
        options = {"jobs": jobs, "force": force, "clean": clean, "engine": engine}
        options |= {"scheduler": scheduler, "base_address": _checked(base_address)}
        _build(project, result, partial(_build_site, project), **options)


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
            _say(book.line())
        _say(f"{len(books)} systems, {len(result['plan'])} pages.")


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

        def rebuild() -> None:
            try:
                with reporting("build", as_json=False) as result:
                    _build(project, result, workshop.build)
            except typer.Exit as stop:
                if stop.exit_code == INTERRUPTED:
                    raise
                _say("The site is as it was before. Mend the problem and save again.")

        rebuild()
        try:
            preview(project, rebuild, port=port)
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None


@app.command()
def publish(
    edition: Annotated[str, typer.Argument(help="Name, as data/edition.yml has it: 2026.11.")],
    to: Annotated[Path, typer.Option("--to", help="The tree that readers see.")],
    base_address: Annotated[
        str, typer.Option(help="Address of the tree on the web; by default as _config.yml says.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Publish an edition: build it clean and add it to a tree of editions, in one step."""
    with reporting("publish", as_json) as result:
        from playbook.catalogue import Project
        from playbook.checks import claims
        from playbook.editions import publish as publication

        _gate(claims.check, result)
        done = publication.publish(
            Project.find(), edition, to, base_address=_checked(base_address), said=_say
        )
        result |= {"edition": edition, "new": done.new, "waited": done.waited}
        result |= {"place": str(done.place), "files": len(done.manifest.files)}
        state = "is published" if done.new else "stood there already, just as it is now"
        _say(f"Edition {edition} {state}. Open {done.place / edition / 'index.html'}")


@app.command()
def verify(
    tree: Annotated[Path, typer.Argument(help="A tree of editions.")], as_json: Json = False
) -> None:
    """Prove that a tree of editions is whole and unaltered; name each file that is not."""
    with reporting("verify", as_json) as result:
        from playbook.editions import verify as proof

        result["problems"] = proof.problems(tree)
        for line in result["problems"]:
            _say(line)
        if result["problems"]:
            _say(f"{len(result['problems'])} files are not as they were published.")
            raise typer.Exit(FAILED)
        _say(f"{tree} is whole: every file is as it was published.")


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
            _say(line)
        if result["differences"]:
            raise typer.Exit(FAILED)
        _say(f"Edition {edition} was made again, and every byte is the same.")


@app.command()
def changes(
    old: Annotated[str, typer.Argument(help="An edition, its folder, or . for the working tree.")],
    new: Annotated[str, typer.Argument(help="The same.")] = ".",
    tree: Annotated[
        Path | None, typer.Option("--from", help="The tree that holds the editions named.")
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
        result |= telling.plain(before.name, after.name, found)
        if not as_json:
            print(telling.markdown(before.name, after.name, found), end="")


@data_app.command("check")
def data_check(as_json: Json = False) -> None:
    """Check every record and table, and the hash of each table."""
    with reporting("data check", as_json) as result:
        from playbook.catalogue import Catalogue, Project
        from playbook.observations import tables
        from playbook.sources import releases

        project = Project.find()
        tables.validate(project)
        if broken := list(releases.problems(project)):
            raise PlaybookError.together(broken)
        catalogue = Catalogue.read(project)
        result |= {"indicators": len(catalogue.indicators), "areas": len(catalogue.areas)}
        _say(f"{result['indicators']} indicators and {result['areas']} areas hold together.")


@data_app.command("pack")
def data_pack(as_json: Json = False) -> None:
    """Write data/datapackage.json anew, after a change of a table that is meant."""
    with reporting("data pack", as_json) as result:
        from playbook.catalogue import Project
        from playbook.sources import package

        project = Project.find()
        package.write(project.root)
        result["file"] = "data/datapackage.json"
        _say("Wrote data/datapackage.json. Read its difference before you commit it.")


@data_app.command("release")
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
            _say(f"{result['release']} keeps every rule. Nothing was taken in.")
            return
        result["release"] = releases.take_in(project, folder).id
        package.write(project.root)
        _say(f"Took in {result['release']}. Read the difference before you commit it.")


@data_app.command("derive")
def data_derive(
    extracts: Annotated[Path, typer.Argument(help="Folder with the publishers' extracts.")],
    as_json: Json = False,
) -> None:
    """Derive the tidy tables from a folder of extracts."""
    with reporting("data derive", as_json) as result:
        from playbook.catalogue import Project
        from playbook.sources.ingest import ingest

        result["tables"] = ingest(extracts, Project.find().root)


@data_app.command("schemas")
def data_schemas(as_json: Json = False) -> None:
    """Write the JSON Schemas of the records, which editors use to complete and check them."""
    with reporting("data schemas", as_json) as result:
        from playbook.catalogue import Project, schemas

        result["written"] = [str(path) for path in schemas.write(Project.find())]


@data_app.command("systems")
def data_systems(as_json: Json = False) -> None:
    """Write a record for each integrated care board that has none yet."""
    with reporting("data systems", as_json) as result:
        from playbook.catalogue import Project
        from playbook.sources import systems

        project = Project.find()
        result["written"] = [project.shown(path) for path in systems.write(project)]
        _say(f"{len(result['written'])} records written, {len(project.systems)} systems in all.")


@check_app.command("claims")
def check_claims(as_json: Json = False) -> None:
    """Find numbers in prose that are bound to nothing, and claims that do not hold."""
    with reporting("check claims", as_json) as result:
        from playbook.checks import claims

        _gate(claims.check, result)


def _gate(check: Callable[[Any], list[Any]], result: dict[str, Any]) -> None:
    """Run a gate, show what it found as a table, and stop if one of the findings is an error."""
    from playbook.catalogue import Project
    from playbook.checks import findings

    found = check(Project.find())
    result["findings"] = [one.record() for one in found]
    for line in findings.lines(found):
        _say(line)
    errors = sum(one.severity == "error" for one in found)
    _say(f"{errors} errors, {len(found) - errors} warnings.")
    if findings.failed(found):
        raise typer.Exit(WRONG_INPUT)


@contextmanager
def reporting(command: str, as_json: bool) -> Iterator[dict[str, Any]]:
    """Collect a command's result, time it, print it, and turn errors into exit codes."""
    result: dict[str, Any] = {}
    started, code = time.perf_counter(), 0
    try:
        yield result
    except PlaybookError as error:
        result |= {"error": str(error)}
        _say(f"error: {error}")
        code = WRONG_INPUT
    except PagesFailedError as error:
        _tell(error.recap, result, stop=False)
        code = FAILED
    except typer.Exit as error:
        code = error.exit_code
    except KeyboardInterrupt:
        _say("Interrupted. What was finished is kept.")
        code = INTERRUPTED
    result["seconds"] = round(time.perf_counter() - started, 3)
    if as_json:
        print(json.dumps({"command": command, "ok": code == 0} | result, ensure_ascii=False))
    if code:
        raise typer.Exit(code)


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


def _checked(base_address: str) -> str:
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
        _say(page.slug if found else f"{page.slug}: it has no run yet")
        for one in found:
            _say(one.line())


def _build_site(project: Any, **options: Any) -> Any:
    # Imported here: a site that stands as it was left needs none of it.
    from playbook.site.build import build as build_site

    return build_site(project, **options)


def _build(project: Any, result: dict[str, Any], make: Callable[..., Any], **options: Any) -> None:
    from playbook.site import seal

    forced = options.get("force") or options.get("clean")
    if not forced and (same := seal.holding(project, options.get("base_address", ""))):
        site = project.build / "site"
        result |= {"pages": len(same.pages), "executed": [], "reused": same.pages, "failed": []}
        result |= {"site": str(site), "html_pages": same.html, "changed": []}
        _say(f"Nothing changed: {len(same.pages)} pages reused. Open {site / 'index.html'}")
        return
    built = make(**options)
    _tell(built.recap, result)
    result |= {"site": str(built.site), "html_pages": built.pages, "changed": built.changed}
    result["address"] = built.address
    if not built.address:
        from playbook.site.address import UNKNOWN

        _say(UNKNOWN)
    _say(f"{built.pages} HTML pages in {built.seconds:.1f} s. Open {built.site / 'index.html'}")


def _tell(recap: Any, result: dict[str, Any], *, stop: bool = True) -> None:
    for line in recap.lines():
        _say(line)
    result |= {
        "pages": len(recap.executed) + len(recap.reused) + len(recap.failures),
        "executed": recap.executed,
        "reused": recap.reused,
        "failed": [vars(failure) for failure in recap.failures],
    }
    if recap.failures and stop:
        raise typer.Exit(FAILED)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
