"""The register of our own errors: what was wrong, in which edition, and who is affected.

Repairs of the *publisher's* figures stand in the record of the indicator, under ``corrections``;
there a guard fails once the publisher has mended the figure. This register tells readers of what
we got wrong ourselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from playbook.catalogue.documents import Place
from playbook.catalogue.records import Record
from playbook.catalogue.system import Day, EditionName, Slug, Text


class Erratum(Record):
    """An error of ours that was corrected."""

    id: Slug
    """Stable id."""
    date: Day
    """The day on which it was corrected."""
    edition: EditionName
    """The first edition without the error."""
    indicators: tuple[Slug, ...] = Field(min_length=1)
    """Indicators that it touched."""
    areas: tuple[Text, ...] | Literal["all"]
    """Codes of the areas whose figures it touched, or all."""
    start: Day | None = None
    """First day of the first period that it touched; empty for the beginning of the series."""
    end: Day | None = None
    """Last day of the last period that it touched; empty for the end of the series."""
    what: Text
    """What was wrong, in words for readers."""
    reason: Text
    """How it came about, and what keeps it from coming back."""
    affected: Text
    """Who may have relied on it."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Periods end after they begin."""
        if self.start and self.end and self.end < self.start:
            yield ("end",), f"{self.end} is before {self.start}, the start."


class Errata(Record):
    """The file of errata; may be empty."""

    errata: tuple[Erratum, ...]
    """One entry an error, newest first."""
