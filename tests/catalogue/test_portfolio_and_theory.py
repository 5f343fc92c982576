"""Records of the portfolio, of theories of change and of what stands beside a Mission's figures."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project, consistency
from playbook.errors import PlaybookError
from tests.catalogue.editing import replace

FILES = ("portfolio.yml", "theory_of_change.yml", "missions.yml")


@pytest.fixture
def own(root: Path, tmp_path: Path) -> Path:
    """The playbook with records of its own to break; its tables are not copied."""
    folder = tmp_path / "own"
    skip = shutil.ignore_patterns("observations", "*.csv", "schemas")
    shutil.copytree(root / "data", folder / "data", ignore=skip)
    shutil.copy(root / "data/places/areas.csv", folder / "data/places/areas.csv")
    shutil.copy(root / "_config.yml", folder / "_config.yml")
    return folder


def test_the_shipped_records_cover_every_mission_and_name_only_what_there_is(root: Path) -> None:
    catalogue = Catalogue(Project(root))
    assert set(catalogue.theories) == set(catalogue.own_missions)
    assert catalogue.portfolio is not None
    named = {name for one in catalogue.portfolio.projects for name in one.missions}
    assert named == set(catalogue.own_missions)
    for mission in catalogue.own_missions.values():
        assert mission.why
        assert mission.unknowns
        assert all(len({t.criterion for t in one.tests}) == 5 for one in mission.statements)


def test_a_playbook_without_these_records_has_none(mini: Path) -> None:
    catalogue = Catalogue(Project(mini))
    assert catalogue.portfolio is None
    assert catalogue.theories == {}
    assert catalogue.theory("M1") is None


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "said"),
    [
        ("portfolio.yml", "  active: 5", "  active: 0", "limit.active", "greater than or equal"),
        (
            "portfolio.yml",
            'started: "2024-05-13"',
            'started: "spring 2024"',
            "projects[2].started",
            "does not have the form",
        ),
        ("portfolio.yml", "id: t2dex", "id: cvd-champions", "projects[4].id", "named above"),
        (
            "portfolio.yml",
            "area: Closing the detection gap",
            "area: Closing the detection gab",
            "projects[2].area",
            "no area of opportunity Closing the detection gab. Did you mean",
        ),
        ("portfolio.yml", "missions: [M3, M2]", "missions: [M3, M9]", None, "no mission M9"),
        (
            "theory_of_change.yml",
            "      - text: Closing the detection gap\n        basis: published\n"
            "        source: Imperial College Health Partners, The North West London Missions\n",
            "      - text: Closing the detection gap\n        basis: published\n",
            "theories[1].activities[2].source",
            "a step that is published has a source",
        ),
        (
            "theory_of_change.yml",
            "indicators: [cvd_mortality_preventable_u75]",
            "indicators: [cvd_mortality]",
            None,
            "there is no indicator cvd_mortality",
        ),
        (
            "theory_of_change.yml",
            "        not_measured: Neither is counted in the data of this playbook\n",
            "",
            "theories[1].outcomes[4].indicators",
            "Name an indicator, or say why",
        ),
        ("missions.yml", "claim: c-m1-08", "claim: c-m1-80", None, "there is no claim c-m1-80"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(
    own: Path, file: str, old: str, new: str, field: str | None, said: str
) -> None:
    line = replace(own / "data" / file, old, new)
    try:
        problems = list(consistency.problems(Catalogue(Project(own))))
    except PlaybookError as error:
        problems = list(error.problems)
    found = [one for one in problems if said in one.message]
    assert found, [str(one) for one in problems]
    assert found[0].file == f"data/{file}"
    assert abs((found[0].line or 0) - line) <= 3
    if field is not None:
        assert found[0].field == field
