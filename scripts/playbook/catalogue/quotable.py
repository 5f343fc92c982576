"""What prose may quote by its id: claims of the ledger, dated targets and cases."""

from __future__ import annotations

from dataclasses import dataclass

from playbook.catalogue.case import Case
from playbook.catalogue.catalogue import Catalogue
from playbook.catalogue.claim import Citation, Claim, ClaimValue, Publication
from playbook.catalogue.mission import Target
from playbook.catalogue.numerals import PER_CENT, Numeral, Quantity, written
from playbook.catalogue.plain_numbers import differing, figures
from playbook.errors import PlaybookError, nearest

LEDGER = "claims"
"""Address of the page that has a row for each claim and each target."""

SEEN = {"primary": "read at its publisher", "secondary": "read in another source that reports it"}


@dataclass(frozen=True)
class Quotable:
    """Something that a sentence may rest on.

    Attributes
    ----------
    id : str
        By which it is quoted.
    text : str
        How it is written when the sentence has no words of its own; empty when it holds several
        numbers, of which one has to be named.
    said : str
        The statement itself: what stands in it may stand in a quotation.
    quantities : tuple of Quantity
        Its numbers.
    row : str
        Page and anchor that tell of it.
    source : str
        Where it was read, in a line.
    names : tuple of str
        Names of its numbers.
    status : str
        ``quotable``, ``caution`` or ``rejected``.
    care : str
        What to be careful of; empty for nothing.
    """

    id: str
    text: str
    said: str
    quantities: tuple[Quantity, ...]
    row: str
    source: str
    names: tuple[str, ...] = ()
    status: str = "quotable"
    care: str = ""

    def differing(self, words: str) -> list[Numeral]:
        """Give the figures in some words that this does not bear out."""
        said = {one.text for one in figures(self.said)}
        return [one for one in differing(words, self.quantities) if one.text not in said]


def find(catalogue: Catalogue, name: str) -> Quotable:
    """Find what an id quotes: ``c-m1-01``, one value of it, ``c-m1-03.baseline``, or ``t-m1-02``.

    Raises
    ------
    PlaybookError
        If there is no such claim, target or value; the nearest are named.
    """
    name, _, value = name.partition(".")
    if name in catalogue.targets:
        return _target(catalogue.targets[name])
    if name in catalogue.cases:
        return _case(catalogue.cases[name])
    if name not in catalogue.claims:
        known = [*catalogue.claims, *catalogue.targets, *catalogue.cases]
        hint = nearest(name, known, noun="claim")
        raise PlaybookError(f"there is no claim {name!r}. {hint}")
    claim = catalogue.claims[name]
    return _claim(claim, catalogue.citations.get(claim.source), value)


def _claim(claim: Claim, citation: Citation | None, name: str) -> Quotable:
    values = {value.name: value for value in claim.values}
    if name and name not in values:
        hint = nearest(name, values, noun="value")
        raise PlaybookError(f"claim {claim.id} has no value {name!r}. {hint}")
    chosen = [values[name]] if name else list(claim.values)
    return Quotable(
        id=claim.id,
        text=_alone(claim, chosen),
        said=f"{claim.statement} {claim.period or ''}",
        quantities=tuple(value.quantity for value in chosen),
        row=f"{LEDGER}#{claim.id}",
        source=f"{cited(citation)}; {SEEN[claim.seen]}" if citation else "no source",
        names=tuple(values),
        status=claim.status,
        care=claim.note or "" if claim.status == "caution" else "",
    )


def _alone(claim: Claim, chosen: list[ClaimValue]) -> str:
    if not chosen:
        return claim.statement
    return chosen[0].text if len(chosen) == 1 else ""


def _target(target: Target) -> Quotable:
    quantities = []
    if target.value is not None and target.unit is not None:
        quantities.append(Quantity(target.value, target.unit))
    return Quotable(
        id=target.id,
        text=written(quantities[0]) if quantities else target.measure,
        said=f"{target.measure} {target.baseline or ''} {target.scope}",
        quantities=tuple(quantities),
        row=f"{LEDGER}#{target.id}",
        source=f"{target.source}; {SEEN[target.seen]}",
    )


def _case(case: Case) -> Quotable:
    """A case is quoted by its results, but for those whose numbers are kept on record alone."""
    shown = [one for one in case.results if one.printed]
    numbers = [one for one in shown if one.value is not None]
    share = {one: (one.unit or "").startswith(PER_CENT) for one in numbers}
    return Quotable(
        id=case.id,
        text=case.title,
        said=" ".join([case.title, case.place, *(f"{one.said} {one.n}" for one in shown)]),
        quantities=tuple(
            Quantity(one.value or 0, PER_CENT if share[one] else one.unit or "") for one in numbers
        ),
        row=f"cases/{case.slug}",
        source=f"{cited(case.source)}; {SEEN[case.seen]}; evidence grade {case.grade}",
    )


def cited(citation: Publication) -> str:
    """Name a publication in a line: publisher, title and date."""
    dated = citation.date or "undated"
    until = f" to {citation.until}" if citation.until else ""
    return f"{citation.publisher}, {citation.title}, {dated}{until}"
