"""Which indicators, places and trusts a system has figures for."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project
from playbook.errors import PlaybookError
from playbook.observations import coverage
from tests.systems import add_second


def test_what_a_system_has_no_figure_for_is_left_out(mini: Path) -> None:
    add_second(mini)
    own = Catalogue.read(Project.find(mini))
    assert len(coverage.covered(own)) == 3
    assert coverage.left_out(own) == []
    other = Catalogue.read(Project.find(mini, system="upstream"))
    assert list(coverage.covered(other)) == ["smoking"]
    assert [one.id for one in coverage.left_out(other)] == ["within_4_hours", "avoidable_deaths"]
    assert coverage.places(other) == ("E09000911",)
    assert coverage.trusts(other) == ()


def test_a_withheld_figure_is_no_figure(mini: Path) -> None:
    add_second(mini)
    path = mini / "data" / "observations" / "smoking.csv"
    text = path.read_text(encoding="utf-8")
    published = "all,20,300,1500,,,published,\n"
    assert published in text
    path.write_text(text.replace(published, "all,,,1500,,,suppressed,Small count\n"), "utf-8")
    other = Catalogue.read(Project.find(mini, system="upstream"))
    assert coverage.covered(other) == {}


def test_a_table_that_is_missing_is_named(mini: Path) -> None:
    (mini / "data" / "observations" / "smoking.csv").unlink()
    with pytest.raises(PlaybookError, match=r"data/observations/smoking\.csv: is missing"):
        coverage.covered(Catalogue.read(Project.find(mini)))


def test_figures_of_one_system_alone_are_in_no_other_book(root: Path) -> None:
    own = Catalogue.read(Project.find(root))
    assert coverage.left_out(own) == []
    for name in own.systems:
        if name != own.system.id:
            without = coverage.left_out(Catalogue.read(Project.find(root, system=name)))
            ids = {one.id for one in without}
            assert {"diabetes_prevalence", "cyp_mental_health_contacts"} <= ids
