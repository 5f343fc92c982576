"""The Validation page: each method against an answer that did not come from this code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playbook.errors import PlaybookError, nearest
from playbook.figures import words
from playbook.figures.components import Board, cell
from playbook.methods.worked_example import Answer, WorkedExample

AGREES = {
    True: {"kind": "better", "word": "Agrees"},
    False: {"kind": "worse", "word": "Does not agree"},
}


class Check:
    """One worked example with our own answer, worked out when the page is made.

    Attributes
    ----------
    example : WorkedExample
        From `playbook.methods.worked_examples`.
    computed : float, str or None
        Our answer.
    agrees : bool
        Whether it is the expected one, within the example's tolerance.
    """

    def __init__(self, example: WorkedExample) -> None:
        self.example = example
        self.computed = example.compute()
        self.agrees = example.agrees(self.computed)

    @property
    def room(self) -> str:
        """The part of ``playbook.methods`` that the method belongs to."""
        return self.example.method.partition(".")[0]


def checked(examples: Sequence[WorkedExample], rooms: Sequence[str] = ()) -> list[Check]:
    """Work the examples out: all of them, or those of the named parts of ``playbook.methods``.

    Raises
    ------
    PlaybookError
        If a part has no worked example; the nearest names are given.
    """
    checks = [Check(one) for one in examples]
    known = {one.room for one in checks}
    for room in rooms:
        if room not in known:
            hint = nearest(room, sorted(known), noun="method")
            raise PlaybookError(f"there is no worked example for {room!r}. {hint}")
    return [one for one in checks if not rooms or one.room in rooms]


def said(checks: Sequence[Check]) -> str:
    """Say how many agree, and name those that do not."""
    wrong = [f"{one.example.method} ({one.example.what})" for one in checks if not one.agrees]
    if not wrong:
        return f"**All {len(checks)} worked examples agree** with what our methods give."
    return (
        f"**{len(wrong)} of {len(checks)} worked examples do not agree**: {words.listing(wrong)}. "
        "Do not use figures made by these methods."
    )


def boards(checks: Sequence[Check]) -> list[Board]:
    """Give one table for each part of ``playbook.methods``, in the order of the examples."""
    return [
        Board(
            id=f"examples-{room}",
            caption=f"Module playbook.methods.{room}",
            columns=[
                "Worked example",
                "Inputs and source",
                "Expected",
                "Computed",
                "Difference",
                "Result",
            ],
            rows=[_row(one) for one in checks if one.room == room],
        )
        for room in dict.fromkeys(one.room for one in checks)
    ]


def _row(check: Check) -> list[dict[str, Any]]:
    example = check.example
    difference = example.difference(check.computed)
    return [
        cell(example.what, example.method),
        cell(example.inputs, example.source),
        cell(_written(example.expected)),
        cell(_written(check.computed)),
        cell(
            "none" if not difference else f"{difference:.1e}",
            f"allowed: {example.tolerance:.1e}" if example.tolerance else "",
        ),
        cell(status=AGREES[check.agrees]),
    ]


def _written(answer: Answer) -> str:
    if isinstance(answer, float):
        return f"{answer:.8g}"
    return "no answer" if answer is None else str(answer)
