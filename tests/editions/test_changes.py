"""An introduced change of each kind is told under its heading, and nothing else is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from math import inf
from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.catalogue.manifest import Numbers, OwnError
from playbook.editions import changes, numbers, telling
from playbook.editions.changes import HEADINGS, Change
from playbook.sources import package
from tests.catalogue.editing import replace
from tests.conftest import copied

Edit = Callable[[Path], object]
END = "2024-12-31"
TABLE, RECORD = "data/observations/smoking.csv", "data/indicators/smoking.yml"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, mini_site: Path) -> tuple[Path, Numbers]:
    """The miniature with its runs, and what it says."""
    folder = copied(mini_site, tmp_path_factory.mktemp("changes") / "mini")
    return folder, numbers.current(Project.find(folder))


def edited(base: tuple[Path, Numbers], folder: Path, edit: Edit) -> list[Change]:
    """Make an edit in a copy, and list what changed by it."""
    shutil.copytree(base[0], folder)
    edit(folder)
    package.write(folder)
    return changes.between(base[1], numbers.current(Project.find(folder)))


@pytest.fixture(scope="module")
def found_by(
    base: tuple[Path, Numbers], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Edit], list[Change]]:
    """What is found to have changed by an edit, which is made once for all who ask."""
    return cache(lambda edit: edited(base, tmp_path_factory.mktemp("edited") / "mini", edit))


def revised(folder: Path) -> None:
    """Let the publisher give another figure for the same period."""
    replace(folder / TABLE, "all,14,210,1500", "all,12,180,1500")


def new_version(folder: Path) -> None:
    """Give the definition a new version, with other figures."""
    revised(folder)
    record = folder / RECORD
    text = record.read_text().replace('version: "1.0.0"', 'version: "2.0.0"', 1)
    record.write_text(
        text.replace(
            "changelog:\n",
            'changelog:\n  - version: "2.0.0"\n    date: 2026-11-23\n'
            "    change: Counts people who smoke pipes too\n    effect: Higher\n",
        )
    )


def nudged(folder: Path) -> None:
    """Revise a figure by less than its page shows."""
    replace(folder / TABLE, "all,14,210,1500,", "all,14.01,210,1500,")


def new_break(folder: Path) -> None:
    """Record that the publisher changed its method."""
    revised(folder)
    with (folder / "data/breaks.yml").open("a") as file:
        file.write(
            "  - id: mini_pipes\n    indicators: [smoking]\n    areas: all\n    kind: definition\n"
            "    date: 2024-06-01\n    text: The survey asks for pipes too.\n"
            "    source: The tests of the playbook\n"
        )


def own_error(folder: Path) -> None:
    """Correct an error of ours, and say so in the register."""
    revised(folder)
    (folder / "data/errata.yml").write_text(
        "errata:\n  - id: pipes\n    date: 2026-11-23\n    edition: '2026.11'\n"
        "    indicators: [smoking]\n    areas: [E09000901]\n    end: 2024-12-31\n"
        "    what: We left out pipes.\n"
        "    reason: A filter was wrong.\n    affected: Readers of the page.\n"
    )


def repaired(folder: Path) -> None:
    """Take out a published figure that cannot be right."""
    replace(folder / TABLE, "all,14,210,1500,,,published,", "all,,,,,,missing,Cannot be right")
    replace(
        folder / RECORD,
        "synthetic: false",
        "corrections:\n  - areas: [E09000901]\n    start: 2024-01-01\n    end: 2024-12-31\n"
        "    action: missing\n    reason: Cannot be right.\n    provider: Us\n"
        "    status: Not told yet\n    expect: 210\nsynthetic: false",
    )


def another_year(folder: Path) -> None:
    """Add a year to each place of a yearly series."""
    table = folder / "data/observations/avoidable_deaths.csv"
    lines = []
    for row in table.read_text().splitlines():
        lines.append(row)
        if "2024-12-31" in row:
            lines.append(row.replace("2024-", "2025-"))
    table.write_text("\n".join(lines) + "\n")
    replace(folder / "data/indicators/avoidable_deaths.yml", "last: 2024-12-31", "last: 2025-12-31")


def no_smoking(folder: Path) -> None:
    """Remove an indicator, and all that names it."""
    for name in (TABLE, RECORD):
        (folder / name).unlink()
    missions = folder / "data/missions.yml"
    missions.write_text(
        missions.read_text().replace("avoidable_deaths, smoking]", "avoidable_deaths]")
    )
    breaks = folder / "data/breaks.yml"
    breaks.write_text(breaks.read_text().partition("  - id: mini_method")[0])
    feeds = folder / "data/feeds.yml"
    feeds.write_text(feeds.read_text().partition("  - id: mini_returns")[0])
    tables = folder / "data/tables.yml"
    tables.write_text(
        tables.read_text().replace(
            "  - path: observations/smoking.csv\n    derivation: Invented for tests.\n", ""
        )
    )


def no_validation(folder: Path) -> None:
    """Remove a page."""
    pages = folder / "notebooks/pages.yml"
    pages.write_text(
        pages.read_text().replace(
            "  - notebook: validation.ipynb\n    slug: validation\n    kind: Method\n", ""
        )
    )


KINDS: dict[str, tuple[Edit, str, str]] = {
    "revision": (revised, "Northbrook", "14.0% (to 31 December 2024) → 12.0%"),
    "new version": (new_version, "Northbrook", "Counts people who smoke pipes too. Higher."),
    "new break": (new_break, "Northbrook", "The survey asks for pipes too."),
    "correction": (own_error, "Northbrook", "We left out pipes. A filter was wrong."),
    "small revision": (nudged, "Northbrook", "14.00% (to 31 December 2024) → 14.01%"),
    "repair": (repaired, "Northbrook", "→ no figure"),
    "new data": (another_year, "Northbrook", "1 new period, from Invented public health office"),
    "removed indicator": (no_smoking, "", "Adults who smoke"),
    "removed page": (no_validation, "", ""),
}
EXPECTED = {
    "revision": "revision",
    "small revision": "revision",
    "new version": "method",
    "new break": "method",
    "correction": "correction",
    "repair": "repair",
    "new data": "new_data",
    "removed indicator": "removed_indicator",
    "removed page": "removed_page",
}


@pytest.mark.parametrize("name", KINDS)
def test_a_change_is_told_under_its_heading(
    found_by: Callable[[Edit], list[Change]], name: str
) -> None:
    edit, place, words = KINDS[name]
    found = found_by(edit)
    # A figure that moved may move a verdict; nothing else may be said to have changed.
    assert {one.kind for one in found} - {"verdict"} == {EXPECTED[name]}
    first = next(one for one in found if one.kind == EXPECTED[name] and one.place in {place, ""})
    written = telling.markdown("2026.08", "2026.11", found)
    assert f"### {HEADINGS[EXPECTED[name]]}\n" in written
    assert words in f"{telling.line(first)} {first.why}"
    assert f"- {first.subject}" in written
    assert json.loads(json.dumps(telling.plain("2026.08", "2026.11", found)))["changes"]


def test_a_verdict_that_moved_is_told_with_both_words(
    found_by: Callable[[Edit], list[Change]],
) -> None:
    found = found_by(revised)
    moved = [telling.line(one) for one in found if one.kind == "verdict" and one.place]
    assert moved == ["Adults who smoke, Northbrook: Worse than England → Similar to England"]


def test_what_came_is_told_as_new(base: tuple[Path, Numbers], tmp_path: Path) -> None:
    folder = tmp_path / "mini"
    shutil.copytree(base[0], folder)
    no_smoking(folder)
    no_validation(folder)
    package.write(folder)
    less = numbers.current(Project.find(folder))
    assert {one.kind for one in changes.between(less, base[1])} == {"new_indicator", "new_page"}


def test_a_number_that_no_record_explains_is_told_so(base: tuple[Path, Numbers]) -> None:
    old = base[1]
    key, value = next((k, v) for k, v in old.values.items() if v.number)
    moved = value.model_copy(update={"number": value.number * 2, "text": "twice"})
    new = old.model_copy(update={"values": old.values | {key: moved}})
    [found] = changes.between(old, new)
    assert (found.kind, found.after) == ("unexplained", f"twice ({value.period})")
    assert "no record says why" in telling.markdown("2026.08", "2026.11", [found])


def test_an_unchanged_playbook_says_that_nothing_changed(
    base: tuple[Path, Numbers], tmp_path: Path
) -> None:
    found = edited(base, tmp_path / "mini", lambda _: None)
    assert found == []
    assert "Nothing changed in the numbers." in telling.markdown("2026.08", "2026.11", found)


def test_words_and_the_day_of_the_edition_are_no_change_of_a_number(
    base: tuple[Path, Numbers], tmp_path: Path
) -> None:
    def later(folder: Path) -> None:
        replace(folder / "data/edition.yml", "2026-11-22", "2027-02-22")
        replace(folder / "book/index.md", "in miniature", "in little")

    assert edited(base, tmp_path / "mini", later) == []


def test_lost_figures_come_before_large_ones_and_large_before_small() -> None:
    sizes = {"small": 0.1, "lost": inf, "large": 0.5}
    found = [Change("revision", name, size=size) for name, size in sizes.items()]
    assert [one.subject for one in sorted(found, key=changes.urgency)] == ["lost", "large", "small"]


def with_figures(said: Numbers, **figures: float) -> Numbers:
    """Let the publisher give other figures of smoking, by code of the place."""
    one = said.indicators["smoking"]
    series = one.series | {code: {END: figure} for code, figure in figures.items()}
    other = one.model_copy(update={"series": series, "table": "f" * 64})
    return said.model_copy(update={"indicators": said.indicators | {"smoking": other}})


def test_a_page_that_went_is_told_before_all_else(base: tuple[Path, Numbers]) -> None:
    less = {page: title for page, title in base[1].pages.items() if page != "validation"}
    new = with_figures(base[1], E09000901=12.0).model_copy(update={"pages": less})
    assert [one.kind for one in changes.between(base[1], new)][:2] == ["removed_page", "revision"]


def test_a_verdict_that_went_or_came_is_told(base: tuple[Path, Numbers]) -> None:
    key = "smoking/Northbrook/comparison"
    less = {name: one for name, one in base[1].verdicts.items() if name != key}
    without = base[1].model_copy(update={"verdicts": less})
    [gone] = changes.between(base[1], without)
    assert telling.line(gone) == "Adults who smoke, Northbrook: Worse than England → No verdict"
    [came] = changes.between(without, base[1])
    assert telling.line(came) == "Adults who smoke, Northbrook: No verdict → Worse than England"


def test_an_error_of_ours_explains_its_own_places_and_periods_alone(
    base: tuple[Path, Numbers],
) -> None:
    new = with_figures(base[1], E09000901=12.0, E09000902=11.0)
    error = OwnError(text="We left out pipes.", indicators=("smoking",), areas=("E09000901",))

    def kinds(error: OwnError) -> dict[str, str]:
        found = changes.between(base[1], new.model_copy(update={"errors": {"pipes": error}}))
        return {one.area: one.kind for one in found}

    assert kinds(error) == {"E09000901": "correction", "E09000902": "revision"}
    earlier = error.model_copy(update={"end": date(2023, 12, 31)})
    assert set(kinds(earlier).values()) == {"revision"}


def test_a_number_of_our_own_is_told_beside_the_figures_that_it_comes_from(
    base: tuple[Path, Numbers],
) -> None:
    new = with_figures(base[1], E09000901=12.0)
    key = f"smoking.{base[1].system}"
    was = base[1].values[key]
    moved = was.model_copy(update={"number": 10.5, "text": "10.5%"})
    found = changes.between(base[1], new.model_copy(update={"values": new.values | {key: moved}}))
    told = {one.area: one for one in found}
    assert {one.kind for one in found} == {"revision"}
    assert told[base[1].system].after == "10.5% (2024)"
    assert "Worked out from figures that changed." in told[base[1].system].why
    lost = {name: one for name, one in new.values.items() if name != key}
    found = changes.between(base[1], new.model_copy(update={"values": lost}))
    assert (found[0].area, found[0].after) == (base[1].system, "no figure")


def test_a_pull_request_is_told_it_all_in_few_lines() -> None:
    found = [
        Change(
            kind, f"Indicator {number}", place=f"Place {place}", before="1", after="2", why="Why"
        )
        for kind in HEADINGS
        for number in range(40)
        for place in range(8)
    ]
    written = telling.markdown("2026.08", "2026.11", found, "A note.").splitlines()
    assert len(written) <= telling.LINES
    assert [one for one in written if one.startswith("###")] == [
        f"### {heading}" for heading in HEADINGS.values()
    ]
    told = "- Indicator 0, Place 0: 1 → 2, and 7 more places. Why"
    assert written.count(told) == len(HEADINGS) - 1  # Why a verdict moved is not told.
    assert written[-1] == "- and 312 more"
    few = telling.markdown("2026.08", "2026.11", found[:320]).splitlines()
    assert sum(one.startswith("- Indicator") for one in few) == telling.SHORT
