"""The sums that a claim implies, done: a part, a whole and what was stated to follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from playbook.catalogue.catalogue import Catalogue
from playbook.catalogue.claim import Claim, ClaimValue
from playbook.catalogue.numerals import Quantity, holds, quotient, written


@dataclass(frozen=True)
class Sum:
    """One division and its stated result.

    Attributes
    ----------
    number : int
        Which of the claim's divisions it is, from 0.
    part, whole : float
        What is divided by what.
    stated : Quantity
        What was said to come out.
    """

    number: int
    part: float
    whole: float
    stated: Quantity

    @property
    def holds(self) -> bool:
        """Whether what was stated comes out, at its own precision."""
        return holds(self.part, self.whole, self.stated)

    @property
    def result(self) -> Decimal | None:
        """What comes out, with a decimal more where what was stated does not; None for no whole."""
        if not self.whole:
            return None
        return quotient(self.part, self.whole, self.stated, 0 if self.holds else 1)

    def line(self) -> str:
        """Show the sum: ``4,349 / 383,882 = 1.1%, not 11%``."""
        if self.result is None:
            return f"{self.part:,g} / 0 has no result"
        shown = written(Quantity(float(self.result), self.stated.unit))
        against = "" if self.holds else f", not {written(self.stated)}"
        return f"{self.part:,.10g} / {self.whole:,.10g} = {shown}{against}"


def sums(catalogue: Catalogue, claim: Claim) -> Iterator[Sum]:
    """Do the sums of a claim; those that name an unknown value are left to the check of records."""
    own = {value.name: value for value in claim.values}
    for number, one in enumerate(claim.arithmetic):
        part, whole = (_value(catalogue, own, name) for name in (one.part, one.whole))
        if part and whole:
            yield Sum(number, part.number, whole.number, own[one.value].quantity)


def _value(catalogue: Catalogue, own: dict[str, ClaimValue], name: str) -> ClaimValue | None:
    claim, _, value = name.rpartition(".")
    if not claim:
        return own[value]
    other = catalogue.claims.get(claim)
    return next((one for one in other.values if one.name == value), None) if other else None
