"""Parts, wholes and percentages in one sentence: do they agree?

Two forms are known, which are how people write a share: ``149 of 575 readings (25.9%)``, and
``575 readings, 149 (25.9%) of them high``. The percentage stands in brackets or after "or".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playbook.catalogue.numerals import PER_CENT, Numeral, Quantity, holds, quotient, written
from playbook.catalogue.plain_numbers import figures

SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=\S)")
LEADS = re.compile(r"(?:\(|, or |, which is )(?:about |almost |over )?$")
"""What stands before a percentage that says a share again."""

OF = re.compile(r"^(?: [\w-]+){0,3} (?:out )?of (?:the |these |a |all )?$")
NEAR = 4
"""Letters between a part and its percentage, for a bracket or a comma."""


@dataclass(frozen=True)
class Share:
    """A part, a whole and the percentage that was stated."""

    part: Numeral
    whole: Numeral
    stated: Numeral

    @property
    def holds(self) -> bool:
        """Whether the percentage is that of the part."""
        return holds(float(self.part.amount), float(self.whole.amount), self._quantity)

    def line(self) -> str:
        """Show the sum: ``4,349 / 383,882 = 1.1%, not 11%``."""
        part, whole = float(self.part.amount), float(self.whole.amount)
        result = float(quotient(part, whole, self._quantity, 1))
        shown = written(Quantity(result, PER_CENT))
        return f"{self.part.text} / {self.whole.text} = {shown}, not {self.stated.text.strip()}"

    @property
    def _quantity(self) -> Quantity:
        return Quantity(float(self.stated.amount), PER_CENT)


def of_text(text: str) -> Iterator[Share]:
    """Find the shares that a text states, sentence by sentence."""
    for sentence in SENTENCE.split(text):
        found = [one for one in figures(sentence) if one.text]
        for at, one in enumerate(found):
            if one.unit == PER_CENT and LEADS.search(sentence[: one.start]):
                share = _share(sentence, found[:at], one)
                if share:
                    yield share


def _share(sentence: str, before: list[Numeral], stated: Numeral) -> Share | None:
    counts = [one for one in before if not one.unit]
    if len(counts) < 2:
        return None
    first, last = counts[-2:]
    if OF.match(sentence[first.end : last.start]):
        return Share(first, last, stated) if first.amount <= last.amount else None
    wholes = [one for one in counts[:-1] if one.amount > last.amount]
    close = stated.start - last.end <= NEAR
    return Share(last, wholes[-1], stated) if close and wholes else None
