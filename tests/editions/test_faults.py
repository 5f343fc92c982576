"""Killed at any moment while publishing, what readers see is a whole tree, the old or the new.

Here a few kills; ``python -m tests.editions.test_faults 50`` takes 50 at random moments.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playbook.editions import tree, verify
from tests.editions import shelves

PAGES = 100
PUBLISHER = """
import sys
from pathlib import Path
from tests.editions import shelves
print("ready", flush=True)
shelves.put(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
"""


def publisher(place: str | Path, name: str, site: Path) -> subprocess.Popen[str]:
    """Start to publish, in a process that can be killed; wait until its imports are done."""
    started = subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, str(place), name, str(site)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    return started


def duration(process: subprocess.Popen[str]) -> float:
    """Wait for a publication; give its seconds."""
    started = time.perf_counter()
    process.communicate()
    assert process.returncode == 0
    return time.perf_counter() - started


def names(count: int) -> list[str]:
    """Name editions, a month after another."""
    return [f"{2020 + number // 12}.{number % 12 + 1:02}" for number in range(count)]


def killed(folder: Path, times: int, seed: int = 7) -> tuple[int, int]:
    """Publish one edition after another, each killed once; give how often old and new was seen."""
    chance, place = random.Random(seed), folder / "web"  # noqa: S311 # no secret
    shelves.put(place, "2019.12", big(folder / "first", "first"))
    # Timed as the others run: a process that has just started is slower than this one.
    usual = duration(publisher(place, "2019.12.1", big(folder / "second", "second")))
    seen = {False: 0, True: 0}
    for name in names(times):
        site = big(folder / name, name)
        process = publisher(place, name, site)
        time.sleep(chance.uniform(0, 1.3 * usual))
        process.kill()
        process.communicate()
        assert verify.problems(place) == [], name
        there = name in tree.contents(place)["editions"]
        seen[there] += 1
        if not there:
            # The next one finds what the killed one left, and is not hindered by it.
            shelves.put(place, name, site)
            assert verify.problems(place) == [], name
    return seen[False], seen[True]


def big(folder: Path, text: str) -> Path:
    """Lay out a site of many pages, most of them as they were before."""
    return shelves.site(folder, **{f"page{n}": text if n % 3 else "same" for n in range(PAGES)})


def test_a_kill_at_any_moment_leaves_a_whole_tree(tmp_path: Path) -> None:
    assert sum(killed(tmp_path, 3)) == 3


def test_two_publications_at_once_wait_for_each_other(tmp_path: Path) -> None:
    place = tmp_path / "web"
    shelves.put(place, "2019.12", big(tmp_path / "first", "first"))
    # Whichever comes first takes the next name.
    several = [publisher(place, shelves.NEXT, big(tmp_path / text, text)) for text in "abc"]
    for one in several:
        one.communicate()
    assert [one.returncode for one in several] == [0, 0, 0]
    assert len(tree.contents(place)["editions"]) == 4
    assert verify.problems(place) == []


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        old, new = killed(Path(home), int(sys.argv[1]))
    print(f"{old + new} kills: readers saw the old tree {old} times, the new one {new} times.")
