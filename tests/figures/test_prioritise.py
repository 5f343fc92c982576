"""The page of a prioritisation: everything is marked, and says what the methods found."""

from __future__ import annotations

import pytest

from playbook.catalogue import Catalogue
from playbook.figures import prioritise_figures, prioritise_page
from playbook.figures.prioritised import MADE_UP, Prioritised
from playbook.methods import prioritisation


@pytest.fixture
def one(catalogue: Catalogue) -> Prioritised:
    return Prioritised(catalogue.prioritisation("example"))


def test_what_did_not_pass_a_gate_is_not_ranked(one: Prioritised) -> None:
    assert len(one.ranks) == len(one.record.options) - 1
    assert "advice-chatbot" not in one.ranks


def test_every_figure_table_csv_and_text_is_marked_illustrative(one: Prioritised) -> None:
    for make in (prioritise_figures.groups, prioritise_figures.acceptability):
        figure = make(one, "2026.11")
        assert figure is not None
        assert figure.title.startswith("Illustrative: ")
        assert figure.subtitle.startswith("Illustrative: ")
        assert "made up" in figure.description
        assert "illustrative" in figure.source
        lines = figure.csv().splitlines()
        assert all(line.endswith(MADE_UP) or MADE_UP in line for line in lines[1:])
        assert all(MADE_UP in row for row in figure.table()["rows"])
    boards = [
        prioritise_page.contributions(one), prioritise_page.room(one),
        prioritise_page.without(one, "criterion"), prioritise_page.without(one, "group"),
        prioritise_page.budget(one), prioritise_page.decisions(one), prioritise_page.gates(one),
        prioritise_page.criteria(one), prioritise_page.ranking(one),
    ]  # fmt: skip
    assert all(board.payload()["caption"].startswith("Illustrative: ") for board in boards)
    assert prioritise_page.answer(one).startswith("**Illustrative.**")


def test_an_adopted_record_is_not_called_illustrative(one: Prioritised) -> None:
    adopted = Prioritised(one.record.model_copy(update={"standing": "adopted"}))
    figure = prioritise_figures.acceptability(adopted, "2026.11")
    assert not adopted.illustrative
    assert "llustrative" not in f"{figure.title}{figure.subtitle}{figure.source}{figure.csv()}"


def test_the_controls_begin_with_the_ranking_of_all_groups(one: Prioritised) -> None:
    shown = prioritise_page.ranking(one)
    points = [criterion["points"] for criterion in shown.criteria]
    assert [point / sum(points) for point in points] == pytest.approx(one.weights.tolist())
    assert points == shown.presets[0]["points"]
    assert len({sum(preset["points"]) for preset in shown.presets}) == 1
    assert max(max(preset["points"]) for preset in shown.presets) <= shown.most
    assert [row["rank"] for row in shown.rows] == sorted(row["rank"] for row in shown.rows)


def test_a_group_alone_gives_its_own_ranking(one: Prioritised) -> None:
    staff = one.group("staff")
    assert staff is not None
    alone = prioritisation.ranks(prioritisation.values(one.scores, one.groups.loc[staff.group]))
    assert one.by_group[staff.group].to_dict() == alone.to_dict()


def test_the_same_record_gives_the_same_page_to_the_byte(catalogue: Catalogue) -> None:
    first, second = (Prioritised(catalogue.prioritisation("example")) for _ in range(2))
    for make in (prioritise_figures.groups, prioritise_figures.acceptability):
        one, two = make(first, "2026.11"), make(second, "2026.11")
        assert one is not None
        assert two is not None
        assert one.payload() == two.payload()
    assert prioritise_page.ranking(first).payload() == prioritise_page.ranking(second).payload()


def test_without_residents_there_is_no_figure_of_two_groups(one: Prioritised) -> None:
    staff = tuple(group for group in one.record.weights if group.role != "residents")
    alone = Prioritised(one.record.model_copy(update={"weights": staff}))
    assert prioritise_figures.groups(alone, "2026.11") is None
