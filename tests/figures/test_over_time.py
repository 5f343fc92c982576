"""Change over time: a target keeps its date, and a step leads to the one that replaced it."""

from __future__ import annotations

import pandas as pd
import pytest

from playbook.catalogue import Catalogue
from playbook.figures import over_time
from playbook.figures.figure import Figure
from playbook.figures.measure import Measure
from playbook.observations import load


def drawn(catalogue: Catalogue) -> Figure:
    name = "ae_four_hour"
    figure = over_time.over_time(Measure(catalogue.indicator(name), load(name), catalogue))
    assert figure is not None
    return figure


@pytest.mark.parametrize("narrow", [False, True])
def test_a_dashed_step_leads_from_a_target_to_its_successor(
    catalogue: Catalogue, narrow: bool
) -> None:
    figure = drawn(catalogue)
    dated = figure.data[figure.data["emphasis"] == "dated"]
    assert list(zip(dated["end"], dated["value"], strict=True)) == [
        (pd.Timestamp("2024-03-31"), 76.0),
        (pd.Timestamp("2026-03-31"), 78.0),
    ]
    steps = [
        layer
        for layer in figure.spec(narrow)["layer"]
        if layer["mark"].get("interpolate") == "step-after"
    ]
    (step,) = steps
    assert "strokeDash" in step["mark"]
    assert step["transform"] == [{"filter": "datum.emphasis === 'dated'"}]
    assert "Step to the target that replaced it" in [one["label"] for one in figure.key]


def test_the_words_say_what_was_replaced_and_that_the_old_one_is_superseded(
    catalogue: Catalogue,
) -> None:
    notes = [note for note in drawn(catalogue).notes if note.startswith("Target")]
    old, new, standing = notes
    assert "at least 76 per cent, by March 2024" in old
    assert "(superseded). Source" in old
    assert "(date reached). It replaced 76 per cent by March 2024. Source" in new
    assert "no end date" in standing
    assert "It replaced" not in standing
