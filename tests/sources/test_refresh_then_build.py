"""After a refresh just the pages are made again that read what is new, and the change is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project
from playbook.editions import changes, sides, telling
from playbook.execution import pages, runner
from playbook.execution.store import RunStore
from tests.conftest import copied
from tests.sources.loopback import Publishers
from tests.sources.miniature import Playbook


def test_new_rows_touch_the_pages_that_read_them_and_no_others(
    mini_site: Path, tmp_path: Path, publishers: Publishers, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is compared may be run again, and others look at the first one too.
    before, folder = copied(mini_site, tmp_path / "before"), tmp_path / "mini"
    shutil.copytree(before, folder, ignore=shutil.ignore_patterns("site", "sphinx*", "book-*"))
    monkeypatch.chdir(folder)
    book = Playbook(folder, publishers)
    book.deaths += book.year()
    assert book.refresh().changes
    project = Project(folder)
    all_pages = pages.select(pages.expand(project, Catalogue.read(project)), [])
    planned = runner.plan(project, all_pages)
    stale = {one.page.slug for one in planned if one.reasons}
    store = RunStore(project.root, project.build)
    reading = {
        one.page.slug
        for one in planned
        if "avoidable_deaths" in str(getattr(store.get(one.page.slug), "reads", ""))
    }
    assert "indicators/avoidable_deaths" in stale
    assert "indicators/within_4_hours" not in stale
    assert stale == reading
    recap = runner.run(project, planned)
    assert set(recap.executed) == stale
    sides_ = (sides.side(project, str(before), None), sides.side(project, ".", None))
    said = telling.markdown("before", "after", changes.between(*sides_))
    assert said.count("with new data") == 1
    assert "Avoidable deaths under 75" in said
    assert not [title for title in ("Adults who smoke", "Within 4 hours") if title in said]
