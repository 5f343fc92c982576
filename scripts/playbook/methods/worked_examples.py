"""Worked examples: each method against an answer that did not come from this code.

The tests and the Validation page read the same list.
"""

from .examples_prioritisation import EXAMPLES as _PRIORITISATION
from .examples_rates import EXAMPLES as _RATES
from .examples_verdicts import EXAMPLES as _VERDICTS
from .worked_example import WorkedExample

__all__ = ["EXAMPLES", "WorkedExample"]

#: Every method that puts a number or a word on a page, in the order of the Validation page.
EXAMPLES: tuple[WorkedExample, ...] = (*_RATES, *_VERDICTS, *_PRIORITISATION)
