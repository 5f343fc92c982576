"""What an indicator says today: verdicts on change, age, the answer in a sentence, the facts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from playbook.figures import control_chart, verdicts, words
from playbook.figures.components import Value
from playbook.figures.measure import Measure
from playbook.figures.rows import highest, lowest
from playbook.methods import trend as trend_test
from playbook.methods.comparison import compare


def age(measure: Measure) -> dict[str, str]:
    """Say how old the newest figure is on the day of the edition."""
    return words.age(measure.last[1], measure.catalogue.edition.date)


def change(measure: Measure, code: str) -> dict[str, str]:
    """Judge the recent trend of one area's series, where the record names a test for it."""
    indicator = measure.indicator
    if indicator.trend.method == "xmr":
        return control_chart.verdict(measure, code)
    rows = measure.series(code)
    if indicator.trend.method != "fingertips_5pt" or rows.empty:
        reason = indicator.trend.reason or "No test of change is made for this series."
        return {"kind": "none", "word": "Not tested", "note": reason}
    result = trend_test.recent_trend(
        rows["value"],
        rows["lower95"],
        rows["upper95"],
        periods=rows["period_end"],
        polarity=indicator.polarity,
    )
    return verdicts.trend(result, indicator)


def compared(measure: Measure, code: str) -> dict[str, str]:
    """Judge an area's newest figure, or the system's, against the benchmark in the same period."""
    name = measure.name(measure.reference)
    rows = measure.series(code)
    if rows.empty:
        return verdicts.comparison("not compared", name, "No figure")
    row = measure.newest(code)
    reference = measure.reference_in(row["period_start"], row["period_end"])
    note = f"{name} {measure.number(reference)}" if pd.notna(reference) else f"No {name} figure"
    outcome = _outcome(measure, code, row, reference)
    if outcome == "not compared" and pd.notna(reference):
        note = f"{note}. {measure.indicator.benchmark.reason or 'No interval to compare by.'}"
    if outcome.endswith(" fifth"):
        # A fifth is one of all areas of the country, whatever the benchmark.
        name = measure.name(measure.catalogue.system.country)
        note = f"{note}. Chance is not tested."
    return verdicts.comparison(outcome, name, note)


def _outcome(measure: Measure, code: str, row: Any, reference: float) -> str:
    method = measure.indicator.benchmark.method
    if method == "none":
        return "not compared"
    if method == "Quintiles":
        # A fifth is one of all areas in one period: there is none for an area that lags behind.
        own = measure.latest.loc[measure.latest["area"] == code, "outcome"]
        current = row["period_end"] == measure.last[1] and len(own)
        return str(own.iloc[0]) if current else "not compared"
    return compare(
        float(row["value"]),
        float(row["lower95"]),
        float(row["upper95"]),
        reference,
        measure.indicator.polarity,
    )


def headline(measure: Measure) -> dict[str, Any]:
    """Give what a card, a scorecard and the facts show of an indicator.

    Returns
    -------
    dict
        ``latest`` and ``interval`` (the system's figure, or the range over its areas), ``number``
        (the system's figure, None for a range), ``comparison``, ``trend``, ``spark``, ``age`` and
        ``period``.
    """
    system = measure.catalogue.system
    whole = measure.system_rows
    if not whole.empty:
        row = measure.newest(system.id)
        limits = measure.interval(row["lower95"], row["upper95"])
        return {
            "latest": measure.quantity(row["value"]),
            "interval": f"95% interval {limits}" if limits else "",
            "number": float(row["value"]),
            "comparison": compared(measure, system.id),
            "trend": change(measure, system.id),
            "spark": [float(value) for value in whole["value"].tail(48)],
            "age": words.age(row["period_end"], measure.catalogue.edition.date),
            "period": words.period(row["period_start"], row["period_end"]),
        }
    now = measure.latest[measure.latest["area"].isin(measure.local)]
    low, high = now["value"].min(), now["value"].max()
    benchmark = measure.series(measure.reference)
    return {
        "latest": f"{measure.number(low)} to {measure.quantity(high)}",
        "interval": f"lowest to highest of {measure.places()}",
        "number": None,
        "comparison": _spread(measure, now),
        "trend": {"kind": "none", "word": "See each place", "note": "Not one series"},
        "spark": [float(value) for value in benchmark["value"].tail(48)],
        "age": age(measure),
        "period": measure.period,
    }


