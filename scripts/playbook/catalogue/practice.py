"""The records of how Missions are run, as part of the catalogue: method, networks, discovery,
portfolio and theories of change.

A playbook may have none of them: then there are no stages, no networks and so on.
"""

from __future__ import annotations

from pathlib import Path

from playbook.catalogue.discovery import Discovery
from playbook.catalogue.lookups import collected, looked_up
from playbook.catalogue.method import Canvas, FilledCanvas, Stage, Stages
from playbook.catalogue.network import Networks
from playbook.catalogue.portfolio import Portfolio
from playbook.catalogue.shelf import Shelf
from playbook.catalogue.theory import Theories, Theory

METHOD = Path("method")
STAGES = METHOD / "stages.yml"
CANVASES = METHOD / "canvases"
FILLED = METHOD / "filled"
"""Files and folders below ``data/``."""


class Practice(Shelf):
    """The part of the catalogue that tells how Missions are run."""

    @collected
    def stages(self) -> dict[str, Stage]:
        """Stages of the method by id, in order."""
        if not self._has(STAGES.as_posix()):
            return {}
        return {one.id: one for one in self._file(STAGES.as_posix(), Stages).stages}

    @collected
    def canvases(self) -> dict[str, Canvas]:
        """Canvases by id."""
        return self._folder(CANVASES, Canvas)

    @collected
    def filled_canvases(self) -> dict[str, FilledCanvas]:
        """Canvases that were filled in, by id."""
        return self._folder(FILLED, FilledCanvas)

    @collected
    def networks(self) -> Networks | None:
        """The Innovation Networks and who is in them."""
        return self._file("networks.yml", Networks) if self._has("networks.yml") else None

    @collected
    def discovery(self) -> Discovery | None:
        """Opportunities, and what is behind each."""
        return self._file("discovery.yml", Discovery) if self._has("discovery.yml") else None

    @collected
    def portfolio(self) -> Portfolio | None:
        """The portfolio; None where there is no record of one."""
        return self._file("portfolio.yml", Portfolio) if self._has("portfolio.yml") else None

    @collected
    def theories(self) -> dict[str, Theory]:
        """Theories of change by Mission; none where there is no record."""
        if not self._has("theory_of_change.yml"):
            return {}
        found = self._file("theory_of_change.yml", Theories)
        return {one.mission: one for one in found.theories}

    @looked_up
    def theory(self, mission: str) -> Theory | None:
        """The theory of change of a Mission; None where there is none on record."""
        return self.theories.get(mission)
