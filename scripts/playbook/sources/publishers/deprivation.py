"""English Indices of Deprivation: one file of every small area, linked from the page of GOV.UK.

https://www.gov.uk/government/collections/english-indices-of-deprivation The table keeps the small
areas that it has: those of the system. Their people come from elsewhere, and stay. The file is CSV,
or a workbook when the record of the feed names a sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from playbook.catalogue.feed import Feed
from playbook.sources.answers import Answer, Kind, numbers, refuse, table
from playbook.sources.merging import Part
from playbook.sources.places import Places
from playbook.sources.publishers import Wanted
from playbook.sources.publishers.links import links
from playbook.sources.receiving import Receiver


def fetch(receiver: Receiver, wanted: Wanted) -> list[Answer]:
    """Follow the page to the file of scores, ranks and deciles.

    Raises
    ------
    PlaybookError
        No link, or more than one, is to such a file.
    """
    feed = wanted.feed
    (series,) = feed.series
    page = receiver.get(feed.address, "html", conditional=False)
    named = series.asks["file"].lower()
    kind: Kind = "xlsx" if feed.sheet else "csv"
    found = [one for one in links(page) if named in one.file and one.file.endswith(f".{kind}")]
    if len(found) != 1:
        raise page.error(
            f"has {len(found)} links to a {kind} file with {named!r} in its name, and one is "
            "expected. Mend `file` in data/feeds.yml."
        )
    return [receiver.get(found[0].address, kind, label=series.table)]


def parse(answers: Sequence[Answer], feed: Feed, places: Places) -> dict[str, Part]:
    """Read rank, decile and score of every small area.

    Raises
    ------
    PlaybookError
        A small area is there twice, ranks are not 1 to the number of areas, or a decile is none.
    """
    (answer,), (series,) = answers, feed.series
    frame = table(answer, feed.columns, feed.encoding, feed.sheet)
    for column in ("rank", "decile", "score"):
        frame[column] = numbers(frame, column)
        if frame[column].isna().any():
            refuse(frame, frame[column].isna(), column, "is {!r}, not a number")
    twice = frame.duplicated("lsoa")
    if twice.any():
        refuse(frame, twice, "lsoa", "{!r} stands there twice: is the file doubled?")
    wrong = ~frame["decile"].isin(range(1, 11))
    if wrong.any():
        refuse(frame, wrong, "decile", "is {!r}, not a decile from 1 to 10")
    if frame["rank"].max() > len(frame) or frame["rank"].min() != 1:
        raise answer.error(
            f"ranks go from {frame['rank'].min():g} to {frame['rank'].max():g}, and there are "
            f"{len(frame)} small areas. A part of the file may be missing.",
            field=feed.columns["rank"],
        )
    # The most deprived have rank 1 and the highest score; a file turned over is another measure.
    order = frame.sort_values("rank")["score"]
    if order.iloc[0] < order.iloc[-1]:
        raise answer.error("the first rank has the lowest score: was the order turned over?")
    found = pd.DataFrame(
        {
            "lsoa": frame["lsoa"],
            "area": frame["area"],
            "rank": frame["rank"].astype(int),
            "decile": frame["decile"].astype(int),
            "score": frame["score"],
        }
    )
    return {series.table: Part(found.reset_index(drop=True), True, answer.address)}
