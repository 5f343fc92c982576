"""Pages on a real Dask cluster on the loopback address: a scheduler and two workers.

``python -m tests.execution.test_distributed 50`` kills so many workers at random moments.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.execution import distributed, fingerprint, runner
from playbook.execution.local import How, Task
from playbook.execution.store import Run, RunStore
from tests.catalogue.editing import replace
from tests.conftest import make_mini
from tests.execution.pages import every_page


class Cluster:
    """A scheduler and its workers, each a process of its own, each worker with a checkout."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self.file = folder / "scheduler.json"
        self._start("dask_scheduler", "--port=0", "--no-dashboard", "--interface=lo")

    def _start(
        self, module: str, *options: str, cwd: Path | None = None
    ) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *options]
        command += [f"--scheduler-file={self.file}"]
        environment = {key: value for key, value in os.environ.items() if key != "PLAYBOOK_ROOT"}
        log = (self.folder / f"{module}-{len(self.processes)}.log").open("wb")
        with log:
            process = subprocess.Popen(
                command, cwd=cwd or self.folder, env=environment, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def worker(self, checkout: Path) -> subprocess.Popen[bytes]:
        return self._start(
            "dask_worker",
            "--nthreads=1",
            "--no-nanny",
            "--no-dashboard",
            "--interface=lo",
            f"--local-directory={self.folder}",
            cwd=checkout,
        )

    def address(self, workers: int) -> str:
        """Give the scheduler's address once it has so many workers."""
        from distributed import Client

        deadline = time.monotonic() + 60
        while not self.file.exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        with Client(scheduler_file=str(self.file), set_as_default=False) as client:
            if workers:
                client.wait_for_workers(workers, timeout=60)
            return str(client.scheduler.address)

    def close(self) -> None:
        for process in self.processes[::-1]:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    one = Cluster(tmp_path)
    try:
        yield one
    finally:
        one.close()


def files(project: Project, slugs: list[str]) -> dict[str, bytes]:
    store = RunStore(project.root, project.build)
    return {slug: store.notebook_path(slug).read_bytes() for slug in slugs}


def test_a_lost_worker_s_pages_run_again_and_equal_those_made_here(
    mini: Path, cluster: Cluster, tmp_path: Path
) -> None:
    project, listed = every_page(mini)
    workers = [cluster.worker(make_mini(tmp_path / f"worker-{n}")) for n in (1, 2)]
    address = cluster.address(2)
    tasks = [Task(page, fingerprint.inputs(project, page)) for page in listed]
    done: dict[int, object] = {}
    for number, result in distributed.execute_all(address, project, tasks, How()):
        if not done:
            workers[0].send_signal(signal.SIGKILL)
        done[number] = result
    assert sorted(done) == list(range(len(listed)))
    assert all(isinstance(result, Run) for result in done.values())
    assert all(one.reasons == [] for one in runner.plan(project, listed))
    slugs = [page.slug for page in listed]
    made = files(project, slugs)
    shutil.rmtree(project.build)
    assert runner.run(project, runner.plan(project, listed)).failures == []
    assert files(project, slugs) == made


def kill_workers(folder: Path, cluster: Cluster, count: int) -> Iterator[str]:
    """Run the pages so many times, and kill a worker each time, at a moment of the run.

    Yields what was done, once every page is as an undisturbed run here makes it.
    """
    draw = random.Random(count)  # noqa: S311
    project, listed = every_page(make_mini(folder / "mini"))
    slugs = [page.slug for page in listed]
    assert runner.run(project, runner.plan(project, listed)).failures == []
    made = files(project, slugs)
    checkouts = [make_mini(folder / f"worker-{number}") for number in (1, 2)]
    workers = [cluster.worker(checkout) for checkout in checkouts]
    address, seconds = cluster.address(2), 0.0
    for number in range(count + 1):
        shutil.rmtree(project.build / "runs")
        which, moment = draw.randrange(2), draw.uniform(0, seconds)
        timer = threading.Timer(moment, workers[which].kill)
        if number:
            timer.start()
        started = time.monotonic()
        recap = runner.run(project, runner.plan(project, listed), scheduler=address)
        seconds = seconds or time.monotonic() - started
        assert recap.failures == []
        assert files(project, slugs) == made
        if number:
            timer.join()
            workers[which].wait()
            workers[which] = cluster.worker(checkouts[which])
            cluster.address(2)
            yield f"{number}: worker {which + 1} killed after {moment:.2f} s; all is well"


@pytest.mark.audit
def test_workers_may_be_killed_at_any_moment(cluster: Cluster, tmp_path: Path) -> None:
    assert len(list(kill_workers(tmp_path, cluster, 3))) == 3


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("data/observations/smoking.csv", ",14,210,1500,", ",15,225,1500,", "the data differ"),
        ("requirements.txt", "pandas==", "pandas==9", "the locked packages differ"),
    ],
)
def test_a_worker_that_differs_is_refused_by_name(
    mini: Path, cluster: Cluster, tmp_path: Path, file: str, old: str, new: str, named: str
) -> None:
    other = make_mini(tmp_path / "worker")
    replace(other / file, old, new)
    cluster.worker(other)
    address = cluster.address(1)
    project, listed = every_page(mini)
    planned = runner.plan(project, listed[:1])
    with pytest.raises(PlaybookError, match=rf"worker tcp://127\.0\.0\.1:\d+ is refused: {named}"):
        runner.run(project, planned, scheduler=address)
    assert RunStore(project.root).get(listed[0].slug) is None


def test_a_worker_that_is_lost_as_it_is_asked_is_left_out(root: Path) -> None:
    ours = distributed.identity(Project(root))

    class Asked:
        def __init__(self, *answers: object) -> None:
            self.answers = {f"tcp://worker-{n}": one for n, one in enumerate(answers)}

        def run(self, *_: object, **__: object) -> dict[str, object]:
            return self.answers

    distributed._check(Asked(OSError("closed"), ours), ours)
    with pytest.raises(PlaybookError, match="no workers"):
        distributed._check(Asked(OSError("closed")), ours)
    with pytest.raises(PlaybookError, match="worker-1 cannot run pages: no such module"):
        distributed._check(Asked(ours, ImportError("no such module")), ours)


def test_no_scheduler_is_one_clear_error(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distributed, "CONNECT_SECONDS", 1)
    project, listed = every_page(mini)
    with pytest.raises(PlaybookError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        runner.run(project, runner.plan(project, listed[:1]), scheduler="tcp://127.0.0.1:9")


def test_a_cluster_without_workers_is_refused(mini: Path, cluster: Cluster) -> None:
    project, listed = every_page(mini)
    planned = runner.plan(project, listed[:1])
    with pytest.raises(PlaybookError, match="the scheduler has no workers"):
        runner.run(project, planned, scheduler=cluster.address(0))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch, closing(Cluster(Path(scratch))) as one:
        for said in kill_workers(Path(scratch), one, int(sys.argv[1])):
            print(said, flush=True)
