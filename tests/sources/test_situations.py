"""Every publisher through a whole refresh: load, no change, addition, revision, withdrawal.

What differs is put into the record, which comes to the same: a figure that the publisher has and
the record lacks is added, and so on.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.observations.schema import ORDER
from playbook.sources import refresh as refreshing
from playbook.sources.receiving import Patience
from playbook.sources.refresh import Options, Outcome
from tests.conftest import ROOT
from tests.sources.loopback import Publishers
from tests.sources.miniature import contents
from tests.sources.scenes import SCENES, Scene

TODAY = date(2026, 11, 23)
QUICK = Patience(tries=2, connect=5, silence=20, whole=60, first=0.01)
ACCEPTED = ("revised", "withdrawn", "areas", "place", "units", "move")
"""What answers made of rounded figures raise on the first load. It is accepted by name."""
TABLES = {
    "ohid_fingertips": "observations/falls_admissions_65.csv",
    "nhs_england_ae": "observations/ae_attendances.csv",
    "cvdprevent": "observations/cvd_lipid_therapy.csv",
    "nhs_england_sitreps": "observations/adult_bed_occupancy.csv",
    "nhs_england_mental_health": "observations/cyp_mental_health_access.csv",
    "ons_population": "population.csv",
    "mhclg_deprivation": "deprivation_2025.csv",
}
FIGURES = {"population.csv": "population", "deprivation_2025.csv": "score"}
Refresh = Callable[[Scene], Outcome]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("real")
    shutil.copytree(ROOT / "data", folder / "data")
    (folder / "notebooks").symlink_to(ROOT / "notebooks")
    return Project(folder)


@pytest.fixture
def refresh(
    project: Project, publishers: Publishers, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Scene], Outcome]:
    # What the whole package says is the same each time, and tests/sources/test_refresh.py checks
    # it after every change.
    monkeypatch.setattr(refreshing.tables, "validate", lambda _: None)
    monkeypatch.setattr(refreshing.package, "text", lambda _: "{}\n")

    def asked(scene: Scene) -> Outcome:
        scene.serve(publishers)
        (feed,) = refreshing.chosen(refreshing.feeds(project), [scene.feed])
        accepted = [f"{one.table}:{rule}" for one in feed.series for rule in ACCEPTED]
        options = Options(TODAY, accept=accepted, via=publishers.address, patience=QUICK)
        own = [one for one in feed.series if one.table in TABLES.get(feed.id, "")]
        alone = {"series": tuple(own)} if feed.publisher == "fingertips" else {}
        feed = feed.model_copy(update={"pause": 0.0} | alone)
        return refreshing._refreshed(project, feed, None, options)

    return asked


def edited(path: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    text = path.read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    change(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_a_publisher_in_all_five_situations(project: Project, refresh: Refresh, name: str) -> None:
    (scene,) = [one for one in SCENES if one.feed == name]
    path = project.data / TABLES[name]
    figure = FIGURES.get(TABLES[name], "value")
    received = project.data / "received" / f"{name}.yml"

    first = refresh(scene)
    assert first.error is None, first.error

    # No change: what is on record is what the publisher says.
    known = contents(project.data)
    again = refresh(scene)
    assert (again.error, again.changes, contents(project.data)) == (None, [], known)

    whole = path.read_text(encoding="utf-8")
    by_place = "lsoa" in whole.split("\n", 1)[0]

    def lack_and_differ_and_hold_more(rows: list[dict[str, str]]) -> None:
        newest = max(row.get("period_end", "") for row in rows)
        of_newest = [row for row in rows if row.get("period_end", newest) == newest]
        known_figures = [row for row in of_newest if row[figure] and row["area"] != "E92000001"]
        revised, held, lacking = known_figures[:3]
        revised[figure] = str(float(revised[figure]) + 1)
        if figure == "value":
            revised |= {"lower95": "", "upper95": ""}
        if not by_place:
            # A table of small areas holds those of the system: none is added by a publisher.
            rows.remove(lacking)
        elsewhere = {"lsoa": "E01999999"} if by_place else {"area": "E12000009"}
        elsewhere |= {"age_start": "99"} if "age_start" in held else {}
        rows.append(held | elsewhere)
        rows.sort(key=lambda row: [row[column] for column in ORDER if column in row])

    edited(path, lack_and_differ_and_hold_more)
    received.unlink(missing_ok=True)
    outcome = refresh(scene)
    assert outcome.error is None, outcome.error
    (change,) = outcome.changes
    assert change.counts == {"added": 0 if by_place else 1, "revised": 1, "withdrawn": 1}
    assert path.read_text(encoding="utf-8") == whole


def test_boundaries_in_the_situations_that_they_can_be_in(
    project: Project, refresh: Refresh
) -> None:
    (scene,) = [one for one in SCENES if one.feed == "ons_boundaries"]
    path = project.data / "places/london_boroughs.geojson"
    assert refresh(scene).error is None
    known = contents(project.data)
    assert refresh(scene).changes == []
    assert contents(project.data) == known
    text = path.read_text(encoding="utf-8")
    first = json.loads(text)["features"][0]
    point = json.dumps(first["geometry"]["coordinates"][0][0], separators=(",", ":"))
    path.write_text(text.replace(point, "[-0.1,51.5]", 1), encoding="utf-8")
    (project.data / "received/ons_boundaries.yml").unlink(missing_ok=True)
    (change,) = refresh(scene).changes
    assert change.counts == {"added": 0, "revised": 1, "withdrawn": 0}
    assert path.read_text(encoding="utf-8") == text
