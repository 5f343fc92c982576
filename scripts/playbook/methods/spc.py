"""Statistical process control: the XmR chart, as Making Data Count draws it.

A control chart says that a process changed, not why. It suits monthly or more frequent series; it
does not suit a handful of yearly values (see `trend`), strongly seasonal series, or percentages of
small numbers. Limits are not clipped: a lower limit below 0 is shown as it is.

Sources: NHS England, Making Data Count; the R package NHSRplotthedots (NHS-R Community, 2025).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .spc_rules import Floats, first_that_applies
from .spc_series import ENOUGH, as_series, breaks_in, named, phase_spans, unbroken_runs

#: Limits are the mean and this many average moving ranges either side (3 over d2 = 1.128).
LIMIT = 2.66
_NEAR = LIMIT * 2 / 3
#: A moving range this many times the average, or more, is an outlier (D4 for pairs).
OUTLIER = 3.267
_IMPROVEMENTS = {"increase": 1, "decrease": -1, "neutral": 0}

PASS, FAIL, HIT_AND_MISS = "consistently_pass", "consistently_fail", "hit_and_miss"

SCREENED = (
    "Moving ranges of 3.267 times their average or more are left out before limits are set, as "
    "NHSRplotthedots does by default."
)
NOT_SCREENED = (
    "All moving ranges are kept when limits are set, as NHS England's Making Data Count "
    "spreadsheet does."
)


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch with its own limits: from the start or a step change, up to the next.

    ``points`` counts those reported. ``average_moving_range`` and the limits are None with fewer
    than two points next to each other. ``trial`` marks limits on fewer than 12 points.
    """

    start: object
    end: object
    points: int
    mean: float
    average_moving_range: float | None
    lower_limit: float | None
    upper_limit: float | None
    trial: bool


@dataclass(frozen=True, slots=True)
class XmR:
    """A chart worked out, ready to draw.

    Attributes
    ----------
    points : pandas.DataFrame
        On the index of the series: ``value, mean, lower_limit, upper_limit, rule, point_type``.
        ``rule`` is empty, ``outside_limits``, ``trend``, ``two_of_three`` or ``shift``.
        ``point_type`` is ``common_cause``, ``improvement``, ``concern``, ``neutral_high`` or
        ``neutral_low``, and empty where nothing was reported.
    variation : str or None
        What the latest reported point says: ``common_cause``, ``improvement_high``,
        ``improvement_low``, ``concern_high``, ``concern_low``, ``neutral_high`` or
        ``neutral_low``. None if no limits could be set.
    assurance : str or None
        ``consistently_pass``, ``consistently_fail`` or ``hit_and_miss`` against the target, by the
        latest limits. None without a target, without limits, or if no direction is better.
    phases : tuple of Phase
    convention : str
        Which of the two published conventions set the limits, in a sentence for the page.
    warnings : tuple of str
        What a reader must be told: short series, gaps, limits that could not be set.
    """

    points: pd.DataFrame
    variation: str | None
    assurance: str | None
    phases: tuple[Phase, ...]
    convention: str
    warnings: tuple[str, ...]


