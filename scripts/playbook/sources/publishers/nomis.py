"""ONS populations by Nomis: one CSV answer, cut into pages. https://www.nomisweb.co.uk/api/v01/"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from playbook.catalogue.feed import Feed
from playbook.errors import PlaybookError
from playbook.sources.answers import Answer, numbers, refuse, table
from playbook.sources.merging import Part
from playbook.sources.places import Places
from playbook.sources.population import age_band
from playbook.sources.publishers import Wanted
from playbook.sources.receiving import Receiver

COLUMNS = {
    "date": "DATE_NAME",
    "area": "GEOGRAPHY_CODE",
    "sex": "GENDER_NAME",
    "age": "C_AGE_NAME",
    "population": "OBS_VALUE",
    "records": "RECORD_COUNT",
}
PAGE = 25_000
"""Rows that one answer has at most; the publisher says how many there are in all."""
MOST_PAGES = 40


def fetch(receiver: Receiver, wanted: Wanted) -> list[Answer]:
    """Ask for page after page, until as many rows came as there are.

    Raises
    ------
    PlaybookError
        There is no end to them.
    """
    feed = wanted.feed
    (series,) = feed.series
    found: list[Answer] = []
    for number in range(MOST_PAGES):
        asks = series.asks | {"recordlimit": str(PAGE), "recordoffset": str(number * PAGE)}
        answer = receiver.get(feed.address, "csv", asks, label=str(number + 1), conditional=False)
        found.append(answer)
        said = numbers(table(answer, COLUMNS | feed.columns, feed.encoding), "records").max()
        if (number + 1) * PAGE >= said:
            known = {one.sha256 for one in receiver.known.values()}
            same = all(one.sha256 in known for one in found)
            return [] if same else found
    message = f"has more than {MOST_PAGES} pages. Ask for less in data/feeds.yml."
    raise PlaybookError(message, file=feed.address)


def parse(answers: Sequence[Answer], feed: Feed, places: Places) -> dict[str, Part]:
    """Put the pages together: residents by age band and sex, for the areas of the table.

    Raises
    ------
    PlaybookError
        Pages are missing, an age or a sex is not known, or an area has a band twice.
    """
    pages = [table(answer, COLUMNS | feed.columns, feed.encoding) for answer in answers]
    frame = pd.concat(pages)
    frame.attrs["answer"] = answers[0]
    wanted = numbers(frame, "records").max()
    if len(frame) != wanted:
        raise answers[0].error(f"has {len(frame)} rows in all, and announces {wanted:,.0f}.")
    frame["sex"] = frame["sex"].replace({"Male": "Male", "Female": "Female"})
    odd = ~frame["sex"].isin(["Male", "Female"])
    if odd.any():
        refuse(frame, odd, "sex", "is {!r}, neither Male nor Female")
    bands = frame["age"].str.removeprefix("Aged ").str.replace(" - ", "-").str.replace("-", " to ")
    bands = bands.str.replace(r"^(\d+)\+$", r"\1 and over", regex=True)
    start = pd.to_numeric(bands.str.extract(r"^(\d+) (?:to \d+|and over)$")[0], errors="coerce")
    if start.isna().any():
        refuse(frame, start.isna(), "age", "is {!r}, no band of ages such as Aged 5-9")
    population = numbers(frame, "population")
    bad = population.isna() | (population < 0) | (population % 1 != 0)
    if bad.any():
        refuse(frame, bad, "population", "is {!r}, not a number of people")
    year = pd.to_numeric(frame["date"].where(frame["date"].str.fullmatch(r"(19|20)\d\d")))
    if year.isna().any():
        refuse(frame, year.isna(), "date", "is {!r}, not a year")
    kept = places.codes("utla") | places.codes("region") | {places.country}
    found = pd.DataFrame(
        {
            "area": frame["area"],
            "period": pd.to_datetime(year.astype(int).astype(str) + "-06-30"),
            "sex": frame["sex"],
            "age_band": age_band(bands),
            "age_start": start.astype(int),
            "population": population.astype(int),
        }
    )
    found = found[found["area"].isin(kept)]
    if found.empty:
        raise answers[0].error("has none of our areas. Mend `geography` in data/feeds.yml.")
    key = ["area", "period", "sex", "age_start"]
    twice = found.duplicated(key)
    if twice.any():
        refuse(frame.loc[found.index], twice, "area", "{!r} has an age band twice")
    found = found.sort_values(key, ignore_index=True)
    (series,) = feed.series
    return {series.table: Part(found, True, answers[0].address)}
