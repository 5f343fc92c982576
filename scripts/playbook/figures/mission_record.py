"""What is on record of a Mission beside its figures: why, projects, tests, what is not known."""

from __future__ import annotations

from typing import Any

import pandas as pd

from playbook.catalogue import Catalogue, quotable
from playbook.catalogue.mission import Mission, Reason
from playbook.catalogue.portfolio import Project
from playbook.figures import words
from playbook.figures.components import Board, Metadata, cell

UNPUBLISHED = "Not published"
STAGES = {
    "orient": "Orient",
    "discover": "Discover",
    "frame": "Frame opportunities",
    "prioritise": "Prioritise",
    "network": "Form the network",
    "test": "Test at sites",
    "evaluate": "Evaluate",
    "decide": "Decide",
    "spread": "Spread and sustain",
}
CRITERIA = {
    "bold": "Bold, of value to society",
    "concrete": "Concrete: one knows when it is reached",
    "research": "Needs research and innovation",
    "crossing": "Crosses sectors and disciplines",
    "solutions": "Open to several solutions",
}
"""The five criteria of the UCL Institute for Innovation and Public Purpose, in our words."""


def why(catalogue: Catalogue, mission: Mission) -> Metadata | None:
    """Say why there is this Mission, each reason with its claim; None where none is on record."""
    if not mission.why:
        return None
    return Metadata(title="Why", items=[_reason(catalogue, one) for one in mission.why])


def _reason(catalogue: Catalogue, one: Reason) -> dict[str, Any]:
    if one.claim is None:
        return {"term": "Stated", "text": one.text}
    claim = quotable.find(catalogue, one.claim)
    care = ", to be quoted with care" if claim.status == "caution" else ""
    return {"term": f"{claim.source}{care}", "text": one.text, "href": claim.row}


def portfolio(catalogue: Catalogue, mission: Mission) -> Board | None:
    """Set out the Mission's projects with what is published of each, beside the limit."""
    record = catalogue.portfolio
    found = [one for one in record.projects if mission.id in one.missions] if record else []
    if record is None or not found:
        return None
    active = sum(one.active == "yes" for one in found)
    ended = sum(one.active == "no" for one in found)
    unknown = len(found) - active - ended
    return Board(
        id="portfolio",
        caption=(
            f"{len(found)} projects found: {active} said to be active, {ended} ended, and of "
            f"{unknown} it is not published. The limit is {record.limit.active} active at once. "
            f"{record.limit.standing}"
        ),
        columns=["Project", "Stage, our reading", "Began", "Active", "Strategy", "Evidence"],
        rows=[_project(one, _case(catalogue, one)) for one in found],
        sorts=True,
        directions={"Began": ["earliest first", "latest first"]},
    )


def _case(catalogue: Catalogue, one: Project) -> str:
    known = catalogue.cases.get(one.case or "")
    return f"cases/{known.slug}" if known else ""


def _project(one: Project, case: str) -> list[dict[str, Any]]:
    stages = [*STAGES]
    about = [one.area, one.note, f"Industry: {one.industry}" if one.industry else None]
    grade = one.evidence_grade
    return [
        cell(one.title, ". ".join(part for part in about if part), case),
        cell(STAGES[one.stage], order=(stages.index(one.stage),))
        if one.stage
        else cell("", UNPUBLISHED),
        cell(words.partial(one.started), order=(one.started,))
        if one.started
        else cell("", UNPUBLISHED),
        cell(one.active.capitalize()) if one.active else cell("", UNPUBLISHED),
        cell(one.strategy) if one.strategy else cell("", UNPUBLISHED),
        cell(f"Grade {grade}", one.source, order=(grade,))
        if grade is not None
        else cell("Not graded", one.source, order=(-1,)),
    ]


def tests(mission: Mission) -> Board | None:
    """Set each wording beside the five criteria of a good Mission; None where none was tested."""
    tested = [one for one in mission.statements if one.tests]
    if not tested:
        return None
    rows = []
    for one in tested:
        found = {test.criterion: test for test in one.tests}
        rows.append(
            [
                cell(f"{one.version}: {one.title}", _dated(one.date)),
                *[
                    cell(found[name].met.capitalize(), found[name].reason)
                    if name in found
                    else cell("", "Not tested")
                    for name in CRITERIA
                ],
            ]
        )
    return Board(
        id="statement-tests",
        caption=(
            "Each wording against the five criteria for missions of the UCL Institute for "
            "Innovation and Public Purpose. The answers are our reading."
        ),
        columns=["Wording", *CRITERIA.values()],
        rows=rows,
    )


def _dated(day: object) -> str:
    return words.day(pd.Timestamp(str(day))) if day else "undated"


def unknowns(mission: Mission) -> Board | None:
    """List what we do not know, what would answer it, and who could; None where nothing is."""
    if not mission.unknowns:
        return None
    return Board(
        id="unknowns",
        caption="Questions that what we read does not answer.",
        columns=["Question", "What would answer it", "Who could"],
        rows=[
            [cell(one.question), cell(one.answered_by), cell(one.who)] for one in mission.unknowns
        ],
    )
