"""Each publisher on the loopback address, with answers made from rows of the project's tables."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from playbook.catalogue import Project
from tests.conftest import ROOT
from tests.sources import recorded
from tests.sources.loopback import Publishers, Reply

DATA = ROOT / "data"
NHS = "/www.england.nhs.uk/statistics"
AREAS = f"{NHS}/statistical-work-areas"
UPLOADS = f"{NHS}/wp-content/uploads/sites/2"
FINGERTIPS = "/fingertips.phe.org.uk/api/all_data/csv/by_indicator_id"
MHSDS_FILE = "/files.digital.nhs.uk/AB/12/MHSDS_Data_Prf.csv"
COUNTRY = "E92000001"


@dataclass(frozen=True)
class Scene:
    """One publisher: how it answers, and where its figures lie in the answers."""

    feed: str
    serve: Callable[[Publishers], None]
    files: tuple[str, ...]
    """Paths of the answers that hold figures, for tests that spoil them."""


def page(*links: str) -> Reply:
    """Write a page of links as the publishers' sites have them."""
    anchors = "".join(f'<li><a href="{one}">{one.rsplit("/", 1)[-1]}</a></li>' for one in links)
    return Reply(f"<!DOCTYPE html><html><body><ul>{anchors}</ul></body></html>".encode())


def web(path: str) -> str:
    return "https:/" + path


AE_HEADER = [
    "Period",
    "Org Code",
    "Parent Org",
    "Org name",
    *(
        f"{kind} {part}"
        for kind, parts in (
            ("A&E attendances", ("Type 1", "Type 2", "Other A&E Department")),
            ("A&E attendances Booked Appointments", ("Type 1", "Type 2", "Other Department")),
            ("Attendances over 4hrs", ("Type 1", "Type 2", "Other Department")),
            ("Attendances over 4hrs Booked Appointments", ("Type 1", "Type 2", "Other Department")),
        )
        for part in parts
    ),
    "Patients who have waited 4-12 hs from DTA to admission",
    "Patients who have waited 12+ hrs from DTA to admission",
    "Emergency admissions via A&E - Type 1",
    "Emergency admissions via A&E - Type 2",
    "Emergency admissions via A&E - Other A&E department",
    "Other emergency admissions",
]


def ae_month(month: str, factor: float = 1.0, of: str = "") -> bytes:
    """One month of A&E, as the publisher's CSV has it, with its row of totals."""
    source = of or month

    def values(table: str) -> dict[str, recorded.Row]:
        rows = recorded.rows(DATA / f"observations/{table}.csv", period_start=f"{source}-01")
        return {row["area"]: row for row in rows if row["area"] != COUNTRY}

    seen, within = values("ae_attendances"), values("ae_four_hour")
    waits, admitted = values("ae_twelve_hour_waits"), values("emergency_admissions")
    name = date.fromisoformat(f"{month}-01").strftime("MSitAE-%B-%Y").upper()
    lines = []
    for code in sorted(seen):
        if not within[code]["count"] or not waits[code]["count"]:
            continue
        count = round(float(seen[code]["count"]) * factor)
        over = round(float(seen[code]["count"]) - float(within[code]["count"]))
        line = dict.fromkeys(AE_HEADER, "0") | {
            "Period": name,
            "Org Code": code,
            "Parent Org": "NHS ENGLAND",
            "Org name": code,
            "A&E attendances Type 1": str(count - 10),
            "A&E attendances Booked Appointments Type 1": "10",
            "Attendances over 4hrs Type 1": str(over),
            "Patients who have waited 12+ hrs from DTA to admission": waits[code]["count"],
            "Emergency admissions via A&E - Type 1": admitted[code]["count"],
        }
        lines.append(line)
    total = {name: str(sum(int(float(line[name])) for line in lines)) for name in AE_HEADER[4:]}
    named = {"Period": "TOTAL", "Org Code": "TOTAL", "Parent Org": "TOTAL", "Org name": "TOTAL"}
    return recorded.text(AE_HEADER, [*lines, named | total]).encode()


def ae(publishers: Publishers, months: tuple[str, ...] = ("2026-03",)) -> None:
    landing = f"{AREAS}/ae-waiting-times-and-activity/"
    years = {
        f"{y}-{(y + 1) % 100}": f"{AREAS}/ae-waiting-times-and-activity/"
        f"ae-attendances-and-emergency-admissions-{y}-{(y + 1) % 100}/"
        for y in (2025, 2026)
    }
    publishers.routes[landing] = page(*map(web, years.values()), "https://www.nhs.uk/about")
    files: dict[str, list[str]] = {name: [] for name in years}
    for month in months:
        day = date.fromisoformat(f"{month}-01")
        path = f"{UPLOADS}/2026/04/{day:%B-%Y}-CSV-Dl8t54.csv"
        start = day.year if day.month > 3 else day.year - 1
        files[f"{start}-{(start + 1) % 100}"].append(path)
        known = month <= "2026-03"
        publishers.routes[path] = Reply(ae_month(month, of="" if known else "2025-04"))
    for name, address in years.items():
        publishers.routes[address] = page(
            web(f"{UPLOADS}/about-the-data.pdf"), *map(web, files[name])
        )


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


