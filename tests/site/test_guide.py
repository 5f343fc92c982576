"""Documentation on the site: each thing is written once, and the site shows it as it is now."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from playbook.catalogue.schemas import MODELS
from playbook.checks.gates import GATES
from playbook.cli import app, reference
from playbook.site import guide
from tests.site.conftest import Book


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def test_the_record_of_commands_is_that_of_the_command_line(root: Path) -> None:
    written = (root / "book" / reference.FILE).read_text(encoding="utf-8")
    assert written == reference.text(), "run `make reference`"
    for one in json.loads(written):
        done = CliRunner().invoke(app, [*one["name"].split()[1:], "--help"])
        assert done.exit_code == 0, one["name"]
        assert one["does"], one["name"]
        for given in one["given"]:
            assert given["says"] or given["takes"], (one["name"], given)


def test_every_command_of_the_documentation_is_in_the_readme_and_the_other_way(root: Path) -> None:
    known = {one["name"] for one in reference.commands()}
    table = (root / "README.md").read_text(encoding="utf-8").partition("## The command line")[2]
    rows = re.findall(r"^\| `(playbook [^`]+)` \|", table, re.MULTILINE)
    named = {row for row in rows if row.startswith("playbook new")}
    named = {f"playbook new {one}" for row in named for one in row.split()[-1].split(r"\|")}
    for row in rows:
        words = re.match(r"playbook (?:data )?[a-z]+", row)
        assert words
        named.add(words[0])
    assert named - {"playbook new"} == known


COMMAND = re.compile(r"(?:`|^[ \t]*|bin/|&& )playbook ((?:data |new )?[a-z]+)((?: [a-z]+)*)", re.M)
TOLD = (
    *("[!C]*.md", "CONTRIBUTING.md", "Makefile", ".pre-commit-config.yaml", "book/**/*.md"),
    *(".github/**/*.*", "deploy/*", "scripts/playbook/**/*.py"),
)


def test_no_text_hook_or_workflow_names_a_command_or_a_gate_that_is_not_there(root: Path) -> None:
    known = {one["name"] for one in reference.commands()}
    gates = {gate.name for gate in GATES}
    met = set()
    for path in (path for kind in TOLD for path in root.glob(kind) if path.is_file()):
        for name, words in COMMAND.findall(path.read_text(encoding="utf-8", errors="ignore")):
            assert f"playbook {name}" in known, path
            assert name != "check" or set(words.split()) <= gates, (path, words)
            met.add((path.name, f"playbook {name}{words}"))
    assert (".pre-commit-config.yaml", "playbook check records data") in met
    assert len(met) > 50


def test_each_command_and_each_kind_of_record_is_on_the_site(built_site: Path) -> None:
    page = soup(built_site / "docs" / "commands.html")
    shown = [one.code.text for one in page.select("h2, h3") if one.code]
    assert shown == [one["name"] for one in reference.commands()]
    assert "Pages at a time; 0: the cores." in page.text
    titles: list[str] = []
    for name in ("figures", "practice", "governance"):
        page = soup(built_site / "docs" / f"records-{name}.html")
        titles += [one.text.rstrip("#") for one in page.select("article h2")]
    kinds = [kind.replace("_", " ").replace("-", " ").capitalize() for kind in MODELS]
    assert sorted(titles) == sorted(kinds), "a kind of record is on no page, or on two"


def test_a_field_is_told_as_its_model_tells_it(book: Book) -> None:
    book.write("fields.md", "# Fields\n\n```{record-reference} case\n```\n")
    count, text, _ = book.build(myst_enable_extensions=["deflist", "dollarmath"])
    assert count == 0, text
    page = soup(book.html / "fields.html")
    term = next(one for one in page.select("dt") if one.code.text == "grade")
    assert MODELS["case"].model_fields["grade"].description in term.find_next("dd").text
    assert "data/cases/*.yml" in page.text
    # Left out or not, and what may stand there.
    assert "may be left out" not in term.text
    term = next(one for one in page.select("dt") if one.code.text == "seen")
    assert "primary or secondary" in term.text


def test_a_section_of_the_guide_follows_it(book: Book) -> None:
    path = book.root / "CONTRIBUTING.md"
    path.write_text(
        "# Guide\n\n## Mend a word\n\nEdit it, see [elsewhere](book/x.md).\n\n### By hand\n\nYes.\n"
        "\n## Other\n\nNo.\n"
    )
    book.write("how.md", "# How\n\n```{guide} Mend a word\n```\n")
    assert book.build()[0] == 0
    article = soup(book.html / "how.html").select_one("div.body")
    assert [one.text.rstrip("#¶") for one in article.select("h1, h2, h3")] == [
        "How", "Mend a word", "By hand",
    ]  # fmt: skip
    assert "Edit it, see elsewhere." in article.text
    assert "No." not in article.text
    path.write_text(path.read_text().replace("Yes.", "Certainly."))
    _, _, read = book.build()
    assert "how" in read
    assert "Certainly." in book.page("how")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```{guide} Add a cse\n```", "there is no section 'Add a cse'. Did you mean Add a case?"),
        ("```{guide} X\n:file: NONE.md\n```", "NONE.md: cannot be read"),
        ("```{record-reference} cas\n```", "there is no kind of record 'cas'. Did you mean case"),
    ],
)
def test_what_is_not_there_is_an_error_with_its_line(book: Book, text: str, said: str) -> None:
    (book.root / "CONTRIBUTING.md").write_text("## Add a case\n\nSo.\n")
    book.write("prose.md", f"# Prose\n\nFirst.\n\n{text}\n")
    count, errors, _ = book.build()
    assert count == 1, errors
    assert "prose.md:5: ERROR: " in errors
    assert said in errors


def test_the_words_before_the_first_heading_stand_before_it(built_site: Path) -> None:
    text = soup(built_site / "docs" / "publish.html").article.text
    assert 0 < text.find("Say where it will stand") < text.find("An edition is published once")


def test_links_of_the_guide_to_files_become_words() -> None:
    told = guide.NEAR.sub(r"\1", "See [a](x.md), [b](#c), [d](https://e.org).")
    assert told == "See a, b, [d](https://e.org)."


def test_steps_are_drawn_in_order_and_a_line_that_is_none_is_named(book: Book) -> None:
    steps = "```{flow} The way\n:caption: Down\n\nTable: tidy\nPage: readable\n```\n"
    book.write("flow.md", f"# Flow\n\n{steps}")
    assert book.build()[0] == 0
    page = book.page("flow")
    assert page.index(">Table<") < page.index(">Page<")
    assert "2 boxes one below the other, joined by arrows that lead down: Table, Page." in page
    book.write("flow.md", f"# Flow\n\n{steps.replace('Page: readable', 'Page')}")
    count, text, _ = book.build()
    assert count == 1
    assert "'Page' is no step. Write Name: what it is" in text
