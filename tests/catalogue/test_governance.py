"""Records of governance: what is refused, with its line and reason; evidence that is gone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from playbook.catalogue import Project, assessment, governance
from playbook.catalogue.governance import Bodies, Checklist, Corrections, Decisions, Lessons
from playbook.errors import PlaybookError


@pytest.fixture
def own(mini: Path, root: Path) -> Project:
    """The miniature with the real records of governance and what they rest on."""
    shutil.copytree(root / "data" / "governance", mini / "data" / "governance")
    return Project(mini)


def edit(project: Project, name: str, old: str, new: str) -> int:
    """Replace a text once in a record; give the line that it stands on."""
    path = project.data / "governance" / f"{name}.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_real_records_hold(root: Path) -> None:
    assert list(governance.problems(Project(root))) == []


def test_a_playbook_without_them_has_none_and_nothing_is_wrong(mini: Path) -> None:
    project = Project(mini)
    assert governance.read(project, Decisions) is None
    assert assessment.read(project) is None
    assert list(governance.problems(project)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("decisions", 'date: "2024-05-16"\n    by', 'date: "16 May"\n    by', "the form"),
        ("decisions", "by: system", "by: board", r"decisions\[8\]\.by: is 'board'"),
        ("decisions", "    evidence: [data/missions.yml]\n", "", "Name a path in the repository"),
        ("decisions", 'date: "2023-10-12"\n    by', 'date: "2025-10-12"\n    by', "newest is"),
        ("lessons", "    expected: an empty", "    wanted: an empty", "wanted: is not a field"),
        ("bodies", "    kind: board\n", "    kind: club\n", r"bodies\[1\]\.kind: is 'club'"),
        ("bodies", "seen: primary", "seen: maybe", "seen: is 'maybe'"),
        ("review", "months: 6", "months: 0", "months: is '0'"),
        ("checklist", "number: 1\n", "number: 2\n", "is 2, but this is row 1"),
        ("corrections", "[]", "[{date: 2026-13-01}]", "not a day of the calendar"),
    ],
)  # fmt: skip
def test_a_wrong_record_is_refused(own: Project, name: str, old: str, new: str, said: str) -> None:
    line = edit(own, name, old, new)
    found = [str(one) for one in governance.problems(own) if name in str(one)]
    assert found
    message = "\n".join(found)
    with pytest.raises(AssertionError, match=said):
        raise AssertionError(message)
    assert f"data/governance/{name}.yml:" in message
    assert abs(int(message.split(":")[1]) - line) < 12


def test_another_body_needs_a_source_and_a_decision_of_the_system_its_publication(
    own: Project,
) -> None:
    path = own.data / "governance" / "bodies.yml"
    text = path.read_text(encoding="utf-8")
    start = text.index("  - id: the-playbook")
    path.write_text(f"bodies:\n{text[start:].replace('kind: playbook', 'kind: board')}", "utf-8")
    with pytest.raises(PlaybookError, match=r"bodies\[1\]\.reading: is missing"):
        governance.read(own, Bodies)


def test_evidence_that_is_not_in_the_repository_is_refused(own: Project) -> None:
    edit(own, "decisions", "data/claims.yml", "data/nowhere.yml")
    said = [str(one) for one in governance.problems(own)]
    assert any("evidence[1]: data/nowhere.yml is not in the repository" in one for one in said)


def test_the_logs_of_the_real_book_say_something(root: Path) -> None:
    project = Project(root)
    for model, least in ((Decisions, 8), (Lessons, 4), (Bodies, 6), (Checklist, 36)):
        found = governance.read(project, model)
        assert found is not None
        assert len(next(iter(found[0].model_dump().values()))) >= least
    assert governance.read(project, Corrections) is not None


def criterion(kind: str, ref: str) -> assessment.Assessment:
    """Make an assessment of one criterion with one piece of evidence, and one without any."""
    return assessment.Assessment.model_validate(
        {
            "source": "Somebody",
            "url": "https://example.org/",
            "criteria": (
                {
                    "id": "B1",
                    "level": "Baseline",
                    "text": "It is there.",
                    "evidence": ({"kind": kind, "ref": ref, "shows": "that"},),
                },
                {"id": "B2", "level": "Silver", "text": "Reviewed.", "note": "By nobody."},
            ),
        }
    )


@pytest.mark.parametrize(
    ("kind", "ref", "gone"),
    [
        ("path", "docs/guide.md", "docs/guide.md"),
        ("test", "docs/test_it.py::test_that_it_holds", "docs/test_it.py"),
        ("command", "make check", "Makefile"),
        ("page", "methods#rates", ""),
    ],
)
def test_a_criterion_is_met_by_evidence_alone(
    tmp_path: Path, kind: str, ref: str, gone: str
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "guide.md").write_text("# Guide\n")
    (tmp_path / "docs" / "test_it.py").write_text("def test_that_it_holds() -> None: ...\n")
    (tmp_path / "Makefile").write_text("check: ## Check\n\tcheck\n")
    pages = {"methods"}
    met, without = assessment.standings(criterion(kind, ref), tmp_path, pages)
    assert met.met
    assert not without.met
    assert assessment.level_reached([met, without]) == "Baseline"
    if gone:
        (tmp_path / gone).unlink()
    else:
        pages.clear()
    missing, _ = assessment.standings(criterion(kind, ref), tmp_path, pages)
    assert not missing.met
    assert [piece.ref for piece in missing.gone] == [ref]
    assert assessment.level_reached([missing, without]) == ""


def test_a_test_or_a_target_of_another_name_is_no_evidence(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_that_it_holds_too() -> None: ...\n")
    (tmp_path / "Makefile").write_text("recheck: ## Check\n")
    for kind, ref in (("test", "test_it.py::test_that_it_holds"), ("command", "make check")):
        assert not assessment.standings(criterion(kind, ref), tmp_path, set())[0].met


def test_what_is_not_met_says_what_is_missing() -> None:
    record = criterion("path", "x").model_copy(
        update={"criteria": (criterion("path", "x").criteria[1].model_copy(update={"note": None}),)}
    )
    assert [message for _, message in record.rules()] == ["is missing. Say what is not there yet."]


def test_the_pipeline_has_the_evidence_that_it_claims(root: Path) -> None:
    record = assessment.read(Project(root))
    assert record is not None
    pages = {
        p.relative_to(root / "book").with_suffix("").as_posix() for p in root.glob("book/**/*.md")
    }
    standings = assessment.standings(record, root, pages | {"validation"})
    assert len(standings) == 18
    assert [one.criterion.id for one in standings if one.gone] == []
    assert [one.criterion.id for one in standings if not one.met] == ["B4", "B5", "G2", "G3"]
