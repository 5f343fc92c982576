"""Whether the records of method, networks and discovery fit together and to the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from playbook.catalogue import reference
from playbook.catalogue.catalogue import Catalogue
from playbook.catalogue.documents import Place
from playbook.catalogue.practice import CANVASES, FILLED, STAGES
from playbook.errors import PlaybookError, nearest

Found = tuple[str, Place, str]
"""File below ``data/``, place in it, and what is wrong there."""

NETWORKS, DISCOVERY = "networks.yml", "discovery.yml"


def stages(catalogue: Catalogue) -> Iterator[Found]:
    """Tools of a stage that name no canvas."""
    for number, stage in enumerate(catalogue.stages.values()):
        for at, tool in enumerate(stage.tools):
            if tool.canvas is not None:
                place = ("stages", number, "tools", at, "canvas")
                yield from _known(
                    STAGES.as_posix(), place, tool.canvas, catalogue.canvases, "canvas"
                )


def canvases(catalogue: Catalogue) -> Iterator[Found]:
    """Canvases that no stage uses, and filled-in ones that do not fit theirs."""
    used = {tool.canvas for stage in catalogue.stages.values() for tool in stage.tools}
    for name in catalogue.canvases:
        if name not in used:
            yield f"{CANVASES.as_posix()}/{name}.yml", ("id",), f"{name} helps in no stage."
    for name, filled in catalogue.filled_canvases.items():
        file = f"{FILLED.as_posix()}/{name}.yml"
        canvas = catalogue.canvases.get(filled.canvas)
        if canvas is None:
            yield from _known(file, ("canvas",), filled.canvas, catalogue.canvases, "canvas")
            continue
        boxes = [box.id for box in canvas.boxes]
        for number, answer in enumerate(filled.answers):
            place: Place = ("answers", number)
            yield from _known(file, (*place, "box"), answer.box, boxes, "box")
            yield from _source(catalogue, file, (*place, "source"), answer.source)
            if filled.standing == "published":
                yield from _figures(catalogue, file, (*place, "text"), answer.text, answer.source)
        missing = [box for box in boxes if box not in {one.box for one in filled.answers}]
        if missing:
            yield file, ("answers",), f"leaves boxes empty: {', '.join(missing)}."


def networks(catalogue: Catalogue) -> Iterator[Found]:
    """Organisations, stages, Missions and sources that are not there."""
    found = catalogue.networks
    if found is None:
        return
    organisations = [one.id for one in found.organisations]
    for number, one in enumerate(found.organisations):
        place: Place = ("organisations", number)
        yield from _source(catalogue, NETWORKS, (*place, "source"), one.source)
        yield from _figures(catalogue, NETWORKS, (*place, "role"), one.role, one.source)
        for at, name in enumerate(one.missions):
            inner = (*place, "missions", at)
            yield from _known(NETWORKS, inner, name, catalogue.missions, "mission")
        for at, post in enumerate(one.posts):
            yield from _source(catalogue, NETWORKS, (*place, "posts", at, "source"), post.source)
    for number, tie in enumerate(found.ties):
        place = ("ties", number)
        yield from _source(catalogue, NETWORKS, (*place, "source"), tie.source)
        for at, name in enumerate(tie.between):
            inner = (*place, "between", at)
            yield from _known(NETWORKS, inner, name, organisations, "organisation")
    for number, network in enumerate(found.networks):
        place = ("networks", number)
        yield from _known(
            NETWORKS, (*place, "mission"), network.mission, catalogue.missions, "mission"
        )
        yield from _source(catalogue, NETWORKS, (*place, "source"), network.source)
        for at, need in enumerate(network.needs):
            inner = (*place, "needs", at)
            yield from _source(catalogue, NETWORKS, (*inner, "source"), need.source)
            if need.met_by is not None:
                inner = (*inner, "met_by")
                yield from _known(NETWORKS, inner, need.met_by, organisations, "organisation")
    known = [one.id for one in found.networks]
    for number, pulse in enumerate(found.pulses):
        yield from _known(NETWORKS, ("pulses", number, "network"), pulse.network, known, "network")
        for at, round_ in enumerate(pulse.rounds):
            place = ("pulses", number, "rounds", at, "stage")
            yield from _known(NETWORKS, place, round_.stage, catalogue.stages, "stage")


def discovery(catalogue: Catalogue) -> Iterator[Found]:
    """Opportunities that are not the Mission's, and what they name that is not there."""
    found = catalogue.discovery
    if found is None:
        return
    place: Place
    for field in ("voices", "candidates", "responses"):
        for number, one in enumerate(getattr(found, field)):
            yield from _source(catalogue, DISCOVERY, (field, number, "source"), one.source)
    for number, one in enumerate(found.candidates):
        if one.case is not None:
            place = ("candidates", number)
            yield from _known(DISCOVERY, (*place, "case"), one.case, catalogue.cases, "case")
            case = catalogue.cases.get(one.case)
            if case is not None and case.grade != one.grade:
                message = f"is {one.grade}, but {case.id} has grade {case.grade}."
                yield DISCOVERY, (*place, "grade"), message
    for number, voice in enumerate(found.voices):
        place = ("voices", number, "said")
        yield from _figures(catalogue, DISCOVERY, place, voice.said, voice.source)
    for number, opportunity in enumerate(found.opportunities):
        place = ("opportunities", number)
        inner: Place = (*place, "mission")
        mission = catalogue.missions.get(opportunity.mission)
        if mission is None:
            yield from _known(DISCOVERY, inner, opportunity.mission, catalogue.missions, "mission")
        elif opportunity.area not in mission.opportunity_areas:
            message = f"is none of the areas of opportunity of {mission.id} in missions.yml."
            yield DISCOVERY, (*place, "area"), message
        for at, shown in enumerate(opportunity.data):
            inner = (*place, "data", at, "indicator")
            yield from _known(DISCOVERY, inner, shown.indicator, catalogue.indicators, "indicator")
        for at, quoted in enumerate(opportunity.quoted):
            inner = (*place, "quoted", at)
            yield from _source(catalogue, DISCOVERY, (*inner, "claim"), quoted.claim)
            yield from _figures(catalogue, DISCOVERY, (*inner, "text"), quoted.text, quoted.claim)
        inner = (*place, "action", "source")
        yield from _source(catalogue, DISCOVERY, inner, opportunity.action.source)


CHECKS = (stages, canvases, networks, discovery)
"""Each looks at one kind of record and what it names."""


def _source(catalogue: Catalogue, file: str, place: Place, name: str | None) -> Iterator[Found]:
    if name is None:
        return
    try:
        reference.find(catalogue, name)
    except PlaybookError as error:
        yield file, place, error.message


def _figures(
    catalogue: Catalogue, file: str, place: Place, text: str, name: str | None
) -> Iterator[Found]:
    try:
        wrong = reference.objection(catalogue, text, name)
    except PlaybookError:
        return  # There is no such source, which is said at its own place.
    if wrong:
        yield file, place, wrong


def _known(file: str, place: Place, name: str, known: Iterable[str], noun: str) -> Iterator[Found]:
    names = list(known)
    if name not in names:
        yield file, place, f"there is no {noun} {name}. {nearest(name, names, noun=noun)}"
