"""Numbers that need no source, because they say no figure: each kind by a rule with its reason.

What no rule covers is a figure, and prose has to say where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from playbook.catalogue.numerals import Numeral, Quantity, numerals, says

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
)
_YEAR = r"(?:1[89]|20)\d{2}"


class Rule(NamedTuple):
    """A kind of number that needs no source.

    Attributes
    ----------
    name : str
        What it is called.
    pattern : Pattern
        Covers the number, with what tells the kind.
    reason : str
        Why it needs none.
    """

    name: str
    pattern: re.Pattern[str]
    reason: str


RULES = (
    Rule(
        "day",
        re.compile(rf"\b\d{{1,2}}(?: (?:to|and) \d{{1,2}})? {_MONTH}(?: {_YEAR}\b)?"),
        "a day of the calendar",
    ),
    Rule("ISO day", re.compile(rf"\b{_YEAR}-\d{{2}}(?:-\d{{2}})?\b"), "a day of the calendar"),
    Rule("year", re.compile(rf"(?<![\d,.£]){_YEAR}(?:/\d{{2}})?(?!\d|,\d|%|\.\d)"), "a year"),
    Rule(
        "age",
        re.compile(
            r"\b(?:aged?|ages|under|over) \d{1,3}(?: (?:to|and|or) \d{1,3})?(?: (?:and|or) (?:over|"
            r"under))?(?! ?%|\d| (?:per cent|hours?|minutes|days|million|people))"
            r"|\b\d{1,3} to \d{1,3} year olds\b|\b\d{1,3} and over\b",
            re.IGNORECASE,
        ),
        "says who a figure is about",
    ),
    Rule(
        "name",
        re.compile(
            r"\b(?:(?:Missions?|type|grades?|rungs?|[Vv]ersion|v|[Ll]evel|[Ss]tage|[Pp]hase|M|WCAG"
            r"|GPL|MIT|CC BY|Python|Licence|Attribution|Source Sans) ?v?-?\d+(?:\.\d+)*"
            r"[a-z]?(?:(?:, \d+)* (?:and|to|or) \d+)?|\d-Clause)\b"
        ),
        "part of a name",
    ),
    Rule(
        "version",
        re.compile(rf"(?<![\w.,])\d+\.\d+\.\d+(?:\.\d+)*(?!\d)|\b{_YEAR}\.(?:0\d|1[0-2])\b"),
        "the name of a version, or of an edition",
    ),
    Rule(
        "measure",
        re.compile(r"(?<![\w.,])\d+-(?:minute|hour|day|week|month|year)\b"),
        "part of the name of a measure, such as the 4-hour standard",
    ),
    Rule(
        "interval",
        re.compile(r"(?<![\w.,])\d+(?:\.\d+)?% (?:confidence )?(?:interval|limit)s?\b"),
        "the name of a kind of interval",
    ),
    Rule(
        "unit",
        re.compile(r"\bper 1(?:00,000|0,000|,000|0+)\b(?! ?%)"),
        "part of a unit",
    ),
    Rule(
        "reference",
        re.compile(rf"\b{_YEAR};\d+(?:\(\d+\))?:\d+(?: to \d+)?"),
        "volume and page of a printed work",
    ),
    Rule(
        "one",
        re.compile(
            r"(?<![\w.,£])1(?![\d%]|[.,]\d| ?(?:%|per\b|in \d|out of \d|million|billion|thousand))"
        ),
        "the word one, for which the house style has the numeral",
    ),
    Rule(
        "nought",
        re.compile(r"\b(?:as|not|below|above|exactly|carry) 0(?![\d%]|[.,]\d)"),
        "nothing, or the point from which one counts",
    ),
)


def plain(text: str) -> list[tuple[int, int]]:
    """Give the stretches of a text in which a number needs no source."""
    return [match.span() for rule in RULES for match in rule.pattern.finditer(text)]


def figures(text: str) -> list[Numeral]:
    """Give the numbers of a text that are figures, in order."""
    spans = plain(text)
    return [
        one
        for one in numerals(text)
        if not any(start <= one.start and one.end <= end for start, end in spans)
    ]


def differing(text: str, quantities: Iterable[Quantity]) -> list[Numeral]:
    """Give the figures of a text that are none of these quantities."""
    known = list(quantities)
    return [one for one in figures(text) if not any(says(one, each) for each in known)]
