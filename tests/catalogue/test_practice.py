"""Method, networks and discovery: what is refused, and what a copied form becomes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project, consistency, records
from playbook.catalogue.method import FilledCanvas, blank
from playbook.catalogue.network import FEWEST
from playbook.errors import PlaybookError
from tests.catalogue.editing import replace

FILLED = "method/filled/opportunity-discharge.yml"


@pytest.fixture
def copied(tmp_path: Path, root: Path) -> Path:
    """The real records in a folder of their own, without observations."""
    kept = shutil.ignore_patterns("observations", "schemas")
    shutil.copytree(root / "data", tmp_path / "data", ignore=kept)
    return tmp_path


def problems(folder: Path) -> list[str]:
    try:
        found = list(consistency.problems(Catalogue(Project(folder))))
    except PlaybookError as error:
        found = list(error.problems)
    # Governance names files of the repository as evidence, which are not copied.
    return [str(one) for one in found if not str(one).startswith("data/governance/")]


def test_a_playbook_without_these_records_has_none(mini: Path) -> None:
    catalogue = Catalogue(Project(mini))
    assert catalogue.stages == {}
    assert catalogue.canvases == {}
    assert catalogue.filled_canvases == {}
    assert catalogue.networks is None
    assert catalogue.discovery is None


def test_the_real_records_fit_together(copied: Path) -> None:
    assert problems(copied) == []


def test_each_stage_leads_on_and_has_a_canvas_blank_and_filled_in(root: Path) -> None:
    catalogue = Catalogue(Project(root))
    names = list(catalogue.stages)
    assert len(names) == 9
    filled = {one.canvas for one in catalogue.filled_canvases.values()}
    for place, stage in enumerate(catalogue.stages.values()):
        canvases = [tool.canvas for tool in stage.tools if tool.canvas]
        assert canvases, f"{stage.id} has no canvas"
        assert filled.issuperset(canvases)
        if place + 1 < len(names):
            assert names[place + 1] in {turn.stage for turn in stage.next}


def test_each_published_area_of_opportunity_is_on_record(root: Path) -> None:
    catalogue = Catalogue(Project(root))
    discovery = catalogue.discovery
    assert discovery is not None
    wanted = [(m.id, area) for m in catalogue.own_missions.values() for area in m.opportunity_areas]
    assert [(one.mission, one.area) for one in discovery.opportunities] == wanted


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "message"),
    [
        (
            "method/stages.yml",
            "{stage: discover, when: The statement",
            "{stage: discovr, when: The statement",
            "stages[1].next[1].stage",
            "there is no stage discovr. Did you mean discover",
        ),
        (
            "method/stages.yml",
            "canvas: synthesis}",
            "canvas: synthesi}",
            "stages[2].tools[1].canvas",
            "there is no canvas synthesi. Did you mean synthesis",
        ),
        (FILLED, "    source: c-m2-09\n", "", "answers[2].source", "names a source in each box"),
        (
            FILLED,
            "source: c-m2-09",
            "source: c-m2-90",
            "answers[2].source",
            "there is no source 'c-m2-90'",
        ),
        (
            FILLED,
            "nearly 30,000 people",
            "nearly 31,000 people",
            "answers[2].text",
            "says 31,000, which c-m2-09 does not have",
        ),
        (
            FILLED,
            "No local result was found.",
            "No local result of 12% was found.",
            "answers[4].text",
            "says 12% with no claim",
        ),
        (FILLED, "box: first", "box: frist", "answers[6].box", "there is no box frist"),
        (FILLED, "canvas: opportunity\n", "canvas: oportunity\n", "canvas", "Did you mean oppo"),
        (
            "networks.yml",
            "psychological: [3, 4, 4, 4, 5, 5]",
            "psychological: [3, 4, 4, 4]",
            "pulses[1].rounds[4].answers.psychological",
            f"holds 4 answers. Below {FEWEST} a person could be made out",
        ),
        (
            "networks.yml",
            "psychological: [3, 4, 4, 4, 5, 5]",
            "psychological: [5, 4, 4, 4, 5, 3]",
            "pulses[1].rounds[4].answers.psychological",
            "is not in order of size",
        ),
        (
            "networks.yml",
            "psychological: [3, 4, 4, 4, 5, 5]",
            "psychological: [0, 4, 4, 4, 5, 5]",
            "pulses[1].rounds[4].answers.psychological",
            "outside the scale 1 to 5",
        ),
        (
            "networks.yml",
            "withheld: true",
            "withheld: false",
            "pulses[1].rounds[2].answers",
            "says `withheld: true`",
        ),
        (
            "networks.yml",
            "quarter: 2026-Q2",
            "quarter: 2025-Q2",
            "pulses[1].rounds[4].quarter",
            "2025-Q2 does not come after 2026-Q1",
        ),
        (
            "networks.yml",
            "between: [icb, ichp]",
            "between: [icb, ihcp]",
            "ties[1].between[2]",
            "there is no organisation ihcp. Did you mean ichp",
        ),
        (
            "networks.yml",
            "        holder: Sir Mark Walport\n",
            "",
            "organisations[1].posts[1].holder",
            "is missing",
        ),
        (
            "networks.yml",
            "        met_by: hillingdon-trust\n        source: ichp_sites\n",
            "        met_by: hillingdon-trust\n",
            "networks[2].needs[1].source",
            "name both, or leave both out",
        ),
        (
            "discovery.yml",
            "area: Closing the detection gap",
            "area: Closing every gap",
            "opportunities[2].area",
            "is none of the areas of opportunity of M1",
        ),
        (
            "discovery.yml",
            "indicator: diabetes_prevalence",
            "indicator: diabetes",
            "opportunities[2].data[2].indicator",
            "there is no indicator diabetes",
        ),
        (
            "discovery.yml",
            "voices: [cvd-champions]",
            "voices: [residents]",
            "opportunities[3].voices[1]",
            "there is no voice residents in this file",
        ),
        (
            "discovery.yml",
            "In England, 37% of people",
            "In England, 38% of people",
            "opportunities[3].quoted[1].text",
            "says 38%, which c-m1-10 does not have",
        ),
    ],
)
def test_a_bad_record_names_file_line_and_field(
    copied: Path, file: str, old: str, new: str, field: str, message: str
) -> None:
    replace(copied / "data" / file, old, new)
    start = re.compile(rf"data/{re.escape(file)}:\d+: {re.escape(field)}: ")
    found = [one for one in problems(copied) if start.match(one)]
    assert len(found) == 1, problems(copied)
    assert message in found[0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("next_check: 2027-01-31", "next_check: 2027-02-31", "2027-02-31 is not a day"),
        ("next_check: 2027-01-31", "next_check: 2026-01-31", "not after `checked`"),
        ("grade: 4", "grade: 7", "6"),
    ],
)
def test_a_candidate_has_real_dates_and_a_rung(
    copied: Path, old: str, new: str, message: str
) -> None:
    path = copied / "data" / "discovery.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    (found,) = problems(copied)
    assert found.startswith("data/discovery.yml:")
    assert message in found


def test_a_decision_says_where_it_was_read(copied: Path) -> None:
    path = copied / "data" / "discovery.yml"
    page = "page: method/orient#tools"
    line = replace(path, page, f"{page}\n      standing: decided")
    (found,) = problems(copied)
    assert "opportunities[9].action.source" in found
    assert "a decision says where it was read" in found
    assert line > 1


def test_a_blank_form_is_refused_until_it_is_filled_in(root: Path, tmp_path: Path) -> None:
    for canvas in Catalogue(Project(root)).canvases.values():
        path = tmp_path / f"{canvas.id}.yml"
        path.write_text(blank(canvas), encoding="utf-8")
        with pytest.raises(PlaybookError, match=r"answers\[1\]\.text"):
            records.read(path, FilledCanvas)
        filled = blank(canvas).replace("    text:\n", "    text: Something.\n")
        path.write_text(filled, encoding="utf-8")
        read, _ = records.read(path, FilledCanvas)
        assert [one.box for one in read.answers] == [box.id for box in canvas.boxes]
