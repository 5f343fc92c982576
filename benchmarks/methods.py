"""Measure the methods at the size of England: every local authority and period together.

Prints a table of processor seconds, and for the rates how many times longer PHStatsMethods takes
when it is called once a row (timed on a sample in the same run, and scaled up). Exits with 1 if the
whole takes more than five seconds of one core.

Run it with ``python -m benchmarks.methods``.
"""

import os
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import PHStatsMethods

from playbook.methods import (
    comparison,
    disclosure,
    funnel,
    gap,
    inequality,
    rates,
    spc,
    trend,
)

BUDGET = 5.0
AREAS, PERIODS, MONTHS, SAMPLE = 318, 20, 60, 40


def england() -> pd.DataFrame:
    """Make one row an area and a year, with the spread of sizes that local authorities have."""
    random = np.random.default_rng(2026)
    people = np.repeat(np.exp(random.normal(11.7, 0.6, AREAS)).round(), PERIODS)
    risk = np.repeat(random.normal(0.15, 0.03, AREAS), PERIODS).clip(0.02)
    return pd.DataFrame(
        {
            "area": np.repeat([f"A{i:03}" for i in range(AREAS)], PERIODS),
            "period": np.tile(np.arange(2006, 2006 + PERIODS), AREAS),
            "decile": np.repeat(np.arange(AREAS) % 10 + 1, PERIODS),
            "count": random.binomial(people.astype(int), risk),
            "denominator": people,
        }
    )


def by_age(table: pd.DataFrame) -> pd.DataFrame:
    """Split each row over the 19 age bands of the European Standard Population."""
    random = np.random.default_rng(2027)
    frame = table.loc[table.index.repeat(19), ["area", "period", "denominator"]]
    frame = frame.assign(age=np.tile(5 * np.arange(19), len(table)))
    frame["denominator"] = (frame["denominator"] / 19).round()
    frame["count"] = random.poisson(frame["denominator"] * (0.001 + 0.0002 * frame["age"]))
    frame["standard"] = np.tile(
        PHStatsMethods.euro_standard_pop()["euro_standard_pops"], len(table)
    )
    return frame.reset_index(drop=True)


def seconds(work: Callable[[], object]) -> float:
    """Time one call, in processor seconds, so that a busy machine does not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def row_by_row(frames: list[pd.DataFrame], official: Callable[[pd.DataFrame], object]) -> float:
    """Time PHStatsMethods called once a row on a sample: processor seconds a row."""
    sample = frames[:: max(1, len(frames) // SAMPLE)][:SAMPLE]
    return seconds(lambda: [official(frame) for frame in sample]) / len(sample)


def main() -> int:
    """Run everything and print the table; 0 within the budget, 1 beyond it."""
    if hasattr(os, "sched_setaffinity"):  # Linux: keep to one core
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    table = england()
    ages = by_age(table)
    rated = rates.proportion(table)
    by_area = [group for _, group in rated.groupby("area")]
    by_period = [group for _, group in rated.groupby("period")]
    overall = rated.groupby("period")["value"].transform("mean")
    monthly = np.random.default_rng(2028).normal(100, 10, (AREAS, MONTHS))
    deciles = [
        rates.proportion(group.drop(columns=["value"]), groups="decile").sort_values("decile")
        for group in by_period
    ]
    work: dict[str, tuple[str, Callable[[], object]]] = {
        "rates.proportion": (f"{len(table):,} rows", lambda: rates.proportion(table)),
        "rates.crude_rate": (f"{len(table):,} rows", lambda: rates.crude_rate(table)),
        "rates.directly_standardised_rate": (
            f"{len(ages):,} rows, {len(table):,} rates",
            lambda: rates.directly_standardised_rate(ages, groups=["area", "period"]),
        ),
        "comparison.compare": (
            f"{len(table):,} rows",
            lambda: comparison.compare(
                rated["value"], rated["lower95"], rated["upper95"], overall, "LowIsGood"
            ),
        ),
        "comparison.quintiles": (
            f"{PERIODS} periods",
            lambda: [comparison.quintiles(group["value"], "LowIsGood") for group in by_period],
        ),
        "trend.recent_trend": (
            f"{AREAS} series of {PERIODS}",
            lambda: [
                trend.recent_trend(group["value"], group["lower95"], group["upper95"])
                for group in by_area
            ],
        ),
        "spc.xmr": (
            f"{AREAS} series of {MONTHS}",
            lambda: [spc.xmr(series, "decrease") for series in monthly],
        ),
        "funnel.points": (
            f"{PERIODS} funnels of {AREAS}",
            lambda: funnel.points(table, groups="period"),
        ),
        "funnel.limits": (
            f"{PERIODS} funnels",
            lambda: [funnel.limits(15, 1e4, 1e6) for _ in range(PERIODS)],
        ),
        "inequality.slope_index": (
            f"{PERIODS} of 10 deciles, 100,000 repeats",
            lambda: [
                inequality.slope_index(
                    group["value"],
                    group["denominator"],
                    lower=group["lower95"],
                    upper=group["upper95"],
                    value_type="proportion",
                    whole=100,
                )
                for group in deciles
            ],
        ),
        "gap.people_to_target": (
            f"{AREAS} places, {PERIODS} periods",
            lambda: [gap.people_to_target(group, 10, "LowIsGood") for group in by_period],
        ),
        "disclosure.apply": (
            f"{len(table):,} rows",
            lambda: disclosure.apply(table["count"], disclosure.Rule(1, 7, 5)),
        ),
    }
    rows = [table.iloc[[i]] for i in range(0, len(table), 100)]
    groups = [group for _, group in ages.iloc[: 19 * SAMPLE].groupby(["area", "period"])]
    official = {
        "rates.proportion": row_by_row(
            rows, lambda f: PHStatsMethods.ph_proportion(f, "count", "denominator")
        ),
        "rates.crude_rate": row_by_row(
            rows, lambda f: PHStatsMethods.ph_rate(f, "count", "denominator")
        ),
        "rates.directly_standardised_rate": row_by_row(
            groups,
            lambda f: PHStatsMethods.ph_dsr(
                f, "count", "denominator", "standard", euro_standard_pops=False
            ),
        ),
    }
    total = 0.0
    print(f"{'Method':34}{'Work':42}{'Seconds':>8}{'PHStatsMethods row by row':>28}")
    for name, (what, call) in work.items():
        taken = seconds(call)
        total += taken
        ratio = f"{official[name] * len(table) / taken:,.0f} times" if name in official else ""
        print(f"{name:34}{what:42}{taken:8.2f}{ratio:>28}")
    print(f"{'All together':34}{f'budget {BUDGET:g} s of one core':42}{total:8.2f}")
    return 0 if total <= BUDGET else 1


if __name__ == "__main__":
    sys.exit(main())
