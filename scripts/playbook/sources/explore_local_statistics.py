"""ONS, Explore local statistics: local authority series that ONS gathers from many publishers.

https://www.ons.gov.uk/explore-local-statistics/ carries, for each indicator, one value with its
confidence limits (where the publisher gives them) for each area and period. No counts.
"""

from __future__ import annotations

import pandas as pd

from playbook.sources.extract import Extracts, only, require_unique
from playbook.sources.tidy import observations

MORTALITY = "cvd_preventable_mortality_u75_la.csv"
RISK_FACTORS = "cvd_risk_factors_la.csv"
CHILDREN = "cyp_context_la.csv"

TEXT = ["area_code", "area_name", "indicator"]
DATES = ["period_start", "period_end"]
NUMBERS = ["value", "lower_ci95", "upper_ci95"]

# By code, since the export files London and metropolitan boroughs under "district", which they
# are, beside being upper-tier authorities. E12 is a region, E92 the country, E07 a district.
UPPER_TIER = ("E06", "E08", "E09", "E10", "E12", "E92")
LOWER_TIER = ("E07",)


def cvd_mortality(extracts: Extracts) -> pd.DataFrame:
    """Deaths under 75 from cardiovascular disease considered preventable (DSR per 100,000)."""
    series = _series(extracts, MORTALITY, None)
    return observations("cvd_mortality_preventable_u75", series, age="Under 75")


def adult_obesity(extracts: Extracts) -> pd.DataFrame:
    """Adults living with obesity (per cent of people aged 18 and over, adjusted self-report)."""
    series = _series(extracts, RISK_FACTORS, "Adult obesity prevalence")
    return observations("adult_obesity", series, age="18 and over")


def smoking(extracts: Extracts) -> pd.DataFrame:
    """Adults who smoke cigarettes (per cent of people aged 18 and over, 5 years pooled).

    The publisher gives no counties and no regions: the series keeps the districts.
    """
    series = _series(extracts, RISK_FACTORS, "Cigarette smokers", keep=UPPER_TIER + LOWER_TIER)
    return observations("smoking_prevalence", series, age="18 and over")


def healthy_life_expectancy(extracts: Extracts, sex: str) -> pd.DataFrame:
    """Healthy life expectancy at birth (years), for ``sex`` Female or Male."""
    series = _series(extracts, RISK_FACTORS, f"{sex} healthy life expectancy")
    return observations(f"healthy_life_expectancy_{sex.lower()}", series, sex=sex, age="At birth")


def persistent_absence(extracts: Extracts) -> pd.DataFrame:
    """Pupils who miss 10% or more of possible sessions (per cent of pupils enrolled)."""
    series = _series(extracts, CHILDREN, "Persistent absences for all pupils")
    return observations("persistent_absence", series, age="School age")


def child_poverty(extracts: Extracts) -> pd.DataFrame:
    """Children in relative poverty (per cent of children).

    The headline is after housing costs. Before housing costs stands beside it as the group
    ``housing_costs=before``, which has more years.
    """
    after = _series(extracts, CHILDREN, "Children in relative poverty after housing costs")
    before = _series(extracts, CHILDREN, "Children in relative poverty before housing costs")
    both = pd.concat([after, before.assign(group="housing_costs=before")], ignore_index=True)
    return observations("child_poverty", both, age="Children")


def _series(
    extracts: Extracts, name: str, indicator: str | None, keep: tuple[str, ...] = UPPER_TIER
) -> pd.DataFrame:
    """Rows of one indicator for the kinds of area to keep, each place and period once.

    A place that was given a new code stands in some files under both, with the same figures.
    Such a place is kept under the code whose series goes on longest, then the higher code.
    """
    frame = extracts.read(name, text=TEXT, dates=DATES, numbers=NUMBERS)
    if indicator is not None:
        frame = only(frame, "indicator", indicator)
    frame = frame[frame["area_code"].str.startswith(keep)]
    require_unique(frame, ["area_code", "period_start", "period_end"])
    last = frame.groupby("area_code")["period_end"].transform("max")
    frame = (
        frame.assign(last=last)
        .sort_values(["last", "area_code"])
        .drop_duplicates(["area_name", "period_start", "period_end"], keep="last")
    )
    names = {"area_code": "area", "lower_ci95": "lower95", "upper_ci95": "upper95"}
    return frame.rename(columns=names)
