"""The records of evidence, as part of the catalogue: claims, cases, and errors of our own.

A playbook may have none of them: then there is no ledger, no case and no register.
"""

from __future__ import annotations

from functools import cached_property

from playbook.catalogue.case import Case, causal
from playbook.catalogue.claim import Citation, Claim, Claims
from playbook.catalogue.ladder import Ladder
from playbook.catalogue.lookups import collected, looked_up
from playbook.catalogue.own_errors import Errata, Erratum
from playbook.catalogue.shelf import Shelf, each, pick
from playbook.errors import PlaybookError

CASES = "cases"
"""Folder below ``data/``."""


class Evidence(Shelf):
    """The part of the catalogue that tells what is known, from whom, and how well."""

    @collected
    def claims(self) -> dict[str, Claim]:
        """Claims of the ledger by id, in order; empty for a playbook without one."""
        ledger = self._ledger
        return self._by_id("claims", ledger.claims) if ledger else {}

    @collected
    def citations(self) -> dict[str, Citation]:
        """Publications in which claims were read, by id."""
        ledger = self._ledger
        return self._by_id("claims", ledger.sources, "sources") if ledger else {}

    @cached_property
    def _ledger(self) -> Claims | None:
        return self._file("claims.yml", Claims) if self._has("claims.yml") else None

    @looked_up
    def claim(self, name: str) -> Claim:
        """Find a claim of the ledger by its id."""
        return pick(self.claims, name, "claim")

    @looked_up
    def citation_of(self, claim: str) -> Citation:
        """The publication in which a claim was read."""
        return pick(self.citations, self.claim(claim).source, "source")

    @collected
    def errata(self) -> dict[str, Erratum]:
        """Errors of ours that were corrected, by id; empty for a playbook without the register."""
        if not self._has("errata.yml"):
            return {}
        return self._by_id("errata", self._file("errata.yml", Errata).errata)

    @collected
    def ladder(self) -> Ladder:
        """The ladder of evidence, on which every case has its place."""
        return self._file("ladder.yml", Ladder)

    @collected
    def cases(self) -> dict[str, Case]:
        """Every case on record by id, the strongest evidence first.

        Raises
        ------
        PlaybookError
            If a record is wrong, or says more than its evidence bears.
        """
        found = each(self._names(CASES), self._case)
        return dict(sorted(found.items(), key=lambda one: (-one[1].grade, one[0])))

    @looked_up
    def case(self, name: str) -> Case:
        """Find a case by its id or the name of its page."""
        by_slug = {case.slug: case for case in self.cases.values()}
        return pick(by_slug | self.cases, name, "case")

    def _case(self, name: str) -> Case:
        record: Case = self._record(CASES, name, Case)
        document = self.documents[f"{CASES}/{name}.yml"]
        wrong = [document.error(message, place) for place, message in causal(record, self.ladder)]
        if wrong:
            raise PlaybookError.together(wrong)
        return record
