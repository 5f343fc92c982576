"""Whatever happens to a run, the next one finishes and gives what an undisturbed one gives.

``python -m tests.execution.test_faults 50`` ends so many runs at random moments.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from playbook.execution import pool
from tests.conftest import make_mini, playbook
from tests.execution.pages import notebook

SOON = 8
"""Seconds. The promise is 2, on a machine with nothing else to do; a busy one takes longer, but a
stop that waited for the pages would take longer than this."""

PASSING = {"seconds", "memory_mb"}
"""Fields of run.json that differ between two runs of an unchanged page."""


def runs(folder: Path) -> dict[str, object]:
    """What the store holds: notebooks as they are, records without what passes."""
    found: dict[str, object] = {}
    for path in sorted((folder / "_build" / "runs").rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.name.endswith(".run.json"):
            record = json.loads(path.read_text())
            found[name] = {key: record[key] for key in record if key not in PASSING}
        elif path.suffix == ".ipynb":
            found[name] = path.read_bytes()
    return found


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if key != "PLAYBOOK_ROOT"}
    return subprocess.Popen(
        [sys.executable, "-m", "playbook", "run", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def working_in(folder: Path) -> list[int]:
    """Processes whose working directory is in a folder."""
    found = []
    for path in Path("/proc").iterdir():
        try:
            ours = path.name.isdigit() and (path / "cwd").readlink().is_relative_to(folder)
            if ours and int(path.name) != os.getpid():
                found.append(int(path.name))
        except OSError:
            continue
    return found


def none_left(folder: Path, within: float = 2.0) -> bool:
    deadline = time.monotonic() + within
    while working_in(folder):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, object], float]:
    """What a run of the miniature gives that nothing happens to, and how long it takes."""
    folder = make_mini(tmp_path_factory.mktemp("undisturbed") / "mini")
    started = time.monotonic()
    done = playbook(folder, "run")
    assert done.returncode == 0, done.stderr
    return runs(folder), time.monotonic() - started


def killed(folder: Path, moment: float, whom: str) -> None:
    """Start a run and kill it, or one of the processes that it started, at a moment."""
    process = start(folder)
    time.sleep(moment)
    below = pool.descendants(process.pid) if whom == "a child" else []
    with suppress(ProcessLookupError):
        os.kill(below[0] if below else process.pid, signal.SIGKILL)
    process.communicate(timeout=120)


@pytest.mark.parametrize(("whom", "share"), [("the parent", 0.6), ("a child", 0.8)])
def test_after_a_kill_the_next_run_finishes_with_the_same_bytes(
    mini: Path, undisturbed: tuple[dict[str, object], float], whom: str, share: float
) -> None:
    expected, seconds = undisturbed
    killed(mini, share * seconds, whom)
    assert none_left(mini)
    done = playbook(mini, "run")
    assert done.returncode == 0, done.stderr
    assert runs(mini) == expected
    assert list((mini / "_build").rglob("*.partial")) == []


@pytest.mark.parametrize("to", ["the parent alone", "its group"])
def test_ctrl_c_keeps_what_was_finished(
    mini: Path, undisturbed: tuple[dict[str, object], float], to: str
) -> None:
    process = start(mini, "--jobs", "1")
    store = mini / "_build" / "runs"
    deadline = time.monotonic() + 60
    while not list(store.rglob("*.run.json")):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    before = time.monotonic()
    (os.kill if to == "the parent alone" else os.killpg)(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=10)
    assert time.monotonic() - before < SOON
    assert process.returncode == 130
    assert "Interrupted. What was finished is kept." in said
    assert none_left(mini)
    kept = [path.stem for path in store.rglob("*.run.json")]
    done = json.loads(playbook(mini, "run", "--json").stdout)
    assert done["ok"] is True
    assert len(done["reused"]) >= len(kept) >= 1
    assert len(done["executed"]) >= 1
    assert runs(mini) == undisturbed[0]


def test_two_runs_at_once_wait_for_each_other(
    mini: Path, undisturbed: tuple[dict[str, object], float]
) -> None:
    both = [start(mini, "--json") for _ in range(2)]
    said = [json.loads(process.communicate(timeout=300)[0]) for process in both]
    assert all(one["ok"] for one in said)
    assert sorted(len(one["executed"]) for one in said)[0] == 0, "the second reuses all"
    assert runs(mini) == undisturbed[0]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A folder on a disk of its own, or None without the right to mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True).returncode:
        yield None
        return
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path) -> None:
    """Write until nothing more fits on the disk of a folder."""
    descriptor = os.open(folder / "rest", os.O_CREAT | os.O_WRONLY)
    try:
        with suppress(OSError):
            while os.write(descriptor, b"x" * 4096):
                pass
    finally:
        os.close(descriptor)


@pytest.mark.parametrize("trouble", ["No space left on device", "Read-only file system"])
def test_a_disk_that_takes_no_more_is_one_clear_error_and_the_last_good_state_stays(
    mini: Path, small_disk: Path | None, trouble: str, request: pytest.FixtureRequest
) -> None:
    assert playbook(mini, "run", "smoking").returncode == 0
    good, store = runs(mini), mini / "_build" / "runs"
    if small_disk is None:
        # Not root: folders that may not be written are all that can be had.
        trouble = "Permission denied"
        for folder in (store, store / "indicators"):
            folder.chmod(0o555)
    else:
        shutil.copytree(store, small_disk, dirs_exist_ok=True)
        # A link would be refused: it leads out of the playbook.
        request.addfinalizer(lambda: subprocess.run(["umount", str(store)], check=True))
        subprocess.run(["mount", "--bind", str(small_disk), str(store)], check=True)
        if trouble.startswith("No space"):
            fill(small_disk)
        else:
            subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    done = playbook(mini, "run", "--force")
    assert done.returncode == 3
    assert f"error: _build/runs: cannot be written: {trouble}." in done.stderr
    assert "Traceback" not in done.stderr
    assert runs(mini) == good
    assert none_left(mini)


def test_a_page_that_asks_for_too_much_memory_is_named_with_the_cap(mini: Path) -> None:
    path = notebook(mini / "notebooks" / "try.ipynb", "x = bytearray(3 * 1024**3)")
    pages = f"pages:\n  - {{notebook: {path.name}, slug: big}}\n"
    (mini / "notebooks" / "pages.yml").write_text(pages)
    done = playbook(mini, "run", "--memory-mb", "700")
    assert done.returncode == 1
    assert "failed: big (notebooks/try.ipynb, cell 3, line 1): MemoryError" in done.stderr
    assert "a page may use 700 MB; --memory-mb raises the cap" in done.stderr


HANGS = {
    "python": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "c": "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\n"
    "import re; re.match(r'(a+)+$', 'a' * 60 + 'b')",
}


@pytest.mark.parametrize("engine", ["fork", "kernel"])
@pytest.mark.parametrize("how", HANGS)
def test_a_page_that_hangs_is_stopped_and_named_and_the_others_finish(
    mini: Path, how: str, engine: str
) -> None:
    notebook(mini / "notebooks" / "try.ipynb", HANGS[how])
    notebook(mini / "notebooks" / "fine.ipynb", "1 + 1")
    (mini / "notebooks" / "pages.yml").write_text(
        "pages:\n  - {notebook: try.ipynb, slug: hangs}\n  - {notebook: fine.ipynb, slug: fine}\n"
    )
    done = playbook(mini, "run", "--timeout", "5", "--engine", engine, "--json")
    assert done.returncode == 1
    said = json.loads(done.stdout)
    assert said["executed"] == ["fine"]
    (failed,) = said["failed"]
    assert failed["page"] == "hangs"
    assert none_left(mini)


def main(count: int) -> None:
    """End ``count`` runs at random moments, each in the state that the one before left."""
    draw = random.Random(count)  # noqa: S311
    with tempfile.TemporaryDirectory() as scratch:
        folder = make_mini(Path(scratch) / "undisturbed")
        started = time.monotonic()
        assert playbook(folder, "run").returncode == 0
        seconds, expected = time.monotonic() - started, runs(folder)
        folder = make_mini(Path(scratch) / "disturbed")
        for number in range(count):
            whom = draw.choice(["the parent", "a child"])
            moment = draw.uniform(0, seconds)
            killed(folder, moment, whom)
            assert none_left(folder), f"run {number} left a process"
            done = playbook(folder, "run")
            assert done.returncode == 0, done.stderr
            assert runs(folder) == expected, f"run {number} differs"
            print(f"{number + 1}: {whom} killed after {moment:.2f} s; the next run is the same")
            shutil.rmtree(folder / "_build")


if __name__ == "__main__":
    main(int(sys.argv[1]))
