"""How numbers, periods and ages are written for people.

Source of the style: NHS digital service manual (numerals, commas over 999, 0 before a decimal
point, months in full, "to" in ranges).
"""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd

MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip

AGEING, OLD = 12, 36
"""Months after which a figure is called ageing, and old."""


def number(value: float | None, decimals: int = 1) -> str:
    """Write a number with commas and a fixed number of decimals; a missing one as "no figure"."""
    if value is None or math.isnan(value):
        return "no figure"
    text = f"{value:,.{decimals}f}"
    return text.replace("-0.0", "0.0") if text in {"-0.0", "-0"} else text


def quantity(value: float | None, unit: str, decimals: int = 1) -> str:
    """Write a number with its unit: ``81.2%``, ``30.2 per 100,000``, ``17,160 people``.

    Parameters
    ----------
    value : float or None
        In the indicator's unit.
    unit : str
        The short unit; ``%`` is joined to the number, any other follows after a space.
    """
    text = number(value, decimals)
    if text == "no figure" or not unit:
        return text
    return f"{text}%" if unit == "%" else f"{text} {unit}"


def interval(lower: float, upper: float, unit: str, decimals: int = 1) -> str:
    """Write a 95% confidence interval: ``80.9% to 81.4%``. Empty when there is none."""
    if pd.isna(lower) or pd.isna(upper):
        return ""
    mark = "%" if unit == "%" else ""
    return f"{number(lower, decimals)}{mark} to {number(upper, decimals)}{mark}"


def day(date: dt.date | pd.Timestamp) -> str:
    """Write a date: ``22 November 2026``."""
    return f"{date.day} {month(date)}"


def month(date: dt.date | pd.Timestamp) -> str:
    """Write a month: ``March 2026``."""
    return f"{MONTHS[date.month - 1]} {date.year}"


def partial(date: str) -> str:
    """Write a date as precisely as a record gives it: ``2029``, ``March 2026``, ``1 May 2026``."""
    start = pd.Period(date).start_time
    if len(date) == 4:
        return date
    return month(start) if len(date) == 7 else day(start)


def period(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """Write a period in the words that fit its length.

    A month is ``March 2026``, a quarter ``January to March 2022``, a calendar year ``2021``,
    another year ``year to March 2022``, whole calendar years ``2022 to 2024``.
    """
    if start == end:
        return day(end)
    after = end + pd.Timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    if months == 1:
        return month(end)
    if months % 12 == 0 and start.month == 1 and start.day == 1:
        return str(end.year) if months == 12 else f"{start.year} to {end.year}"
    if months == 12:
        return f"year to {month(end)}"
    if start.year == end.year:
        return f"{MONTHS[start.month - 1]} to {month(end)}"
    return f"{month(start)} to {month(end)}"


def during(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """Write a period as a sentence begins with it: ``In the year to March 2022``."""
    written = period(start, end)
    if start == end:
        return f"On {written}"
    return f"In the {written}" if written.startswith("year") else f"In {written}"


def age(end: pd.Timestamp, today: dt.date) -> dict[str, str]:
    """Say how old a figure is on the day of the edition.

    Parameters
    ----------
    end : Timestamp
        Last day of the figure's period.
    today : date
        The edition's date; never the clock, so that a rebuilt edition says the same.

    Returns
    -------
    dict
        ``text`` such as ``8 months old``, and ``level``: ``current`` (12 months or less),
        ``ageing`` (to 36) or ``old``.
    """
    months = max(round((pd.Timestamp(today) - end).days / 30.4375), 0)
    if months <= OLD:
        unit = "month" if months == 1 else "months"
        word = "" if months <= AGEING else "Ageing: "
        return {"text": f"{word}{months} {unit} old", "level": "ageing" if word else "current"}
    halves = round(months / 6)
    years = f"{halves // 2}" + (" and a half" if halves % 2 else "")
    return {"text": f"Old: {years} years old", "level": "old"}


def capital(text: str) -> str:
    """Begin with a capital letter and leave the rest as it is: ``A&E visits`` stays."""
    return text[:1].upper() + text[1:]


def listing(words: list[str]) -> str:
    """Join words as prose does: ``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def ordinal(rank: int) -> str:
    """Write ``1st``, ``2nd``, ``3rd``, ``4th``, ``11th``."""
    tail = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{tail}"
