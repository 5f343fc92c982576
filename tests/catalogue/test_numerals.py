"""Numbers in text: what they stand for, which are figures, and which say the same."""

from __future__ import annotations

import pytest

from playbook.catalogue.numerals import Quantity, holds, numerals, quotient, says, written
from playbook.catalogue.plain_numbers import RULES, differing, figures


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("207,729 people", [207729]),
        ("2.7 million people and £6 billion", [2_700_000, 6_000_000_000]),
        ("from 57% to 80 per cent", [57, 80]),
        ("1 in 5 people", [20]),
        ("6 in 10 schools, 3 of them", [60, 3]),
        ("the COM-B3 and M1 of v2a", []),
        ("a stay of 21 days or more", [21]),
        ("24, 45 and 7", [24, 45, 7]),
    ],
)
def test_a_numeral_stands_for_an_amount(text: str, amounts: list[float]) -> None:
    assert [float(one.amount) for one in numerals(text)] == amounts


@pytest.mark.parametrize(
    ("words", "number", "unit", "same"),
    [
        ("25%", 25, "per cent", True),
        ("24%", 25, "per cent", False),
        ("25%", 25, "people", False),
        ("25 per cent", 25, "per cent", True),
        ("£750,000", 750000, "pounds", True),
        ("£750,000", 750000, "people", False),
        ("2.7 million", 2_700_000, "people", True),
        ("2.8 million", 2_700_000, "people", False),
        ("208,000", 207_729, "people", True),
        ("207,000", 207_729, "people", False),
        ("200,000", 207_729, "people", False),
        ("20%", 20.3, "per cent", False),
        ("1 in 5", 20.3, "per cent", True),
        ("1 in 4", 20.3, "per cent", False),
        ("6 in 10", 60, "per cent", True),
        ("17", -17, "per cent", True),
    ],
)
def test_words_say_a_number_exactly_or_fairly_rounded(
    words: str, number: float, unit: str, same: bool
) -> None:
    (numeral,) = numerals(words)
    assert says(numeral, Quantity(number, unit)) is same


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (57, "per cent", "57%"),
        (20.3, "per cent", "20.3%"),
        (750000, "pounds", "£750,000"),
        (2_700_000, "people", "2.7 million people"),
        (207_729, "people", "207,729 people"),
        (6_000_000_000, "pounds", "£6 billion"),
        (10, "minutes", "10 minutes"),
    ],
)
def test_a_quantity_is_written_as_people_read_it(number: float, unit: str, text: str) -> None:
    assert written(Quantity(number, unit)) == text


def test_a_part_of_a_whole_gives_the_stated_share_or_does_not() -> None:
    assert holds(149, 575, Quantity(25.9, "per cent"))
    assert holds(180_000, 50_000, Quantity(3.6, "days"))
    assert not holds(4_349, 383_882, Quantity(11, "per cent"))
    assert str(quotient(4_349, 383_882, Quantity(11, "per cent"), 1)) == "1.1"
    assert not holds(1, 0, Quantity(100, "per cent"))


PLAIN = {
    "day": ("On 22 November 2026, and from 13 May to 4 June 2024", "22 patients in November"),
    "ISO day": ("checked 2026-11-22", "20-11 people"),
    "year": ("In 2023, in 2024/25 and by 2029", "some 2,023 people and £2023"),
    "age": ("aged 40 to 74, under 75, ages 0 to 25, 18 and over", "under 10% and over 12 hours"),
    "version": ("PHStatsMethods 0.1.16, edition 2026.11", "a rate of 2026.5 and 1.16"),
    "measure": ("the 4-hour standard, a 3-year period", "a stay of 4 hours"),
    "interval": ("a 95% interval, 99.8% limits", "95% of visits"),
    "unit": ("per 1,000 attendances, per 100,000", "1,000 attendances"),
    "reference": ("J Am Stat Assoc 1927;22:209 to 212", "22:209"),
    "one": ("on 1 side, 1 of them, below 1", "1%, 1 in 5, 1.5, 1 million"),
    "nought": ("drawn as 0, below 0", "0 of them, 0.5"),
    "name": ("Mission 1, Missions 2 and 3, type 1 diabetes, grade 4", "the mission has 25 sites"),
}


def test_every_rule_has_an_example() -> None:
    assert set(PLAIN) == {rule.name for rule in RULES}
    assert all(rule.reason for rule in RULES)


@pytest.mark.parametrize("name", PLAIN)
def test_a_number_that_says_no_figure_needs_no_source(name: str) -> None:
    without, figure = PLAIN[name]
    assert figures(without) == []
    assert figures(figure)


def test_without_its_rule_a_number_is_a_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playbook.catalogue.plain_numbers.RULES", ())
    for without, _ in PLAIN.values():
        assert figures(without)


def test_what_differs_is_named() -> None:
    known = [Quantity(80, "per cent"), Quantity(57, "per cent")]
    assert differing("from 57% to 80% by 2029", known) == []
    assert [one.text for one in differing("from 58% to 80%", known)] == ["58%"]
