"""Parts of a page's last run come back only where they hold, and change nothing but the time."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from playbook.execution import engine, local, runner
from playbook.execution.pages import Page
from playbook.execution.store import Run, RunStore
from tests.catalogue.editing import replace
from tests.execution.pages import every_page, notebook

TELLING = """
import sys
from playbook.observations import in_parts, load
def part(name):
    print('made', name, file=sys.stderr)
    return len(load(name))
sum(in_parts(part, ['smoking', 'avoidable_deaths']))
"""
ALL = ["made smoking\nmade avoidable_deaths"]


def executed(mini: Path, how: str = "fork", anew: bool = False, n: int = 2, code: str = "x") -> Run:
    """Execute a page that says which of its parts it makes; give its run."""
    path = notebook(mini / "notebooks" / "try.ipynb", TELLING)
    run = engine.execute(Page("try", path, {"n": n}), mini, {"code": code, "parameters": str(n)},
                         how, 60, anew=anew)  # fmt: skip
    assert isinstance(run, Run), run
    return run


def test_parts_that_hold_are_not_made_again(mini: Path) -> None:
    first = executed(mini)
    assert first.warnings == ALL
    again = executed(mini)
    assert again.warnings == []
    assert (again.reads, again.look_ups) == (first.reads, first.look_ups)
    replace(mini / "data" / "observations" / "smoking.csv", ",14,210,1500,", ",14.2,213,1500,")
    assert executed(mini).warnings == ["made smoking"]


@pytest.mark.parametrize(
    "given",
    [{"anew": True}, {"n": 3}, {"code": "y"}, {"how": "kernel"}],
    ids=["asked for anew", "other parameters", "other code", "the reference"],
)
def test_every_part_is_made_where_the_last_run_does_not_count(
    mini: Path, given: dict[str, Any]
) -> None:
    executed(mini)
    assert executed(mini, **given).warnings == ALL


@pytest.mark.parametrize("damage", ["truncated", "altered", "removed", "another page's"])
def test_a_damaged_file_of_parts_is_not_used_and_is_made_again(mini: Path, damage: str) -> None:
    executed(mini)
    path = RunStore(mini).folder / "try.parts.json"
    content = path.read_text()
    if damage == "removed":
        path.unlink()
    else:
        path.write_text({
            "truncated": content[: len(content) // 2],
            "altered": content.replace('"gives": 3', '"gives": 4'),
            "another page's": "{}",
        }[damage])  # fmt: skip
        assert path.read_text() != content
    assert executed(mini).warnings == ALL
    assert path.read_text() == content


def outcome(root: Path, page: Page) -> dict[str, Any]:
    """What the store has of a page, but for time and memory."""
    store = RunStore(root)
    run = store.get(page.slug)
    assert run is not None
    parts = store.parts(page.slug, run.inputs)
    assert parts
    return asdict(run) | {"seconds": 0, "memory_mb": 0, "parts": parts}


def edit(mini: Path, draw: random.Random) -> None:
    """Change a random figure of a random table, or the title of a random indicator."""
    table = draw.choice(sorted((mini / "data" / "observations").glob("*.csv")))
    if draw.random() < 0.3:
        record = mini / "data" / "indicators" / f"{table.stem}.yml"
        text = record.read_text()
        record.write_text(text.replace("short_title: ", f"short_title: {draw.choice('ABC')} ", 1))
        return
    rows = list(csv.DictReader(io.StringIO(table.read_text())))
    row = draw.choice([row for row in rows if row["value"]])
    row["value"] = f"{float(row['value']) + draw.choice([-0.1, 0.1, 1]):g}"
    with table.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_whatever_is_edited_the_pages_are_those_made_from_nothing(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, listed = every_page(mini)
    listed = [page for page in listed if page.slug.startswith(("places/", "trusts/"))]
    draw, changed = random.Random(4), 0  # noqa: S311
    with local.server() as one:
        # The same for all: starting one takes longer than the pages.
        monkeypatch.setattr(local, "execute_all", one.ask)
        runner.run(project, runner.plan(project, listed))
        for _ in range(6):
            for _ in range(draw.randint(1, 3)):
                edit(mini, draw)
            recap = runner.run(project, runner.plan(project, listed))
            assert recap.failures == []
            changed += len(recap.executed)
            step = {page.slug: outcome(project.root, page) for page in listed}
            assert runner.run(project, runner.plan(project, listed, force=True)).failures == []
            assert {page.slug: outcome(project.root, page) for page in listed} == step
    assert changed > 6
