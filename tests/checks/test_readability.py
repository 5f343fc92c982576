"""The readability hint: what it reads, what it points at, and that it never fails anything."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from playbook.catalogue import Project
from playbook.checks import readability

EASY = "The cat sat down. It was a warm day. The dog ran by. They had some food. All was well.\n"
HARD = (
    "Institutional responsibilities necessitate comprehensive administrative collaboration. "
) * 6


def test_the_grade_is_that_of_the_formula() -> None:
    # By hand: 1 long word in each of 30 sentences: 3.1291 + 1.043 * sqrt(30).
    assert readability.smog(["An animal ran."] * 30) == pytest.approx(8.8419, abs=1e-4)
    assert readability.smog(["The cat sat."] * 30) == pytest.approx(3.1291)


@pytest.mark.parametrize(
    ("word", "count"),
    [("area", 3), ("rate", 1), ("interval", 3), ("standardised", 3), ("organisation", 5)],
)
def test_syllables_are_counted_as_they_are_said(word: str, count: int) -> None:
    assert readability.syllables(word) == count


def test_only_running_text_is_read_with_its_lines() -> None:
    text = (
        "---\nkind: Page\n---\n# A heading stays out.\n\n{.pb-lead}\nFirst *words* of "
        "[a link](x.md) and {value}`a.b`.\n\n```{figure-list}\nno.\n```\n\n| a |\n|---|\n| no. |\n"
        "\n- An item.\n"
    )
    found = list(readability.paragraphs(text))
    assert found == [("First words of a link and a.b.", 6), ("An item.", 17)]


def test_harder_prose_comes_first_and_its_longest_sentence_is_shown(mini: Path) -> None:
    long = "This one " + "goes on and " * 15 + "ends."
    (mini / "book" / "easy.md").write_text(f"# Easy\n\n{EASY}\n{long}\n")
    (mini / "book" / "hard.md").write_text(f"# Hard\n\n{HARD}\n")
    found = {one.file: one for one in readability.readings(Project(mini))}
    assert next(iter(found)) == "book/hard.md"
    assert found["book/hard.md"].grade > readability.HARD
    assert "rewrite first" in found["book/hard.md"].line()
    easy = found["book/easy.md"]
    assert easy.grade < readability.HARD
    assert easy.longest == long
    assert easy.where == "line 5"
    assert "rewrite" not in easy.line()


def test_a_notebook_is_named_by_cell_and_too_little_text_is_not_scored(mini: Path) -> None:
    cells = [nbformat.v4.new_code_cell("1"), nbformat.v4.new_markdown_cell(EASY)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), mini / "notebooks" / "extra.ipynb")
    (mini / "book" / "short.md").write_text("# Short\n\nOne sentence.\n")
    found = {one.file: one for one in readability.readings(Project(mini))}
    assert found["notebooks/extra.ipynb"].where == "cell 2"
    assert "book/short.md" not in found


def test_every_page_of_the_real_prose_is_scored(root: Path) -> None:
    names = {one.file for one in readability.readings(Project(root))}
    assert {"book/index.md", "book/methods.md", "book/how-to-use.md"} <= names
