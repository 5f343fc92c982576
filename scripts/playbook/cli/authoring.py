"""Commands that start something new in a playbook."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from playbook.cli.reporting import Json, reporting, say

whole = typer.Typer()
app = typer.Typer(
    no_args_is_help=True,
    help="Start an indicator, a place, a case, a notebook or a Mission. What is not given is asked "
    "for on a terminal.",
)

Title = Annotated[str, typer.Option(help="What it is called.")]
MissionName = Annotated[str, typer.Option("--mission", help="Id of a Mission, or cross.")]


class Measure(StrEnum):
    """How a value is made."""

    PROPORTION = "proportion"
    RATE = "rate"
    COUNT = "count"
    MEAN = "mean"


class Better(StrEnum):
    """Which direction is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@app.command()
def indicator(
    name: Annotated[str, typer.Argument(help="Its id: lower-case letters, digits and _.")],
    table: Annotated[
        str,
        typer.Option(help="CSV with area, period_start, period_end and value; more if you have."),
    ] = "",
    title: Title = "",
    question: Annotated[str, typer.Option(help="The plain question that it answers.")] = "",
    mission: MissionName = "",
    age: Annotated[str, typer.Option(help="Ages covered, such as 18 and over.")] = "",
    source: Annotated[str, typer.Option(help="Id of a source on record, or of a new one.")] = "",
    publisher: Annotated[str, typer.Option(help="Of a new source: who published it.")] = "",
    publication: Annotated[str, typer.Option(help="Of a new source: its title.")] = "",
    address: Annotated[str, typer.Option(help="Of a new source: its page, https://...")] = "",
    licence: Annotated[str, typer.Option(help="Of a new source.")] = "OGL-UK-3.0",
    measure: Annotated[Measure, typer.Option(help="How a value is made.")] = Measure.PROPORTION,
    unit: Annotated[str, typer.Option(help="Unit, where it is not per cent.")] = "",
    better: Annotated[Better, typer.Option(help="Which direction is better.")] = Better.NEITHER,
    as_json: Json = False,
) -> None:
    """Start an indicator from a table of figures that you have."""
    table = _asked(table, "--table", "CSV file with the figures")
    title = _asked(title, "--title", "Short title")
    question = _asked(question, "--question", "The question that it answers")
    mission = _asked(mission, "--mission", "Mission, such as M1")
    age = _asked(age, "--age", "Ages covered")
    source = _asked(source, "--source", "Id of its source")
    with reporting("new indicator", as_json) as result:
        from playbook.authoring import indicator as skeleton
        from playbook.catalogue import Project

        new = None
        if publisher or publication or address:
            new = skeleton.Publication(publisher, publication, address, licence)
        wanted = skeleton.Wanted(
            id=name,
            table=Path(table),
            title=title,
            question=question,
            mission=mission,
            source=source,
            measure=measure,
            better=better,
            age=age,
            unit=unit,
            publication=new,
        )
        _make(skeleton.start(Project.find(), wanted), result)


@app.command()
def place(
    name: Annotated[str, typer.Argument(help="Code or name of a local authority of England.")],
    as_json: Json = False,
) -> None:
    """Count a local authority in, with the figures that are on record of it."""
    with reporting("new place", as_json) as result:
        from playbook.authoring import place as skeleton
        from playbook.catalogue import Project

        _make(skeleton.start(Project.find(), name), result)


@app.command()
def case(
    name: Annotated[str, typer.Argument(help="Its id, with or without case-.")],
    title: Title = "",
    mission: Annotated[list[str] | None, typer.Option(help="Id of a Mission; repeat it.")] = None,
    place: Annotated[str, typer.Option(help="Where it was.")] = "",
    as_json: Json = False,
) -> None:
    """Start a case to fill in."""
    title = _asked(title, "--title", "What it is called")
    missions = mission or [_asked("", "--mission", "Mission, such as M1")]
    place = _asked(place, "--place", "Where it was")
    with reporting("new case", as_json) as result:
        from playbook.authoring import case as skeleton
        from playbook.catalogue import Project

        _make(
            skeleton.start(Project.find(), name, title=title, missions=missions, place=place),
            result,
        )


@app.command()
def notebook(
    name: Annotated[str, typer.Argument(help="Name of its file, without .ipynb.")],
    title: Title = "",
    part: Annotated[str, typer.Option(help="Part of the contents; by default the last.")] = "",
    as_json: Json = False,
) -> None:
    """Start a notebook that makes a page of an indicator."""
    title = _asked(title, "--title", "Title of its page")
    with reporting("new notebook", as_json) as result:
        from playbook.authoring import notebook as skeleton
        from playbook.catalogue import Project

        _make(skeleton.start(Project.find(), name, title=title, part=part), result)


@app.command()
def mission(
    slug: Annotated[str, typer.Argument(help="Name of its page: lower-case words and -.")],
    title: Title = "",
    short_title: Annotated[str, typer.Option(help="Title for cards and menus.")] = "",
    indicator: Annotated[
        list[str] | None, typer.Option(help="Id of an indicator that it is seen by; repeat it.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Start a Mission that is seen by indicators on record."""
    title = _asked(title, "--title", "Full title")
    indicators = indicator or _asked("", "--indicator", "Indicators, with spaces").split()
    with reporting("new mission", as_json) as result:
        from playbook.authoring import mission as skeleton
        from playbook.catalogue import Project

        started = skeleton.start(
            Project.find(),
            slug,
            title=title,
            short_title=short_title or title[:40].strip(),
            indicators=indicators,
        )
        _make(started, result)


@whole.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where to; a folder that is new.")],
    system: Annotated[
        str, typer.Option(help="A system on record, or codes of places and trusts with commas.")
    ] = "",
    name: Annotated[str, typer.Option(help="Name of the system, where codes are given.")] = "",
    as_json: Json = False,
) -> None:
    """Start a playbook for another health system, from the tables of the whole country."""
    system = _asked(system, "--system", "System, or codes")
    with reporting("init", as_json) as result:
        from playbook.authoring import playbook
        from playbook.catalogue import Project

        result["pages"] = playbook.start(Project.find(), folder.resolve(), system, name)
        result["folder"] = str(folder.resolve())
        say(f"wrote {folder}: {len(result['pages'])} pages to make.")
        say(f"Then: cd {folder}; git init; playbook build; playbook check")


def _asked(value: str, flag: str, question: str) -> str:
    """Ask for what was not given, where somebody is there to answer."""
    if value:
        return value
    if not sys.stdin.isatty():
        raise typer.BadParameter("is needed; on a terminal it is asked for.", param_hint=flag)
    return str(typer.prompt(question, err=True)).strip()


def _make(change: Any, result: dict[str, Any]) -> None:
    """Make the change, and say what was written and what is left to do."""
    from playbook.catalogue import unfilled

    written = change.make()
    names = [path.as_posix() for path in written]
    left = [one for one in unfilled.problems(change.project) if one.file in names]
    result |= {"written": names, "notes": change.notes}
    result["to_fill_in"] = [f"{one.file}:{one.line}" for one in left]
    for path in written:
        say(f"{'wrote' if path in change.added else 'edited'} {path.as_posix()}")
    for note in change.notes:
        say(note)
    if left:
        say(
            f"{len(left)} places are {unfilled.MARK}: the gate of records names each. "
            "`playbook serve` shows the page meanwhile."
        )
    say("Then: playbook check")
