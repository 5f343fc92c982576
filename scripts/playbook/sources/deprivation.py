"""MHCLG English Indices of Deprivation, 2019 and 2025.

https://www.gov.uk/government/collections/english-indices-of-deprivation Rank 1 and decile 1 are
the most deprived of all small areas (LSOAs) in the country. The two editions rank different sets
of small areas by different data: a change of decile is not a change of deprivation.
"""

from __future__ import annotations

import pandas as pd

from playbook.sources.extract import Extracts, require_unique

SMALL_AREAS_2019 = "iod2019_lsoa_{system}.csv"
SMALL_AREAS_2025 = "iod2025_lsoa_{system}.csv"
AUTHORITIES_2025 = "iod2025_la.csv"
COLUMNS = ["lsoa", "area", "rank", "decile", "score", "population"]


def small_areas_2019(extracts: Extracts) -> pd.DataFrame:
    """LSOAs of 2011 in the system; ``population`` is the mid-2020 estimate."""
    return _small_areas(extracts, SMALL_AREAS_2019, "lsoa11_code", "population_mid2020")


def small_areas_2025(extracts: Extracts) -> pd.DataFrame:
    """LSOAs of 2021 in the system; ``population`` is residents at the 2021 census."""
    return _small_areas(extracts, SMALL_AREAS_2025, "lsoa21_code", "population_census2021")


def authorities_2025(extracts: Extracts) -> pd.DataFrame:
    """All lower-tier authorities: average score, its rank, share of LSOAs in the worst tenth.

    The share is a proportion from 0 to 1, as published.
    """
    columns = {
        "area_code": "area",
        "imd_average_score": "average_score",
        "imd_rank_of_average_score": "rank_of_average_score",
        "imd_share_lsoas_most_deprived_10pct": "share_most_deprived_10pct",
    }
    code, *numbers = columns
    frame = extracts.read(AUTHORITIES_2025, text=[code], numbers=numbers)
    require_unique(frame, ["area_code"])
    return frame.rename(columns=columns).sort_values("area", ignore_index=True)


def _small_areas(extracts: Extracts, name: str, code: str, population: str) -> pd.DataFrame:
    frame = extracts.read(
        name,
        text=[code, "area_code"],
        numbers=["imd_rank", "imd_decile", "imd_score", population],
    )
    require_unique(frame, [code])
    return frame.set_axis(COLUMNS, axis=1).sort_values("lsoa", ignore_index=True)
