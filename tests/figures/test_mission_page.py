"""The page of a Mission: its targets as a table."""

from __future__ import annotations

from playbook.catalogue import Catalogue
from playbook.figures import mission_page


def test_every_target_of_a_mission_has_a_row_with_its_source_and_standing(
    catalogue: Catalogue,
) -> None:
    for mission in catalogue.missions.values():
        board = mission_page.targets(catalogue, mission)
        own = [one for one in catalogue.targets.values() if one.mission == mission.id]
        assert board is not None
        assert [row[0]["text"] for row in board.rows] == [one.measure for one in own]
        assert [row[5]["text"] for row in board.rows] == [one.source for one in own]
        assert all(row[4]["note"].startswith("Last checked ") for row in board.rows)


def test_a_target_is_written_as_people_read_it(catalogue: Catalogue) -> None:
    found = {name: mission_page._level(one) for name, one in catalogue.targets.items()}
    assert found["t-m2-04"] == "At least 78%"
    assert found["t-m2-01"] == "At least 50,000 people"
    assert found["t-m1-01"] == "Lower by 25%"
    assert found["t-m2-10"] == "0 delays"
    assert found["t-m3-02"] == "In words"


def test_targets_sort_by_date_and_standing_and_never_by_a_number_of_another_measure(
    catalogue: Catalogue,
) -> None:
    board = mission_page.targets(catalogue, catalogue.mission("M2"))
    assert board is not None
    payload = board.payload()
    sorts = {one["label"]: one["sorts"] for one in payload["columns"]}
    assert sorts["Target"] == []
    assert sorts["By"] == ["earliest first", "latest first"]
    rows = sorted(
        (row for row in payload["rows"] if row[2]["order"] is not None),
        key=lambda row: row[2]["order"],
    )
    assert rows[0][2]["text"] == "March 2024"
    assert len(rows) < len(payload["rows"])


def row(kind: str, level: str) -> dict[str, object]:
    return {"trend": {"kind": kind}, "age": {"level": level}}


def test_the_summary_counts_every_row_once() -> None:
    rows = [row(kind, "old") for kind in ("better", "higher", "lower", "none")]
    rows += [row("worse", "current"), row("worse", "ageing"), row("same", "current")]
    assert mission_page.summary(rows) == (
        "Of 7 indicators: **2** getting worse, **1** getting better, **2** moving where neither "
        "way is better, **1** without a clear change and **1** not tested for change as "
        "a whole. **4** have figures more than 3 years old."
    )
    assert mission_page.summary([row("same", "current")]) == (
        "Of 1 indicator: **1** without a clear change."
    )


def test_a_mission_without_targets_has_no_table(catalogue: Catalogue) -> None:
    mission = catalogue.mission("M1").model_copy(update={"id": "M9"})
    assert mission_page.targets(catalogue, mission) is None
