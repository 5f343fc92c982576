"""Where the figures of a Mission go: the horizon, periods apart, readings, and an honest line."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from playbook.catalogue import Catalogue
from playbook.figures import mission_page, mission_record, theory, trajectory, trajectory_chart
from playbook.figures.measure import Measure
from playbook.observations import load


def measures(catalogue: Catalogue, name: str) -> list[Measure]:
    records = mission_page.records(catalogue, catalogue.mission(name))
    return [Measure(one, load(one.id), catalogue) for one in records]


def test_the_horizon_is_the_date_of_the_mission_while_it_lies_ahead(catalogue: Catalogue) -> None:
    today = dt.date(2026, 11, 22)
    at, why = trajectory.horizon(catalogue.mission("M1"), today)
    assert (at, why) == (pd.Timestamp("2029-03-31"), "the date of the Mission")
    at, why = trajectory.horizon(catalogue.mission("M2"), today)
    assert at == pd.Timestamp("2027-11-22")
    assert "has been reached" in why


def test_periods_that_overlap_are_not_used_twice() -> None:
    years = [2018, 2019, 2020, 2021, 2022, 2023, 2024]
    rows = pd.DataFrame(
        {
            "period_start": pd.to_datetime([f"{year - 2}-01-01" for year in years]),
            "period_end": pd.to_datetime([f"{year}-12-31" for year in years]),
        }
    )
    assert trajectory.apart(rows)["period_end"].dt.year.tolist() == [2018, 2021, 2024]


def test_a_measure_that_no_line_can_be_drawn_for_is_named(catalogue: Catalogue) -> None:
    mission = catalogue.mission("M1")
    board = trajectory.board(measures(catalogue, "M1"), mission)
    assert board is not None
    named = {row[0]["text"] for row in board.rows}
    for name in mission.indicators:
        title = catalogue.indicator(name).short_title
        assert (title in named) != (title in board.caption)


def test_each_place_has_what_a_quarter_less_would_be_from_each_baseline(
    catalogue: Catalogue,
) -> None:
    board = trajectory.lower_by(measures(catalogue, "M1"), catalogue.mission("M1"))
    assert board is not None
    assert len(board.rows) == len(catalogue.system.boroughs)
    for row in board.rows:
        assert float(row[2]["text"]) == pytest.approx(0.75 * float(row[1]["text"]), abs=0.1)
    assert trajectory.readings(catalogue.mission("M2")) is None


def test_the_chart_draws_the_targets_and_says_that_it_is_no_forecast(catalogue: Catalogue) -> None:
    figure = trajectory_chart.figure(measures(catalogue, "M2"), catalogue.mission("M2"))
    assert figure is not None
    roles = figure.data["role"].value_counts()
    assert roles["ahead"] == 1
    assert (roles["target"], roles["standing"]) == (1, 1)
    assert "no forecast" in figure.notes[0]
    ahead = figure.data[figure.data["role"] == "ahead"].iloc[0]
    assert ahead["lower"] < ahead["value"] < ahead["upper"] <= 100
    assert trajectory_chart.figure(measures(catalogue, "M3"), catalogue.mission("M3")) is None


def test_each_step_has_the_verdict_of_the_scorecard_or_says_that_it_is_not_measured(
    catalogue: Catalogue,
) -> None:
    trend = {"kind": "worse", "word": "Getting worse"}
    mission = catalogue.mission("M2")
    rows = [
        {"title": name, "href": f"indicators/{name}", "trend": trend} for name in mission.indicators
    ]
    chain = theory.chain(catalogue.theory("M2"), rows)
    assert chain is not None
    assert [part["title"] for part in chain.items][-1] == "Impact"
    outcomes = chain.items[3]["steps"]
    assert all(bool(step["measures"]) != bool(step["unmeasured"]) for step in outcomes)
    assert outcomes[0]["measures"][0]["status"] == trend
    assert theory.chain(None, rows) is None


def test_projects_stand_beside_the_limit_and_what_is_not_published_says_so(
    catalogue: Catalogue,
) -> None:
    board = mission_record.portfolio(catalogue, catalogue.mission("M3"))
    assert board is not None
    assert "The limit is 5 active at once" in board.caption
    assert "this playbook proposes" in board.caption
    assert all(row[4]["note"] == "Not published" for row in board.rows)


def test_each_wording_is_tested_against_five_criteria_with_a_reason(catalogue: Catalogue) -> None:
    for mission in catalogue.own_missions.values():
        board = mission_record.tests(mission)
        assert board is not None
        assert len(board.rows) == len(mission.statements)
        assert all(cell["note"] for row in board.rows for cell in row[1:])
