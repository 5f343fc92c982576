"""OHID Fingertips: one CSV file an indicator, with the whole series in it.

https://fingertips.phe.org.uk/api An area can be in a file twice, once under each of its parents.
Rows with a category are splits. A file holds every sex and age; the record says which is ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from playbook.catalogue.feed import Feed, Series
from playbook.sources.answers import Answer, numbers, refuse, table
from playbook.sources.fingertips import NOT_PUBLISHED
from playbook.sources.merging import Part
from playbook.sources.places import Places
from playbook.sources.publishers import Wanted
from playbook.sources.receiving import Receiver
from playbook.sources.tidy import observations

COLUMNS = {
    "indicator_id": "Indicator ID",
    "parent": "Parent Code",
    "area": "Area Code",
    "sex": "Sex",
    "age": "Age",
    "category": "Category Type",
    "period": "Time period",
    "value": "Value",
    "lower95": "Lower CI 95.0 limit",
    "upper95": "Upper CI 95.0 limit",
}
"""The columns that are needed, by the publisher's names; the record may rename them."""

DECIMALS = 4
_FIGURES = ["value", "lower95", "upper95"]
_COUNTS = {"count": "Count", "denominator": "Denominator"}
_FORMS = {
    # "2011/12": a financial year; "2022": a calendar year; "2001 - 03": several pooled.
    "financial": re.compile(r"(\d{4})/(\d{2})"),
    "calendar": re.compile(r"(\d{4})"),
    "pooled": re.compile(r"(\d{4}) - (\d{2})"),
}


def fetch(receiver: Receiver, wanted: Wanted) -> list[Answer]:
    """Ask for the series of each table."""
    feed = wanted.feed
    return [
        receiver.get(feed.address, "csv", series.asks, label=series.table) for series in feed.series
    ]


def parse(answers: Sequence[Answer], feed: Feed, places: Places) -> dict[str, Part]:
    """Turn each answer into the rows of its table.

    Raises
    ------
    PlaybookError
        The file is of another shape, of another indicator, or has two figures for one place.
    """
    series = {one.table: one for one in feed.series}
    return {
        answer.label: Part(_rows(answer, feed, series[answer.label]), True, answer.address)
        for answer in answers
    }


def _rows(answer: Answer, feed: Feed, series: Series) -> pd.DataFrame:
    wanted_columns = COLUMNS | (_COUNTS if series.counts else {}) | feed.columns
    frame = table(answer, wanted_columns, feed.encoding)
    other = frame["indicator_id"] != series.asks.get("indicator_ids", "")
    if other.any():
        refuse(frame, other, "indicator_id", "is {!r}, another indicator than was asked for")
    frame = frame[frame["category"] == ""]
    for column in ("sex", "age"):
        wanted = series.keep.get(column)
        if wanted is None and frame[column].nunique() > 1:
            found = ", ".join(sorted(frame[column].unique()))
            raise answer.error(
                f"mixes {found}. Say under `keep` in data/feeds.yml which is ours.", field=column
            )
        if wanted is not None and wanted not in set(frame[column]):
            found = ", ".join(sorted(frame[column].unique())) or "none"
            raise answer.error(
                f"no row has {wanted!r}. The answer has: {found}. If it was renamed, mend `keep` "
                "in data/feeds.yml.",
                field=column,
            )
        if wanted is not None:
            frame = frame[frame[column] == wanted]
    figures = [*_FIGURES, *(_COUNTS if series.counts else ())]
    for column in figures:
        frame[column] = numbers(frame, column).round(DECIMALS)
    doubled = frame.duplicated(["parent", "area", "period"])
    if doubled.any():
        frame.attrs["answer"] = answer
        refuse(frame, doubled, "area", "{!r} stands there twice: two figures, or a doubled file")
    # An area stands there under each of its parents: the same figures twice are one.
    frame = frame.drop_duplicates(["area", "period", *figures])
    frame.attrs["answer"] = answer
    twice = frame.duplicated(["area", "period"])
    if twice.any():
        refuse(frame, twice, "area", "{!r} has two figures for one period")
    periods = frame["period"].map(_period)
    if periods.isna().any():
        refuse(frame, periods.isna(), "period", "is {!r}, a period of a form that is not known")
    # An interval that is half there, or that leaves its figure out, is no interval.
    sound = (frame["lower95"] <= frame["value"]) & (frame["value"] <= frame["upper95"])
    for column in ("lower95", "upper95"):
        frame[column] = frame[column].where(sound)
    missing = frame["value"].isna()
    return observations(
        series.table,
        frame.assign(
            period_start=[start for start, _ in periods],
            period_end=[end for _, end in periods],
            status=missing.map({True: "missing", False: "published"}),
            note=missing.map({True: NOT_PUBLISHED, False: ""}),
            sex=series.sex,
            age=series.age,
        ),
    )


def _period(text: str) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """First and last day of a period as Fingertips writes it; None when the form is unknown."""
    for form, pattern in _FORMS.items():
        if not (found := pattern.fullmatch(text.strip())):
            continue
        first = int(found.group(1))
        last = first if form == "calendar" else first // 100 * 100 + int(found.group(2))
        last += 100 if last < first else 0  # "1999/00"
        if form == "financial":
            return (
                (pd.Timestamp(first, 4, 1), pd.Timestamp(last, 3, 31))
                if last == first + 1
                else None
            )
        if not 1900 <= first <= last <= 2100:
            return None
        return pd.Timestamp(first, 1, 1), pd.Timestamp(last, 12, 31)
    return None
