"""Why a figure of an indicator is another now: what the records of two editions say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playbook.catalogue.manifest import Explanation, Numbers, PublishedIndicator
from playbook.figures import words

ANY = ""
"""Any area, or any period."""


@dataclass(frozen=True)
class Reasons:
    """What explains the changes of an indicator that two editions both have.

    Parameters
    ----------
    old, new
        What the editions say.
    name
        Id of the indicator.
    """

    old: Numbers
    new: Numbers
    name: str

    @property
    def before(self) -> PublishedIndicator:
        """The indicator as it was."""
        return self.old.indicators[self.name]

    @property
    def after(self) -> PublishedIndicator:
        """The indicator as it is now."""
        return self.new.indicators[self.name]

    def of(self, area: str = ANY, end: str = ANY) -> tuple[str, str]:
        """Give the kind of a change, and what the records say of it.

        Parameters
        ----------
        area : str
            Code of the area whose figure it is.
        end : str
            Last day of its period.
        """
        before, after = self.before, self.after
        errors = {key: one for key, one in self.new.errors.items() if self.name in one.indicators}
        if said := _told(self.old.errors, errors, area, end):
            return "correction", " ".join(said)
        said = _told(before.corrections, after.corrections, area, end)
        gone = _told(after.corrections, before.corrections, area, end)
        if said or gone:
            return "repair", " ".join([*said, *(f"No longer needed: {text}" for text in gone)])
        if before.version != after.version:
            entries = [text for key, text in after.changelog.items() if key not in before.changelog]
            return "method", " ".join([f"Version {after.version} of the definition.", *entries])
        if said := _told(before.breaks, after.breaks, area, end):
            return "method", " ".join(said)
        if before.table != after.table:
            return "revision", f"{self.source(end)} gives other figures for the same period."
        return "unexplained", "The published figures are the same, and no record says why."

    def source(self, end: str = ANY) -> str:
        """Say who published the figures of a period, and when."""
        source = self.new.sources[self.after.source]
        if day := source.releases.get(end, source.published):
            return f"{source.publisher}, published {words.day(day)}"
        return f"{source.publisher}, read {words.day(source.accessed)}"


def _told(
    known: Mapping[str, Explanation], found: Mapping[str, Explanation], area: str, end: str
) -> list[str]:
    """Give what explanations that were not known yet say of a figure."""
    return [one.text for key, one in found.items() if key not in known and one.covers(area, end)]
