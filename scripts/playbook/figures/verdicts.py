"""From the outcome of a method to the words and marks that readers see.

A mark never rests on colour: each has a shape and its words.
"""

from __future__ import annotations

from typing import Any

from playbook.catalogue.indicator import Indicator
from playbook.figures.theme import BLUE, MAROON, MUTED, NAVY, ORANGE, SKY

KINDS = {
    "better": "better",
    "worse": "worse",
    "similar": "same",
    "higher": "higher",
    "lower": "lower",
    "not compared": "none",
    "getting better": "better",
    "getting worse": "worse",
    "best fifth": "better",
    "better fifth": "better",
    "middle fifth": "same",
    "worse fifth": "worse",
    "worst fifth": "worse",
    "lowest fifth": "lower",
    "low fifth": "lower",
    "high fifth": "higher",
    "highest fifth": "higher",
}
"""Kind of mark for each outcome of a comparison or a trend."""

SHAPES = {
    "better": ("triangle-up", BLUE),
    "worse": ("diamond", ORANGE),
    "similar": ("circle", MUTED),
    "higher": ("triangle-right", NAVY),
    "lower": ("triangle-left", NAVY),
    "not compared": ("circle", NAVY),
    "best fifth": ("triangle-up", BLUE),
    "better fifth": ("triangle-up", SKY),
    "middle fifth": ("circle", MUTED),
    "worse fifth": ("diamond", MAROON),
    "worst fifth": ("diamond", ORANGE),
    "lowest fifth": ("triangle-left", NAVY),
    "low fifth": ("triangle-left", SKY),
    "high fifth": ("triangle-right", SKY),
    "highest fifth": ("triangle-right", NAVY),
}
"""Shape and colour of a point on a chart, by outcome."""

POLARITY = {
    "HighIsGood": "Higher is better",
    "LowIsGood": "Lower is better",
    "NoJudgement": "Neither is better",
}


def comparison(outcome: str, reference: str, note: str = "") -> dict[str, str]:
    """Put a comparison with a benchmark into words.

    Parameters
    ----------
    outcome : str
        From `playbook.methods.comparison.compare`, or a fifth of all areas.
    reference : str
        Name of the benchmark, such as England.
    note : str
        The benchmark's value, or why there is no comparison.
    """
    joins = {"similar": "to", "not compared": ""}
    word = outcome.capitalize()
    join = "of" if outcome.endswith(" fifth") else joins.get(outcome, "than")
    return {
        "kind": KINDS[outcome],
        "word": f"{word} {join} {reference}" if join else word,
        "note": note,
    }


def trend(result: Any | None, indicator: Indicator) -> dict[str, str]:
    """Put a five-point trend test into words; no result means that none was made, and why."""
    if result is None:
        return {"kind": "none", "word": "Not tested", "note": indicator.trend.reason or ""}
    if result.direction == "cannot be calculated":
        return {"kind": "none", "word": "Cannot be calculated", "note": result.reason}
    note = f"Over the last {result.points} points"
    if result.direction == "no significant change":
        return {"kind": "same", "word": "No clear change", "note": note}
    judged = KINDS.get(str(result.judgement))
    if judged:
        return {"kind": judged, "word": str(result.judgement).capitalize(), "note": note}
    kind = "higher" if result.direction == "increasing" else "lower"
    return {"kind": kind, "word": result.direction.capitalize(), "note": note}


def key(outcomes: list[str], reference: str) -> list[dict[str, str]]:
    """Explain the marks that a chart uses, in a fixed order."""
    present = [outcome for outcome in SHAPES if outcome in outcomes]
    return [
        {
            "mark": SHAPES[outcome][0],
            "colour": SHAPES[outcome][1],
            "label": comparison(outcome, reference)["word"],
        }
        for outcome in present
    ]
