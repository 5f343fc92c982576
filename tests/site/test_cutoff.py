"""What a page of an edition as of an earlier day says of itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from playbook.catalogue import Catalogue, Project
from playbook.site import cutoff
from tests.catalogue.editing import replace

DAY = date(2025, 3, 31)


def test_a_page_says_the_day_and_the_rule() -> None:
    assert cutoff.sentence(DAY, None) == "Figures as they were known on 31 March 2025."
    said = {rule: cutoff.sentence(DAY, rule) for rule in ("release", "period_end", "both")}
    assert "on the day of its release." in said["release"]
    assert "when it ended" in said["period_end"]
    assert "where that is on record, and else when it ended" in said["both"]


def test_pages_are_written_anew_when_the_day_or_a_release_is_another(mini: Path) -> None:
    def state() -> str:
        return cutoff.state(Catalogue.read(Project(mini)))

    assert state() == ""
    replace(mini / "data/edition.yml", "2026-11-22", "2026-11-22\nas_of: 2025-03-31")
    first = state()
    replace(
        mini / "data/sources.yml",
        "    published: 2026-09-01\n",
        "    releases: [{period_end: 2024-12-31, published: 2025-04-01, read_in: Invented}]\n",
    )
    assert first
    assert state() != first
