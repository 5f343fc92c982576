"""Networked Data Lab: linked records of children and young people, published as tables.

One local team links general practice, hospital and mental health trust records and publishes
monthly counts of contacts, for residents aged 0 to 25. The definitions are local: the counts are
not comparable with national statistics.

Only splits that give nothing away are kept. By age, the smallest band is withheld in some
months and could be had by subtraction, so it is added to the next. By sex, the unknown are few
and withheld. By ethnicity, the published counts add up to about twice the total.
"""

from __future__ import annotations

import pandas as pd

from playbook.sources.extract import Extracts, only, require_unique
from playbook.sources.places import Places
from playbook.sources.tidy import month_end, observations

MONTHLY = "ndl_{system}_cyp_mh_monthly_2015_2021.csv"
INDICATOR = "cyp_mental_health_contacts"
AGES = {"12-17": "12 to 17", "18-21": "18 to 21", "22-25": "22 to 25"}
YOUNGEST = "0 to 11"
ALL_AGES = "0 to 25"
SMALLEST = 5
WITHHELD = f"Suppressed: this month's split has a number below {SMALLEST}"


def contacts(extracts: Extracts, places: Places) -> pd.DataFrame:
    """Contacts with services for mental health in the month (count).

    The system in total, by age band and by deprivation quintile (1 is the most deprived), and
    the clinical commissioning groups in it. Where a part of a split is below 5 in a month, also
    one that the publisher printed, the whole split of that month is ``suppressed``.
    """
    frame = extracts.read(
        MONTHLY, text=["dimension", "category"], dates=["period"], numbers=["mh_contacts"]
    )
    require_unique(frame, ["dimension", "category", "period"])
    total = only(frame, "dimension", "all")
    groups = only(frame, "dimension", "ccg")
    quintiles = only(frame, "dimension", "imd2019_quintile")
    bands = only(frame, "dimension", "age_band")
    system = places.body("stp")
    parts = [
        total.assign(age=ALL_AGES, area=system),
        groups.assign(age=ALL_AGES, area=places.by_name(groups["category"], "ccg")),
        quintiles.assign(age=ALL_AGES, area=system, group="imd_quintile=" + quintiles["category"]),
        _by_age(total, bands).assign(area=system),
    ]
    rows = pd.concat([_withhold_small(part) for part in parts])
    rows = rows.rename(columns={"period": "period_start", "mh_contacts": "count"})
    rows["value"] = rows["count"]
    rows["period_end"] = month_end(rows["period_start"])
    return observations(INDICATOR, rows)


def _withhold_small(part: pd.DataFrame) -> pd.DataFrame:
    """Suppress every part of a month in which one part is small or withheld.

    The parts add up to the total, so a single withheld part would be the difference.
    """
    small = ~(part["mh_contacts"] >= SMALLEST)
    month = small.groupby(part["period"]).transform("any")
    return part.assign(
        status=month.map({True: "suppressed", False: "published"}),
        note=month.map({True: WITHHELD, False: ""}),
    )


def _by_age(total: pd.DataFrame, bands: pd.DataFrame) -> pd.DataFrame:
    """Older bands as published, and all younger people as the rest of the total."""
    older = bands[bands["category"].isin(AGES)]
    older = older.assign(age=older["category"].map(AGES))
    counted = older.groupby("period")["mh_contacts"].sum()
    rest = total.set_index("period")["mh_contacts"] - counted
    younger = rest.rename("mh_contacts").reset_index().assign(age=YOUNGEST)
    rows = pd.concat([older, younger])
    return rows.assign(group="age=" + rows["age"])
