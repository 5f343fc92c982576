"""What a worked example is: a method, an answer from elsewhere, and how to get ours."""

from collections.abc import Callable
from dataclasses import dataclass

Answer = float | str | None


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """One answer to reproduce.

    Attributes
    ----------
    method : str
        Dotted name of the function, below ``playbook.methods``.
    what : str
        What is worked out, for a reader.
    source : str
        Where the expected answer comes from: a publication, or the sum done by hand.
    inputs : str
        What goes in, for a reader.
    expected : float, str or None
    compute : callable
        Takes nothing, gives our answer.
    tolerance : float
        How far a number may lie from the expected one: half a unit of its last printed digit, or
        three standard errors of a simulation.
    """

    method: str
    what: str
    source: str
    inputs: str
    expected: Answer
    compute: Callable[[], Answer]
    tolerance: float = 0.0

    def difference(self, computed: Answer) -> float | None:
        """Return computed less expected; None where either is a word or missing."""
        if isinstance(computed, str | None) or isinstance(self.expected, str | None):
            return None
        return computed - self.expected

    def agrees(self, computed: Answer) -> bool:
        """Say whether a computed answer is the expected one, within the tolerance."""
        difference = self.difference(computed)
        if difference is None:
            return computed == self.expected
        return abs(difference) <= self.tolerance
