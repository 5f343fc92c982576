"""House of Commons Library, local health conditions: prevalence estimated from GP registers.

https://commonslibrary.parliament.uk/constituency-data-how-healthy-is-your-area/

Practice registers of the Quality and Outcomes Framework, shared out to small areas by where
patients live. These are estimates, not counts, of people with a diagnosis.
"""

from __future__ import annotations

import pandas as pd

from playbook.sources.extract import Extracts, only, require_unique
from playbook.sources.places import Places
from playbook.sources.tidy import observations

AREAS = "qof_modelled_prevalence_lad_2019_20.csv"
DECILES = "qof_modelled_prevalence_imd_decile_2019_20.csv"
HYPERTENSION = "HYP"

TEXT = ["period", "group_code"]
NUMBERS = ["register_est", "list_est", "prevalence_pct"]


def hypertension(extracts: Extracts, places: Places) -> pd.DataFrame:
    """Estimated recorded high blood pressure (per cent of patients on GP lists).

    Local authorities, and the country by deprivation decile (group ``imd_decile``, 1 is the most
    deprived) and in total, which is the sum over the deciles.
    """
    areas = extracts.read(AREAS, text=[*TEXT, "area_code"], numbers=NUMBERS)
    areas = only(areas, "group_code", HYPERTENSION)
    require_unique(areas, ["area_code"])
    deciles = extracts.read(DECILES, text=[*TEXT, "region", "imd2019_decile"], numbers=NUMBERS)
    deciles = only(only(deciles, "group_code", HYPERTENSION), "region", places.name(places.country))
    require_unique(deciles, ["imd2019_decile"])
    deciles = deciles.assign(area=places.country, group="imd_decile=" + deciles["imd2019_decile"])
    total = deciles.groupby("period")[["register_est", "list_est"]].sum().reset_index()
    total["prevalence_pct"] = 100 * total["register_est"] / total["list_est"]
    total = total.assign(
        area=places.country, note=f"Sum over the {len(deciles)} deprivation deciles"
    )
    rows = pd.concat([areas.rename(columns={"area_code": "area"}), deciles, total])
    start_end = rows["period"].str.split("/", expand=True)
    rows["period_start"] = pd.to_datetime(start_end[0])
    rows["period_end"] = pd.to_datetime(start_end[1])
    names = {"prevalence_pct": "value", "register_est": "count", "list_est": "denominator"}
    return observations("hypertension_prevalence", rows.rename(columns=names))
