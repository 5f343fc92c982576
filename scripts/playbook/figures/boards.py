"""Every verdict of one kind at a glance: control charts, and inequalities."""

from __future__ import annotations

from typing import Any

import pandas as pd

from playbook.catalogue import Catalogue
from playbook.catalogue.indicator import Indicator
from playbook.figures import control_chart, groups, inequality_figure, words
from playbook.figures.components import Board, cell
from playbook.figures.measure import Measure
from playbook.figures.rows import highest, lowest

ASSURED = {
    "consistently_pass": ("better", "Would meet it every month"),
    "consistently_fail": ("worse", "Would not meet it in any month"),
    "hit_and_miss": ("same", "Would meet it in some months"),
}
"""Kind of mark and words for each assurance icon of Making Data Count."""


def charted(catalogue: Catalogue, wanted: list[str]) -> list[Indicator]:
    """Give the indicators whose record names a control chart; of those wanted, if any are named."""
    known = catalogue.trend_methods
    names = wanted or [name for name, method in known.items() if method == "xmr"]
    return [one for one in map(catalogue.indicator, names) if one.trend.method == "xmr"]


def divided(catalogue: Catalogue, wanted: list[str]) -> list[Indicator]:
    """Give the indicators whose record names groups of people; of those wanted, if any are named.

    Counts are left out: the count of a larger group is larger for that reason alone.
    """
    names = wanted or [name for name, groups in catalogue.groupings.items() if groups]
    return [one for one in map(catalogue.indicator, names) if _divides(one)]


def splittable(measures: list[Measure]) -> list[Measure]:
    """Give those whose record names groups of people."""
    return [one for one in measures if _divides(one.indicator)]


def _divides(indicator: Indicator) -> bool:
    return bool(indicator.splits) and indicator.value_type != "Count"


def change(measures: list[Measure]) -> Board | None:
    """List every control chart: each indicator for the system and each of its places.

    Returns
    -------
    Board or None
        None where no series has a chart.
    """
    rows = [
        row
        for number, measure in enumerate(measures)
        for code in dict.fromkeys([measure.catalogue.system.id, *measure.local])
        if (row := _charted_row(measure, code, number))
    ]
    # Figures of different indicators have different units: each indicator sorts by itself.
    return _board(
        id="charts",
        directions={"Latest": ["lowest first in each", "highest first in each"]},
        caption=(
            "Variation: is the newest month more than the usual ups and downs? Assurance: would "
            "the process, as it is, meet the target? A place without a chart is not listed."
        ),
        columns=["Indicator", "Place", "Latest", "Variation", "Assurance"],
        rows=rows,
    )


def _board(rows: list[list[dict[str, Any]]], **about: Any) -> Board | None:
    """Make a board; a table without rows says nothing."""
    return Board(rows=rows, sorts=True, **about) if rows else None


def _charted_row(measure: Measure, code: str, number: int) -> list[dict[str, Any]] | None:
    system = measure.catalogue.system
    if code in measure.local and len(measure.local) == 1:
        return None  # The system itself, under the code of the body that publishes it.
    chart = control_chart.worked_out(measure, code)
    if chart is None or chart.variation is None:
        return None
    last = measure.newest(code)
    kind, word, reading = control_chart.VARIATION[chart.variation]
    target = control_chart.standing_target(measure)
    return [
        cell(measure.indicator.short_title, href=f"indicators/{measure.indicator.id}"),
        cell(measure.name(code), href="" if code == system.id else page(measure.catalogue, code)),
        cell(
            measure.quantity(last["value"]),
            words.period(last["period_start"], last["period_end"]),
            order=(number, float(last["value"])),
        ),
        cell(status={"kind": kind, "word": word}, note=reading),
        _assurance(measure, chart.assurance, target.value if target else None),
    ]


def _assurance(measure: Measure, found: str | None, target: float | None) -> dict[str, Any]:
    if found is None or target is None:
        return cell(status={"kind": "none", "word": "No target"}, note="None is set on this figure")
    kind, word = ASSURED[found]
    return cell(status={"kind": kind, "word": word}, note=f"Target {measure.number(target)}")


def page(catalogue: Catalogue, code: str) -> str:
    """Give the address of the page of one of the system's own areas."""
    folder = "trusts" if code in catalogue.system.trusts else "places"
    return f"{folder}/{catalogue.area(code).slug}"


def by_deprivation(divisions: list[tuple[Measure, pd.DataFrame]]) -> Board | None:
    """List every slope across deprivation.

    Parameters
    ----------
    divisions : list of (Measure, DataFrame)
        Each indicator with the rows of all its groups, for the area that `groups.split_areas` says.

    Returns
    -------
    Board or None
        One row an indicator; None where there is no slope.
    """
    rows = []
    for measure, found in divisions:
        for split in measure.indicator.splits:
            if split.dimension not in inequality_figure.FIFTHS:
                continue
            levels = groups.levels(measure, found, split)
            slope = None if levels.empty else inequality_figure.worked_out(measure, levels)
            if slope is not None:
                rows.append(_slope_row(measure, levels, slope, split.dimension))
    return _board(
        id="deprivation",
        caption=(
            "Slope and relative index of inequality across deprivation groups, least deprived end "
            "against most deprived end, with 95% intervals where the groups have them."
        ),
        columns=[
            "Indicator", "Most deprived group", "Least deprived group", "Slope (SII)",
            "Ratio (RII)", "In words",
        ],
        rows=rows,
    )  # fmt: skip


