"""The register of our own errors: what was wrong, in which edition, and who is affected.

Repairs of the *publisher's* figures stand in the record of the indicator, under ``corrections``;
there a guard fails once the publisher has mended the figure. This register tells readers of what
we got wrong ourselves.
"""

from __future__ import annotations

from pydantic import Field

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
    what: Text
    """What was wrong, in words for readers."""
    reason: Text
    """How it came about, and what keeps it from coming back."""
    affected: Text
    """Who may have relied on it."""


class Errata(Record):
    """The file of errata; may be empty."""

    errata: tuple[Erratum, ...]
    """One entry an error, newest first."""
