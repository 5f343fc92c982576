"""CVDPREVENT: the audit's own service, in JSON. https://api.cvdprevent.nhs.uk

The list of periods says which is the newest; the raw data of an indicator are asked for by period
and level of area.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from playbook.catalogue.feed import Feed
from playbook.errors import nearest
from playbook.sources import cvdprevent
from playbook.sources.answers import Answer, numbers, objects, refuse
from playbook.sources.merging import Part
from playbook.sources.places import Places
from playbook.sources.publishers import Wanted
from playbook.sources.receiving import Receiver

PERIODS = ("TimePeriodID", "TimePeriodName", "EndDate")
INDICATORS = ("IndicatorID", "IndicatorCode")
COLUMNS = {
    "area_code": "AreaCode",
    "indicator_code": "IndicatorCode",
    "category_type": "MetricCategoryTypeName",
    "category": "MetricCategoryName",
    "sex": "CategoryAttribute",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "value_pct": "Value",
    "lower_ci95": "LowerConfidenceLimit",
    "upper_ci95": "UpperConfidenceLimit",
    "period": "TimePeriodName",
    "value_note": "ValueNote",
}
_NUMBERS = ["numerator", "denominator", "value_pct", "lower_ci95", "upper_ci95"]
_FORM = "To %B %Y"


def fetch(receiver: Receiver, wanted: Wanted) -> list[Answer]:
    """Ask which period is the newest, and for the raw data of each indicator in it."""
    feed = wanted.feed
    listed = receiver.get(f"{feed.address}/timePeriod", "json", conditional=False)
    periods = objects(listed, "timePeriodList", PERIODS)
    ends = pd.to_datetime(
        pd.Series([one["EndDate"] for one in periods], dtype="str"), errors="coerce", utc=True
    )
    if ends.isna().any() or not len(ends):
        raise listed.error("has a period whose last day is no day.", field="EndDate")
    newest = periods[int(ends.to_numpy().argmax())]["TimePeriodID"]
    found = []
    for series in feed.series:
        asks = {"timePeriodID": str(newest), "systemLevelID": series.asks["level"]}
        listing = receiver.get(f"{feed.address}/indicator/list", "json", asks, conditional=False)
        known = {
            str(one["IndicatorCode"]): one["IndicatorID"]
            for one in objects(listing, "indicatorList", INDICATORS)
        }
        code = series.keep["indicator_code"]
        if code not in known:
            message = f"has no indicator {code}. {nearest(code, known, noun='indicator')}"
            raise listing.error(message, field="IndicatorCode")
        address = f"{feed.address}/indicator/{known[code]}/rawDataJSON"
        found.append(receiver.get(address, "json", asks, label=series.table))
    return found


def parse(answers: Sequence[Answer], feed: Feed, places: Places) -> dict[str, Part]:
    """Turn the raw data of each indicator into rows: the sub-ICBs, and the country as their sum.

    Raises
    ------
    PlaybookError
        An answer is of another indicator, has a split that is not known, or an area twice.
    """
    codes = {one.table: one.keep["indicator_code"] for one in feed.series}
    found = {}
    for answer in answers:
        frame = _frame(answer, feed)
        other = frame["indicator_code"] != codes[answer.label]
        if other.any():
            refuse(frame, other, "indicator_code", "is {!r}, another indicator than was asked for")
        rows = cvdprevent.audited(frame, places, answer.label)
        found[answer.label] = Part(rows, False, answer.address)
    return found


def _frame(answer: Answer, feed: Feed) -> pd.DataFrame:
    names = COLUMNS | feed.columns
    said = objects(answer, "indicatorRawData", names.values())
    if not said:
        raise answer.error("is an empty list: the period is announced and not there yet.")
    cells = {
        ours: ["" if one[theirs] is None else str(one[theirs]) for one in said]
        for ours, theirs in names.items()
    }
    frame = pd.DataFrame(cells, index=range(1, len(said) + 1), dtype="str")
    frame.attrs |= {"answer": answer, "file": answer.address}
    for column in _NUMBERS:
        frame[column] = numbers(frame, column)
    # The sex of a row that is no split by sex stands in no field of its own.
    by_sex = frame["category_type"] == "Sex"
    frame["sex"] = frame["category"].where(
        by_sex, frame["sex"].where(frame["sex"] != "", "Persons")
    )
    days = pd.to_datetime(frame["period"], format=_FORM, errors="coerce")
    if days.isna().any():
        refuse(frame, days.isna(), "period", "is {!r}, not a period such as To June 2024")
    frame["period_end"] = days + pd.offsets.MonthEnd(0)
    frame["value_note"] = frame["value_note"].where(frame["value_note"] != "")
    # What has no value was withheld, whether it says so or not.
    silent = frame["value_pct"].isna() & frame["value_note"].isna()
    frame["value_note"] = frame["value_note"].mask(silent, "Withheld")
    return frame
