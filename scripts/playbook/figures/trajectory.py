"""Where the measures of a Mission go with no change, against its targets."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from playbook.catalogue.mission import Mission, Reading, Target
from playbook.figures import words
from playbook.figures.components import Board, cell
from playbook.figures.measure import Measure
from playbook.methods import trajectory
from playbook.methods.trajectory import Projection

MONTHS = 36
"""A monthly series is looked at over so many months: older ones tell of another time."""
YEARS = 10
"""And a yearly one over so many years."""
DAYS = 365.25
BREAKING = {"definition", "method"}
"""Kinds of break across which a straight line would say nothing."""
BACK = 2
"""How many earlier periods a reading is set against, next to the newest."""


def horizon(mission: Mission, today: dt.date) -> tuple[pd.Timestamp, str]:
    """Give the date to project to, and why it is that.

    The Mission's own date while it lies ahead; else a year after the edition.
    """
    # The most precise of its wordings: a month says more than its year.
    named = max((one.by for one in mission.statements if one.by), key=len, default=None)
    own = pd.Period(named) if named else None
    if own is not None and own.start_time.date() > today:
        return own.end_time.normalize(), "the date of the Mission"
    later = pd.Timestamp(today) + pd.DateOffset(years=1)
    reached = ", since the date of the Mission has been reached" if own is not None else ""
    return later, f"a year from this edition{reached}"


def board(measures: list[Measure], mission: Mission) -> Board | None:
    """Set out each measure now, on a straight line to the horizon, and its targets.

    Returns
    -------
    Board or None
        None where no measure has a series that a line can be drawn through.
    """
    at, why = horizon(mission, measures[0].catalogue.edition.date)
    found = [(measure, _row(measure, at)) for measure in measures]
    rows = [row for _, row in found if row]
    left = [measure.indicator.short_title for measure, row in found if not row]
    if not rows:
        return None
    lacking = f" No line can be drawn for {words.listing(left)}." if left else ""
    return Board(
        id="trajectory",
        caption=(
            f"If each series goes on in a straight line to {words.month(at)}, {why}. This is no "
            "forecast. In small print the 95% interval for one new figure, made wider where "
            f"figures are like the one before.{lacking}"
        ),
        columns=["Indicator", "Newest", f"By {words.month(at)}", "Target", "Rests on"],
        rows=rows,
    )


def _row(measure: Measure, at: pd.Timestamp) -> list[dict[str, object]] | None:
    own = measure.catalogue.system.id
    codes = [own] if not measure.system_rows.empty else measure.local
    first, ill = since(measure)
    lines = {code: line(measure, code, at, first) for code in codes}
    drawn = {code: one for code, one in lines.items() if isinstance(one, Projection)}
    if not drawn:
        return None
    newest = {code: measure.series(code).iloc[-1] for code in drawn}
    title = measure.indicator.short_title
    name = cell(title, "", f"indicators/{measure.indicator.id}")
    one = next(iter(drawn.values()))
    rests = cell(
        f"{one.points} {'months' if measure.indicator.frequency == 'Monthly' else 'periods'}",
        _worth(list(drawn.values()), ill and measure.indicator.frequency != "Monthly"),
    )
    if codes == [own]:
        last = newest[own]
        return [
            name,
            cell(measure.quantity(last["value"]), _when(last)),
            cell(
                measure.quantity(kept(measure, one.value)),
                measure.interval(kept(measure, one.lower), kept(measure, one.upper)),
            ),
            _target(measure),
            rests,
        ]
    now, then = ([float(v) for v in values] for values in (
        [row["value"] for row in newest.values()],
        [kept(measure, line.value) for line in drawn.values()],
    ))  # fmt: skip
    lower = sum(line.upper < float(newest[code]["value"]) for code, line in drawn.items())
    higher = sum(line.lower > float(newest[code]["value"]) for code, line in drawn.items())
    nouns = measure.nouns[1]
    return [
        name,
        cell(_range(measure, now), f"{len(drawn)} {nouns}, {_when(next(iter(newest.values())))}"),
        cell(_range(measure, then), _beyond(lower, higher, f"{len(drawn)} {nouns}")),
        _target(measure),
        rests,
    ]


def _beyond(lower: int, higher: int, of: str) -> str:
    if not lower and not higher:
        return f"beyond chance in none of {of}"
    return f"beyond chance lower in {lower}, higher in {higher} of {of}"


def line(measure: Measure, code: str, at: pd.Timestamp, since: np.datetime64) -> Projection | str:
    rows = measure.series(code)
    starts, ends = (rows[name].to_numpy("datetime64[D]") for name in ("period_start", "period_end"))
    kept = [place for place in _apart(starts, ends) if starts[place] >= since]
    if not kept:
        return "no figure"
    monthly = measure.indicator.frequency == "Monthly"
    days = (ends - starts).astype(float)
    span = MONTHS / 12 * DAYS if monthly else YEARS * max(round(days[kept[-1]] / DAYS), 1) * DAYS
    middles = starts.astype(float) + days / 2
    last = middles[kept[-1]]
    kept = [place for place in kept if last - middles[place] < span - days[place] / 2]
    target = float(np.datetime64(at, "D").astype(float))
    times, values = (middles[kept] - last) / DAYS, rows["value"].to_numpy(float)[kept]
    return trajectory.project(times.tolist(), values.tolist(), (target - last) / DAYS)


def since(measure: Measure) -> tuple[np.datetime64, bool]:
    """Give the last break across which figures cannot be compared, and whether the pandemic is in.

    A straight line over the pandemic says little, so that the page says that it is in.
    """
    known = measure.catalogue.breaks_of(measure.indicator.id)
    broken = [one.date or one.end for one in known if one.kind in BREAKING and one.areas == "all"]
    last = max((day for day in broken if day is not None), default=dt.date.min)
    ill = [one.end for one in known if one.kind == "pandemic" and one.end is not None]
    return np.datetime64(last, "D"), any(day > last for day in ill)


def apart(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the newest period, and before it those that share no day with one that is kept."""
    return rows.iloc[_apart(rows["period_start"].to_numpy(), rows["period_end"].to_numpy())]


