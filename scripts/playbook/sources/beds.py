"""NHS England, urgent and emergency care daily situation reports: beds, monthly averages.

https://www.england.nhs.uk/statistics/statistical-work-areas/uec-sitrep/

Adult general and acute beds. The rows are acute trusts and the country, which is the sum over
every trust in the file, also the specialist ones.
"""

from __future__ import annotations

import pandas as pd

from playbook.sources.extract import Extracts, require_unique
from playbook.sources.places import Places
from playbook.sources.tidy import every_month, month_end, observations

BEDS = "ga_beds_trust_monthly_2022_2025.csv"
AVAILABLE, OCCUPIED = "adult_ga_beds_available", "adult_ga_beds_occupied"


def read(extracts: Extracts) -> pd.DataFrame:
    """Return beds in trusts that have any: area, period_start, available, occupied.

    A trust without adult beds (a children's hospital, or one that has merged away) is published
    as 0 of 0. That is no occupancy, so there is no row.
    """
    beds = extracts.read(BEDS, text=["org_code"], dates=["period"], numbers=[AVAILABLE, OCCUPIED])
    require_unique(beds, ["period", "org_code"])
    names = {AVAILABLE: "available", OCCUPIED: "occupied"}
    return staffed(beds.rename(columns={"period": "period_start", "org_code": "area", **names}))


def staffed(beds: pd.DataFrame) -> pd.DataFrame:
    """Keep the trusts that have beds."""
    return beds[(beds["available"] > 0) & beds["occupied"].notna()]


def occupancy(extracts: Extracts, places: Places) -> pd.DataFrame:
    """Adult general and acute beds that are occupied (per cent of beds available).

    Above 100 is possible, and is what the publisher has: patients in beds beyond those counted.
    """
    return tabled(read(extracts), places)


def tabled(beds: pd.DataFrame, places: Places) -> pd.DataFrame:
    """Make the table of occupancy from beds, as `read` gives them."""
    by_month = beds.groupby("period_start")
    country = by_month[["available", "occupied"]].sum().reset_index()
    country["note"] = [f"Sum over all {n} trusts with adult beds" for n in by_month.size()]
    acute = every_month(beds[beds["area"].isin(places.codes("trust"))])
    rows = pd.concat([acute, country.assign(area=places.country)], ignore_index=True)
    rows["value"] = 100 * rows["occupied"] / rows["available"]
    rows["count"], rows["denominator"] = rows["occupied"], rows["available"]
    rows["period_end"] = month_end(rows["period_start"])
    return observations("adult_bed_occupancy", rows, age="Adults")
