"""The gate of disclosure: what identifies is found wherever it stands; what looks alike is not."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter

from playbook.catalogue import Project
from playbook.checks import differencing, disclosure, identifiers, planted, small_counts
from playbook.checks.findings import Finding
from playbook.methods.disclosure import Rule

NUMBER = "999 000 0069"
"""A number from the range that is given to nobody; its check digit holds."""


def found(mini: Path) -> list[Finding]:
    return disclosure.check(Project(mini))


def test_the_figures_on_the_page_are_of_the_present_rules() -> None:
    figures = planted.measured()
    assert json.loads(planted.DISCLOSURE.read_text(encoding="utf-8")) == figures
    assert figures["planted"] >= 500
    assert figures["alike"] >= 500
    assert figures["recall"] >= 99
    assert figures["precision"] >= 99
    assert set(figures["kinds"]) == set(identifiers.KINDS)
    assert len({one.text for one in planted.planted()}) > 0.8 * figures["planted"]


def test_nothing_in_the_real_playbook_and_its_site_is_flagged(root: Path, built_site: Path) -> None:
    assert (built_site / "index.html").is_file()
    assert [one.row() for one in found(root)] == []


@pytest.mark.parametrize(
    "form",
    ["999 000 0069", "999-000-0069", "9990000069", "999\u00a0000\u00a00069", "999.000.0069"],
)
@pytest.mark.parametrize("place", ["{}", "<td>{}</td>", '"x": "{}",', "a,{},b", "No.{}", "nhs={}"])
def test_an_nhs_number_is_found_in_each_form_and_place(form: str, place: str) -> None:
    assert [one.kind for one in identifiers.hits(place.format(form))] == ["nhs-number"]


def test_a_number_named_as_one_of_the_nhs_is_found_though_its_check_digit_is_wrong() -> None:
    assert [one.kind for one in identifiers.hits("NHS number: 999 000 0068")] == ["nhs-number"]
    assert identifiers.hits("999 000 0068") == []


def test_what_is_found_is_not_repeated_in_the_report(mini: Path) -> None:
    (mini / "book" / "page.md").write_text(f"# A page\n\nSee {NUMBER}.\n")
    (one,) = found(mini)
    assert (one.rule, one.file, one.line) == ("nhs-number", "book/page.md", 3)
    assert NUMBER not in f"{one.problem} {one.remedy}"


def picture(path: Path) -> None:
    info = PngInfo()
    info.add_text("Comment", f"of {NUMBER}")
    Image.new("RGB", (2, 2)).save(path, pnginfo=info)


def photograph(path: Path) -> None:
    image = Image.new("RGB", (2, 2))
    exif = image.getexif()
    exif[0x010E] = f"of {NUMBER}"
    image.save(path, exif=exif)


def document(path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    writer.add_metadata({"/Subject": f"of {NUMBER}"})
    writer.write(path)


def written(text: str):
    return lambda path: path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("notebooks/cell.ipynb", written(json.dumps({"cells": [{"source": NUMBER}]}))),
        ("notebooks/meta.ipynb", written(json.dumps({"metadata": {"author": NUMBER}}))),
        ("data/x.csv", written(f"area,value\nE09000901,{NUMBER}\n")),
        ("data/x.yml", written(f"a: {NUMBER}\n")),
        ("_build/site/_figures/x.js", written(f'{{"data":[{{"x":"{NUMBER}"}}]}}')),
        ("_build/site/x.html", written("<p>999 <b>000</b> 0069</p>")),
        ("_build/site/y.html", written("<!-- 999&nbsp;000&nbsp;0069 -->")),
        ("_build/site/x.svg", written(f"<svg><desc>{NUMBER}</desc></svg>")),
        ("_build/site/x.png", picture),
        ("_build/site/x.jpg", photograph),
        ("_build/site/x.pdf", document),
    ],
)
def test_it_is_found_in_every_file_that_can_carry_it(mini: Path, name: str, make) -> None:
    path = mini / name
    path.parent.mkdir(parents=True, exist_ok=True)
    make(path)
    assert {(one.rule, one.file) for one in found(mini)} == {("nhs-number", name)}


def allow(mini: Path, kind: str, words: str) -> None:
    (mini / "data" / "allowed.yml").write_text(
        f"words:\n  - words: {words}\n    kind: {kind}\n    of: A publisher\n"
        "    reason: Readers ask there.\n    source: Its page on contacts\n"
    )


def test_the_address_of_an_organisation_passes_where_the_record_gives_the_reason(
    mini: Path,
) -> None:
    (mini / "book" / "page.md").write_text("# A page\n\nWrite to statistics@publisher.test.\n")
    assert [one.rule for one in found(mini)] == ["email"]
    allow(mini, "email", "statistics@publisher.test")
    assert found(mini) == []
    allow(mini, "email", "other@publisher.test")
    assert [one.rule for one in found(mini)] == ["email"]
    allow(mini, "nhs-number", "'9990000069'")
    (one,) = found(mini)
    assert (one.rule, one.file, one.field) == ("record", "data/allowed.yml", "words[1].kind")


def table(rows: list[tuple[str, str, float | None]]) -> pd.DataFrame:
    """A table of one area and period: sex, group and count; none is withheld."""
    lines = ["indicator,area,period_start,period_end,sex,age,group,value,count,denominator,"
             "lower95,upper95,status,note"]  # fmt: skip
    for sex, group, count in rows:
        shown = f"1,{count:g},1000,,,published," if count is not None else ",,,,,suppressed,small"
        lines.append(f"x,E09000901,2024-01-01,2024-12-31,{sex},All,{group},{shown}")
    return small_counts.read("\n".join(lines) + "\n")


def test_a_small_count_is_found_unless_the_record_says_why_it_may_stand(mini: Path) -> None:
    path = mini / "data" / "observations" / "smoking.csv"
    path.write_text(path.read_text().replace(",14,210,1500,", ",0.2,3,1500,"))
    (one,) = found(mini)
    assert (one.rule, one.line, one.field) == ("small-count", 2, "count")
    (mini / "data" / "allowed.yml").write_text(
        "small_counts:\n  - indicator: smoking\n    reason: Of no person.\n    source: Here\n"
    )
    assert found(mini) == []


def test_a_withheld_count_that_a_total_gives_away_is_found() -> None:
    safe = [("Persons", "all", 100.0), ("Female", "all", None), ("Male", "all", None)]
    assert list(small_counts.given_away(table(safe))) == []
    open_ = [("Persons", "all", 101.0), ("Female", "all", 98.0), ("Male", "all", None)]
    ((line, _),) = small_counts.given_away(table(open_))
    assert line == 4


def places(cells: dict[str, tuple[float | None, float]], name: str = "x") -> pd.DataFrame:
    """A table of one period: count and denominator of each area; a count of None is withheld."""
    head = "indicator,area,period_start,period_end,sex,age,group,value,count,denominator,"
    lines = [f"{head}lower95,upper95,status,note"]
    for area, (count, of) in cells.items():
        shown = f"1,{count:g},{of:g},,,published," if count is not None else ",,,,,suppressed,small"
        lines.append(f"{name},{area},2024-01-01,2024-12-31,Persons,All,all,{shown}")
    return small_counts.read("\n".join(lines) + "\n")


NATION = {"E1": (100.0, 900.0), "A": (60.0, 300.0), "B": (37.0, 300.0), "C": (None, 300.0)}
TYPES = {"E1": "country", "A": "utla", "B": "utla", "C": "utla", "S": "stp"}


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        (NATION, [5]),
        # Two are withheld: neither can be worked out.
        (NATION | {"B": (None, 300.0)}, []),
        # But where they leave room for one value only, both can: 2 of at least 1.
        (NATION | {"A": (98.0, 300.0), "B": (None, 300.0)}, [4, 5]),
        # These parts do not make up the whole.
        (NATION | {"E1": (500.0, 900.0)}, []),
        # A whole that is withheld itself.
        ({"E1": (None, 9.0), "A": (2.0, 3.0), "B": (1.0, 3.0), "C": (1.0, 3.0)}, [2]),
    ],
)
def test_a_withheld_count_that_the_areas_around_give_away_is_found(
    cells: dict[str, tuple[float | None, float]], lines: list[int]
) -> None:
    known = list(differencing.wholes(TYPES, [], "country"))
    found = list(differencing.between_areas(places(cells), known, small_counts.RULE))
    assert [line for line, _ in found] == lines
    rounded = Rule(1, 7, round_to=5)
    assert list(differencing.between_areas(places(NATION), known, rounded)) == []


def test_a_system_on_record_is_a_whole_of_its_places() -> None:
    system = differencing.Whole("S", frozenset({"B", "C"}))
    known = list(differencing.wholes(TYPES, [system], "country"))
    assert system in known
    cells = {"S": (40.0, 600.0), "B": (37.0, 300.0), "C": (None, 300.0)}
    ((line, said),) = differencing.between_areas(places(cells), known, small_counts.RULE)
    assert (line, "the figures of S" in said) == (4, True)


SHOWN = {area: (float(10 * n + 20), float(100 * n + 200)) for n, area in enumerate("ABCDEF")}
HIDDEN = SHOWN | {"F": (None, 700.0)}
OTHER = {
    "its count": (SHOWN, [7]),
    "its denominator": ({a: (1.0, count) for a, (count, _) in SHOWN.items()}, [7]),
    "what it leaves": ({a: (of - count, of) for a, (count, of) in SHOWN.items()}, [7]),
    "something else": ({a: (count + 1, of) for a, (count, of) in SHOWN.items()}, []),
    "the same, but it withholds it too": (HIDDEN, []),
    "too little to tell": ({a: SHOWN[a] for a in "ABF"}, []),
}


@pytest.mark.parametrize("other", OTHER)
def test_a_withheld_count_that_another_table_gives_away_is_found(other: str) -> None:
    cells, lines = OTHER[other]
    frames = {"x": places(HIDDEN), "y": places(cells, "y")}
    found = list(differencing.between_tables("x", frames))
    assert [line for line, _ in found] == lines
    assert all("what y" in said for _, said in found)


def test_the_gate_asks_the_areas_around_and_the_other_tables(mini: Path) -> None:
    folder = mini / "data" / "observations"
    (folder / "copy.csv").write_text((folder / "smoking.csv").read_text())
    lines = (folder / "smoking.csv").read_text().splitlines()
    row = lines[2].split(",")
    row[7:] = ["", "", "", "", "", "suppressed", "small"]
    lines[2] = ",".join(row)
    (folder / "smoking.csv").write_text("\n".join(lines) + "\n")
    assert ("between-tables", 3) in {(one.rule, one.line) for one in found(mini)}


def test_between_two_versions_what_one_withholds_the_other_does_not_show() -> None:
    before = table([("Persons", "all", 100.0), ("Male", "all", 3.0)])
    after = table([("Persons", "all", 100.0), ("Male", "all", None)])
    assert list(small_counts.between(before, before)) == []
    ((line, said),) = small_counts.between(after, before)
    assert (line, "earlier version of the table shows it" in said) == (3, True)
    ((line, said),) = small_counts.between(before, after)
    assert (line, "earlier version of the table withheld" in said) == (3, True)


def test_an_edition_that_withholds_what_an_earlier_commit_shows_is_found(mini: Path) -> None:
    def git(*words: str) -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *words], cwd=mini, check=True, capture_output=True)

    git("init", "-q")
    git("add", "data")
    git("commit", "-qm", "First edition")
    path = mini / "data" / "observations" / "smoking.csv"
    lines = path.read_text().splitlines()
    cells = lines[1].split(",")
    cells[7:] = ["", "", "", "", "", "suppressed", "small"]
    lines[1] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n")
    git("commit", "-qam", "Second edition")
    (one,) = found(mini)
    assert (one.rule, one.line) == ("editions", 2)
    shutil.rmtree(mini / ".git")
    assert found(mini) == []
