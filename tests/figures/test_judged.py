"""Verdicts: a figure is compared only with the benchmark's figure of the same period."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project
from playbook.figures import judged, small_multiples
from playbook.figures.measure import Measure
from playbook.observations import load


@pytest.fixture
def late(mini: Path) -> Measure:
    """The trust reported nothing in the newest month; the country did."""
    catalogue = Catalogue.read(Project.find(mini))
    rows = load("within_4_hours")
    last = rows["period_end"].max()
    mine = (rows["area"] == "RZ9") & (rows["period_end"] == last)
    assert mine.sum() == 1
    rows.loc[mine, ["value", "count", "denominator"]] = float("nan")
    country = (rows["area"] == "E92000001") & (rows["period_end"] == last)
    # Far above the trust: the wrong month would turn the verdict round.
    rows.loc[country, ["value", "count"]] = [
        99.0,
        0.99 * float(rows.loc[country, "denominator"].iloc[0]),
    ]
    return Measure(catalogue.indicator("within_4_hours"), rows, catalogue)


@pytest.mark.parametrize("code", ["RZ9", "mini"])
def test_a_late_figure_meets_the_benchmark_of_its_own_month(late: Measure, code: str) -> None:
    own = late.series(code).iloc[-1]
    assert own["period_end"].strftime("%Y-%m") == "2025-12"
    reference = late.reference_in(own["period_start"], own["period_end"])
    assert reference < 80
    found = judged.compared(late, code)
    assert f"England {reference:.1f}%" in found["note"]
    assert "99.0" not in found["note"]


def test_the_answer_and_the_small_charts_name_that_month_too(late: Measure) -> None:
    said = judged.answer(late)
    assert said.startswith("In December 2025")
    assert "99.0" not in said
    assert "99.0" not in small_multiples.of_area(late, "RZ9")["description"]


def test_an_area_without_figures_is_not_compared(late: Measure) -> None:
    assert judged.compared(late, "E09000901")["kind"] == "none"


@pytest.mark.parametrize("code", ["nwl", "RYJ"])
def test_a_figure_that_lags_behind_its_siblings_meets_its_own_month(
    root: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.chdir(root)
    catalogue = Catalogue.read(Project.find(root))
    record = catalogue.indicator("ae_twelve_hour_waits")
    measure = Measure(record, load(record.id), catalogue)
    own = measure.series(code).iloc[-1]
    assert own["period_end"] < measure.last[1]
    country = measure.rows[measure.rows["area"] == "E92000001"].set_index("period_end")["value"]
    then, newest = country[own["period_end"]], country[measure.last[1]]
    assert f"{then:.1f}" != f"{newest:.1f}"
    note = judged.compared(measure, code)["note"]
    assert f"England {then:.1f}" in note
    assert f"England {newest:.1f}" not in note
    if code == "nwl":
        assert f"England: {then:.1f}" in judged.answer(measure)
