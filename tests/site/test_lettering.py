"""Text on pictures: measured in the playbook's typeface, and broken into lines that fit."""

from __future__ import annotations

import pytest

from playbook.site.lettering import UNKNOWN, Lettering, Run


def text_of(line: list[Run]) -> str:
    return "".join(run.text for run in line)


def test_a_text_is_as_wide_as_its_letters(lettering: Lettering) -> None:
    assert lettering.width("", 20) == 0
    assert lettering.width("ii", 20) == pytest.approx(2 * lettering.width("i", 20))
    assert lettering.width("i", 40) == pytest.approx(2 * lettering.width("i", 20))
    assert lettering.width("m", 20) > lettering.width("i", 20)
    assert lettering.width("word", 20, bold=True) > lettering.width("word", 20)
    assert lettering.width("語", 10) == 10 * UNKNOWN


def test_lines_fit_and_lose_no_word(lettering: Lettering) -> None:
    text = "In March 2026 the figure for **North West London** was **81.2%**, more than before."
    lines = lettering.lines(text, 20, 200)
    assert len(lines) > 2
    assert " ".join(map(text_of, lines)) == text.replace("*", "")
    for line in lines:
        assert sum(lettering.width(run.text, 20, bold=run.bold) for run in line) <= 200


def test_strong_words_are_runs_and_keep_the_comma_that_follows(lettering: Lettering) -> None:
    (line,) = lettering.lines("Was **81.2%**, more.", 20, 1000)
    assert line == [Run("Was", False), Run(" 81.2%,", True), Run(" more.", False)]
    (line,) = lettering.lines("**Bold** first", 20, 1000)
    assert line == [Run("Bold", True), Run(" first", False)]


def test_a_long_text_ends_in_an_ellipsis(lettering: Lettering) -> None:
    lines = lettering.lines("one, two, three, four, five, six", 20, 90, most=2)
    assert len(lines) == 2
    assert text_of(lines[-1]).endswith("…")
    assert ",…" not in text_of(lines[-1])


def test_a_word_wider_than_the_line_stands_alone(lettering: Lettering) -> None:
    lines = lettering.lines("a antidisestablishmentarianism b", 20, 60)
    assert [text_of(line) for line in lines] == ["a", "antidisestablishmentarianism", "b"]
