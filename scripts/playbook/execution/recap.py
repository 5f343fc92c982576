"""What came of a run: the pages that were made, and why the others were not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # Who only tells what came of a run need not be able to make one.
    from playbook.execution.store import Run


@dataclass(frozen=True)
class Failure:
    """Why a page could not be made: where it stopped, and what it said."""

    page: str
    notebook: str
    cell: int | None
    line: int | None
    message: str

    def __str__(self) -> str:
        place = f"{self.notebook}" + (f", cell {self.cell}" if self.cell else "")
        place += f", line {self.line}" if self.line else ""
        return f"{self.page} ({place}): {self.message}"


@dataclass
class Recap:
    """What a run did.

    Attributes
    ----------
    runs : dict of str to Run
        Every page that has a valid run now, by slug.
    executed, reused : list of str
        Slugs, in the order of the plan.
    failures : list of Failure
        In the order of the plan.
    seconds : float
        Wall-clock time of it all.
    notes : list of str
        What a person should know of how it ran.
    """

    runs: dict[str, Run] = field(default_factory=dict)
    executed: list[str] = field(default_factory=list)
    reused: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """Write it as plain values, without the runs themselves: what is to be said stays."""
        return {
            "executed": self.executed,
            "reused": self.reused,
            "failures": [asdict(one) for one in self.failures],
            "seconds": self.seconds,
            "notes": [*self._warnings(), *self.notes],
        }

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Recap:
        """Make it of plain values again."""
        failures = [Failure(**one) for one in plain["failures"]]
        return cls(**plain | {"failures": failures})

    def lines(self) -> Iterator[str]:
        """Give the recap as lines for a person; every failure is at the end, where it is read."""
        yield from self._warnings()
        yield from self.notes
        total = len(self.executed) + len(self.reused) + len(self.failures)
        yield (
            f"{total} pages: {len(self.executed)} executed, {len(self.reused)} reused, "
            f"{len(self.failures)} failed, in {self.seconds:.1f} s"
        )
        for failure in self.failures:
            yield f"failed: {failure}"

    def _warnings(self) -> Iterator[str]:
        warned = [run for slug in self.executed if (run := self.runs.get(slug)) and run.warnings]
        for run in warned:
            yield f"warning: {run.page}: {run.warnings[0].splitlines()[-1]}"
