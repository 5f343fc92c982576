"""The pages of the method: the chain of stages, the parts of a stage, and the canvases."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils.parsers.rst import directives as options

from playbook.catalogue.method import Canvas, FilledCanvas, Stage, Tool, blank
from playbook.catalogue.practice import FILLED
from playbook.errors import PlaybookError, nearest
from playbook.site.directives import named
from playbook.site.practice import PracticeDirective, pick

STAGE_PAGES, CANVAS_PAGES = "method/{}", "method/tools/{}"
MADE_UP = "Illustrative: made up to show the form"


class StageDirective(PracticeDirective):
    """Base of the directives that show a part of a stage."""

    required_arguments = 1

    @property
    def stage(self) -> Stage:
        """The stage that the page names."""
        found: Stage = pick(self.catalogue.stages, self.arguments[0], "stage")
        return found


class StageChain(PracticeDirective):
    """``{stage-chain}``: every stage in order, with its purpose and what it leaves behind."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``steps``."""
        stages = self.catalogue.stages
        items = [
            {
                "label": f"Stage {number}",
                "title": stage.title,
                "href": STAGE_PAGES.format(stage.id),
                "text": stage.purpose,
                "note": f"Leaves behind: {_lowered(stage.leaves)}",
                "turns": [
                    f"{turn.when.rstrip('.')}: back to {stages[turn.stage].title}."
                    for turn in stage.next
                    if turn.stage and list(stages).index(turn.stage) < number
                ],
            }
            for number, stage in enumerate(stages.values(), start=1)
        ]
        return {"component": "steps", "kind": "stages", "name": "Stages", "items": items}


class StageTest(StageDirective):
    """``{stage-test} frame``: purpose, who, entry test, exit test, what the stage leaves behind."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``metadata``."""
        stage, names = self.stage, list(self.catalogue.stages)
        facts: list[tuple[str, Any]] = [
            ("Stage", f"{names.index(stage.id) + 1} of {len(names)}"),
            ("Who", list(stage.who)),
            ("Entry test", list(stage.entry)),
            ("Exit test", list(stage.exit)),
            ("Leaves behind", stage.leaves),
        ]
        items = [{"term": term, "text": text} for term, text in facts]
        return {"component": "metadata", "items": items}


class StageTools(StageDirective):
    """``{stage-tools} frame``: what helps in a stage, with its canvases."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``links``."""
        items = [
            {"title": tool.title, "href": self.href(tool), "text": tool.text}
            for tool in self.stage.tools
        ]
        return {"component": "links", "items": items}

    def href(self, tool: Tool) -> str:
        """Give the page of a tool; empty when the book does not have it."""
        page = CANVAS_PAGES.format(tool.canvas) if tool.canvas else tool.page or ""
        return page if page.partition("#")[0] in self.env.found_docs else ""


class StageTraps(StageDirective):
    """``{stage-traps} frame``: what commonly goes wrong."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``points``."""
        items = [{"text": one} for one in self.stage.goes_wrong]
        return {"component": "points", "items": items}


class StageNext(StageDirective):
    """``{stage-next} frame``: where the work goes from here."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``links``."""
        stages = self.catalogue.stages
        items = [
            {
                "title": stages[turn.stage].title if turn.stage else "It ends here",
                "href": STAGE_PAGES.format(turn.stage) if turn.stage else "",
                "text": turn.when,
            }
            for turn in self.stage.next
        ]
        return {"component": "links", "items": items}


class CanvasList(PracticeDirective):
    """``{canvas-list}``: every canvas in the order of the stages."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``links``."""
        found = [
            (stage, self.catalogue.canvases[tool.canvas])
            for stage in self.catalogue.stages.values()
            for tool in stage.tools
            if tool.canvas
        ]
        items = [
            {
                "title": canvas.title,
                "href": CANVAS_PAGES.format(canvas.id),
                "text": f"{stage.title}. {canvas.purpose} About {canvas.minutes} minutes.",
            }
            for stage, canvas in found
        ]
        return {"component": "links", "items": items}


class CanvasSheet(PracticeDirective):
    """``{canvas-sheet} opportunity``: a canvas to print and fill in.

    With ``:filled: <id>`` the same canvas as it was filled in.
    """

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {"filled": options.unchanged_required}

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``canvas``."""
        canvas = pick(self.catalogue.canvases, self.arguments[0], "canvas")
        name = self.options.get("filled")
        if name is None:
            form = {"filename": f"{canvas.id}.yml", "text": blank(canvas)}
            return sheet(canvas) | {"form": form}
        filled = pick(self.catalogue.filled_canvases, name, "filled-in canvas")
        if filled.canvas != canvas.id:
            fitting = [
                one.id for one in self.catalogue.filled_canvases.values() if one.canvas == canvas.id
            ]
            raise PlaybookError(
                f"{filled.id} fills in {filled.canvas}, not {canvas.id}. "
                f"{nearest(filled.id, fitting, noun='filled-in canvas')}"
            )
        return self.answered(canvas, filled)

    def answered(self, canvas: Canvas, filled: FilledCanvas) -> dict[str, Any]:
        """Give a canvas with its answers."""
        answers = {one.box: one for one in filled.answers}
        shown = sheet(canvas)
        for box in shown["items"]:
            one = answers[box["id"]]
            box |= {
                "text": one.text,
                "source": one.source and self.source(one.source),
                "ours": one.ours,
            }
        return shown | {
            "id": filled.id,
            "subtitle": filled.title,
            "summary": filled.note,
            "standing": MADE_UP if filled.standing == "illustrative" else "From published facts",
            "filled": True,
            "path": f"data/{FILLED.as_posix()}/{filled.id}.yml",
        }


def sheet(canvas: Canvas) -> dict[str, Any]:
    """Give a blank canvas."""
    return {
        "component": "canvas",
        "id": f"{canvas.id}-blank",
        "title": canvas.title,
        "subtitle": "Blank, to fill in",
        "summary": f"{canvas.purpose} About {canvas.minutes} minutes. In the room: "
        f"{_lowered(canvas.room)}.",
        "standing": "",
        "filled": False,
        "form": None,
        "path": "",
        "items": [
            {
                "id": box.id,
                "title": box.title,
                "prompt": box.prompt,
                "wide": box.wide,
                "text": "",
                "source": None,
                "ours": False,
            }
            for box in canvas.boxes
        ],
    }


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


DIRECTIVES = named(
    StageChain, StageTest, StageTools, StageTraps, StageNext, CanvasList, CanvasSheet
)
