"""OHID Fingertips: public health profiles, https://fingertips.phe.org.uk/

The extracts carry the value alone: no confidence limits and no counts. A value that was not
published for an area and year is ``missing``.
"""

from __future__ import annotations

import pandas as pd

from playbook.sources.extract import Extracts, only, require_unique
from playbook.sources.tidy import observations

ADMISSIONS = "fingertips_self_harm_la_2010_2018.csv"
FALLS = "fingertips_falls_lifestyle_la_2010_2019.csv"
REGISTERS = "fingertips_qof_{system}_boroughs_2012_2025.csv"

NOT_PUBLISHED = "Not published for this area and year"


def self_harm_10_24(extracts: Extracts) -> pd.DataFrame:
    """Hospital admissions for self-harm, 10 to 24 years (Fingertips 90813; DSR per 100,000)."""
    series = _series(extracts, ADMISSIONS, "90813")
    return observations("self_harm_admissions_10_24", series, age="10 to 24")


def self_harm_all_ages(extracts: Extracts) -> pd.DataFrame:
    """Emergency admissions for self-harm (Fingertips 21001; DSR per 100,000; by district)."""
    series = _series(extracts, ADMISSIONS, "21001")
    return observations("self_harm_admissions_all_ages", series)


def falls_65(extracts: Extracts) -> pd.DataFrame:
    """Emergency admissions for falls, 65 and over (Fingertips 22401; DSR; by district)."""
    return observations("falls_admissions_65", _series(extracts, FALLS, "22401"), age="65 and over")


def diabetes(extracts: Extracts) -> pd.DataFrame:
    """Recorded diabetes, 17 and over (Fingertips 241; per cent of patients on GP lists)."""
    series = _series(extracts, REGISTERS, "241")
    return observations("diabetes_prevalence", series, age="17 and over")


def _series(extracts: Extracts, name: str, fingertips_id: str) -> pd.DataFrame:
    frame = extracts.read(
        name,
        text=["area_code", "indicator_id"],
        dates=["period_start", "period_end"],
        numbers=["value"],
    )
    frame = only(frame, "indicator_id", fingertips_id)
    require_unique(frame, ["area_code", "period_start", "period_end"])
    missing = frame["value"].isna()
    return frame.rename(columns={"area_code": "area"}).assign(
        status=missing.map({True: "missing", False: "published"}),
        note=missing.map({True: NOT_PUBLISHED, False: ""}),
    )
