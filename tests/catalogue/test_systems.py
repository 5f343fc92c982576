"""Systems as records: whose book it is, and what a wrong record is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project, consistency
from playbook.errors import PlaybookError
from tests.catalogue.editing import replace
from tests.systems import add_second


def test_the_own_system_is_the_one_that_the_playbook_names(mini: Path) -> None:
    project = Project.find(mini)
    assert (project.system, Catalogue.read(project).system.id) == ("", "mini")
    assert Project.find(mini, system="mini") == project
    assert project.build == mini / "_build"


def test_another_system_is_seen_with_a_folder_of_its_own(mini: Path) -> None:
    add_second(mini)
    areas = Catalogue.read(Project.find(mini)).areas
    project = Project.find(mini, system="upstream")
    assert project.build == mini / "_build" / "systems" / "upstream"
    catalogue = Catalogue.read(project)
    assert catalogue.system.short_name == "Upstream"
    assert Catalogue.read(Project.find(mini)).system.short_name == "Riverside"
    # The records are those of the same playbook, and are not read twice.
    assert catalogue.areas is areas


def test_a_notebook_takes_the_system_from_its_surroundings(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_second(mini)
    monkeypatch.setenv("PLAYBOOK_SYSTEM", "upstream")
    assert Catalogue.read().system.id == "upstream"
    monkeypatch.setenv("PLAYBOOK_SYSTEM", "")
    assert Catalogue.read().system.id == "mini"


def test_an_unknown_system_names_the_nearest(mini: Path) -> None:
    add_second(mini)
    with pytest.raises(PlaybookError, match=r"no system 'upstraem'\. Did you mean upstream\?"):
        Project.find(mini, system="upstraem")


def test_a_playbook_that_names_no_record_says_where(mini: Path) -> None:
    line = replace(mini / "data" / "playbook.yml", "system: mini", "system: mimi")
    with pytest.raises(PlaybookError) as caught:
        _ = Catalogue.read(Project.find(mini)).system
    assert (caught.value.file, caught.value.line) == ("data/playbook.yml", line)
    assert "Did you mean mini" in str(caught.value)


def test_a_record_has_the_id_of_its_file(mini: Path) -> None:
    path = add_second(mini)
    line = replace(path, "id: upstream", "id: up")
    with pytest.raises(PlaybookError) as caught:
        _ = Catalogue.read(Project.find(mini)).systems
    assert (caught.value.file, caught.value.line) == ("data/systems/upstream.yml", line)


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ("[E09000911]", "[E09000999]", "boroughs[1]", "E09000999 is not in places/areas.csv"),
        ("[E09000911]", "[RZ8]", "boroughs[1]", "which is of the type trust"),
        (
            "[E09000911]",
            "[E09000901]",
            "boroughs[1]",
            "E09000901 is in systems/mini.yml too. Keep it in one.",
        ),
        ("country: E9", "missions: [M7]\ncountry: E9", "missions[1]", "there is no mission M7"),
    ],
)
def test_a_wrong_code_in_any_system_is_named_with_its_line(
    mini: Path, old: str, new: str, field: str, said: str
) -> None:
    path = add_second(mini)
    line = replace(path, old, new)
    found = [str(one) for one in consistency.problems(Catalogue.read(Project.find(mini)))]
    assert [text for text in found if said in text] == [
        text for text in found if text.startswith(f"data/systems/upstream.yml:{line}: {field}")
    ]
    assert len([text for text in found if said in text]) == 1


@pytest.mark.parametrize(
    ("synonyms", "message"),
    [
        ("E09000999: [Elsewhere]", r"synonyms.E09000999: E09000999 is not in places/areas.csv"),
        ("E09000901: [East side, east SIDE]", r"synonyms.E09000901\[2\]: east SIDE is named above"),
    ],
)
def test_a_wrong_synonym_of_a_place_is_named(mini: Path, synonyms: str, message: str) -> None:
    record = mini / "data" / "systems" / "mini.yml"
    record.write_text(record.read_text() + f"synonyms: {{{synonyms}}}\n")
    with pytest.raises(PlaybookError, match=message):
        raise PlaybookError.together(list(consistency.problems(Catalogue.read(Project.find(mini)))))


def test_a_code_named_twice_in_one_system_is_refused(mini: Path) -> None:
    replace(add_second(mini), "[RZ8]", "[RZ8, RZ8]")
    with pytest.raises(PlaybookError, match=r"trusts\[2\]: RZ8 is named above"):
        _ = Catalogue.read(Project.find(mini)).systems


def test_a_region_as_benchmark_means_the_region_around_the_system(mini: Path) -> None:
    add_second(mini)
    replace(mini / "data/indicators/smoking.yml", "area: E92000001", "area: E12000907")
    for name, region in (("mini", "E12000907"), ("upstream", "E12000908")):
        catalogue = Catalogue.read(Project.find(mini, system=name))
        assert catalogue.benchmark(catalogue.indicator("smoking")) == region


def test_every_real_system_is_known_and_none_shares_a_member(root: Path) -> None:
    catalogue = Catalogue.read(Project(root))
    assert len(catalogue.systems) == 42
    own = {"utla", "ltla"}
    today = {
        code for code, one in catalogue.areas.items() if one.type in own and one.valid_to is None
    }
    members = [code for one in catalogue.systems.values() for code in one.boroughs]
    assert len(members) == len(set(members))
    assert set(members) <= today
    trusts = [code for one in catalogue.systems.values() for code in one.trusts]
    in_force = {c for c, a in catalogue.areas.items() if a.type == "trust" and not a.valid_to}
    assert sorted(trusts) == sorted(in_force)
