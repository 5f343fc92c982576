"""Repairs of published figures: applied as the record says, and refused once not needed."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from playbook.catalogue import Catalogue, Project
from playbook.catalogue.indicator import Indicator
from playbook.catalogue.indicator_parts import Correction
from playbook.errors import PlaybookError
from playbook.sources import corrections

START, END = pd.Timestamp("2025-06-01"), pd.Timestamp("2025-06-30")


@pytest.fixture
def indicator() -> Indicator:
    record = Catalogue.read(Project.find(__file__)).indicator("ae_twelve_hour_waits")
    repair = Correction(
        areas=("RZ1",),
        start=START.date(),
        end=dt.date(2025, 7, 31),
        action="missing",
        reason="A zero that is not one",
        provider="tests",
        status="not reported",
        expect=0,
    )
    return record.model_copy(update={"corrections": (repair,)})


def rows(count: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area": ["RZ1", "RZ2"],
            "period_start": [START, START],
            "period_end": [END, END],
            "value": [count, 5.0],
            "count": [count, 5.0],
            "denominator": [1000.0, 1000.0],
            "lower95": float("nan"),
            "upper95": float("nan"),
            "status": ["published", "published"],
            "note": ["", ""],
        }
    )


def test_a_corrected_row_becomes_missing_and_says_why(indicator: Indicator) -> None:
    found = corrections.apply(rows(0), indicator)
    assert found.loc[0, ["value", "count", "denominator"]].isna().all()
    assert (found.loc[0, "status"], found.loc[0, "note"]) == ("missing", "A zero that is not one")
    assert found.loc[1, "status"] == "published"


def test_a_figure_that_the_publisher_mended_is_not_thrown_away(indicator: Indicator) -> None:
    with pytest.raises(PlaybookError, match="another figure is published now") as caught:
        corrections.apply(rows(7), indicator)
    assert caught.value.file == "data/indicators/ae_twelve_hour_waits.yml"
    assert caught.value.field == "corrections[1]"


def test_a_correction_that_fits_nothing_is_refused(indicator: Indicator) -> None:
    with pytest.raises(PlaybookError, match="fits no row"):
        corrections.apply(rows(0).assign(area="RZ2"), indicator)


def test_the_input_is_left_as_it_was(indicator: Indicator) -> None:
    given = rows(0)
    corrections.apply(given, indicator)
    assert given["count"].tolist() == [0, 5]
