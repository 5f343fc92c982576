"""Reading a record: good ones give values, bad ones say file, line, field and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from playbook.catalogue.documents import Place, parse
from playbook.catalogue.records import Record, read
from playbook.errors import PlaybookError


class Cup(Record):
    """A cup."""

    colour: Literal["red", "blue"]
    """Colour of the cup."""
    handles: int = 1
    """How many handles."""


class Shelf(Record):
    """A shelf of cups."""

    name: str
    """NHS name of the shelf."""
    made: date
    """When it was made."""
    wide: float
    """Width in metres."""
    cups: tuple[Cup, ...] = ()
    """What stands on it."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """No cup has more handles than two."""
        for number, cup in enumerate(self.cups):
            if cup.handles > 2:
                yield ("cups", number, "handles"), f"is {cup.handles}. Two are enough."


GOOD = """\
# A comment
name: no
made: 2026-11-22
wide: 2
cups:
  - colour: red
  - {colour: blue, handles: 2}
"""


def shelf(tmp_path: Path, text: str) -> Shelf:
    path = tmp_path / "shelf.yml"
    path.write_text(text, encoding="utf-8")
    return read(path, Shelf, "data/shelf.yml")[0]


def fault(tmp_path: Path, text: str) -> PlaybookError:
    with pytest.raises(PlaybookError) as caught:
        shelf(tmp_path, text)
    return caught.value


def test_values_have_the_types_of_yaml_1_2(tmp_path: Path) -> None:
    found = shelf(tmp_path, GOOD)
    assert found.name == "no", "YAML 1.1 would make this False"
    assert found.made == date(2026, 11, 22)
    assert found.wide == 2.0
    assert [cup.handles for cup in found.cups] == [1, 2]


def test_a_document_knows_the_line_of_each_field() -> None:
    lines = parse(GOOD, "shelf.yml").lines
    assert lines["name",] == 2
    assert lines["cups",] == 5
    assert lines["cups", 0, "colour"] == 6
    assert lines["cups", 1] == lines["cups", 1, "handles"] == 7


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: no\n", "", ":2: name: is missing. Add `name: ...`: NHS name of the shelf."),
        (
            "colour: red",
            "handles: 1",
            ":6: cups[1].colour: is missing. Add `colour: ...`: colour of",
        ),
        ("name: no", "name: 7", ":2: name: is '7', but should be text (put it in quotes)."),
        ("wide: 2", "wide: '2'", ":4: wide: is '2', but should be a number."),
        ("wide: 2", "wide:", ":4: wide: is empty, but should be a number."),
        (
            "handles: 2",
            "handles: 1.5",
            ":7: cups[2].handles: is '1.5', but should be a whole number.",
        ),
        (
            "handles: 2",
            "handles: true",
            "cups[2].handles: is 'true', but should be a whole number.",
        ),
        (
            "2026-11-22",
            "2026-11",
            ":3: made: is '2026-11', but should be a date such as 2026-11-22",
        ),
        ("2026-11-22", "2026-02-31", ":3: made: 2026-02-31 is not a day of the calendar."),
        ("colour: red", "colour: green", ":6: cups[1].colour: is 'green'. Choose 'red' or 'blue'."),
        ("wide: 2", "wide: 2\nwidth: 2", ":5: width: is not a field here. Did you mean wide?"),
        (
            "wide: 2",
            "wide: 2\nzzz: 2",
            ":5: zzz: is not a field here. Choose from: cups, made, name",
        ),
        (
            "handles: 2",
            "handels: 2",
            ":7: cups[2].handels: is not a field here. Did you mean handles?",
        ),
        ("handles: 2", "handles: 3", ":7: cups[2].handles: is 3. Two are enough."),
        ("wide: 2", "wide: 2\nwide: 3", ":5: wide: is given twice: line 4 has it too. Keep one."),
        ("  - colour: red", "  colour: red", ":7: is not valid YAML:"),
        ("name: no", "name: &a no", None),
        ("name: no", "name: !!python/name:os.system no", ":2: name: has the tag"),
        ("name: no", "name: {}", ":2: name: is a group of fields, but should be text"),
        (GOOD[GOOD.index("cups") :], "cups: red\n", ":5: cups: is 'red', but should be a list."),
    ],
)
def test_a_fault_names_file_line_and_field(
    tmp_path: Path, old: str, new: str, message: str | None
) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    if message is None:
        assert shelf(tmp_path, text).name == "no", "an anchor that nothing uses does no harm"
        return
    shown = str(fault(tmp_path, text))
    assert shown.startswith("data/shelf.yml:")
    assert message in shown


def test_all_problems_of_a_file_come_together_in_the_order_of_its_lines(tmp_path: Path) -> None:
    found = fault(tmp_path, GOOD.replace("wide: 2", "wide: x").replace("red", "green"))
    assert [(each.line, each.field) for each in found.problems] == [
        (4, "wide"),
        (6, "cups[1].colour"),
    ]
    assert len(str(found).splitlines()) == 2


def test_an_alias_is_refused_and_cannot_loop(tmp_path: Path) -> None:
    found = fault(tmp_path, "name: x\nmade: 2026-11-22\nwide: 1\ncups: &c [*c]\n")
    assert found.line == 4
    assert "alias" in str(found)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", ":1: is empty."),
        (b"name: x\nmade: caf\xe9\n", ":2: is not UTF-8 text."),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "shelf.yml"
    path.write_bytes(raw)
    with pytest.raises(PlaybookError) as caught:
        read(path, Shelf, "data/shelf.yml")
    assert message in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match=r"^data/shelf.yml: is missing"):
        read(tmp_path / "shelf.yml", Shelf, "data/shelf.yml")