def _slope_row(
    measure: Measure, levels: pd.DataFrame, slope: inequality_figure.Slope, dimension: str
) -> list[dict[str, Any]]:
    first, last = levels.iloc[0], levels.iloc[-1]
    noun = inequality_figure.FIFTHS[dimension]
    where = measure.name(levels["area"].iloc[0])
    when = words.period(first["period_start"], first["period_end"])
    kind = inequality_figure.kind(slope)
    absolute, relative = (
        inequality_figure.absolute(measure, slope),
        inequality_figure.relative(slope),
    )
    return [
        cell(
            measure.indicator.short_title,
            f"{where}, {when}",
            f"indicators/{measure.indicator.id}#by-{dimension.replace('_', '-')}",
        ),
        *[
            cell(
                measure.number(row["value"]),
                f"{noun.capitalize()} {row['level']}",
                order=_in_its_unit(measure, row["value"]),
            )
            for row in (first, last)
        ],
        cell(absolute[0], absolute[1] or "no interval", order=_in_its_unit(measure, slope.gap)),
        cell(
            relative[0],
            relative[1] or "no interval",
            order=None if slope.index.rii is None else (slope.index.rii,),
        ),
        cell(
            status={"kind": kind, "word": inequality_figure.direction(measure, slope)},
            note=f"The straight line fits badly: {slope.misfit}" if slope.misfit else "",
        ),
    ]


def by_other_groups(divisions: list[tuple[Measure, pd.DataFrame]]) -> Board | None:
    """List the highest and the lowest group of every other split; None where there are none."""
    rows = []
    for measure, found in divisions:
        for split in measure.indicator.splits:
            levels = groups.levels(measure, found, split)
            levels = levels[~levels["level"].isin(split.unknown)]
            known = levels[levels["value"].notna()]
            if split.dimension in inequality_figure.FIFTHS or len(known) < 2:
                continue
            rows.append(_range_row(measure, levels, known, split.dimension))
    return _board(
        id="groups",
        caption=(
            "Highest and lowest of the other groups, 95% intervals in small print. The widest gap "
            "is no proof: groups differ in age and health, and small ones vary by chance."
        ),
        columns=["Indicator", "Groups", "Highest", "Lowest", "Difference"],
        rows=rows,
    )


def _range_row(
    measure: Measure, levels: pd.DataFrame, known: pd.DataFrame, dimension: str
) -> list[dict[str, Any]]:
    top, bottom = highest(known), lowest(known)
    gap = float(top["value"]) - float(bottom["value"])
    hidden = len(levels) - len(known)
    kept = f"{len(known)} groups" + (f", {hidden} suppressed" if hidden else "")
    where = measure.name(known["area"].iloc[0])
    when = words.period(top["period_start"], top["period_end"])
    return [
        cell(
            measure.indicator.short_title,
            f"{where}, {when}",
            f"indicators/{measure.indicator.id}#by-{dimension.replace('_', '-')}",
        ),
        cell(words.capital(groups.NAMES.get(dimension, dimension).split(",")[0]), kept),
        *[
            cell(
                f"{row['level']}: {measure.number(row['value'])}",
                measure.interval(row["lower95"], row["upper95"]) or "no interval",
                order=_in_its_unit(measure, row["value"]),
            )
            for row in (top, bottom)
        ],
        cell(inequality_figure.difference(measure, gap), order=_in_its_unit(measure, gap)),
    ]


def _in_its_unit(measure: Measure, value: float) -> tuple[str, float]:
    """Give what a column of several indicators sorts by: units never mix."""
    return measure.indicator.unit.short, float(value)


def said_of_change(board: Board | None) -> str:
    """Count the verdicts in a sentence."""
    if board is None:
        return "No monthly series is long enough for a control chart."
    place = board.columns.index("Variation")
    found = pd.Series([row[place]["status"]["word"] for row in board.rows]).value_counts()
    listed = words.listing([f"**{number}** {str(word).lower()}" for word, number in found.items()])
    return f"Of {len(board.rows)} control charts in their newest month: {listed}."


def said_of_deprivation(board: Board | None) -> str:
    """Count the slopes in a sentence."""
    if board is None:
        return "No figure here is split by deprivation."
    kinds = [row[-1]["status"]["kind"] for row in board.rows]
    parts = {
        "higher": "higher among the most deprived",
        "lower": "lower among the most deprived",
        "same": "with no clear slope",
        "none": "where chance cannot be tested",
    }
    listed = [f"**{kinds.count(kind)}** {text}" for kind, text in parts.items() if kind in kinds]
    noun = "figure is" if len(kinds) == 1 else "figures are"
    return f"**{len(kinds)}** {noun} split by deprivation: {words.listing(listed)}."
