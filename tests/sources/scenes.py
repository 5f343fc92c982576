"""Each publisher on the loopback address, with answers made from rows of the project's tables."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from playbook.catalogue import Project
from tests.conftest import ROOT
from tests.sources import recorded
from tests.sources.loopback import Publishers, Reply
from tests.sources.monthly_scenes import (
    COUNTRY,
    DATA,
    MHSDS_FILE,
    UPLOADS,
    ae,
    mental_health,
    page,
    sitreps,
    web,
)

FINGERTIPS = "/fingertips.phe.org.uk/api/all_data/csv/by_indicator_id"


@dataclass(frozen=True)
class Scene:
    """One publisher: how it answers, and where its figures lie in the answers."""

    feed: str
    serve: Callable[[Publishers], None]
    files: tuple[str, ...]
    """Paths of the answers that hold figures, for tests that spoil them."""


def cvdprevent(publishers: Publishers) -> None:
    host = "/api.cvdprevent.nhs.uk"
    publishers.routes[f"{host}/timePeriod"] = _json(
        timePeriodList=[
            {"TimePeriodID": 3, "TimePeriodName": "To March 2024", "EndDate": "2024-03-31"},
            {"TimePeriodID": 4, "TimePeriodName": "To June 2024", "EndDate": "2024-06-30"},
        ]
    )
    codes = {"CVDP009CHOL": "cvd_lipid_therapy", "CVDP008CHOL": "cvd_primary_prevention_lipid"}
    publishers.routes[f"{host}/indicator/list"] = _json(
        indicatorList=[{"IndicatorID": 7 + n, "IndicatorCode": c} for n, c in enumerate(codes)]
    )
    for number, (code, table) in enumerate(codes.items()):
        publishers.routes[f"{host}/indicator/{7 + number}/rawDataJSON"] = Reply(audit(code, table))


AGES = {"18 to 39": "18-39", "40 to 59": "40-59", "60 to 79": "60-79", "80 and over": "80+"}


def audit(code: str, table: str) -> bytes:
    """The audit of one indicator, as its service answers."""
    said = []
    for row in recorded.rows(DATA / f"observations/{table}.csv"):
        if row["area"] == COUNTRY:
            continue
        kind, _, level = row["group"].partition("=")
        names = {"age": "Age group", "imd_quintile": "Deprivation quintile"}
        names |= {"ethnicity": "Ethnicity", "all": "Sex"}
        level = {"age": AGES.get(level, ""), "all": row["sex"]}.get(kind, level)
        number = {
            key: float(row[key]) if row[key] else None
            for key in ("value", "count", "denominator", "lower95", "upper95")
        }
        said.append(
            {
                "AreaCode": row["area"],
                "AreaName": row["area"],
                "CategoryAttribute": row["sex"],
                "MetricCategoryTypeName": names[kind],
                "MetricCategoryName": level,
                "Numerator": number["count"],
                "Denominator": number["denominator"],
                "Factor": 100,
                "Value": number["value"],
                "LowerConfidenceLimit": number["lower95"],
                "UpperConfidenceLimit": number["upper95"],
                "TimePeriodName": "To June 2024",
                "IndicatorCode": code,
                "ValueNote": "Value suppressed for disclosure" if not row["value"] else None,
            }
        )
    return json.dumps({"indicatorRawData": said}).encode()


NOMIS = ["DATE_NAME", "GEOGRAPHY_CODE", "GENDER_NAME", "C_AGE_NAME", "OBS_VALUE", "RECORD_COUNT"]


def nomis(publishers: Publishers) -> None:
    rows = recorded.rows(DATA / "population.csv")

    def answer(query: dict[str, str]) -> Reply:
        offset, most = int(query["recordoffset"]), min(int(query["recordlimit"]), 25_000)
        lines = [
            {
                "DATE_NAME": row["period"][:4],
                "GEOGRAPHY_CODE": row["area"],
                "GENDER_NAME": row["sex"],
                "C_AGE_NAME": "Aged "
                + re.sub(" to ", "-", row["age_band"]).replace(" and over", "+"),
                "OBS_VALUE": row["population"],
                "RECORD_COUNT": str(len(rows)),
            }
            for row in rows[offset : offset + most]
        ]
        return Reply(recorded.text(NOMIS, lines).encode())

    publishers.routes["/www.nomisweb.co.uk/api/v01/dataset/NM_2002_1.data.csv"] = answer


ARCGIS = (
    "/services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services/"
    "Local_Authority_Districts_May_2024_Boundaries_UK_BSC/FeatureServer/0/query"
)


def boundaries(publishers: Publishers, most: int = 20) -> None:
    known = json.loads((DATA / "places/london_boroughs.geojson").read_text())["features"]

    def answer(query: dict[str, str]) -> Reply:
        offset = int(query["resultOffset"])
        features = [
            {
                "type": "Feature",
                "properties": {
                    "LAD24CD": one["properties"]["code"],
                    "LAD24NM": one["properties"]["name"],
                },
                "geometry": one["geometry"],
            }
            for one in known[offset : offset + most]
        ]
        whole = {"type": "FeatureCollection", "features": features}
        if offset + most < len(known):
            whole["properties"] = {"exceededTransferLimit": True}
        return Reply(json.dumps(whole).encode())

    publishers.routes[ARCGIS] = answer


IOD = [
    "LSOA code (2021)",
    "LSOA name (2021)",
    "Local Authority District code (2024)",
    "Index of Multiple Deprivation (IMD) Score",
    "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)",
]
IOD_PAGE = "/www.gov.uk/government/statistics/english-indices-of-deprivation-2025"
IOD_FILE = "/assets.publishing.service.gov.uk/media/1/File_7_All_Scores_Ranks_Deciles.csv"


def deprivation(publishers: Publishers) -> None:
    publishers.routes[IOD_PAGE] = page(web(IOD_FILE), "https://www.gov.uk/help")
    ours = {int(row["rank"]): row for row in recorded.rows(DATA / "deprivation_2025.csv")}
    lines, count = [], 33_755
    for rank in range(1, count + 1):
        row = ours.get(rank)
        line = [f"E0199{rank:05}", "", "E06000001", f"{95 - rank / 400:.3f}", str(rank)]
        line.append(str(1 + (rank - 1) * 10 // count))
        if row:
            line[0], line[2], line[3], line[5] = (
                row["lsoa"],
                row["area"],
                row["score"],
                row["decile"],
            )
        lines.append(dict(zip(IOD, line, strict=True)))
    publishers.routes[IOD_FILE] = Reply(recorded.text(IOD, lines).encode())


def fingertips(publishers: Publishers) -> None:
    series = {
        "90813": ("self_harm_admissions_10_24", "10-24 yrs"),
        "21001": ("self_harm_admissions_all_ages", "All ages"),
        "22401": ("falls_admissions_65", "65+ yrs"),
        "241": ("diabetes_prevalence", "17+ yrs"),
    }

    def answer(query: dict[str, str]) -> Reply:
        table, age = series[query["indicator_ids"]]
        rows = recorded.rows(DATA / f"observations/{table}.csv")
        return Reply(recorded.fingertips(rows, query["indicator_ids"], age))

    publishers.routes[FINGERTIPS] = answer


def _json(**whole: object) -> Reply:
    return Reply(json.dumps(whole).encode())


SCENES = (
    Scene("ohid_fingertips", fingertips, (FINGERTIPS,)),
    Scene("nhs_england_ae", ae, (f"{UPLOADS}/2026/04/March-2026-CSV-Dl8t54.csv",)),
    Scene("cvdprevent", cvdprevent, ("/api.cvdprevent.nhs.uk/indicator/7/rawDataJSON",)),
    Scene(
        "nhs_england_sitreps",
        sitreps,
        (
            f"{UPLOADS}/2025/09/Beds-publication-Timeseries-August-2025.csv",
            f"{UPLOADS}/2025/09/Daily-discharge-sitrep-monthly-data-CSV-webfile-August2025.csv",
        ),
    ),
    Scene(
        "nhs_england_mental_health",
        mental_health,
        (MHSDS_FILE,),
    ),
    Scene("ons_population", nomis, ("/www.nomisweb.co.uk/api/v01/dataset/NM_2002_1.data.csv",)),
    Scene("ons_boundaries", boundaries, (ARCGIS,)),
    Scene("mhclg_deprivation", deprivation, (IOD_FILE,)),
)
PROJECT = Project(ROOT)
