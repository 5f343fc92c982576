"""CVDPREVENT: the national audit of cardiovascular disease prevention in general practice.

https://www.cvdprevent.nhs.uk/ Counts are rounded to 5 by the publisher, so 100 x numerator /
denominator is near the published per cent and not always equal to it. The published per cent and
its confidence limits are kept. Small numbers are withheld by the publisher (``suppressed``).
"""

from __future__ import annotations

import pandas as pd

from playbook.sources.extract import Extracts, only, require, require_unique
from playbook.sources.places import Places
from playbook.sources.tidy import observations

AUDIT = "cvdprevent_lipid_subicb_2024_06.csv"
WITHHELD = "Suppressed by the publisher: small number"
SUMMED = "Sum over {n} sub-ICB counts, each rounded to 5 by the publisher"

ADULTS = "18 and over"
AGES = {"18-39": "18 to 39", "40-59": "40 to 59", "60-79": "60 to 79", "80+": "80 and over"}


def treated(extracts: Extracts, places: Places) -> pd.DataFrame:
    """People with cardiovascular disease treated with lipid-lowering therapy (CVDP009CHOL)."""
    return _audit(extracts, places, "CVDP009CHOL", "cvd_lipid_therapy")


def primary_prevention(extracts: Extracts, places: Places) -> pd.DataFrame:
    """People at 10-year risk of 10% or more treated with lipid-lowering therapy (CVDP008CHOL)."""
    return _audit(extracts, places, "CVDP008CHOL", "cvd_primary_prevention_lipid")


def _audit(extracts: Extracts, places: Places, code: str, indicator: str) -> pd.DataFrame:
    frame = extracts.read(
        AUDIT,
        text=["area_code", "indicator_code", "category_type", "category", "sex", "value_note"],
        dates=["period_end"],
        numbers=["value_pct", "lower_ci95", "upper_ci95", "numerator", "denominator"],
    )
    return audited(only(frame, "indicator_code", code), places, indicator)


def audited(frame: pd.DataFrame, places: Places, indicator: str) -> pd.DataFrame:
    """Turn rows of the audit, all of one indicator, into observations with the country's.

    Parameters
    ----------
    frame
        ``area_code, category_type, category, sex, value_note, period_end, value_pct, lower_ci95,
        upper_ci95, numerator, denominator``.
    places
        The sub-ICBs.
    indicator
        Id of the table.
    """
    require(frame, "sex", {"Persons", "Female", "Male"})
    require(frame, "category_type", {"Sex", "Age group", "Deprivation quintile", "Ethnicity"})
    require_unique(frame, ["area_code", "category_type", "category", "sex"])
    require(frame, "area_code", places.codes("sub_icb"))
    rows = frame.rename(
        columns={
            "area_code": "area",
            "value_pct": "value",
            "numerator": "count",
            "lower_ci95": "lower95",
            "upper_ci95": "upper95",
        }
    )
    withheld = rows["value_note"].notna()
    rows = rows.assign(
        period_start=rows["period_end"],  # people treated on the day, not over a span
        age=_age(rows),
        group=_group(rows),
        status=withheld.map({True: "suppressed", False: "published"}),
        note=withheld.map({True: WITHHELD, False: ""}),
    )
    return observations(indicator, pd.concat([rows, _country(rows, places.country)]))


def _age(rows: pd.DataFrame) -> pd.Series:
    by_age = rows["category_type"] == "Age group"
    return rows["category"].map(AGES).where(by_age, ADULTS)


def _group(rows: pd.DataFrame) -> pd.Series:
    """Sex stands in its own column; the other splits are groups."""
    kind = rows["category_type"]
    group = pd.Series("all", index=rows.index)
    group = group.mask(kind == "Age group", "age=" + _age(rows))
    group = group.mask(kind == "Deprivation quintile", "imd_quintile=" + rows["category"].str[0])
    return group.mask(kind == "Ethnicity", "ethnicity=" + rows["category"])


def _country(rows: pd.DataFrame, country: str) -> pd.DataFrame:
    """Add the sub-ICBs up, for the splits in which no count is withheld."""
    keys = ["period_start", "period_end", "sex", "age", "group"]
    groups = rows.groupby(keys)
    whole = groups["count"].apply(lambda counts: counts.notna().all())
    total = groups[["count", "denominator"]].sum()[whole].reset_index()
    areas = rows["area"].nunique()
    return total.assign(
        area=country,
        value=100 * total["count"] / total["denominator"],
        note=SUMMED.format(n=areas),
    )
