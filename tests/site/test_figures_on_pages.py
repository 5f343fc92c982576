"""On the pages themselves: each figure's drawings, words, table and files say the same."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag

COMPONENT = "application/vnd.playbook.component+json"
NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")
Record = dict[str, Any]


def words(text: str) -> str:
    """Give a text with single spaces, as a browser shows it."""
    return " ".join(text.split())


def drawn_in(tag: Tag) -> list[dict[str, str]]:
    """Give title and description of each drawing, by the ids that name them to screen readers."""
    found = []
    for svg in tag.select("svg.pb-svg"):
        named = [svg.find(id=name) for name in str(svg["aria-labelledby"]).split()]
        assert all(named), f"{svg['aria-labelledby']} names nothing"
        found.append({one.name: words(one.text) for one in named if one})
    return found


def cells(tag: Tag) -> list[list[str]]:
    """Give the cells of a figure's table, without its head."""
    return [[words(cell.text) for cell in row.select("th, td")] for row in tag.select("tbody > tr")]


def file_of(tag: Tag, page: Path, suffix: str) -> Path:
    """Give the file to take away that a figure links to."""
    links = [str(link["href"]) for link in tag.select("a[download]")]
    (found,) = [link for link in links if link.endswith(suffix)]
    return page.parent / found


def disagreements(figure: Tag, page: Path) -> list[str]:
    """Compare the parts of a figure as it stands on its page; give what does not fit."""
    found = []
    title = words(figure.select_one("figcaption strong").text)
    text = words(figure.select_one("details > p").text)
    if drawn_in(figure) != [{"title": title, "desc": text}] * 2:
        found.append("a drawing has other words than the page")
    with file_of(figure, page, ".csv").open(encoding="utf-8", newline="") as stream:
        given = list(csv.DictReader(stream))
    table = cells(figure)
    if len(table) != len(given):
        found.append(f"{len(table)} rows in the table and {len(given)} in the file")
    for shown, row in zip(table, given, strict=False):
        if row["value"] and not any(same(cell, float(row["value"])) for cell in shown):
            found.append(f"{row['value']} is in the file and not in the row {shown}")
    about = words(figure.select_one("figcaption").text)
    caption = words(figure.select_one("caption").text)
    known = NUMBER.findall(" ".join([about, caption, *(cell for row in table for cell in row)]))
    # How many there are may be said, how many people answered, and the months of each kind under a
    # control chart. The name of a case may hold that of its Mission.
    said = text.replace("95% interval", "").partition("Months by type")[0]
    said = re.sub(r"\bMission \d", "Mission", said.partition("People who answered")[0])
    strange = set(NUMBER.findall(said)) - set(known) - {str(len(table)), str(sum(map(len, table)))}
    if strange:
        found.append(f"{sorted(strange)} in words and not in the table")
    picture = ElementTree.parse(file_of(figure, page, ".svg")).getroot()  # noqa: S314 # made by us
    if len(list(picture.iter())) < 10 or file_of(figure, page, ".png").stat().st_size < 1000:
        found.append("a picture to take away is empty")
    return found


def same(cell: str, value: float) -> bool:
    """Say whether a cell shows a value, rounded as far as it is written."""
    written = cell.replace(",", "").rstrip("%")
    if not re.fullmatch(r"-?\d+(\.\d+)?", written):
        return False
    return abs(float(written) - value) <= 0.5 * 10 ** -len(written.partition(".")[2]) + 1e-9


@pytest.fixture(scope="module")
def pages(built_site: Path) -> dict[Path, BeautifulSoup]:
    """Every page with a chart, read as a browser would."""
    found = {}
    for path in sorted(built_site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if "pb-svg" in text:
            found[path] = BeautifulSoup(text, "html.parser")
    return found


@pytest.fixture(scope="module")
def records(built_site: Path) -> dict[Path, list[Record]]:
    """What the notebooks made, by page."""
    runs = built_site.parent / "runs"
    return {
        (built_site / path.relative_to(runs)).with_suffix(".html"): [
            output["data"][COMPONENT]
            for cell in json.loads(path.read_bytes())["cells"]
            for output in cell.get("outputs", [])
            if COMPONENT in output.get("data", {})
        ]
        for path in sorted(runs.rglob("*.ipynb"))
    }


def test_every_figure_of_every_page_agrees_with_itself(pages: dict[Path, BeautifulSoup]) -> None:
    found, counted = {}, 0
    for path, soup in pages.items():
        for figure in soup.select("figure.pb-figure"):
            counted += 1
            if wrong := disagreements(figure, path):
                found[f"{path.stem}#{figure['id']}"] = wrong
    assert found == {}
    assert counted > 60


def test_every_chart_belongs_to_a_figure_or_a_small_chart(pages: dict[Path, BeautifulSoup]) -> None:
    for path, soup in pages.items():
        figures, small = soup.select("figure.pb-figure"), soup.select("article.pb-mini")
        assert len(soup.select("svg.pb-svg")) == 2 * len(figures) + len(small), path.name


def test_every_figure_of_the_notebooks_stands_on_its_page_as_it_was_made(
    pages: dict[Path, BeautifulSoup], records: dict[Path, list[Record]]
) -> None:
    counted = 0
    for path, made in records.items():
        for record in [one for one in made if one["component"] == "figure"]:
            counted += 1
            figure = pages[path].find("figure", id=record["id"])
            where = f"{path.stem}#{record['id']}"
            assert figure is not None, where
            assert words(figure.select_one("details > p").text) == words(record["description"]), (
                where
            )
            assert cells(figure) == [
                [words(cell) for cell in row] for row in record["table"]["rows"]
            ], where
            assert file_of(figure, path, ".csv").read_text("utf-8") == record["csv"]["text"], where
    assert counted > 60


def test_every_small_chart_stands_on_its_page_as_it_was_made(
    pages: dict[Path, BeautifulSoup], records: dict[Path, list[Record]]
) -> None:
    counted = 0
    for path, made in records.items():
        for record in [
            item for one in made if one["component"] == "minis" for item in one["items"]
        ]:
            counted += 1
            small = pages[path].find("article", id=record["id"])
            where = f"{path.stem}#{record['id']}"
            assert small is not None, where
            named = {"title": words(record["title"]), "desc": words(record["description"])}
            assert drawn_in(small) == [named], where
            assert cells(small) == [
                [words(cell) for cell in row] for row in record["table"]["rows"]
            ], where
            assert file_of(small, path, ".csv").read_text("utf-8") == record["csv"]["text"], where
    assert counted > 100


def change_table(figure: Tag) -> None:
    """Put a number into the table that is nowhere else."""
    for cell in figure.select("tbody tr:first-child td"):
        cell.string = "0.123"


def drop_row(figure: Tag) -> None:
    """Leave a row out."""
    figure.select_one("tbody tr").decompose()


def change_words(figure: Tag) -> None:
    """Say another number."""
    figure.select_one("details > p").append(" Now 98765.4.")


@pytest.mark.parametrize("fault", [change_table, drop_row, change_words])
def test_a_disagreement_is_seen(
    fault: Callable[[Tag], None], pages: dict[Path, BeautifulSoup]
) -> None:
    path, soup = next((p, s) for p, s in pages.items() if s.select_one("figure.pb-figure"))
    figure = BeautifulSoup(str(soup.select_one("figure.pb-figure")), "html.parser").figure
    assert figure is not None
    assert disagreements(figure, path) == []
    fault(figure)
    assert disagreements(figure, path) != []
