"""A Mission's theory of change, drawn as a chain whose steps are bound to live verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from playbook.catalogue.theory import Step, Theory
from playbook.figures.components import Component

PARTS = {
    "inputs": ("Inputs", "inputs to activities"),
    "activities": ("Activities", "activities to outputs"),
    "outputs": ("Outputs", "outputs to outcomes"),
    "outcomes": ("Outcomes", "outcomes to impact"),
    "impact": ("Impact", ""),
}
"""Each part, with its heading and the link that leads on from it."""


@dataclass(frozen=True, kw_only=True)
class Chain(Component):
    """The parts of a theory of change in order, and what has to hold from each to the next.

    Attributes
    ----------
    items : list of dict
        One a part: ``title``, its ``steps`` and its ``assumptions``. A step has a ``text``, the
        ``basis`` that it rests on, and its ``measures``, each with ``title``, ``href`` and
        ``status``; or the reason why it is ``unmeasured``.
    """

    name: ClassVar[str] = "chain"
    items: list[dict[str, Any]]

    def text(self) -> str:
        return "\n".join(
            f"{part['title']}: {'; '.join(step['text'] for step in part['steps'])}"
            for part in self.items
        )


def chain(theory: Theory | None, rows: list[dict[str, Any]]) -> Chain | None:
    """Draw the chain; None where there is none on record.

    Parameters
    ----------
    rows : list of dict
        Those of the scorecard: each measure of a step shows the verdict that stands there.
    """
    if theory is None:
        return None
    known = {row["href"].rpartition("/")[2]: row for row in rows}
    return Chain(
        items=[
            {
                "title": title,
                "steps": [_step(step, known) for step in getattr(theory, part)],
                "assumptions": [one.text for one in theory.assumptions if one.between == link],
            }
            for part, (title, link) in PARTS.items()
        ]
    )


def _step(step: Step, known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "text": step.text,
        "basis": f"Published: {step.source}" if step.source else "Our reading",
        "measures": [
            {"title": row["title"], "href": row["href"], "status": row["trend"]}
            for name in step.indicators
            if (row := known.get(name))
        ],
        "unmeasured": step.not_measured or "",
    }
