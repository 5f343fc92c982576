"""One indicator made ready for figures: its rows with intervals, and who is compared with whom."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from playbook.catalogue import Catalogue
from playbook.catalogue.indicator import Indicator
from playbook.catalogue.system import AreaType
from playbook.figures import words
from playbook.methods import comparison, rates

LOCAL = {"utla": "boroughs", "ltla": "boroughs", "trust": "trusts"}
"""Which of the system's own areas an indicator of this level is shown for."""

POOLED = {"Proportion", "Crude rate", "Count"}
"""Types of value that may be added up over areas from their counts."""


@dataclass(frozen=True)
class Measure:
    """An indicator, its observations, and the catalogue that names things.

    Attributes
    ----------
    indicator : Indicator
        The metadata record.
    rows : DataFrame
        Headline observations of every area, as ``observations.load`` gives them.
    catalogue : Catalogue
        Names, system, targets, sources.
    """

    indicator: Indicator
    rows: pd.DataFrame
    catalogue: Catalogue

    @property
    def snapshot(self) -> str:
        """Hash of the rows that were read for this measure."""
        return str(self.rows.attrs.get("sha256", ""))

    @property
    def level(self) -> AreaType:
        """Type of area that this indicator's pages compare."""
        return self.indicator.geography.levels[0]

    @cached_property
    def local(self) -> list[str]:
        """Codes of the system's own areas at this level that have rows."""
        codes = self.catalogue.system.members(self.level)
        present = set(self.rows["area"].unique())
        return [code for code in codes if code in present]

    @property
    def reference(self) -> str:
        """Code of the benchmark."""
        return self.catalogue.benchmark(self.indicator) or self.catalogue.system.country

    def with_limits(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Fill in 95% limits by the method of the indicator's record; published ones stay.

        Wilson for a proportion and Byar's for a rate; the published counts are needed.
        """
        method, multiplier = self.indicator.ci.method, self.indicator.multiplier or 1
        if method not in {"wilson", "byars"} or rows.empty:
            return rows
        rate = rates.proportion if method == "wilson" else rates.crude_rate
        known = rows[rows["count"].notna() & rows["denominator"].gt(0)]
        limits = rate(known, multiplier=multiplier)[["lower95", "upper95"]]
        return rows.assign(
            lower95=rows["lower95"].fillna(limits["lower95"]),
            upper95=rows["upper95"].fillna(limits["upper95"]),
        )

    def series(self, code: str) -> pd.DataFrame:
        """Give one area's published rows in time order; the system itself by its own id."""
        if code == self.catalogue.system.id:
            return self.system_rows
        if code not in self._series:
            self._series[code] = self.with_limits(self._published[self._spans.get(code, slice(0))])
        return self._series[code]

    @cached_property
    def _series(self) -> dict[str, pd.DataFrame]:
        """Series by area: each figure of a page asks again.

        Those of the system's own areas and of the benchmark get their limits in one go.
        """
        codes = dict.fromkeys((*self.local, self.reference))
        places = [
            np.arange(len(self._published))[self._spans.get(code, slice(0))] for code in codes
        ]
        rows = self.with_limits(self._published.iloc[np.concatenate(places)])
        ends = np.cumsum([len(one) for one in places]).tolist()
        return {
            code: rows[start:end]
            for code, start, end in zip(codes, [0, *ends[:-1]], ends, strict=True)
        }

    def newest(self, code: str) -> Any:
        """Give the last row of an area's series, or of the system's."""
        if code not in self._last_rows:
            self._last_rows[code] = self.series(code).iloc[-1]
        return self._last_rows[code]

    @cached_property
    def _last_rows(self) -> dict[str, Any]:
        return {}

    @cached_property
    def _published(self) -> pd.DataFrame:
        """Every row with a value, area by area and in time order: a series is a slice of it."""
        known = self.rows[self.rows["value"].notna().to_numpy()]
        areas, _ = pd.factorize(known["area"])
        days = (known[name].to_numpy() for name in ("period_start", "period_end"))
        return known.iloc[np.lexsort((*days, areas))]

    @cached_property
    def _spans(self) -> dict[str, slice]:
        areas = self._published["area"].to_numpy()
        starts = [0, *(np.flatnonzero(areas[1:] != areas[:-1]) + 1).tolist()] if len(areas) else []
        return {
            str(areas[start]): slice(start, end)
            for start, end in zip(starts, [*starts[1:], len(areas)], strict=False)
        }

    def with_gaps(self, code: str) -> pd.DataFrame:
        """Give one area's series with an empty row for each month that was not reported."""
        rows = self.series(code)
        if self.indicator.frequency != "Monthly" or rows.empty:
            return rows
        every = pd.date_range(rows["period_end"].min(), self._newest, freq="ME")
        if len(every) == len(rows):
            return rows
        rows = rows.set_index("period_end").reindex(every).rename_axis("period_end").reset_index()
        starts = rows["period_end"].dt.to_period("M").dt.start_time
        return rows.assign(period_start=rows["period_start"].fillna(starts))

    def line(self, code: str) -> list[tuple[dt.date, float | None]]:
        """Give one area's series as days and values; None for each month that was not reported."""
        if code not in self._lines:
            rows = self.with_gaps(code)
            days = rows["period_end"].to_numpy().astype("datetime64[D]").tolist()
            values = [None if math.isnan(value) else value for value in rows["value"].tolist()]
            self._lines[code] = list(zip(days, values, strict=True))
        return self._lines[code]

    @cached_property
    def _lines(self) -> dict[str, list[tuple[dt.date, float | None]]]:
        return {}

    @cached_property
    def _newest(self) -> pd.Timestamp:
        """Last day of the newest period that any area reported."""
        return self.rows["period_end"].max()

    @cached_property
    def system_rows(self) -> pd.DataFrame:
        """The system as one series: published for it, or added up from its areas' counts.

        Counts are added only for periods in which every one of its areas reported, those that were
        merged into one of today's included. Empty when the system has neither; a standardised rate
        or a mean cannot be added up.
        """
        system = self.catalogue.system
        if self.level not in LOCAL:
            return (
                self.series(self.local[0]).assign(area=system.id) if self.local else self.rows[:0]
            )
        if len(self.local) < len(system.members(self.level)):
            # A sum over some of its areas is not the system.
            return self.rows[:0]
        codes = [*self.local, *self._merged]
        own = self.rows[self.rows["area"].isin(codes) & self.rows["count"].notna()]
        if self.indicator.value_type not in POOLED or own.empty:
            return self.rows[:0]
        by = ["period_start", "period_end"]
        sums = own.groupby(by, as_index=False, sort=True).agg(
            count=("count", "sum"),
            denominator=("denominator", lambda part: part.sum(min_count=len(part))),
            areas=("area", "nunique"),
        )
        wanted = sums["period_end"].map(
            lambda day: sum(self._in_force(code, day) for code in codes)
        )
        sums = sums[sums["areas"] == wanted].drop(columns="areas").reset_index(drop=True)
        if self.indicator.value_type == "Count":
            value = sums["count"]
        else:
            value = sums["count"] / sums["denominator"] * (self.indicator.multiplier or 1)
        fixed = {"indicator": self.indicator.id, "area": system.id, "group": "all"}
        pooled = sums.assign(
            value=value, lower95=float("nan"), upper95=float("nan"), status="published", **fixed
        )
        return self.with_limits(pooled)

    @property
    def _merged(self) -> list[str]:
        """Codes with rows here that ended and whose successor is one of the system's own."""
        became, own = self.catalogue.successors, set(self.local)
        return [code for code in self.rows["area"].unique() if became.get(code) in own]

    def _in_force(self, code: str, day: pd.Timestamp) -> bool:
        """Say whether an area had its code on a day."""
        area = self.catalogue.area(code)
        begun = area.valid_from is None or pd.Timestamp(area.valid_from) <= day
        return begun and (area.valid_to is None or day <= pd.Timestamp(area.valid_to))

    @cached_property
    def last(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First and last day of the newest period for which a local area has a value."""
        stops = [self._spans[code].stop - 1 for code in self.local if code in self._spans]
        ends = self._published.iloc[stops]
        end = ends["period_end"].max()
        return ends.loc[ends["period_end"] == end, "period_start"].max(), end

    @property
    def subject(self) -> str:
        """What is measured, with its unit; a title that says the unit says it once."""
        title, unit = self.indicator.full_title, self.indicator.unit
        told = any(len(one) > 1 and one in title.lower() for one in (unit.long, unit.short))
        return title if told else f"{title}, {unit.long}"

    @property
    def period(self) -> str:
        """The newest period in words."""
        return words.period(*self.last)

    @cached_property
    def latest(self) -> pd.DataFrame:
        """Every area's row of the newest period, with ``outcome`` against the benchmark."""
        start, end = self.last
        days = self.rows[["period_start", "period_end"]].to_numpy()
        now = self.with_limits(self.rows[(days == [start.to_numpy(), end.to_numpy()]).all(axis=1)])
        # A benchmark needs a value of the same period; an area is not compared with itself.
        own = now["area"] == self.reference
        reference = now.loc[own, "value"]
        target = reference.iloc[0] if len(reference) else float("nan")
        method = self.indicator.benchmark.method
        if method == "Quintiles":
            outcome = self._fifths(now)
        else:
            outcome = comparison.compare(
                now["value"], now["lower95"], now["upper95"], target, self.indicator.polarity
            )
        return now.assign(outcome=outcome.mask(own | (method == "none"), "not compared"))

    @cached_property
    def local_latest(self) -> pd.DataFrame:
        """The system's own areas in the newest period, those with a value."""
        return self.latest[self.latest["area"].isin(self.local) & self.latest["value"].notna()]

    def _fifths(self, now: pd.DataFrame) -> pd.Series:
        """Say in which fifth of its peers each area is; chance is not tested."""
        peers = now[self.peers(now["area"])]
        found = comparison.quintiles(peers["value"], self.indicator.polarity)
        named = found.where(found == "not compared", found + " fifth")
        return named.reindex(now.index).fillna("not compared")

    def peers(self, areas: pd.Series) -> pd.Series:
        """Say of each area whether it is of the kind that this indicator's pages compare."""
        kinds = {"utla", "ltla"} if self.level in {"utla", "ltla"} else {self.level}
        types = self.catalogue.area_types
        return areas.map(lambda code: types[code] in kinds).astype(bool)

    def reference_in(self, start: pd.Timestamp, end: pd.Timestamp) -> float:
        """The benchmark's value in a period; NaN when it has none."""
        return self._references.get((start, end), float("nan"))

    @cached_property
    def _references(self) -> dict[tuple[pd.Timestamp, pd.Timestamp], float]:
        rows = self.series(self.reference)
        periods = zip(rows["period_start"], rows["period_end"], strict=True)
        known: dict[tuple[pd.Timestamp, pd.Timestamp], float] = {}
        for period, value in zip(periods, rows["value"], strict=True):
            known.setdefault(period, float(value))
        return known

    @property
    def reference_value(self) -> float:
        """The benchmark's value in the newest period; NaN when it has none."""
        return self.reference_in(*self.last)

    def span(self) -> str:
        """Give the months that the whole series covers."""
        return f"{words.month(self.rows['period_start'].min())} to {words.month(self.last[1])}"

    def name(self, code: str) -> str:
        """Name an area, or the system, as charts do."""
        return self.catalogue.label(code)

    def quantity(self, value: float) -> str:
        """Write a value of this indicator with its unit."""
        indicator = self.indicator
        return words.quantity(value, indicator.unit.short, indicator.rounding.decimals)

    def number(self, value: float | None) -> str:
        """Write a value of this indicator without its unit (``%`` stays)."""
        unit = "%" if self.indicator.unit.short == "%" else ""
        return words.quantity(value, unit, self.indicator.rounding.decimals)

    def interval(self, lower: float, upper: float) -> str:
        """Write an interval of this indicator."""
        indicator = self.indicator
        return words.interval(lower, upper, indicator.unit.short, indicator.rounding.decimals)

    def estimates(self, rows: pd.DataFrame) -> dict[str, Any]:
        """Give the columns that figures share: ``value``, ``lower``, ``upper``, ``interval``.

        Parameters
        ----------
        rows : DataFrame
            Observations with ``value``, ``lower95`` and ``upper95``.
        """
        limits = zip(rows["lower95"], rows["upper95"], strict=True)
        return {
            "value": rows["value"].astype(float),
            "lower": rows["lower95"].astype(float),
            "upper": rows["upper95"].astype(float),
            "interval": [self.interval(low, high) or "none published" for low, high in limits],
        }

    def places(self) -> str:
        """Say what the system's areas at this level are: ``8 boroughs``, ``4 acute trusts``."""
        acute = "acute " if self.level == "trust" else ""
        one, several = self.nouns
        return f"{len(self.local)} {acute}{one if len(self.local) == 1 else several}"

    @property
    def nouns(self) -> tuple[str, str]:
        """What the system's areas at this level are called, one and several."""
        known = {"boroughs": self.catalogue.system.places_noun, "trusts": ("trust", "trusts")}
        return known.get(LOCAL.get(self.level, ""), ("area", "areas"))

    @property
    def credits(self) -> dict[str, Any]:
        """Source, period, snapshot and edition, printed under every figure."""
        source = self.catalogue.source_of(self.indicator.id)
        return {
            "source": f"{source.publisher}, {source.title}",
            "period": self.period,
            "snapshot": self.snapshot[:12],
            "edition": self.catalogue.edition.name,
        }
