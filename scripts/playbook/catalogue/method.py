"""Records of the method: its stages, the canvases that help in them, and canvases filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from playbook.catalogue.documents import Place
from playbook.catalogue.records import Record, repeated
from playbook.catalogue.system import Slug, Text
from playbook.errors import nearest

Words = Annotated[tuple[Text, ...], Field(min_length=1)]
"""A list that may not be empty."""


class Tool(Record):
    """Something that helps in a stage."""

    title: Text
    """What it is called."""
    text: Text
    """What it does, in a sentence."""
    canvas: Slug | None = None
    """Id of its canvas; empty when it is no form to fill in."""
    page: Text | None = None
    """Address of the page of the book that is the tool, where one is."""


class Turn(Record):
    """Where the work goes from a stage."""

    stage: Slug | None
    """Id of the stage; empty when the work ends here."""
    when: Text
    """In which case."""


class Stage(Record):
    """One stage of the method."""

    id: Slug
    """Stable id, and the end of its page's address."""
    title: Text
    """What it is called."""
    purpose: Text
    """What it is for, in a sentence."""
    who: Words
    """Who takes part, as roles."""
    entry: Words
    """What must be so before it begins."""
    exit: Words
    """What must be so before it ends."""
    leaves: Text
    """What it leaves behind."""
    tools: Annotated[tuple[Tool, ...], Field(min_length=1)]
    """What helps."""
    goes_wrong: Words
    """What commonly goes wrong."""
    next: Annotated[tuple[Turn, ...], Field(min_length=1)]
    """Where the work goes from here."""


class Stages(Record):
    """The file of stages."""

    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    """One entry a stage, in order."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Ids are unique, and each turn leads to a stage."""
        names = [one.id for one in self.stages]
        yield from repeated(names, "stages")
        for number, stage in enumerate(self.stages):
            for at, turn in enumerate(stage.next):
                if turn.stage is not None and turn.stage not in names:
                    hint = nearest(turn.stage, names, noun="stage")
                    place = ("stages", number, "next", at, "stage")
                    yield place, f"there is no stage {turn.stage}. {hint}"


class Box(Record):
    """One box of a canvas."""

    id: Slug
    """Id within the canvas."""
    title: Text
    """Its heading."""
    prompt: Text
    """What to write in it."""
    wide: bool = False
    """Whether it takes the whole width of the sheet."""


class Canvas(Record):
    """A form on one sheet of A4 that a team fills in together."""

    id: Slug
    """Stable id: the name of its file, and the end of its page's address."""
    title: Text
    """What it is called."""
    purpose: Text
    """What it is for, in a sentence."""
    minutes: Annotated[int, Field(ge=5, le=480)]
    """How long it takes, about."""
    room: Text
    """Who should be in the room."""
    boxes: Annotated[tuple[Box, ...], Field(min_length=2, max_length=12)]
    """Its boxes, in order."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Boxes have ids of their own."""
        yield from repeated((box.id for box in self.boxes), "boxes")


class Answer(Record):
    """What stands in a box of a canvas that was filled in."""

    box: Slug
    """Id of the box."""
    text: Text
    """What was written."""
    source: Text | None = None
    """Id of the claim, target or publication that it rests on."""
    ours: bool = False
    """Whether it is this playbook's own reading, or says that nothing was found."""


class FilledCanvas(Record):
    """A canvas filled in: from what was published, or made up to show how."""

    id: Slug
    """Stable id: the name of its file."""
    canvas: Slug
    """Id of the canvas."""
    title: Text
    """What it is about."""
    standing: Literal["published", "illustrative"]
    """From published facts alone; or made up, and marked so wherever it shows."""
    note: Text
    """What a reader must know before anything else."""
    answers: Annotated[tuple[Answer, ...], Field(min_length=1)]
    """One entry a box."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """What is said to be published names where, or that it is our reading."""
        yield from repeated((one.box for one in self.answers), "answers")
        for number, one in enumerate(self.answers):
            place = ("answers", number)
            if one.ours and one.source:
                yield (*place, "ours"), "stands beside a source. Keep one of the two."
            if self.standing == "published" and not (one.ours or one.source):
                message = (
                    "is missing. A canvas from published facts names a source in each box, or "
                    "says `ours: true` for a reading of our own."
                )
                yield (*place, "source"), message


def blank(canvas: Canvas) -> str:
    """Write a canvas as a record to copy: each prompt as a comment, each text still to be filled.

    Returns
    -------
    str
        YAML. It is refused as it is, and a filled-in canvas once each text is there.
    """
    lines = [
        "# yaml-language-server: $schema=../../schemas/filled-canvas.schema.json",
        f"# {canvas.title}. Save it as data/method/filled/<id>.yml and write a text for each box.",
        f"id: {canvas.id}-ours",
        f"canvas: {canvas.id}",
        "title: What it is about",
        "# published when each answer names its source, or else illustrative",
        "standing: illustrative",
        "note: What a reader must know",
        "answers:",
    ]
    for box in canvas.boxes:
        lines += [f"  # {box.title}: {box.prompt}", f"  - box: {box.id}", "    text:"]
    return "\n".join([*lines, ""])