def xmr(
    values: pd.Series | Sequence[float],
    improvement: str = "neutral",
    target: float | None = None,
    baseline: int | None = None,
    rebase_at: Iterable[object] = (),
    screen_outliers: bool = True,
) -> XmR:
    """Work out an XmR chart: limits, special causes, and the two icons.

    Parameters
    ----------
    values : pandas.Series or sequence of float
        One value a period, oldest first; a series carries its periods as the index. ``NaN`` means
        not reported.
    improvement : {"increase", "decrease", "neutral"}
        Which way is better; ``neutral`` for neither.
    target : float, optional
        The target in force at the latest point, in the unit of the values.
    baseline : int, optional
        Set the mean and limits of each phase on its first so many reported points, at least 12.
        By default on all of them.
    rebase_at : iterable, optional
        Where step changes start: labels of the index (a date between two points means the next
        point), or positions if ``values`` is a plain sequence. Rebase only for a known, dated cause
        that the page names, never to hide a concern.
    screen_outliers : bool
        Leave outlying moving ranges out before setting limits (see ``convention`` on the result).

    Returns
    -------
    XmR

    Raises
    ------
    ValueError
        If a value is infinite or not a number, periods are repeated or out of order, the series is
        a short yearly one, a step change lies outside it, or the baseline is below 12.

    Notes
    -----
    A gap is a ``NaN``, or a step between dates of more than one and a half times the usual one. No
    moving range is taken across a gap and no run of points continues over it: what happened in
    between is not known. NHSRplotthedots closes a series up over gaps and so can find longer runs.
    No run continues over a step change either.
    """
    series = as_series(values)
    if improvement not in _IMPROVEMENTS:
        raise ValueError(f"Improvement is {improvement!r}; give increase, decrease or neutral.")
    if baseline is not None and baseline < ENOUGH:
        raise ValueError(f"A baseline of {baseline} points is too short; it needs {ENOUGH}.")
    breaks = breaks_in(series.index)
    y = series.to_numpy()
    lines = np.full((len(y), 3), np.nan)
    rules, directions = np.full(len(y), "", dtype=object), np.zeros(len(y), dtype=int)
    phases = []
    for start, stop in phase_spans(series, rebase_at):
        runs = unbroken_runs(y, breaks, start, stop)
        if not runs:
            continue
        mean, moving_range = _process([y[run] for run in runs], baseline, screen_outliers)
        lower, upper = mean - LIMIT * moving_range, mean + LIMIT * moving_range
        near = mean - _NEAR * moving_range, mean + _NEAR * moving_range
        lines[start:stop] = mean, lower, upper
        if not np.isnan(moving_range):
            for run in runs:
                rules[run], directions[run] = first_that_applies(y[run], mean, near, (lower, upper))
        phases.append(_phase(series.index[start:stop], runs, mean, moving_range))
    sign = _IMPROVEMENTS[improvement]
    types = [
        "" if np.isnan(v) else _point_type(d, sign) for v, d in zip(y, directions, strict=True)
    ]
    points = {"value": y}
    points |= zip(("mean", "lower_limit", "upper_limit"), lines.T, strict=True)
    points |= {"rule": rules, "point_type": np.array(types, dtype=object)}
    return XmR(
        points=pd.DataFrame(points, index=series.index),
        variation=_variation(y, directions, sign, phases),
        assurance=_assurance(target, sign, phases),
        phases=tuple(phases),
        convention=SCREENED if screen_outliers else NOT_SCREENED,
        warnings=_warnings(phases, gaps=len(unbroken_runs(y, breaks, 0, len(y))) > 1),
    )


def _process(runs: list[Floats], baseline: int | None, screen: bool) -> tuple[float, float]:
    """Mean and average moving range; the latter NaN where no two points stand side by side."""
    kept, left = [], baseline if baseline is not None else sum(map(len, runs))
    for run in runs:
        kept.append(run[:left])
        left -= len(kept[-1])
    mean = float(np.mean(np.concatenate(kept)))
    ranges = np.abs(np.concatenate([np.diff(run) for run in kept]))
    if len(ranges) == 0:
        return mean, float("nan")
    average = float(ranges.mean())
    # With no variation at all there is nothing to screen, and 0 is not below 3.267 times 0.
    if screen and average > 0:
        average = float(ranges[ranges < OUTLIER * average].mean())
    return mean, average


def _phase(index: pd.Index, runs: list[slice], mean: float, moving_range: float) -> Phase:
    count = sum(run.stop - run.start for run in runs)
    limits = None if np.isnan(moving_range) else moving_range
    return Phase(
        start=index[0],
        end=index[-1],
        points=count,
        mean=mean,
        average_moving_range=limits,
        lower_limit=None if limits is None else mean - LIMIT * limits,
        upper_limit=None if limits is None else mean + LIMIT * limits,
        trial=count < ENOUGH,
    )


def _point_type(direction: int, sign: int) -> str:
    if direction == 0:
        return "common_cause"
    if sign == 0:
        return "neutral_high" if direction > 0 else "neutral_low"
    return "improvement" if direction == sign else "concern"


def _variation(y: Floats, directions: np.ndarray, sign: int, phases: list[Phase]) -> str | None:
    if not phases or phases[-1].average_moving_range is None:
        return None
    direction = int(directions[np.flatnonzero(~np.isnan(y))[-1]])
    kind = _point_type(direction, sign)
    if kind in ("improvement", "concern"):
        return f"{kind}_{'high' if direction > 0 else 'low'}"
    return kind


def _assurance(target: float | None, sign: int, phases: list[Phase]) -> str | None:
    if target is None or np.isnan(target) or sign == 0 or not phases:
        return None
    lower, upper = phases[-1].lower_limit, phases[-1].upper_limit
    if lower is None or upper is None:
        return None
    if target > upper:
        return FAIL if sign > 0 else PASS
    if target < lower:
        return PASS if sign > 0 else FAIL
    return HIT_AND_MISS


def _warnings(phases: list[Phase], gaps: bool) -> tuple[str, ...]:
    if not phases:
        return ("No points were reported, so there is no chart.",)
    said = []
    for phase in phases:
        if phase.average_moving_range is None:
            said.append(
                f"No limits from {named(phase.start)}: no two reported points stand side by side."
            )
        elif phase.trial:
            said.append(
                f"Trial limits from {named(phase.start)}: {phase.points} points, fewer than "
                f"{ENOUGH}. They will move with each new point."
            )
    if gaps:
        said.append("Some periods were not reported; no run of points continues over a gap.")
    return tuple(said)