def _apart(starts: np.ndarray, ends: np.ndarray) -> list[int]:
    kept: list[int] = []
    for place in range(len(starts) - 1, -1, -1):
        if not kept or ends[place] < starts[kept[-1]]:
            kept.append(place)
    return kept[::-1]


def kept(measure: Measure, value: float) -> float:
    """Hold a line where a value can be: a share from 0 to the whole, all else from 0."""
    most = 100.0 if measure.indicator.unit.short == "%" else np.inf
    return float(np.clip(value, 0, most))


def _range(measure: Measure, values: list[float]) -> str:
    return f"{measure.number(min(values))} to {measure.quantity(max(values))}"


def _worth(lines: list[Projection], ill: bool) -> str:
    least = min(line.independent for line in lines)
    alike = max(line.autocorrelation for line in lines)
    worth = f"worth {least:.0f} independent ones" if alike else "taken as independent"
    return f"{worth}; the pandemic is among them" if ill else worth


def _when(row: pd.Series) -> str:
    return words.period(row["period_start"], row["period_end"])


def targets(measure: Measure) -> list[Target]:
    """Give the targets with a number on a measure that were not replaced."""
    return [
        one
        for one in measure.catalogue.targets_of(measure.indicator.id)
        if one.value is not None and one.status != "superseded"
    ]


def _target(measure: Measure) -> dict[str, object]:
    known = targets(measure)
    if not known:
        return cell("", "None on this figure")
    return cell(
        " and ".join(f"{one.value:g}{measure.indicator.unit.short}" for one in known),
        "; ".join(
            f"{one.scope}, {words.partial(one.by) if one.by else 'no date'}" for one in known
        ),
    )


def readings(mission: Mission) -> Board | None:
    """Set the ways to read the goal side by side; None where it has one alone."""
    if not mission.readings:
        return None
    return Board(
        id="readings",
        caption="The goal can be read in several ways. None is preferred here.",
        columns=["Reading", "What it needs", "What can be worked out here"],
        rows=[[cell(one.title), cell(one.needs), cell(one.here)] for one in mission.readings],
    )


def lower_by(measures: list[Measure], mission: Mission) -> Board | None:
    """Set each place's figure beside what a reading asks for, from several baselines.

    Returns
    -------
    Board or None
        None where no reading names an indicator, or there are no earlier periods.
    """
    named: Reading | None = next((one for one in mission.readings if one.indicator), None)
    measure = next((m for m in measures if named and m.indicator.id == named.indicator), None)
    if named is None or measure is None or named.less_by is None:
        return None
    series = {code: apart(measure.series(code)).tail(BACK + 1) for code in measure.local}
    whole = {code: rows for code, rows in series.items() if len(rows) == BACK + 1}
    if not whole:
        return None
    periods = [_when(row) for _, row in next(iter(whole.values())).iloc[::-1].iterrows()]
    share = 1 - named.less_by / 100
    return Board(
        id="lower-by",
        caption=(
            f"{measure.subject}: the figure of "
            f"{periods[0]}, and what would be {named.less_by:g}% lower than each of "
            f"{len(periods)} baselines. {named.title}: which baseline is meant is not known."
        ),
        columns=[
            words.capital(measure.nouns[0]),
            f"Figure of {periods[0]}",
            *[f"{named.less_by:g}% below {period}" for period in periods],
        ],
        rows=[
            [
                cell(measure.name(code)),
                _rate(measure, float(rows["value"].iloc[-1])),
                *[_rate(measure, share * float(value)) for value in rows["value"].iloc[::-1]],
            ]
            for code, rows in whole.items()
        ],
        sorts=True,
        dense=True,
    )


def _rate(measure: Measure, value: float) -> dict[str, object]:
    return cell(measure.number(value), order=(round(value, 6),))
