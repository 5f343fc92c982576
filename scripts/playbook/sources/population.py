"""ONS mid-year population estimates, and the European Standard Population of 2013.

https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates
"""

from __future__ import annotations

import pandas as pd

from playbook.sources.extract import Extracts, require, require_unique
from playbook.sources.places import Places

ESTIMATES = "ons_mye2021_la_age5_sex.csv"
STANDARD = "esp2013.csv"


def estimates(extracts: Extracts, places: Places) -> pd.DataFrame:
    """Residents by 5-year age band and sex: upper-tier authorities, regions and the country.

    Columns ``area, period, sex, age_band, age_start, population``; ``period`` is the day of the
    estimate.
    """
    frame = extracts.read(
        ESTIMATES,
        text=["area_code", "sex", "age_band"],
        dates=["period"],
        numbers=["age_start", "population"],
    )
    require(frame, "sex", {"Female", "Male"})
    require_unique(frame, ["area_code", "period", "sex", "age_start"])
    wanted = places.codes("utla") | places.codes("region") | {places.country}
    frame = frame[frame["area_code"].isin(wanted)].rename(columns={"area_code": "area"})
    frame["age_band"] = age_band(frame["age_band"])
    columns = ["area", "period", "sex", "age_band", "age_start", "population"]
    return frame[columns].sort_values(["area", "period", "sex", "age_start"], ignore_index=True)


def standard(extracts: Extracts) -> pd.DataFrame:
    """Weights of the standard population: ``age_start, age_band, population``, sum 100,000."""
    frame = extracts.read(STANDARD, text=["age_band"], numbers=["age_start", "esp2013"])
    frame = frame.rename(columns={"esp2013": "population"})
    frame["age_band"] = age_band(frame["age_band"])
    columns = ["age_start", "age_band", "population"]
    return frame[columns].sort_values("age_start", ignore_index=True)


def age_band(published: pd.Series) -> pd.Series:
    """Write a band as people read it: ``0-4`` is "0 to 4", ``90+`` is "90 and over"."""
    return published.str.replace("-", " to ").str.replace("+", " and over", regex=False)
