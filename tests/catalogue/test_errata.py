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
    what: We left out pipes.
    reason: A filter was wrong.
    affected: Readers of the page.
"""


def test_an_error_is_on_record_with_who_is_affected(mini: Path) -> None:
    (mini / "data" / "errata.yml").write_text(ENTRY.format(indicator="smoking"))
    catalogue = Catalogue.read(Project.find(mini))
    assert catalogue.errata["pipes"].affected == "Readers of the page."
    assert list(consistency.problems(catalogue)) == []


def test_an_unknown_indicator_is_refused_with_its_line(mini: Path) -> None:
    (mini / "data" / "errata.yml").write_text(ENTRY.format(indicator="smokin"))
    [problem] = consistency.problems(Catalogue.read(Project.find(mini)))
    assert (problem.file, problem.line) == ("data/errata.yml", 5)
    assert "there is no indicator smokin. Did you mean smoking?" in str(problem)


def test_an_entry_that_does_not_say_who_is_affected_is_refused(mini: Path) -> None:
    text = ENTRY.format(indicator="smoking").partition("    affected")[0]
    (mini / "data" / "errata.yml").write_text(text)
    with pytest.raises(PlaybookError, match="affected"):
        _ = Catalogue.read(Project.find(mini)).errata


def test_a_playbook_without_a_register_has_no_errors_on_record(mini: Path) -> None:
    assert Catalogue.read(Project.find(mini)).errata == {}
