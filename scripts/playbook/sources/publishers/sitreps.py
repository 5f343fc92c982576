"""NHS England, daily situation reports: beds, and patients ready to leave. A CSV file a month each.

https://www.england.nhs.uk/statistics/statistical-work-areas/bed-availability-and-occupancy/
https://www.england.nhs.uk/statistics/statistical-work-areas/discharge-delays/
Both files are long: a row for each day, or month, provider and metric. The share of beds needs
both, so they come together or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from playbook.catalogue.feed import Feed
from playbook.errors import PlaybookError
from playbook.sources import beds, discharge
from playbook.sources.answers import Answer, days, numbers, refuse, table
from playbook.sources.merging import Part
from playbook.sources.places import Places
from playbook.sources.publishers import Wanted, monthly
from playbook.sources.publishers.links import Link
from playbook.sources.receiving import Receiver

COLUMNS = {
    "level": "Level",
    "period": "Period",
    "org_code": "Org Code",
    "metric": "Metric",
    "value": "Value",
}
PROVIDER = "provider"
_FORM = "%d/%m/%Y"
_BEDS, _READY = "beds ", "ready "


def fetch(receiver: Receiver, wanted: Wanted) -> list[Answer]:
    """Follow both pages to the files of the newest months that both have."""
    found = []
    for series, label in zip(wanted.feed.series, (_BEDS, _READY), strict=True):
        named = series.asks["file"]

        def fits(link: Link, named: str = named) -> bool:
            return link.file.endswith(".csv") and named in link.file

        found += monthly.fetch(
            receiver, wanted, page=series.asks["page"], kind="csv", fits=fits, label=label
        )
    both = {one.label.removeprefix(_BEDS) for one in found}
    both &= {one.label.removeprefix(_READY) for one in found}
    return [one for one in found if one.label.rsplit(" ", 1)[-1] in both]


def parse(answers: Sequence[Answer], feed: Feed, places: Places) -> dict[str, Part]:
    """Make the occupancy, and the share of beds with patients who are ready to leave.

    Raises
    ------
    PlaybookError
        A metric is not in a file, a day is of another month, or a provider has it twice.
    """
    if not answers:
        raise PlaybookError("no month has a file of beds and one of discharges.", file=feed.address)
    of_beds, of_ready = feed.series
    bed_rows, ready_rows = [], []
    for answer in answers:
        if answer.label.startswith(_BEDS):
            available = _metric(answer, feed, of_beds.keep["available"])
            occupied = _metric(answer, feed, of_beds.keep["occupied"])
            means = {"available": available.groupby("area")["value"].mean()}
            means |= {"occupied": occupied.groupby("area")["value"].mean()}
            bed_rows.append(_of_month(pd.DataFrame(means), answer))
        else:
            daily = _metric(answer, feed, of_ready.keep["metric"])
            ready_rows.append(_of_month(_ready(daily, answer), answer))
    beds_of = beds.staffed(pd.concat(bed_rows, ignore_index=True))
    ready = pd.concat(ready_rows, ignore_index=True)
    address = answers[0].address
    return {
        of_beds.table: Part(beds.tabled(beds_of, places), False, address),
        of_ready.table: Part(discharge.tabled(ready, beds_of, places), False, address),
    }


def _metric(answer: Answer, feed: Feed, metric: str) -> pd.DataFrame:
    """Rows of one metric: area, day and value; a blank is no report."""
    frame = table(answer, COLUMNS | feed.columns, feed.encoding)
    rows = frame[(frame["metric"] == metric) & (frame["level"].str.lower() == PROVIDER)]
    if rows.empty:
        known = ", ".join(sorted(frame["metric"].unique())[:20])
        raise answer.error(
            f"no provider has the metric {metric!r}. The answer has: {known}. If it was renamed "
            "and means the same, mend `keep` in data/feeds.yml.",
            field=COLUMNS["metric"],
        )
    rows.attrs["answer"] = answer
    month = monthly.month_of(answer)
    day = days(rows, "period", _FORM)
    other = (day.dt.year != month.year) | (day.dt.month != month.month)
    if other.any():
        refuse(rows, other, "period", f"is {{!r}}, and the file was linked for {month:%B %Y}")
    twice = rows.duplicated(["org_code", "period"])
    if twice.any():
        refuse(rows, twice, "org_code", "{!r} has two figures for one day: is the file doubled?")
    value = numbers(rows, "value")
    if (value < 0).any():
        refuse(rows, value < 0, "value", "is {}, below 0")
    return pd.DataFrame({"area": rows["org_code"], "day": day, "value": value})


def _ready(daily: pd.DataFrame, answer: Answer) -> pd.DataFrame:
    """Mean a day, over the days that a trust reported: a 0 is a report that did not arrive."""
    reported = daily[daily["value"] > 0]
    by_area = reported.groupby("area")["value"]
    found = pd.DataFrame({"days": daily.groupby("area")["day"].nunique()})
    found["days_reported"] = by_area.size().reindex(found.index, fill_value=0)
    found["patients"] = by_area.mean().round(1)
    if found["patients"].isna().all():
        raise answer.error(
            "every figure is 0: no trust reported. Look at the file; if it is right, there is "
            "nothing to take in."
        )
    return found


def _of_month(found: pd.DataFrame, answer: Answer) -> pd.DataFrame:
    start = pd.Timestamp(monthly.month_of(answer))
    return found.rename_axis("area").reset_index().assign(period_start=start)
