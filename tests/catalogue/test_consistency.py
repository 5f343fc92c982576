"""Ids that name nothing, and links that go one way only."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project, consistency
from tests.catalogue.editing import replace


def found(mini: Path) -> list[str]:
    return [str(problem) for problem in consistency.problems(Catalogue.read(Project(mini)))]


def test_the_miniature_fits_together(mini: Path) -> None:
    assert found(mini) == []


def test_the_real_records_fit_together_and_are_read_in_a_moment(root: Path) -> None:
    catalogue = Catalogue(Project(root))
    assert list(consistency.problems(catalogue)) == []
    assert len(catalogue.indicators) >= 18
    assert len(catalogue.missions) == 3
    assert len(catalogue.system.boroughs) == 8


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "message"),
    [
        (
            "systems/mini.yml",
            "E09000902]",
            "E09000903]",
            "boroughs[2]",
            "E09000903 is not in places/areas.csv. Did you mean",
        ),
        (
            "systems/mini.yml",
            "trusts: [RZ9]",
            "trusts: [E09000901]",
            "trusts[1]",
            "is Northbrook, which is of the type utla",
        ),
        (
            "systems/mini.yml",
            "region: E12000907",
            "region: E92000001",
            "region",
            "of the type country",
        ),
        (
            "missions.yml",
            "indicators: [within_4_hours, avoidable_deaths, smoking]",
            "indicators: [within_4_hours, avoidable_deaths, smokin]",
            "missions[1].indicators[3]",
            "there is no indicator smokin. Did you mean smoking",
        ),
        (
            "indicators/smoking.yml",
            "source: mini_health",
            "source: mini_healt",
            "source",
            "there is no source mini_healt. Did you mean mini_health",
        ),
        (
            "indicators/smoking.yml",
            "area: E92000001",
            "area: E92000009",
            "benchmark.area",
            "is not in places/areas.csv",
        ),
        (
            "indicators/smoking.yml",
            "mission: [M2]",
            "mission: [M3]",
            "mission[1]",
            "there is no mission M3",
        ),
        (
            "indicators/smoking.yml",
            "mission: [M2]",
            "mission: [cross]",
            None,
            "smoking does not name M2 in its record",
        ),
        (
            "indicators/within_4_hours.yml",
            "targets: [t-mini-01, ",
            "targets: [t-mini-1, ",
            "targets[1]",
            "there is no target t-mini-1. Did you mean t-mini-01",
        ),
        (
            "indicators/within_4_hours.yml",
            "targets: [t-mini-01, t-mini-02]\n",
            "",
            "targets[1].indicators[1]",
            "does not name t-mini-01",
        ),
        (
            "indicators/within_4_hours.yml",
            "  long: per cent\n",
            "  long: minutes\n",
            "targets[1]",
            "t-mini-01 is in per cent, the indicator minutes",
        ),
        (
            "targets.yml",
            "supersedes: t-mini-01",
            "supersedes: t-mini-00",
            "targets[2].supersedes",
            "there is no target t-mini-00",
        ),
        (
            "breaks.yml",
            "areas: [RZ9]",
            "areas: [RZ8]",
            "breaks[1].areas[1]",
            "RZ8 is not in places/areas.csv",
        ),
        (
            "breaks.yml",
            "indicators: [smoking]",
            "indicators: [smokes]",
            "breaks[2].indicators[1]",
            "Did you mean smoking",
        ),
        (
            "places/areas.csv",
            "E12000907,ODS,,,",
            "E12000907,ODS,,,RZ8",
            "successor",
            "RZ8 has no row of its own",
        ),
        (
            "places/areas.csv",
            "E09000901,Northbrook,Northbrook,utla,E12000907,ONS,,,,",
            "E09000901,Northbrook,Northbrook,utla,E12000907,ONS,,,E09000902,",
            "successor",
            "E09000901 has a successor and no last day",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(
    mini: Path, file: str, old: str, new: str, field: str | None, message: str
) -> None:
    replace(mini / "data" / file, old, new)
    problems = found(mini)
    assert any(message in problem for problem in problems), problems
    if field is not None:
        assert any(f"{field}: " in problem for problem in problems), problems
    assert all(
        problem.startswith("data/") and problem.split(":")[1].isdigit() for problem in problems
    )


def test_a_mission_that_does_not_list_an_indicator_is_named(mini: Path) -> None:
    replace(
        mini / "data" / "missions.yml",
        "indicators: [within_4_hours, avoidable_deaths, smoking]",
        "indicators: [within_4_hours, avoidable_deaths]",
    )
    assert any("M2 does not list it in missions.yml" in problem for problem in found(mini))
