"""The gate of freshness: late figures are told, and a source that nobody asked stops an edition."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.catalogue.freshness import of
from playbook.catalogue.system import Source
from playbook.checks import freshness

DAY = date(2026, 11, 22)


def source(**given: object) -> Source:
    known = {"id": "x", "publisher": "P", "title": "T", "url": "https://x.org/", "licence": "MIT"}
    known |= {"attribution": "A", "status": "other"}
    values = known | {"cadence": "Monthly", "accessed": DAY} | given
    return Source(**values)


@pytest.mark.parametrize(
    ("cadence", "newest", "late"),
    [
        ("Monthly", date(2026, 10, 31), False),
        ("Monthly", date(2026, 8, 31), True),
        ("Annually", date(2025, 3, 31), False),
        ("Annually", date(2018, 3, 31), True),
        ("Once", date(2018, 3, 31), False),
        ("Discontinued", date(2018, 3, 31), False),
    ],
)
def test_figures_are_late_by_their_cadence(cadence: str, newest: date, late: bool) -> None:
    assert of(source(cadence=cadence), [newest], DAY).is_late is late


def test_a_release_on_record_tells_more_than_the_period() -> None:
    found = of(source(published=date(2026, 11, 12)), [date(2026, 6, 30)], DAY)
    assert (found.last, found.is_late, found.age) == (date(2026, 11, 12), False, 145)
    assert "12 November 2026" in found.words()
    assert "worked out" in found.words()


def test_what_is_not_known_is_said() -> None:
    assert "not on record" in of(source(), [], DAY).words()


def test_a_late_source_is_a_warning_and_one_that_nobody_asked_an_error(mini: Path) -> None:
    found = {one.severity for one in freshness.check(Project(mini))}
    assert found <= {"warning"}
    path = mini / "data" / "sources.yml"
    path.write_text(path.read_text().replace("accessed: 2026-11-22", "accessed: 2025-01-01"))
    errors = [one for one in freshness.check(Project(mini)) if one.severity == "error"]
    (one,) = errors
    assert (one.file, one.line) == ("data/sources.yml", 18)
    assert "playbook refresh mini_" in one.remedy
