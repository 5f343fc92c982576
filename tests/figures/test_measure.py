"""What figures say of an indicator: its subject, and which of its areas they name."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from playbook.catalogue import Catalogue, Project
from playbook.figures import places
from playbook.figures.measure import Measure
from playbook.observations import load


@pytest.mark.parametrize(
    ("title", "long", "short", "subject"),
    [
        ("Adults who smoke", "per cent", "%", "Adults who smoke, per cent"),
        ("Deaths, per 100,000", "per 100,000 people", "per 100,000", "Deaths, per 100,000"),
        ("Admissions a month", "admissions in the month", "admissions", "Admissions a month"),
        ("Years of 2%", "per cent", "%", "Years of 2%, per cent"),
    ],
)  # fmt: skip
def test_a_subject_has_its_unit_once(
    root: Path, title: str, long: str, short: str, subject: str
) -> None:
    catalogue = Catalogue.read(Project(root))
    known = catalogue.indicator("ae_four_hour")
    unit = known.unit.model_copy(update={"long": long, "short": short})
    record = known.model_copy(update={"full_title": title, "unit": unit})
    assert Measure(record, pd.DataFrame(), catalogue).subject == subject


@pytest.mark.parametrize(
    ("indicator", "named"), [("cyp_mental_health_waits_4_weeks", 0), ("ae_four_hour", 2)]
)
def test_a_rank_names_the_lowest_and_the_highest_of_several_areas(
    root: Path, monkeypatch: pytest.MonkeyPatch, indicator: str, named: int
) -> None:
    monkeypatch.chdir(root)
    monkeypatch.delenv("PLAYBOOK_ROOT", raising=False)
    catalogue = Catalogue.read()
    figure = places.ranked(Measure(catalogue.indicator(indicator), load(indicator), catalogue))
    assert figure is not None
    assert (figure.data["label"] != "").sum() == named
