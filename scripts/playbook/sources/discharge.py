"""NHS England, acute discharge situation report: patients ready to leave hospital.

https://www.england.nhs.uk/statistics/statistical-work-areas/discharge-delays/acute-discharge-situation-report/

A patient who no longer meets the criteria to reside is well enough to leave. Trusts report the
number each day. A day that is published as 0 for an acute trust is a report that did not arrive,
so the mean is over the days above 0.
"""

from __future__ import annotations

import pandas as pd

from playbook.sources import beds
from playbook.sources.extract import Extracts, require_unique
from playbook.sources.places import Places
from playbook.sources.tidy import NO_FIGURE, every_month, month_end, observations

READY = "discharge_nctr_trust_monthly_2022_2025.csv"
DAYS, DAYS_REPORTED = "days_in_file", "days_reported_nonzero"
PATIENTS = "nctr_mean_nonzero_days"

# A mean of a few days can be a mean of the worst days: below half of the month we give none.
FEWEST_DAYS = 0.5


def ready_to_leave(extracts: Extracts, places: Places) -> pd.DataFrame:
    """Patients ready to leave, mean a day (per 100 occupied adult general and acute beds).

    A month without a figure for either part is ``missing``. The country is the sum over the
    trusts with both parts.
    """
    ready = extracts.read(
        READY, text=["org_code"], dates=["period"], numbers=[DAYS, DAYS_REPORTED, PATIENTS]
    )
    require_unique(ready, ["period", "org_code"])
    names = {DAYS: "days", DAYS_REPORTED: "days_reported", PATIENTS: "patients"}
    ready = ready.rename(columns={"period": "period_start", "org_code": "area", **names})
    return tabled(ready, beds.read(extracts), places)


def tabled(ready: pd.DataFrame, beds_of: pd.DataFrame, places: Places) -> pd.DataFrame:
    """Make the table from patients and beds.

    Parameters
    ----------
    ready
        ``period_start, area, days, days_reported, patients``: a row a trust and month.
    beds_of
        As `beds.read` gives them.
    places
        The trusts.
    """
    both = every_month(ready).merge(beds_of, on=["period_start", "area"], how="left")
    both["note"] = _why_missing(both)
    both["status"] = both["note"].map(lambda why: "missing" if why else "published")
    known = both[both["status"] == "published"]
    by_month = known.groupby("period_start")
    country = by_month[["patients", "occupied"]].sum().reset_index()
    country["note"] = [f"Sum over the {n} trusts with both figures" for n in by_month.size()]
    acute = both[both["area"].isin(places.codes("trust"))]
    rows = pd.concat([acute, country.assign(area=places.country)], ignore_index=True)
    rows["value"] = 100 * rows["patients"] / rows["occupied"]
    rows["count"] = rows["patients"]
    rows["denominator"] = rows["occupied"].where(rows["status"] != "missing")
    rows["period_end"] = month_end(rows["period_start"])
    return observations("ready_to_leave", rows, age="Adults")


def _why_missing(both: pd.DataFrame) -> pd.Series:
    """Say what a row lacks; an empty text when it lacks nothing."""
    why = pd.Series("", index=both.index)
    why = why.mask(both["occupied"].isna(), "No bed figure for this month in the extract")
    few = both["days_reported"] < FEWEST_DAYS * both["days"]
    counted = "Patients reported on " + both["days_reported"].astype("Int64").astype(str)
    why = why.mask(few, counted + " of " + both["days"].astype("Int64").astype(str) + " days")
    return why.mask(both["days"].isna(), NO_FIGURE)
