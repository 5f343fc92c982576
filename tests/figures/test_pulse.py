"""The pulse: each answer a dot, no average, nothing of few people, and marked when made up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project
from playbook.catalogue.network import Networks
from playbook.figures import pulse
from playbook.figures.figure import Figure


@pytest.fixture
def networks(root: Path) -> Networks:
    """The real record."""
    found = Catalogue(Project(root)).networks
    assert found is not None
    return found


@pytest.fixture
def figure(networks: Networks) -> Figure:
    """The figure of the pulse that ships."""
    stages = {"form": "Form", "test": "Test"}
    return pulse.figure(networks.pulses[0], networks.items, stages, ("made up", "abc", "2026.11"))


def test_each_answer_is_a_row_of_table_and_file_and_a_dot_of_its_own(
    figure: Figure, networks: Networks
) -> None:
    answers = [
        answer
        for one in networks.pulses[0].rounds
        for given in one.answers.values()
        for answer in given
    ]
    assert len(figure.data) == len(figure.table()["rows"]) == len(answers) > 100
    assert sorted(figure.data["value"]) == sorted(answers)
    assert len(figure.data.drop_duplicates(["x", "y"])) == len(answers)
    assert len(figure.csv().splitlines()) == len(answers) + 1
    people = figure.data.groupby("quarter", sort=False)["item"].value_counts().groupby("quarter")
    for name, number in people.max().items():
        assert f"{name} {number}" in figure.description.partition("People who answered:")[2]


def test_a_made_up_pulse_says_so_in_every_form(figure: Figure) -> None:
    for text in (figure.title, figure.subtitle, figure.description):
        assert text.startswith("Illustrative: ")
    assert figure.table()["caption"].startswith("Illustrative: ")
    assert {row[-1] for row in figure.table()["rows"]} == {"Illustrative"}
    assert set(figure.data["standing"]) == {"illustrative"}
    assert "standing" in figure.csv().splitlines()[0]
    assert figure.source.startswith("made up")


def test_it_is_a_conversation_tool_and_averages_nothing(figure: Figure) -> None:
    assert pulse.NOT_A_SCALE in figure.notes
    said = json.dumps(figure.payload()).lower()
    assert "average" not in said
    assert '"aggregate"' not in said


def test_a_quarter_with_few_answers_is_not_shown_and_says_so(
    figure: Figure, networks: Networks
) -> None:
    (withheld,) = [one for one in networks.pulses[0].rounds if one.withheld]
    name = pulse.quarter(withheld)
    assert name == "October to December 2025"
    assert name not in set(figure.data["quarter"])
    assert f"{name}: fewer than 5 people answered" in figure.description
    assert any(name in note for note in figure.notes)
    assert "Not shown" in json.dumps(figure.spec())


def test_an_answer_higher_on_the_scale_is_drawn_higher(figure: Figure) -> None:
    first = figure.data[figure.data["item"] == figure.data["item"].iloc[0]]
    places = first.groupby("value")["y"].first()
    assert places.is_monotonic_decreasing
