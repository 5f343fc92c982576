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

from playbook.errors import PlaybookError
from playbook.sources.extract import Extracts, require_unique
from playbook.sources.places import Places
from playbook.sources.tidy import month_end, observations

MONTHLY = "ndl_nwl_cyp_mh_monthly_2015_2021.csv"
INDICATOR = "cyp_mental_health_contacts"
AGES = {"12-17": "12 to 17", "18-21": "18 to 21", "22-25": "22 to 25"}
YOUNGEST = "0 to 11"
ALL_AGES = "0 to 25"
SMALLEST = 5


def contacts(extracts: Extracts, places: Places) -> pd.DataFrame:
    """Contacts with services for mental health in the month (count).

    The system in total, by age band and by deprivation quintile (1 is the most deprived), and
    the clinical commissioning groups in it. A count below 5 is ``suppressed``, also where the
    publisher printed it.
    """
    frame = extracts.read(
        MONTHLY, text=["dimension", "category"], dates=["period"], numbers=["mh_contacts"]
    )
    require_unique(frame, ["dimension", "category", "period"])
    split = {str(name): rows for name, rows in frame.groupby("dimension")}
    for needed in ("all", "ccg", "age_band", "imd2019_quintile"):
        if needed not in split:
            raise PlaybookError(
                f"no rows for the dimension {needed!r}. Known: {', '.join(sorted(split))}.",
                file=frame.attrs["file"],
                field="dimension",
            )
    system = places.body("stp")
    quintiles = split["imd2019_quintile"]
    rows = [
        split["all"].assign(area=system, age=ALL_AGES),
        split["ccg"].assign(area=places.by_name(split["ccg"]["category"], "ccg"), age=ALL_AGES),
        quintiles.assign(area=system, age=ALL_AGES, group="imd_quintile=" + quintiles["category"]),
        _by_age(split["all"], split["age_band"]).assign(area=system),
    ]
    tidy = pd.concat(rows).rename(columns={"period": "period_start", "mh_contacts": "count"})
    small = tidy["count"] < SMALLEST
    return observations(
        INDICATOR,
        tidy.assign(
            value=tidy["count"],
            period_end=month_end(tidy["period_start"]),
            status=small.map({True: "suppressed", False: "published"}),
            note=small.map({True: f"Suppressed: below {SMALLEST}", False: ""}),
        ),
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
