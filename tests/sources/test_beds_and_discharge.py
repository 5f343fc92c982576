"""Beds and patients ready to leave: no figure is missing, never 0."""

import pytest

from playbook.sources import beds, discharge
from playbook.sources.places import Places
from tests.sources.conftest import Write, cells

BEDS = """
period|org_code|adult_ga_beds_available|adult_ga_beds_occupied
2024-01-01|T1|100|95
2024-03-01|T1|100|102
2024-01-01|T2|0|0
2024-01-01|SPECIAL|20|5
2024-02-01|SPECIAL|20|
"""
READY = """
period|org_code|days_in_file|days_reported_nonzero|nctr_mean_nonzero_days
2024-01-01|T1|31|31|19
2024-02-01|T1|29|29|20
2024-03-01|T1|31|9|60
2024-01-01|T2|31|31|3
"""


def test_a_gap_between_months_is_missing_and_no_beds_is_no_row(
    extract: Write, places: Places
) -> None:
    table = beds.occupancy(extract(beds.BEDS, BEDS), places)
    assert cells(table, "area", "value", "status", "note") == [
        ("C", pytest.approx(100 * 100 / 120, abs=5e-5), "published",
         "Sum over all 2 trusts with adult beds"),
        ("C", 102, "published", "Sum over all 1 trusts with adult beds"),
        ("T1", 95, "published", ""),
        ("T1", None, "missing", "No figure for this month in the extract"),
        ("T1", 102, "published", ""),
    ]  # fmt: skip


def test_ready_to_leave_needs_both_parts_and_half_of_the_days(
    extract: Write, places: Places
) -> None:
    extract(beds.BEDS, BEDS)
    table = discharge.ready_to_leave(extract(discharge.READY, READY), places)
    assert cells(table, "area", "value", "count", "denominator", "status", "note") == [
        ("C", 20, 19, 95, "published", "Sum over the 1 trusts with both figures"),
        ("T1", 20, 19, 95, "published", ""),
        ("T1", None, None, None, "missing", "No bed figure for this month in the extract"),
        ("T1", None, None, None, "missing", "Patients reported on 9 of 31 days"),
        ("T2", None, None, None, "missing", "No bed figure for this month in the extract"),
    ]
