"""The miniature playbook and its two invented publishers, for tests of what is taken in."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from playbook.catalogue import Project
from playbook.sources import refresh as refreshing
from playbook.sources.receiving import Patience
from playbook.sources.refresh import Options, Outcome
from tests.conftest import MINI, ROOT
from tests.sources import recorded
from tests.sources.loopback import Publishers, Reply

TODAY = date(2026, 11, 23)
PROFILES = "/profiles.example.org/api/all_data/csv/by_indicator_id"
RETURNS = "/returns.example.org/api/all_data/csv/by_indicator_id"
DEATHS = "observations/avoidable_deaths.csv"
QUICK = Patience(tries=3, connect=2, silence=2, whole=5, longest=2, first=0.01)
HASTY = Patience(tries=2, connect=2, silence=0.3, whole=0.5, longest=2, first=0.01)
"""For answers that never end: half a second is enough to see that."""


def lean(folder: Path) -> Path:
    """Lay out what a refresh reads of the miniature playbook: its data and its pages."""
    shutil.copytree(MINI / "data", folder / "data")
    (folder / "notebooks").symlink_to(ROOT / "notebooks")
    return folder


class Playbook:
    """The miniature playbook and its two invented publishers, which know what it knows."""

    def __init__(self, folder: Path, publishers: Publishers) -> None:
        self.project, self.publishers = Project(folder), publishers
        self.deaths = recorded.rows(folder / "data" / DEATHS)
        self.smoking = recorded.rows(folder / "data" / "observations/smoking.csv", group="all")
        publishers.routes[PROFILES] = lambda query: Reply(
            recorded.fingertips(self.deaths, query["indicator_ids"], "<75 yrs")
        )
        publishers.routes[RETURNS] = lambda query: Reply(
            recorded.fingertips(self.smoking, query["indicator_ids"], "18+ yrs")
        )

    def refresh(self, *accept: str, **options: object) -> Outcome:
        """Ask the first publisher alone."""
        return self.refresh_all(*accept, names=("mini_profiles",), **options)["mini_profiles"]

    def refresh_all(
        self, *accept: str, names: tuple[str, ...] = (), **options: object
    ) -> dict[str, Outcome]:
        given = {"today": TODAY, "accept": accept, "via": self.publishers.address}
        given |= {"patience": QUICK} | options
        outcomes = refreshing.run(self.project, names, Options(**given))
        return {one.feed: one for one in outcomes}

    def year(self, factor: float = 1.0, year: str = "2025") -> list[recorded.Row]:
        """Figures of a further year, a little better than those of the last."""
        last = [row for row in self.deaths if row["period_start"].startswith("2024")]
        return [
            row
            | {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
            | {"value": f"{float(row['value']) * factor - 0.3:.1f}", "lower95": "", "upper95": ""}
            for row in last
        ]

    def held(self) -> dict[str, bytes]:
        return contents(self.project.data)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
