"""A workshop builds as a process of its own would, again and again, and leaves nothing behind."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.errors import PagesFailedError, PlaybookError
from playbook.execution import pool
from playbook.site import seal
from playbook.site.workshop import Workshop
from tests.catalogue.editing import replace
from tests.conftest import copied, playbook
from tests.site.test_build import hashes


@pytest.fixture(scope="module")
def workshop(mini_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    folder = copied(mini_site, tmp_path_factory.mktemp("workshop") / "mini")
    with closing(Workshop(Project.find(folder))) as one:
        one.build()
        yield one


def running(workshop: Workshop) -> int:
    assert workshop._process is not None
    return workshop._process.pid


def gone(processes: Iterable[int], within: float = 15) -> bool:
    """Wait until none of these processes runs; say whether that came."""
    deadline = time.monotonic() + within
    while any(map(alive, processes)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(alive, processes))


def test_builds_of_a_workshop_give_what_a_fresh_process_gives(workshop: Workshop) -> None:
    root = workshop.project.root
    notebook, record = root / "notebooks" / "place.ipynb", root / "data" / "missions.yml"
    process, whole = running(workshop), notebook.read_text()

    replace(notebook, "area_page.answer(catalogue, ", "area_page.no_such(catalogue, ")
    with pytest.raises(PagesFailedError) as failed:
        workshop.build()
    assert "no_such" in failed.value.recap.failures[0].message

    notebook.write_text(whole)
    replace(record, "indicators:", "indicaters:")
    with pytest.raises(PlaybookError, match=r"data/missions\.yml:\d+: .*indicaters"):
        workshop.build()

    replace(record, "indicaters:", "indicators:")
    replace(root / "book" / "index.md", "Its places,", "All its places,")
    built = workshop.build()
    assert built.recap.executed == []
    assert running(workshop) == process
    site = hashes(root / "_build" / "site")

    done = playbook(root, "build", "--clean", "--force")
    assert done.returncode == 0, done.stderr
    assert hashes(root / "_build" / "site") == site


def test_another_package_or_lock_starts_it_anew(workshop: Workshop) -> None:
    process = running(workshop)
    with (workshop.project.root / "requirements.txt").open("a") as lock:
        lock.write("# another\n")
    assert workshop.build().recap.failures == []
    assert running(workshop) != process
    assert gone([process])


def test_warming_up_leaves_logging_as_it_is() -> None:
    # One of the theme's packages sets it up as it is imported, and each page's log would be shown.
    ask = "from playbook.site import renderer; renderer.warm()"
    show = "import logging; print(logging.root.handlers, logging.root.level)"
    done = subprocess.run(
        [sys.executable, "-c", f"{ask}; {show}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"[] {logging.WARNING}"


def test_tools_are_the_package_and_the_lock(mini: Path) -> None:
    project = Project.find(mini)
    known = seal.tools(project)
    replace(mini / "book" / "index.md", "Its places,", "All its places,")
    assert seal.tools(project) == known
    with (mini / "requirements.txt").open("a") as lock:
        lock.write("# another\n")
    assert seal.tools(project) != known


def test_a_workshop_that_was_lost_is_an_error_and_the_next_build_has_another(
    workshop: Workshop,
) -> None:
    workshop.build()
    threading.Timer(0.3, os.kill, (running(workshop), signal.SIGKILL)).start()
    replace(workshop.project.root / "data" / "edition.yml", "2026-11-22", "2026-11-23")
    with pytest.raises(PlaybookError, match="was lost"):
        workshop.build()
    assert workshop.build().recap.failures == []


def test_a_build_that_was_ended_is_an_error_and_the_next_one_is_made(workshop: Workshop) -> None:
    workshop.build()

    def end_the_build() -> None:
        builds: list[int] = []
        while not builds:
            family = pool.descendants(running(workshop))
            builds = [one for one in family if b"playbook.site.workbench" in command(one)]
        os.kill(builds[0], signal.SIGKILL)

    threading.Thread(target=end_the_build, daemon=True).start()
    with pytest.raises(PlaybookError, match="was lost"):
        workshop.build()
    assert workshop.build().recap.failures == []


def test_closing_leaves_no_process(workshop: Workshop) -> None:
    workshop.build()
    family = [running(workshop), *pool.descendants(running(workshop))]
    assert len(family) > 1
    workshop.close()
    assert gone(family)


def command(process: int) -> bytes:
    """Give the command line of a process; a fork has that of its parent."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def alive(process: int) -> bool:
    """Say whether a process runs; one that ended and that nobody has asked after does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False
