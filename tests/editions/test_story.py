"""What an edition tells of those before it: the comparison, the pictures, each history."""

from __future__ import annotations

from playbook.editions import story, telling
from playbook.editions.changes import between
from tests.editions import said


def test_the_first_edition_tells_of_no_other() -> None:
    told = story.since([], said.FIRST)
    assert told.comparison is None
    [entry] = told.histories[said.PAGE]
    assert (entry.edition, entry.latest, entry.changed) == ("2023.06", "14.0%", story.FIRST)


def test_each_kind_is_told_with_its_meaning_place_unit_period_and_source() -> None:
    found = story.since([said.FIRST, said.SECOND], said.THIRD).comparison
    assert found is not None
    assert (found.previous, str(found.day)) == ("2024.06", "2024-06-30")
    assert [kind.id for kind in found.kinds] == ["revision", "verdict"]
    assert {kind.id for kind in found.kinds} <= story.MEANINGS.keys()
    [revised] = found.kinds[0].subjects
    first = revised.rows[0]
    assert first.place == "Northbrook"
    assert first.before == "14.0% (to 31 December 2022)"
    assert first.after == "13.0% (to 31 December 2022)"
    assert first.source == "Invented office, published 1 March 2024"
    [moved] = found.kinds[1].subjects[0].rows
    assert (moved.before, moved.after) == ("Worse than England", "Similar to England")
    assert moved.marks == ("worse", "same")


def test_the_series_that_changed_most_is_drawn_before_and_after_on_the_same_scales() -> None:
    found = story.since([said.FIRST], said.SECOND).comparison
    assert found is not None
    pair = found.kinds[0].subjects[0].pair
    assert pair is not None
    assert (pair.place, pair.against) == ("Northbrook", "England")
    assert pair.before.value == "14.0% (to 31 December 2022)"
    assert pair.after.value == "13.5% (to 31 December 2023)"
    scales = [
        [(layer["encoding"]["x"]["scale"], layer["encoding"]["y"]["scale"]) for layer in layers]
        for layers in (pair.before.spec["layer"], pair.after.spec["layer"])
    ]
    assert scales[0] == scales[1]
    rows = [len(side.spec["datasets"]["rows"]) for side in (pair.before, pair.after)]
    assert rows == [4, 6]


def test_an_indicator_has_a_history_over_the_editions_in_which_it_changed() -> None:
    same = said.SECOND.model_copy(update={"name": "2024.09"})
    told = story.since([said.FIRST, said.SECOND, same], said.THIRD)
    entries = told.histories[said.PAGE]
    assert [one.edition for one in entries] == ["2025.06", "2024.06", "2023.06"]
    assert [one.latest for one in entries] == ["13.5%", "13.5%", "14.0%"]
    assert "gives other figures for the same period" in entries[0].changed
    assert "Northbrook: Worse than England → Similar to England." in entries[0].changed
    assert "1 new period, from Invented office" in entries[1].changed
    [newest, *_] = story.since([said.FIRST, said.SECOND], same).histories[said.PAGE]
    assert (newest.edition, newest.changed) == ("2024.09", story.NOTHING)


def test_an_edition_in_which_nothing_changed_says_so() -> None:
    same = said.FIRST.model_copy(update={"name": "2023.09"})
    found = story.since([said.FIRST], same).comparison
    assert found is not None
    assert (found.summary, found.kinds) == ("Nothing changed in the numbers.", ())


def test_the_notes_of_a_release_say_what_changed_since_which_edition() -> None:
    notes = telling.notes(said.SECOND, said.THIRD, between(said.SECOND, said.THIRD))
    assert notes.startswith("## [2025.06] - 2025-06-30\n\nSince edition 2024.06 of 30 June 2024:")
    assert "### Moved verdict\n\n- Adults who smoke, Northbrook: Worse than England → " in notes
    same = telling.notes(said.FIRST, said.FIRST, [])
    assert same.rstrip().endswith("Nothing changed in the numbers.")
