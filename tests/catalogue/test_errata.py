"""The register of our own errors: what it takes, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project, consistency
from playbook.errors import PlaybookError

ENTRY = """errata:
  - id: pipes
    date: 2026-11-23
    edition: "2026.11"
    indicators: [{indicator}]
    areas: [{area}]
    start: 2024-01-01
    end: {end}
    what: We left out pipes.
    reason: A filter was wrong.
    affected: Readers of the page.
"""


def entry(indicator: str = "smoking", area: str = "E09000901", end: str = "2024-12-31") -> str:
    """Write a register with one entry."""
    return ENTRY.format(indicator=indicator, area=area, end=end)


def test_an_error_is_on_record_with_who_is_affected(mini: Path) -> None:
    (mini / "data" / "errata.yml").write_text(entry())
    catalogue = Catalogue.read(Project.find(mini))
    assert catalogue.errata["pipes"].affected == "Readers of the page."
    assert list(consistency.problems(catalogue)) == []


def test_an_unknown_indicator_is_refused_with_its_line(mini: Path) -> None:
    (mini / "data" / "errata.yml").write_text(entry(indicator="smokin"))
    [problem] = consistency.problems(Catalogue.read(Project.find(mini)))
    assert (problem.file, problem.line) == ("data/errata.yml", 5)
    assert "there is no indicator smokin. Did you mean smoking?" in str(problem)


def test_an_unknown_area_and_periods_that_end_too_early_are_refused(mini: Path) -> None:
    (mini / "data" / "errata.yml").write_text(entry(area="E09009999"))
    [problem] = consistency.problems(Catalogue.read(Project.find(mini)))
    assert "E09009999 is not in places/areas.csv" in str(problem)
    (mini / "data" / "errata.yml").write_text(entry(end="2023-12-31"))
    with pytest.raises(PlaybookError, match="2023-12-31 is before 2024-01-01, the start"):
        _ = Catalogue.read(Project.find(mini)).errata


def test_an_entry_that_does_not_say_who_is_affected_is_refused(mini: Path) -> None:
    text = entry().partition("    affected")[0]
    (mini / "data" / "errata.yml").write_text(text)
    with pytest.raises(PlaybookError, match="affected"):
        _ = Catalogue.read(Project.find(mini)).errata


def test_a_playbook_without_a_register_has_no_errors_on_record(mini: Path) -> None:
    assert Catalogue.read(Project.find(mini)).errata == {}
