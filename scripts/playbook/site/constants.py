"""Numbers of our own that prose quotes by key: constants of the methods, and counts of records.

They are read from the code that works with them and from the records, so that a sentence about a
method cannot say another number than the method uses.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from statistics import NormalDist
from typing import Any, NamedTuple

from playbook.catalogue import Catalogue
from playbook.catalogue.numerals import Quantity, written
from playbook.figures import area_page, funnel_plot
from playbook.figures.words import AGEING, OLD
from playbook.methods import funnel, inequality, intervals, spc, spc_rules, spc_series, trend
from playbook.observations import coverage, schema, tables
from playbook.sources import systems

DISCLOSURE = Path(__file__).with_name("disclosure.json")
"""What the gate of disclosure finds in its corpus; it comes with the rules, not with the data."""


class Constant(NamedTuple):
    """A number with its key.

    Attributes
    ----------
    key : str
        By which prose quotes it.
    number : float
        The number.
    unit : str
        What it counts; empty for a bare number.
    of : str
        Where it is from, for readers.
    page, anchor : str
        Where that is explained.
    """

    key: str
    number: float
    unit: str
    of: str
    page: str
    anchor: str = ""

    def value(self) -> dict[str, Any]:
        """Give the record that the role ``{value}`` prints."""
        text = written(Quantity(self.number, self.unit)) if self.unit else f"{self.number:,.10g}"
        return {
            "number": self.number,
            "unit": self.unit,
            "text": text,
            "period": self.of,
            "page": self.page,
            "figure": self.anchor,
        }


def values(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """Give every such number by its key, as values that prose may quote."""
    known = (*_methods(), *_counts(catalogue), *_disclosure())
    return {one.key: one.value() for one in known}


def _methods() -> Iterator[Constant]:
    given = inspect.signature(inequality.slope_index).parameters
    level, outer = funnel.LEVELS["95"], funnel.LEVELS["99_8"]
    cent = "per cent"

    def of(section: str, key: str, number: float, unit: str = "") -> Constant:
        return Constant(
            f"method.{key}", number, unit, "A constant of the method", "methods", section
        )

    yield of("in-plain-words", "level", round(100 * level, 1), cent)
    yield of("in-plain-words", "outside", round(100 * (1 - level), 1), cent)
    yield of("in-plain-words", "z", round(NormalDist().inv_cdf((1 + level) / 2), 2))
    yield of("funnel-plots", "outer_level", round(100 * outer, 1), cent)
    yield of("funnel-plots", "outer_outside", round(100 * (1 - outer), 1), cent)
    yield of("funnel-plots", "funnel_places", funnel_plot.FEWEST, "places")
    yield of("age-standardised-rates", "fewest_events", intervals.FEWEST_EVENTS, "events")
    yield of("recent-trend", "trend_points", trend.POINTS, "points")
    yield of("recent-trend", "trend_critical", round(trend.CRITICAL, 2))
    yield of("control-charts", "chart_months", spc_series.ENOUGH, "months")
    yield of("control-charts", "limit", spc.LIMIT)
    yield of("control-charts", "outlier", spc.OUTLIER)
    yield of("control-charts", "run", spc_rules.RUN, "months")
    yield of("control-charts", "near", spc_rules.NEAR, "months")
    yield of("control-charts", "window", spc_rules.WINDOW, "months")
    yield of("inequality-across-deprivation", "simulations", given["repetitions"].default)
    yield of("rounding", "count_rounding", tables.COUNT_ROUNDING)
    yield of("the-age-of-a-figure", "ageing", AGEING, "months")
    yield of("the-age-of-a-figure", "old", OLD, "months")
    yield of("people-in-a-place", "most_deprived", area_page.MOST_DEPRIVED, cent)
    page, anchor = "whole-country", "who-is-counted-in"
    how = "A rule of the records of systems"
    yield Constant("systems.whole_county", 100 * systems.WHOLE, cent, how, page, anchor)
    yield Constant("systems.named_share", 100 * systems.NAMED, cent, how, page, anchor)


def _counts(catalogue: Catalogue) -> Iterator[Constant]:
    how = "Counted from the records of this book"
    places, trusts = len(coverage.places(catalogue)), len(coverage.trusts(catalogue))
    yield Constant("book.missions", len(catalogue.own_missions), "Missions", how, "index")
    yield Constant("book.places", places, "places", how, "places/index")
    yield Constant("book.trusts", trusts, "trusts", how, "trusts/index")
    yield Constant("book.columns", len(schema.COLUMNS), "columns", how, "data")
    boards = len(catalogue.project.systems)
    yield Constant("book.systems", boards, "systems", how, "whole-country")
    yield Constant("book.other_systems", boards - 1, "systems", how, "whole-country")


def _disclosure() -> Iterator[Constant]:
    """What the gate of disclosure finds in its corpus, as `playbook.checks.planted` wrote it."""
    found = json.loads(DISCLOSURE.read_text(encoding="utf-8"))
    how, place = "Measured on a corpus of made-up texts", ("quality", "confidentiality")
    for key in ("planted", "found", "alike", "flagged"):
        yield Constant(f"disclosure.{key}", found[key], "texts", how, *place)
    for key in ("recall", "precision"):
        yield Constant(f"disclosure.{key}", found[key], "per cent", how, *place)
