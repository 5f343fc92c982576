"""Chart, text alternative, table and CSV of every figure of the real site agree."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

COMPONENT = "application/vnd.playbook.component+json"
NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")


@pytest.fixture(scope="session")
def components(built_site: Path) -> list[tuple[str, dict[str, Any]]]:
    runs = built_site.parent / "runs"
    return [
        (path.stem, output["data"][COMPONENT])
        for path in sorted(runs.rglob("*.ipynb"))
        for cell in json.loads(path.read_bytes())["cells"]
        for output in cell.get("outputs", [])
        if COMPONENT in output.get("data", {})
    ]


@pytest.fixture(scope="session")
def figures(components: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    found = [(page, one) for page, one in components if one["component"] == "figure"]
    assert len(found) > 60
    return found


def rows_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The largest data set with values: the frame. Labels and shapes stand in others."""
    frames = [rows for rows in spec["datasets"].values() if rows and "value" in rows[0]]
    return max(frames, key=len)


def test_both_drawings_have_the_rows_of_the_csv(figures: list[tuple[str, dict[str, Any]]]) -> None:
    for page, figure in figures:
        table = list(csv.DictReader(io.StringIO(figure["csv"]["text"])))
        for drawing in ("wide", "narrow"):
            drawn = rows_of(figure[drawing])
            where = f"{page} {figure['id']} {drawing}"
            assert len(drawn) == len(table), where
            for row, given in zip(drawn, table, strict=True):
                shown = "" if row["value"] is None else float(row["value"])
                stated = "" if given["value"] == "" else float(given["value"])
                assert shown == stated, where


def test_the_table_has_a_row_for_each_row_of_the_csv_and_says_the_same(
    figures: list[tuple[str, dict[str, Any]]],
) -> None:
    for page, figure in figures:
        table = list(csv.DictReader(io.StringIO(figure["csv"]["text"])))
        columns = [column["label"] for column in figure["table"]["columns"]]
        assert len(set(columns)) == len(columns), f"{page} {figure['id']}"
        cells = figure["table"]["rows"]
        assert len(cells) == len(table), f"{page} {figure['id']}"
        for shown, given in zip(cells, table, strict=True):
            written = [cell.replace(",", "").rstrip("%") for cell in shown]
            if given["value"] == "":
                assert "no figure" in shown, f"{page} {figure['id']}"
                continue
            value = float(given["value"])
            near = [
                cell
                for cell in written
                if re.fullmatch(r"-?\d+(\.\d+)?", cell)
                and abs(float(cell) - value) <= 0.5 * 10 ** -len(cell.partition(".")[2]) + 1e-9
            ]
            assert near, f"{page} {figure['id']}: {value} is not in {shown}"


def test_every_number_of_the_text_alternative_stands_in_the_table(
    figures: list[tuple[str, dict[str, Any]]],
) -> None:
    for page, figure in figures:
        about = " ".join([figure["title"], figure["subtitle"]])
        table = [cell for row in figure["table"]["rows"] for cell in row]
        known = set(NUMBER.findall(" ".join([*table, about, figure["table"]["caption"]])))
        known |= {str(len(table)), str(len(figure["table"]["rows"]))}
        text = figure["description"].replace("95% interval", "")
        # The name of a case may hold that of its Mission.
        text = re.sub(r"\bMission \d", "Mission", text)
        if figure["id"] == "control-chart":
            text = text.partition("Months by type")[0]
        strange = [number for number in NUMBER.findall(text) if number not in known]
        assert not strange, f"{page} {figure['id']}: {strange} in {figure['description']}"


def test_every_figure_says_source_period_snapshot_and_edition(
    figures: list[tuple[str, dict[str, Any]]],
) -> None:
    for page, figure in figures:
        for part in ("title", "subtitle", "description", "source", "period"):
            assert figure[part].strip(), f"{page} {figure['id']} {part}"
        assert re.fullmatch(r"[0-9a-f]{12}", figure["snapshot"]), f"{page} {figure['id']}"
        assert re.fullmatch(r"\d{4}\.\d{2}(\.\d+)?", figure["edition"])


def test_charts_use_only_the_colours_that_dark_mode_knows(
    components: list[tuple[str, dict[str, Any]]], root: Path
) -> None:
    style = (root / "book" / "_static" / "playbook.css").read_text().upper()
    for page, one in components:
        for colour in set(re.findall(r'"(#[0-9A-Fa-f]{6})"', json.dumps(one))):
            assert colour == colour.upper(), page
            assert colour in style, f"{page}: {colour} has no dark counterpart"


def test_small_multiples_draw_what_their_tables_say(
    components: list[tuple[str, dict[str, Any]]],
) -> None:
    counted = 0
    for page, one in components:
        for item in one["items"] if one["component"] == "minis" else []:
            counted += 1
            drawn_rows = rows_of(item["spec"])
            given = list(csv.DictReader(io.StringIO(item["csv"]["text"])))
            assert [row["value"] for row in drawn_rows] == [
                float(row["value"]) if row["value"] else None for row in given
            ], f"{page} {item['id']}"
            assert item["source"].strip(), f"{page} {item['id']}"
            assert re.fullmatch(r"[0-9a-f]{12}", item["snapshot"]), f"{page} {item['id']}"
            own = [row for row in drawn_rows if row["role"] == "own"]
            drawn = [row["value"] for row in own if row["value"] is not None]
            assert len(drawn) == len(item["table"]["rows"]), f"{page} {item['id']}"
            last = item["table"]["rows"][-1][1]
            assert last.rstrip("%") in item["value"], f"{page} {item['id']}"
            assert last in item["description"], f"{page} {item['id']}"
    assert counted > 100
