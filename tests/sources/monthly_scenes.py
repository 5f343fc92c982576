"""NHS England and NHS Digital on the loopback address: pages of links, and a file a month."""

from __future__ import annotations

from datetime import date, timedelta

from tests.conftest import ROOT
from tests.sources import recorded
from tests.sources.loopback import Publishers, Reply

DATA = ROOT / "data"
NHS = "/www.england.nhs.uk/statistics"
AREAS = f"{NHS}/statistical-work-areas"
UPLOADS = f"{NHS}/wp-content/uploads/sites/2"
MHSDS_FILE = "/files.digital.nhs.uk/AB/12/MHSDS_Data_Prf.csv"
COUNTRY = "E92000001"


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
