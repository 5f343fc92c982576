"""The system as one series: all of its areas or none, and those that were merged into them."""

from __future__ import annotations

import pandas as pd
import pytest

from playbook.catalogue import Catalogue, Project
from playbook.figures import control_chart
from playbook.figures.measure import Measure
from playbook.observations import load
from tests.conftest import ROOT

MERGED = "north-central-london"


@pytest.fixture
def attendances(monkeypatch: pytest.MonkeyPatch) -> Measure:
    """A real system in which one trust was merged into another on 1 January 2025."""
    monkeypatch.setenv("PLAYBOOK_ROOT", str(ROOT))
    monkeypatch.setenv("PLAYBOOK_SYSTEM", MERGED)
    catalogue = Catalogue.read(Project.find())
    return Measure(catalogue.indicator("ae_attendances"), load("ae_attendances"), catalogue)


def test_a_trust_that_was_merged_counts_until_the_merger(attendances: Measure) -> None:
    rows = attendances.rows
    months = {"2024-12-31": ["RAL", "RAP", "RKE", "RRV"], "2025-01-31": ["RAL", "RKE", "RRV"]}
    for day, codes in months.items():
        when = rows[rows["period_end"] == pd.Timestamp(day)]
        wanted = when.loc[when["area"].isin(codes), "count"].sum()
        pooled = attendances.system_rows.set_index("period_end")["count"]
        assert pooled[pd.Timestamp(day)] == wanted


def test_a_month_without_the_trust_that_was_to_be_merged_is_left_out(attendances: Measure) -> None:
    day, rows = pd.Timestamp("2024-12-31"), attendances.rows
    without = rows[~((rows["area"] == "RAP") & (rows["period_end"] == day))]
    less = Measure(attendances.indicator, without, attendances.catalogue)
    assert day in set(attendances.system_rows["period_end"])
    assert day not in set(less.system_rows["period_end"])


def test_a_sum_over_some_of_the_areas_is_not_the_system(attendances: Measure) -> None:
    rows = attendances.rows
    less = Measure(attendances.indicator, rows[rows["area"] != "RKE"], attendances.catalogue)
    assert less.local == ["RAL", "RRV"]
    assert less.system_rows.empty


def test_limits_start_anew_where_trusts_were_merged(attendances: Measure) -> None:
    days = [day for day, why in control_chart.steps(attendances, "RAL") if "merged" in why]
    assert days == [pd.Timestamp("2025-01-01")]
    assert not [why for _, why in control_chart.steps(attendances, "RKE") if "merged" in why]
    system = attendances.catalogue.system.id
    assert not [why for _, why in control_chart.steps(attendances, system) if "merged" in why]
    chart = control_chart.worked_out(attendances, "RAL")
    assert chart is not None
    # The step of some 20,000 attendances a month is the merger and no special cause.
    assert chart.variation == "common_cause"
