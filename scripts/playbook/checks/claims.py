"""The gate of claims: every figure in prose is bound, every claim has a source, every sum holds.

A figure is a number in digits that `playbook.catalogue.plain_numbers` does not recognise as a day,
a name and the like. The house style writes numbers in digits; one spelled out is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from playbook.catalogue import Catalogue, Project, arithmetic, consistency, quotable
from playbook.catalogue.claim import Claim
from playbook.catalogue.documents import Place
from playbook.catalogue.plain_numbers import figures
from playbook.catalogue.quotable import LEDGER, Quotable
from playbook.checks import passages, shares
from playbook.checks.findings import Finding
from playbook.checks.passages import Bound, Passage
from playbook.errors import PlaybookError
from playbook.figures import words
from playbook.site.claims import objection

FILE = "claims.yml"
AGE = timedelta(days=366)
"""A claim that was compared with its source longer ago than this is to be looked at again."""

BIND = (
    "Bind it: {value}`words <key>` for a number of ours, {claim}`words <id>` for one of others; "
    "or say it without a number."
)
SOURCES = frozenset({"source", "sources", "url", "urls"})
"""Fields by which a record says where its texts are from."""

SAYS_HOW = frozenset({"derivation", "membership"})
"""Fields whose text is itself the account of where figures are from, and how they were made."""

MADE_UP = ("illustrative",)
"""What the field ``standing`` says of a record that is an example from end to end."""

QUOTES = ("claim", "claims")
"""Fields by which a record names the claims that its texts rest on."""


def check(project: Project) -> list[Finding]:
    """Look at the ledger, the prose, the notebooks and the texts of records.

    Raises
    ------
    PlaybookError
        If a record cannot be read at all.
    """
    catalogue = Catalogue.read(project)
    found = [*_ledger(catalogue), *_records(catalogue)]
    for passage in passages.of_prose(project):
        found += _passage(catalogue, passage)
    return found


def _ledger(catalogue: Catalogue) -> Iterator[Finding]:
    """Claims without a source, with a sum that does not hold, or not looked at for long."""
    for error in consistency.problems_of(catalogue, FILE):
        yield from Finding.of_error(error, "source", "Name a source of the ledger, or add it.")
    for number, claim in enumerate(catalogue.claims.values()):
        place: Place = ("claims", number)
        if claim.status != "rejected":
            yield from _sums(catalogue, claim, place)
        if catalogue.edition.date - claim.checked > AGE:
            yield _at(
                catalogue,
                (*place, "checked"),
                "age",
                f"was compared with its source on {words.day(claim.checked)}.",
                "Compare it again, and change the date.",
                severity="warning",
            )


def _sums(catalogue: Catalogue, claim: Claim, place: Place) -> Iterator[Finding]:
    for one in arithmetic.sums(catalogue, claim):
        if not one.holds:
            remedy = "Read the source again; a claim whose numbers cannot all be right is rejected."
            at = (*place, "arithmetic", one.number)
            yield _at(catalogue, at, "arithmetic", f"does not hold: {one.line()}.", remedy)
    for share in shares.of_text(claim.statement):
        if not share.holds:
            remedy = "Read the source again, and reject the claim if it says so."
            at = (*place, "statement")
            yield _at(catalogue, at, "arithmetic", f"does not hold: {share.line()}.", remedy)


def _at(
    catalogue: Catalogue, place: Place, rule: str, problem: str, remedy: str, **known: Any
) -> Finding:
    error = catalogue.documents[FILE].error(problem, place)
    (found,) = Finding.of_error(error, rule, remedy)
    return Finding(**(found.record() | known))


def _records(catalogue: Catalogue) -> Iterator[Finding]:
    """Texts of records that name no source of their own."""
    for record in passages.of_records(catalogue.project):
        own = SAYS_HOW.intersection(record.place) or record.named.get("standing") == MADE_UP
        if not own and SOURCES.isdisjoint(record.named):
            known = [name for field in QUOTES for name in record.named.get(field, ())]
            rests = []
            for name in known:
                try:
                    rests.append(quotable.find(catalogue, name))
                except PlaybookError as error:
                    yield _found(record.passage, 0, "claim", str(error), "Name a claim.")
            yield from _unbound(record.passage, rests)
        yield from _shares(record.passage)


def _passage(catalogue: Catalogue, passage: Passage) -> Iterator[Finding]:
    rests = []
    for name in passage.sourced:
        try:
            rests.append(quotable.find(catalogue, name))
        except PlaybookError as error:
            yield _found(passage, 0, "claim", str(error), "Name a claim of the ledger.")
    yield from _unbound(passage, rests)
    for bound in passage.bound:
        yield from _bound(catalogue, passage, bound)
    if not passage.rejects:
        yield from _shares(passage)


def _unbound(passage: Passage, rests: list[Quotable]) -> Iterator[Finding]:
    for one in figures(passage.text):
        if not any(_says(each, one.text) for each in rests):
            known = words.listing([each.id for each in rests])
            problem = f"{one.text.strip()} is not a number of {known}." if rests else (
                f"{one.text.strip()} is bound to nothing."
            )  # fmt: skip
            yield _found(passage, one.start, "unbound", problem, BIND)


def _says(rest: Quotable, text: str) -> bool:
    return not rest.differing(text)


def _bound(catalogue: Catalogue, passage: Passage, bound: Bound) -> Iterator[Finding]:
    """Say why words may not rest on a claim; values are looked up when the site is built."""
    if bound.role != "claim":
        return
    try:
        found = quotable.find(catalogue, bound.quotation.key)
        problem = objection(found, bound.quotation.words, LEDGER if passage.ledger else "")
    except PlaybookError as error:
        problem = str(error)
    if problem:
        remedy = "Quote the number of the claim, or another claim."
        yield Finding(
            rule="quotation",
            problem=problem,
            remedy=remedy,
            file=passage.file,
            line=bound.line,
            cell=passage.cell,
        )


def _shares(passage: Passage) -> Iterator[Finding]:
    for share in shares.of_text(passage.spoken):
        if not share.holds:
            remedy = "A part, a whole and a percentage have to agree: read the source again."
            yield _found(passage, 0, "arithmetic", f"does not hold: {share.line()}.", remedy)


def _found(passage: Passage, position: int, rule: str, problem: str, remedy: str) -> Finding:
    return Finding(
        rule=rule,
        problem=problem,
        remedy=remedy,
        file=passage.file,
        line=passage.line_of(position),
        cell=passage.cell,
        field=passage.field,
    )
