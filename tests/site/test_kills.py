"""A build that is killed, whenever and whichever of its processes, costs nothing but the time.

What readers see stays whole, and the next build gives the site that an undisturbed one gives.
``python -m tests.site.test_kills 50`` kills so many builds at random moments.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from playbook.execution import pool
from playbook.site.swap import recover
from playbook.sources import package
from tests.conftest import make_mini, playbook
from tests.execution.test_faults import none_left, working_in
from tests.site.test_build import hashes

pytestmark = pytest.mark.audit

TABLE = Path("data", "observations", "within_4_hours.csv")
PROSE = Path("book", "index.md")


@dataclass
class Edits:
    """A miniature playbook that is edited to and fro, and the site that belongs to each state."""

    folder: Path
    states: list[dict[Path, bytes]]
    sites: list[dict[str, str]]
    seconds: float

    @classmethod
    def of(cls, folder: Path) -> Edits:
        """Build both states undisturbed; the second differs in a number and in prose."""
        make_mini(folder)
        paths = [TABLE, PROSE, Path("data", "datapackage.json")]
        edits = cls(folder, [], [], 0)
        for _ in range(2):
            started = time.monotonic()
            assert playbook(folder, "build").returncode == 0
            edits.seconds = time.monotonic() - started
            edits.states.append({path: (folder / path).read_bytes() for path in paths})
            edits.sites.append(hashes(folder / "_build" / "site"))
            lines = (folder / TABLE).read_text().splitlines()
            last = max(n for n, line in enumerate(lines) if line.startswith("within_4_hours,RZ9,"))
            cells = lines[last].split(",")
            cells[8] = str(int(cells[9]) // 2)
            cells[7] = f"{100 * int(cells[8]) / int(cells[9]):.4f}"
            lines[last] = ",".join(cells)
            (folder / TABLE).write_text("\n".join(lines) + "\n")
            (folder / PROSE).write_text((folder / PROSE).read_text() + "\nOne more sentence.\n")
            package.write(folder)
        assert edits.sites[0] != edits.sites[1]
        return edits

    def edit(self, state: int) -> None:
        """Bring the playbook into a state."""
        for path, content in self.states[state].items():
            (self.folder / path).write_bytes(content)

    def killed(self, moment: float, draw: random.Random) -> str:
        """Start a build and kill it, or a process below it, at a moment; say which it was."""
        environment = {key: value for key, value in os.environ.items() if key != "PLAYBOOK_ROOT"}
        process = subprocess.Popen(
            [sys.executable, "-m", "playbook", "build"],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(moment)
        below = pool.descendants(process.pid)
        whom = draw.choice(below) if below and draw.random() < 0.5 else process.pid
        with suppress(ProcessLookupError):
            os.kill(whom, signal.SIGKILL)
        process.communicate(timeout=300)
        return "the parent" if whom == process.pid else "a child"

    def check(self, state: int) -> None:
        """Say that readers see a whole site, and that the next build gives the right one."""
        site = self.folder / "_build" / "site"
        # A renderer that is still importing looks up only when it has done so.
        assert none_left(self.folder, within=60), working_in(self.folder)
        # What the next build does first, when it was killed between its last two steps.
        recover(site)
        assert hashes(site) in self.sites, "readers see half a site"
        done = playbook(self.folder, "build")
        assert done.returncode == 0, done.stderr
        assert hashes(site) == self.sites[state], "the next build differs"


@pytest.fixture(scope="module")
def edits(tmp_path_factory: pytest.TempPathFactory) -> Edits:
    return Edits.of(tmp_path_factory.mktemp("kills") / "mini")


@pytest.mark.parametrize(("state", "share"), [(1, 0.75)])
def test_after_a_kill_readers_see_a_whole_site_and_the_next_build_is_the_same(
    edits: Edits, state: int, share: float
) -> None:
    edits.edit(state)
    edits.killed(share * edits.seconds, random.Random(state))  # noqa: S311
    edits.check(state)


def main(count: int) -> None:
    """Kill so many builds, each in the state that the one before left; every fifth from nothing."""
    draw = random.Random(count)  # noqa: S311
    with tempfile.TemporaryDirectory() as scratch:
        edits = Edits.of(Path(scratch) / "mini")
        for number in range(count):
            if number % 5 == 4:
                for name in ("runs", "book", "render", "svg", "pictures"):
                    shutil.rmtree(edits.folder / "_build" / name, ignore_errors=True)
            edits.edit(number % 2)
            moment = draw.uniform(0, edits.seconds * (1.6 if number % 5 == 4 else 1))
            whom = edits.killed(moment, draw)
            edits.check(number % 2)
            print(f"{number + 1}: {whom} killed after {moment:.2f} s; all is well", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
