"""Releases of a secure data environment: what is refused and why, and that it is all or nothing."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.sources import releases
from tests.conftest import playbook

MANIFEST = """\
id: contacts-2026
title: Synthetic contacts
synthetic: true
environment: None
publisher: Nobody
licence: MIT
attribution: Made up.
approval: {by: A board, reference: R1, date: 2026-01-10}
released: 2026-01-20
small_numbers: {suppress_from: 1, suppress_to: 7, round_to: 5, least_denominator: 10}
partitions: [deprivation]
method: Drawn by hand.
tables:
  - path: contacts.csv
    title: Contacts
    counts: people
    out_of: people
    sha256: HASH
status: example
"""
HEADER = ",".join(releases.COLUMNS)
KEY = "{area},2025-04-01,2025-12-31,Persons,All ages"


class Draft:
    """A release that has not been taken in, easy to spoil."""

    def __init__(self, folder: Path, area: str) -> None:
        self.folder, self.key = folder, KEY.format(area=area)
        self.manifest, self.header = MANIFEST, HEADER
        self.rows = [
            f"{self.key},all,60,200,published,synthetic",
            f"{self.key},deprivation=1,40,100,published,synthetic",
            f"{self.key},deprivation=2,20,100,published,synthetic",
        ]
        folder.mkdir()

    def write(self) -> Path:
        """Write it, with the hash that fits."""
        text = "\n".join([self.header, *self.rows, ""])
        (self.folder / "contacts.csv").write_text(text)
        digest = hashlib.sha256(text.encode()).hexdigest()
        (self.folder / "release.yml").write_text(self.manifest.replace("HASH", digest))
        return self.folder


@pytest.fixture
def project(mini: Path) -> Project:
    """The miniature."""
    return Project(mini)


@pytest.fixture
def draft(tmp_path: Path, project: Project) -> Draft:
    """A sound release."""
    system = (project.data / "places" / "areas.csv").read_text().splitlines()[1]
    return Draft(tmp_path / "draft", system.split(",")[0])


def refusal(project: Project, folder: Path) -> str:
    """Try to take a release in; give why it was refused. Nothing may have been written."""
    with pytest.raises(PlaybookError) as caught:
        releases.take_in(project, folder)
    assert not list((project.data / "releases").glob("**/*"))
    return str(caught.value)


def test_a_sound_release_is_taken_in_byte_by_byte(project: Project, draft: Draft) -> None:
    folder = draft.write()
    assert releases.take_in(project, folder).id == "contacts-2026"
    target = project.data / "releases" / "contacts-2026"
    assert {path.name for path in target.iterdir()} == {"release.yml", "contacts.csv"}
    assert (target / "contacts.csv").read_bytes() == (folder / "contacts.csv").read_bytes()
    assert [one.id for one in releases.all_of(project)] == ["contacts-2026"]
    assert list(releases.problems(project)) == []
    with pytest.raises(PlaybookError, match=r"release\.yml: id: .* never changed"):
        releases.take_in(project, folder)


@pytest.mark.parametrize(
    ("row", "field", "said"),
    [
        ("deprivation=3,3,100,published,synthetic", "count", "is 3, which the manifest says"),
        ("deprivation=3,7,100,published,synthetic", "count", "hidden (1 to 7)"),
        ("deprivation=3,12,100,published,synthetic", "count", "is 12, not a multiple of 5"),
        ("deprivation=3,2.5,100,published,synthetic", "count", "not a whole number"),
        ("deprivation=3,120,100,published,synthetic", "count", "above its denominator, 100"),
        ("deprivation=3,,100,published,synthetic", "count", "is '', not a whole number"),
        ("deprivation=3,20,5,published,synthetic", "denominator", "manifest allows 10 and more"),
        ("deprivation=3,20,33,published,synthetic", "denominator", "is 33, not a multiple of 5"),
        ("deprivation=3,20,100,suppressed,synthetic", "count", "is given in a row that is supp"),
        ("deprivation=3,,100,suppressed,", "note", "is empty in a row without a count"),
        ("deprivation=3,20,100,hidden,synthetic", "status", "is 'hidden'. Choose published"),
        ("deprivation=3,20,100,published,", "note", "does not say that the number is made up"),
        ("deprivation,20,100,published,synthetic", "group", "neither all nor dimension=level"),
        ("deprivation=2,20,100,published,synthetic", "area", "has the same keys as line 4"),
        ("deprivation=3,20,100", "area", "has not 10 cells"),
    ],
)  # fmt: skip
def test_a_row_that_breaks_a_rule_is_refused_with_its_line_and_field(
    project: Project, draft: Draft, row: str, field: str, said: str
) -> None:
    draft.rows.append(f"{draft.key},{row}")
    message = refusal(project, draft.write())
    assert f"contacts.csv:5: {field}: " in message
    assert said in message


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ("2025-04-01", "2025-04-31", "period_start", "not a date"),
        ("2025-12-31", "2025-01-01", "period_end", "is before period_start"),
        ("2025-12-31", "2026-12-31", "period_end", "after the release"),
        ("Persons", "Everybody", "sex", "Choose Persons"),
        ("All ages", "", "age", "is empty"),
    ],
)
def test_keys_are_checked_too(
    project: Project, draft: Draft, old: str, new: str, field: str, said: str
) -> None:
    draft.rows[0] = draft.rows[0].replace(old, new)
    message = refusal(project, draft.write())
    assert f"contacts.csv:2: {field}: " in message
    assert said in message


def test_an_unknown_area_is_refused(project: Project, draft: Draft) -> None:
    draft.rows[0] = "X" + draft.rows[0]
    assert "contacts.csv:2: area: 'X" in refusal(project, draft.write())


@pytest.mark.parametrize("name", ["nhs_number", "Postcode", "date of birth", "email"])
def test_a_column_that_could_name_a_person_is_refused(
    project: Project, draft: Draft, name: str
) -> None:
    draft.header = f"{name},{HEADER}"
    message = refusal(project, draft.write())
    assert f"contacts.csv:1: {name}: " in message
    assert "never a person" in message


def test_columns_are_those_of_the_format_in_their_order(project: Project, draft: Draft) -> None:
    draft.header = HEADER.replace("count", "number")
    message = refusal(project, draft.write())
    assert "1: number: is not a column of a release" in message
    assert "1: count: is missing" in message
    draft.header = ",".join(reversed(releases.COLUMNS))
    assert "begins another order" in refusal(project, draft.write())


def test_a_hidden_count_that_the_others_give_away_is_refused(
    project: Project, draft: Draft
) -> None:
    draft.manifest = MANIFEST.replace("round_to: 5", "round_to: 1")
    draft.rows[0] = f"{draft.key},all,44,200,published,synthetic"
    draft.rows[2] = f"{draft.key},deprivation=2,,100,suppressed,synthetic; hidden"
    message = refusal(project, draft.write())
    assert (
        "contacts.csv:4: count: is hidden, but the cells beside it leave only one value" in message
    )
    # A second hidden level makes both safe.
    draft.rows[0] = f"{draft.key},all,50,200,published,synthetic"
    draft.rows.append(f"{draft.key},deprivation=3,,100,suppressed,synthetic; hidden")
    assert releases.check(project, draft.write()).id == "contacts-2026"


def test_both_sexes_give_a_hidden_one_away(project: Project, draft: Draft) -> None:
    draft.manifest = MANIFEST.replace("round_to: 5", "round_to: 1")
    both = draft.rows[0].replace("Persons", "Female").replace(",60,", ",57,")
    male = both.replace("Female", "Male").replace(",57,200,published,", ",,200,suppressed,")
    draft.rows += [both, male]
    assert "contacts.csv:6: count: is hidden" in refusal(project, draft.write())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("suppress_to: 7", "suppress_to: 3", "small_numbers.suppress_to: is 3: a count of 4 would"),
        ("date: 2026-01-10", "date: 2026-01-30", "released: is 2026-01-20, before its approval"),
        ("date: 2026-01-10", "date: 2026-02-30", "not a day of the calendar"),
        ("title: Synthetic contacts", "title: Contacts", "title: does not say that the numbers"),
        ("status: example", "status: research", "status: is example for made-up numbers"),
        ("  by: A board,", "  by: '',", ""),
        ("{by: A board, ", "{", "approval.by: is missing"),
        ("licence: MIT\n", "", "licence: is missing"),
        ("path: contacts.csv", "path: ../contacts.csv", "tables[1].path: is '../contacts.csv'"),
        ("path: contacts.csv", "path: other.csv", "tables[1].path: other.csv is not in the folder"),
        ("released: 2026-01-20", "released: 2031-01-20", "after the edition"),
    ],
)  # fmt: skip
def test_a_wrong_manifest_is_refused(
    project: Project, draft: Draft, old: str, new: str, said: str
) -> None:
    if not said:
        old, new, said = "by: A board", "by: ''", "approval.by: is empty"
    assert old in draft.manifest
    draft.manifest = draft.manifest.replace(old, new)
    message = refusal(project, draft.write())
    assert "release.yml:" in message
    assert said in message


def test_bytes_that_were_not_approved_are_refused(project: Project, draft: Draft) -> None:
    folder = draft.write()
    with (folder / "contacts.csv").open("a") as stream:
        stream.write(f"{draft.key},deprivation=3,20,100,published,synthetic\n")
    message = refusal(project, folder)
    assert "release.yml:18: tables[1].sha256: begins" in message


def test_a_file_that_the_manifest_does_not_name_is_refused(project: Project, draft: Draft) -> None:
    folder = draft.write()
    (folder / "notes.txt").write_text("About the people.")
    assert "notes.txt: is not in release.yml" in refusal(project, folder)


def test_all_faults_are_told_at_once(project: Project, draft: Draft) -> None:
    draft.rows += [
        f"{draft.key},deprivation=3,3,100,published,synthetic",
        f"{draft.key},deprivation=4,12,100,published,synthetic",
    ]
    message = refusal(project, draft.write())
    assert "contacts.csv:5" in message
    assert "contacts.csv:6" in message


def test_an_edit_of_a_release_that_was_taken_in_is_noticed(project: Project, draft: Draft) -> None:
    releases.take_in(project, draft.write())
    path = project.data / "releases" / "contacts-2026" / "contacts.csv"
    path.write_text(path.read_text().replace(",60,", ",65,"))
    assert "sha256" in str(next(releases.problems(project)))
    shutil.move(path.parent, path.parent.with_name("renamed"))
    assert any("sha256" in str(one) for one in releases.problems(project))


def test_the_command_takes_in_and_describes_the_tables(mini: Path, draft: Draft) -> None:
    folder = draft.write()
    only = playbook(mini, "data", "release", str(folder), "--check")
    assert only.returncode == 0, only.stderr
    assert not (mini / "data" / "releases").exists()
    done = playbook(mini, "data", "release", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["release"] == "contacts-2026"
    package = json.loads((mini / "data" / "datapackage.json").read_text())
    found = [one for one in package["resources"] if one["path"].startswith("releases/")]
    assert [one["title"] for one in found] == ["Synthetic example: Contacts"]
    assert found[0]["synthetic"] is True
    assert playbook(mini, "check", "records", "data").returncode == 0
    draft.rows[1] = draft.rows[1].replace(",40,", ",4,")
    refused = playbook(mini, "data", "release", str(draft.write()))
    assert refused.returncode == 3
    assert "contacts.csv:3: count: is 4" in refused.stderr


def test_the_shipped_example_is_synthetic_and_sound(root: Path) -> None:
    project = Project(root)
    assert list(releases.problems(project)) == []
    example = releases.all_of(project)[0]
    assert example.synthetic
    _, rows = releases.read(root / "data" / "releases" / example.id / example.tables[0].path)
    assert all("synthetic" in row["note"] for _, row in rows)
    assert any(row["status"] == "suppressed" for _, row in rows)
