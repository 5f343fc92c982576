"""NHS England, Mental Health Services monthly statistics: one CSV file a month with every measure.

https://digital.nhs.uk/data-and-information/publications/statistical/mental-health-services-monthly-statistics
A row for each measure and area; a measure over 12 months says so in its period.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from playbook.catalogue.feed import Feed
from playbook.sources.answers import Answer, days, numbers, refuse, table
from playbook.sources.merging import Part
from playbook.sources.places import Places
from playbook.sources.publishers import Wanted
from playbook.sources.publishers.links import links
from playbook.sources.receiving import Receiver
from playbook.sources.tidy import observations

COLUMNS = {
    "start": "REPORTING_PERIOD_START",
    "end": "REPORTING_PERIOD_END",
    "breakdown": "BREAKDOWN",
    "area": "PRIMARY_LEVEL",
    "second": "SECONDARY_LEVEL",
    "measure": "MEASURE_ID",
    "value": "MEASURE_VALUE",
}
_FORM = "%d/%m/%Y"
NOT_SHOWN = "Suppressed by the publisher: small number"


def fetch(receiver: Receiver, wanted: Wanted) -> list[Answer]:
    """Follow the page of the publication to that of the newest month, and to its file.

    Raises
    ------
    PlaybookError
        A page does not lead on.
    """
    feed = wanted.feed
    (series,) = feed.series
    page = receiver.get(feed.address, "html", conditional=False)
    issues = [one for one in links(page) if one.address.startswith(feed.address) and one.month()]
    if not issues:
        raise page.error("has no link to a month. Mend the address in data/feeds.yml.")
    newest = max(issues, key=lambda one: one.month() or wanted.today)
    issue = receiver.get(newest.address, "html", conditional=False)
    named = series.asks["file"].lower()
    files = [one for one in links(issue) if named in one.file and one.file.endswith(".csv")]
    if not files:
        raise issue.error(f"has no CSV file with {named!r} in its name. Mend data/feeds.yml.")
    return [receiver.get(files[0].address, "csv", label=series.table)]


def parse(answers: Sequence[Answer], feed: Feed, places: Places) -> dict[str, Part]:
    """Read the measure for the country, its regions, boards and their parts.

    Raises
    ------
    PlaybookError
        The measure or its levels are not there, it spans no 12 months, or an area has it twice.
    """
    (answer,), (series,) = answers, feed.series
    frame = table(answer, COLUMNS | feed.columns, feed.encoding)
    measure, levels = series.keep["measure"], series.keep["breakdowns"].split("; ")
    rows = frame[frame["measure"] == measure]
    if rows.empty:
        raise answer.error(f"has no measure {measure!r}. Mend `keep` in data/feeds.yml.")
    missing = sorted(set(levels) - set(rows["breakdown"]))
    if missing:
        known = ", ".join(sorted(rows["breakdown"].unique())[:20])
        raise answer.error(
            f"{measure} has no breakdown {missing[0]!r}. It has: {known}. Mend `keep` in "
            "data/feeds.yml.",
            field=COLUMNS["breakdown"],
        )
    rows = rows[rows["breakdown"].isin(levels) & rows["second"].isin(["", "NONE", "NULL"])]
    rows = rows[~rows["area"].isin(["", "UNKNOWN"])]
    rows.attrs["answer"] = answer
    end = days(rows, "end", _FORM)
    if end.nunique() != 1:
        refuse(rows, end != end.iloc[0], "end", "is {!r}, and other rows end on another day")
    area = places.canonical(rows["area"].replace({"England": places.country}))
    twice = area.duplicated()
    if twice.any():
        refuse(rows, twice, "area", "{!r} stands there twice: is the file doubled?")
    withheld = rows["value"].isin(["*", "-"])
    value = numbers(rows, "value")
    blank = value.isna() & ~withheld
    if blank.any():
        refuse(rows, blank, "value", "is {!r}, not a number")
    found = observations(
        series.table,
        pd.DataFrame(
            {
                "area": area,
                # Whatever the file calls the period, the measure looks back over 12 months.
                "period_start": end - pd.DateOffset(years=1) + pd.Timedelta(days=1),
                "period_end": end,
                "value": value,
                "count": value,
                "status": withheld.map({True: "suppressed", False: "published"}),
                "note": withheld.map({True: NOT_SHOWN, False: ""}),
            }
        ),
        age=series.age,
    )
    return {series.table: Part(found, False, answer.address)}
