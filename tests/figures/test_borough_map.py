"""The map of the boroughs: thirds, words, shapes and tiles, and when there is none."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from playbook.catalogue import Catalogue
from playbook.figures.borough_map import THIRDS, borough_map, has_map, thirds
from playbook.figures.figure import Figure
from playbook.figures.measure import Measure
from playbook.observations import load, load_boundaries

LOW, MIDDLE, HIGH = THIRDS


def measured(catalogue: Catalogue, name: str = "falls_admissions_65") -> Measure:
    return Measure(catalogue.indicator(name), load(name), catalogue)


def valued(measure: Measure, values: list[float]) -> Measure:
    """The same measure with other values in the boroughs, in the order of the system's record."""
    given = dict(zip(measure.catalogue.system.boroughs, values, strict=True))
    rows = measure.rows[measure.rows["area"].isin(given)]
    rows = rows.assign(value=rows["area"].map(given))
    return Measure(measure.indicator, rows, measure.catalogue)


def mapped(measure: Measure) -> Figure:
    figure = borough_map(measure, load_boundaries())
    assert figure is not None
    return figure


def features(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The shapes, wherever in the specification they stand."""
    if isinstance(spec, dict):
        if spec.get("type") == "Feature":
            return [spec]
        return [one for part in spec.values() for one in features(part)]
    return [one for part in spec for one in features(part)] if isinstance(spec, list) else []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3], [LOW, MIDDLE, HIGH]),
        ([6, 5, 4, 3, 2, 1], [HIGH, HIGH, MIDDLE, MIDDLE, LOW, LOW]),
        ([1, 2, 3, 4, 5, 6, 7, 8], [LOW] * 3 + [MIDDLE] * 2 + [HIGH] * 3),
        # Equal values share a colour: 2, 2 would else be split between low and middle.
        ([1, 2, 2, 3, 4, 5], [LOW, MIDDLE, MIDDLE, MIDDLE, HIGH, HIGH]),
        ([7, 7, 7], [MIDDLE] * 3),
    ],
)
def test_thirds_by_order_with_equal_values_together(
    values: list[float], expected: list[str]
) -> None:
    assert list(thirds(pd.Series(values, dtype=float))) == expected


def test_the_words_follow_the_values(catalogue: Catalogue) -> None:
    figure = mapped(valued(measured(catalogue), [80, 70, 60, 50, 40, 30, 20, 10]))
    names = [measured(catalogue).name(code) for code in catalogue.system.boroughs]
    assert figure.title == f"Highest third: {names[0]}, {names[1]} and {names[2]}"
    assert list(figure.data["area"]) == names
    assert [item["label"] for item in figure.key] == [
        "Highest third, 60 to 80",
        "Middle third, 40 to 50",
        "Lowest third, 10 to 30",
    ]
    for name, value in zip(names, range(80, 0, -10), strict=True):
        assert f"{name} {value}" in figure.description


def test_boroughs_with_one_figure_are_not_ranked(catalogue: Catalogue) -> None:
    figure = mapped(valued(measured(catalogue), [40.0] * 8))
    assert figure.title == "All 8 boroughs have the same figure"
    assert [item["label"] for item in figure.key] == ["Middle third, 40"]


def test_modelled_figures_say_so(catalogue: Catalogue) -> None:
    notes = mapped(measured(catalogue, "hypertension_prevalence")).notes
    assert any("model estimates" in note for note in notes)


def test_the_map_holds_one_small_shape_a_borough(catalogue: Catalogue) -> None:
    figure = mapped(measured(catalogue))
    wide, narrow = figure.spec(), figure.spec(narrow=True)
    assert {one["id"] for one in features(wide)} == set(catalogue.system.boroughs)
    assert features(narrow) == []
    assert len(json.dumps(wide)) < 20_000
    assert len(json.dumps(narrow)) < 10_000


def test_each_tile_has_a_square_of_its_own(catalogue: Catalogue) -> None:
    spec = mapped(measured(catalogue)).spec(narrow=True)
    (spots,) = [rows for rows in spec["datasets"].values() if "left" in rows[0]]
    assert len({(spot["left"], spot["top"]) for spot in spots}) == 8
    assert min(spot["left"] for spot in spots) >= 0
    assert max(spot["right"] for spot in spots) <= spec["width"]
    assert max(spot["bottom"] for spot in spots) <= spec["height"]


@pytest.mark.parametrize("name", ["ae_four_hour", "cvd_lipid_therapy", "ae_attendances"])
def test_no_map_of_other_areas(catalogue: Catalogue, name: str) -> None:
    assert borough_map(measured(catalogue, name), load_boundaries()) is None


def test_no_map_of_counts(catalogue: Catalogue) -> None:
    measure = measured(catalogue)
    counted = measure.indicator.model_copy(update={"value_type": "Count"})
    assert has_map(measure)
    assert not has_map(Measure(counted, measure.rows, catalogue))


def test_no_map_where_a_borough_lacks_its_figure_or_its_boundary(catalogue: Catalogue) -> None:
    measure, boundaries = measured(catalogue), load_boundaries()
    lost = catalogue.system.boroughs[0]
    gap = measure.rows[measure.rows["area"] != lost]
    assert borough_map(Measure(measure.indicator, gap, catalogue), boundaries) is None
    kept = [one for one in boundaries["features"] if one["properties"]["code"] != lost]
    assert borough_map(measure, boundaries | {"features": kept}) is None