SITREP = ["Level", "Type", "Period", "Org Code", "Org Name", "Metric Group", "Metric", "Value"]


def sitreps(publishers: Publishers, months: tuple[str, ...] = ("2025-08",)) -> None:
    beds = f"{AREAS}/bed-availability-and-occupancy/"
    beds += "critical-care-and-general-acute-beds-"
    beds += "urgent-and-emergency-care-daily-situation-reports/"
    ready = f"{AREAS}/discharge-delays/acute-discharge-situation-report/"
    links: dict[str, list[str]] = {beds: [], ready: []}
    for month in months:
        day = date.fromisoformat(f"{month}-01")
        path = f"{UPLOADS}/2025/09/Beds-publication-Timeseries-{day:%B-%Y}.csv"
        links[beds].append(path)
        publishers.routes[path] = Reply(beds_month(day))
        path = f"{UPLOADS}/2025/09/Daily-discharge-sitrep-monthly-data-CSV-webfile-{day:%B%Y}.csv"
        links[ready].append(path)
        publishers.routes[path] = Reply(discharge_month(day))
    for address, paths in links.items():
        publishers.routes[address] = page(*map(web, paths))


def beds_month(day: date) -> bytes:
    lines = []
    of = f"{min(day, date(2025, 8, 1)):%Y-%m-%d}"
    for row in recorded.rows(DATA / "observations/adult_bed_occupancy.csv", period_start=of):
        if row["area"] == COUNTRY or not row["count"]:
            continue
        for metric, column in (
            ("Adult G&A beds available", "denominator"),
            ("Adult G&A beds occupied", "count"),
        ):
            line = {"Level": "Provider", "Type": "Type 1", "Period": f"{day:%d/%m/%Y}"}
            lines.append(line | {"Org Code": row["area"], "Metric": metric, "Value": row[column]})
    return recorded.text(SITREP, lines).encode("windows-1252")


METRIC = "Number of patients who do not meet the criteria to reside"


def discharge_month(day: date) -> bytes:
    of = f"{min(day, date(2025, 8, 1)):%Y-%m-%d}"
    rows = recorded.rows(DATA / "observations/ready_to_leave.csv", period_start=of)
    found = [
        {
            "Level": "Provider",
            "Period": f"{day + timedelta(days=number):%d/%m/%Y}",
            "Org Code": row["area"],
            "Org Name": "Trust – acute",
            "Metric": METRIC,
            "Value": row["count"],
        }
        for row in rows
        if row["area"] != COUNTRY and row["count"]
        for number in range(28)
    ]
    return recorded.text(SITREP, found).encode("windows-1252")


MHSDS = [
    "REPORTING_PERIOD_START",
    "REPORTING_PERIOD_END",
    "STATUS",
    "BREAKDOWN",
    "PRIMARY_LEVEL",
    "PRIMARY_LEVEL_DESCRIPTION",
    "SECONDARY_LEVEL",
    "SECONDARY_LEVEL_DESCRIPTION",
    "MEASURE_ID",
    "MEASURE_NAME",
    "MEASURE_VALUE",
]


def mental_health(publishers: Publishers, end: str = "2022-03-31") -> None:
    host = "/digital.nhs.uk/data-and-information/publications/statistical"
    landing = f"{host}/mental-health-services-monthly-statistics"
    day = date.fromisoformat(end)
    issue = f"{landing}/performance-{day:%B-%Y}".lower()
    file = MHSDS_FILE
    publishers.routes[landing] = page(web(issue), web(f"{landing}/about"))
    publishers.routes[issue] = page(web(file))
    lines = [
        {
            "REPORTING_PERIOD_START": f"{day:01/%m/%Y}",
            "REPORTING_PERIOD_END": f"{day:%d/%m/%Y}",
            "STATUS": "Final",
            "BREAKDOWN": "England"
            if row["area"] == COUNTRY
            else "Sub ICB - GP Practice or Residence",
            "PRIMARY_LEVEL": "England" if row["area"] == COUNTRY else row["area"],
            "SECONDARY_LEVEL": "NONE",
            "MEASURE_ID": "MHS95",
            "MEASURE_VALUE": row["value"],
        }
        for row in recorded.rows(
            DATA / "observations/cyp_mental_health_access.csv", period_end="2022-03-31"
        )
    ]
    lines.append(lines[0] | {"MEASURE_ID": "MHS01", "MEASURE_VALUE": "12"})
    publishers.routes[file] = Reply(recorded.text(MHSDS, lines).encode())


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
