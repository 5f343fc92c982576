"""NHS England, A&E attendances and emergency admissions: a CSV file a month, by provider.

https://www.england.nhs.uk/statistics/statistical-work-areas/ae-waiting-times-and-activity/
The first page links to the page of each year, and that to the files. A row of totals is compared
with the sum of the others, and left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from playbook.catalogue.feed import Feed
from playbook.sources import ae
from playbook.sources.answers import Answer, numbers, refuse, table
from playbook.sources.merging import Part
from playbook.sources.places import Places
from playbook.sources.publishers import Wanted, monthly
from playbook.sources.publishers.links import Link
from playbook.sources.receiving import Receiver

_BOOKED = "Booked Appointments"
_NUMBERS = {
    "att_type1": "A&E attendances Type 1",
    "att_type2": "A&E attendances Type 2",
    "att_other": "A&E attendances Other A&E Department",
    "booked_type1": f"A&E attendances {_BOOKED} Type 1",
    "booked_type2": f"A&E attendances {_BOOKED} Type 2",
    "booked_other": f"A&E attendances {_BOOKED} Other Department",
    "over4h_type1": "Attendances over 4hrs Type 1",
    "over4h_type2": "Attendances over 4hrs Type 2",
    "over4h_other": "Attendances over 4hrs Other Department",
    "booked_over4h_type1": f"Attendances over 4hrs {_BOOKED} Type 1",
    "booked_over4h_type2": f"Attendances over 4hrs {_BOOKED} Type 2",
    "booked_over4h_other": f"Attendances over 4hrs {_BOOKED} Other Department",
    "dta_12h_plus": "Patients who have waited 12+ hrs from DTA to admission",
    "em_adm_type1": "Emergency admissions via A&E - Type 1",
    "em_adm_type2": "Emergency admissions via A&E - Type 2",
    "em_adm_other": "Emergency admissions via A&E - Other A&E department",
}
COLUMNS = {"period": "Period", "org_code": "Org Code"} | _NUMBERS
TOTAL = "TOTAL"


def fetch(receiver: Receiver, wanted: Wanted) -> list[Answer]:
    """Follow the pages to the files of the newest months."""

    def fits(link: Link) -> bool:
        return link.file.endswith(".csv")

    return monthly.fetch(
        receiver,
        wanted,
        page=wanted.feed.address,
        kind="csv",
        fits=fits,
        years="ae-attendances-and-emergency-admissions-",
    )


def parse(answers: Sequence[Answer], feed: Feed, places: Places) -> dict[str, Part]:
    """Add the departments up, for each trust and for the country.

    Raises
    ------
    PlaybookError
        A file is of another month, has a provider twice, or does not add up to its own total.
    """
    flows = [_flow(answer, feed) for answer in answers]
    tables = ae.tables(pd.concat(flows, ignore_index=True), places.country)
    address = answers[0].address
    return {name: Part(frame, False, address) for name, frame in tables.items()}


def _flow(answer: Answer, feed: Feed) -> pd.DataFrame:
    frame = table(answer, COLUMNS | feed.columns, feed.encoding)
    month = monthly.month_of(answer)
    is_total = (frame["org_code"].str.upper() == TOTAL) | (frame["period"].str.upper() == TOTAL)
    said = f"MSitAE-{month:%B-%Y}".upper()
    other = ~is_total & (frame["period"].str.upper() != said)
    if other.any():
        refuse(frame, other, "period", f"is {{!r}}, and the file was linked for {month:%B %Y}")
    unnamed = ~is_total & (frame["org_code"] == "")
    if unnamed.any():
        refuse(frame, unnamed, "org_code", "is {!r}: a provider without a code")
    for column in _NUMBERS:
        frame[column] = numbers(frame, column)
        below = frame[column] < 0
        if below.any():
            refuse(frame, below, column, "is {}, below 0")
    rows = frame[~is_total]
    rows.attrs["answer"] = answer
    twice = rows.duplicated("org_code")
    if twice.any():
        refuse(rows, twice, "org_code", "{!r} stands there twice: is the file doubled?")
    _compare(answer, rows, frame[is_total])
    for part in ("type1", "type2", "other"):
        rows = rows.assign(
            **{
                f"att_{part}": rows[f"att_{part}"].add(rows[f"booked_{part}"], fill_value=0),
                f"over4h_{part}": rows[f"over4h_{part}"].add(
                    rows[f"booked_over4h_{part}"], fill_value=0
                ),
            }
        )
    rows = rows.assign(period=pd.Timestamp(month))
    return ae.named(rows, ["em_adm_type1", "em_adm_type2", "em_adm_other"])


def _compare(answer: Answer, rows: pd.DataFrame, totals: pd.DataFrame) -> None:
    """Hold the rows against the publisher's own total: a file that was cut off adds up to less."""
    if len(totals) != 1:
        raise answer.error(
            f"has {len(totals)} rows of totals, and one is expected. The file may have been cut "
            "off: try again later.",
            field="Org Code",
        )
    for column, theirs in _NUMBERS.items():
        total, summed = float(totals[column].fillna(0).iloc[0]), float(rows[column].sum())
        if total != summed:
            raise answer.error(
                f"the providers add up to {summed:,.0f}, and the total says {total:,.0f}. "
                "A part of the file may be missing.",
                line=int(totals.index[0]),
                field=theirs,
            )