def _spread(measure: Measure, now: pd.DataFrame) -> dict[str, str]:
    name = measure.name(measure.reference)
    reference = measure.reference_value
    note = f"{name} {measure.number(reference)}" if pd.notna(reference) else f"No {name} figure"
    counts = now["outcome"].value_counts()
    tested = [word for word in ("worse", "better", "higher", "lower", "similar") if word in counts]
    if not tested:
        return {"kind": "none", "word": "Not compared", "note": note}
    kind = verdicts.KINDS[tested[0]] if len(tested) == 1 else "none"
    listed = words.listing([f"{counts[word]} {word}" for word in tested])
    return {"kind": kind, "word": listed.capitalize(), "note": note}


def answer(measure: Measure) -> str:
    """Answer the indicator's question in one or two sentences, worded by the verdicts."""
    system = measure.catalogue.system
    name, unit = measure.name(measure.reference), measure.indicator.unit.long
    if not measure.system_rows.empty:
        row = measure.newest(measure.catalogue.system.id)
        against = _against(measure, measure.reference_in(row["period_start"], row["period_end"]))
        when = words.during(row["period_start"], row["period_end"])
        limits = measure.interval(row["lower95"], row["upper95"])
        spread = f" (95% interval {limits})" if limits else ""
        return (
            f"{when} the figure for {system.short_name} was "
            f"**{measure.quantity(row['value'])}**{spread}.{against}"
        )
    now = measure.local_latest
    top, bottom = highest(now), lowest(now)
    against = _against(measure, measure.reference_value)
    tested = _spread(measure, now)
    verdict = (
        "" if tested["word"] == "Not compared" else f" Against {name}: {tested['word'].lower()}."
    )
    return (
        f"{words.during(*measure.last)} the {measure.places()} ran from "
        f"**{measure.number(bottom['value'])}** in {measure.name(bottom['area'])} to "
        f"**{measure.number(top['value'])}** in {measure.name(top['area'])} ({unit})."
        f"{against}{verdict}"
    )


def _against(measure: Measure, reference: float) -> str:
    if pd.isna(reference):
        return ""
    return f" {measure.name(measure.reference)}: {measure.quantity(reference)}."


def facts(measure: Measure) -> list[dict[str, Any]]:
    """Give the four facts under the answer: latest, comparison, change, age."""
    head = headline(measure)
    return [
        {"label": "Latest", "value": head["latest"], "note": head["interval"]},
        _fact("Compared", head["comparison"]),
        _fact("Recent change", head["trend"]),
        {"label": "Data", "value": words.capital(head["period"]), "note": head["age"]["text"]},
    ]


def _fact(label: str, verdict: dict[str, str]) -> dict[str, Any]:
    status = {"kind": verdict["kind"], "word": verdict["word"]}
    return {"label": label, "value": "", "note": verdict["note"], "status": status}


def values(measure: Measure) -> list[Value]:
    """List the numbers that prose may quote: the benchmark, each local area, and the system.

    Keys are ``<indicator>.<slug of the area>`` and, for the system, ``<indicator>.<its id>``.
    """
    unit, key = measure.indicator.unit.short, measure.indicator.id
    found = []
    now = measure.latest[measure.latest["value"].notna()]
    for code in [*measure.local, measure.reference]:
        row = now[now["area"] == code]
        if len(row):
            number = float(row["value"].iloc[0])
            slug = measure.catalogue.area(code).slug
            found.append(
                Value(
                    key=f"{key}.{slug}", number=number, unit=unit, text=measure.quantity(number),
                    period=measure.period, figure="places",
                )
            )  # fmt: skip
    if not measure.system_rows.empty:
        own = measure.newest(measure.catalogue.system.id)
        found.append(
            Value(
                key=f"{key}.{measure.catalogue.system.id}",
                number=float(own["value"]),
                unit=unit,
                text=measure.quantity(own["value"]),
                period=words.period(own["period_start"], own["period_end"]),
                figure="over-time",
            )
        )
    return found
