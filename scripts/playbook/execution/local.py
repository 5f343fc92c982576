"""Executing pages on this machine: in forked processes, or by a clean process that forks them.

A process may only fork while it has one thread. The command line has one and has the tables open,
so it forks its pages itself. A preview or a Dask worker has several, and asks a `Server`.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.execution import environment, fork, pool
from playbook.execution.engine import Failure, execute
from playbook.execution.pages import Page
from playbook.execution.store import Run, RunStore
from playbook.observations import preload

TIMEOUT = 120.0
"""Seconds that one cell may take before its page is stopped."""

MEMORY_MB = 1024
"""Memory that a page may ask for; the pages of the real playbook take a fifth of it."""


FEW = 3
"""Pages for which it does not pay to have all headline figures at hand."""


@dataclass(frozen=True)
class How:
    """How pages are executed.

    Attributes
    ----------
    jobs : int
        Pages at a time; 0 takes the number of cores.
    engine : str
        ``fork``, or ``kernel`` for a fresh kernel a page.
    timeout : float
        Seconds that one cell may take.
    memory_mb : int
        Memory that a page's process may ask for; 0 is no cap.
    """

    jobs: int = 0
    engine: str = "fork"
    timeout: float = TIMEOUT
    memory_mb: int = MEMORY_MB


@dataclass(frozen=True)
class Task:
    """A page to execute, what is known of its fingerprint, and whether to make all of it anew."""

    page: Page
    inputs: dict[str, Any]
    anew: bool = False

    def plain(self, root: Path) -> dict[str, Any]:
        """Write it as plain values that hold on any machine."""
        place = {"notebook": self.page.notebook.relative_to(root).as_posix()}
        return {"page": vars(self.page) | place, "inputs": self.inputs, "anew": self.anew}

    @classmethod
    def of(cls, plain: dict[str, Any], root: Path) -> Task:
        """Make it of plain values again."""
        page = plain["page"] | {"notebook": root / plain["page"]["notebook"]}
        return cls(Page(**page), plain["inputs"], plain["anew"])


def execute_all(root: Path, tasks: Sequence[Task], how: How) -> Iterator[tuple[int, Run | Failure]]:
    """Execute pages and give each as it is finished, by its number in the list.

    Raises
    ------
    PlaybookError
        When the run store cannot be written. What was finished is kept.
    """
    if not tasks:
        return
    if pool.may_fork():
        fork.warm(how.engine, len(tasks))
        yield from forked(root, tasks, how)
        return
    with server() as one:
        yield from one.ask(root, tasks, how)


def forked(
    root: Path, tasks: Sequence[Task], how: How, lifeline: int | None = None
) -> Iterator[tuple[int, Run | Failure]]:
    """Execute pages in processes forked from this one, which has its imports done."""
    if how.engine == "fork" and len(tasks) > FEW:
        # A page that needs a record or a table that is wrong says so itself.
        with suppress(PlaybookError):
            preload(Project(root))
    # What is there now is shared with every page; a collector that walks over it would copy it.
    gc.collect()
    gc.freeze()
    with tempfile.TemporaryDirectory(prefix="playbook-") as scratch:
        work = [partial(_work, root, task, how, Path(scratch)) for task in tasks]
        jobs = how.jobs or os.cpu_count() or 1
        # Code of a page runs in a process below the page's own; a kernel may leave processes.
        for outcome in pool.each(work, jobs, lifeline, again=how.engine == "fork"):
            page = tasks[outcome.number].page
            if outcome.sent:
                yield outcome.number, _done(root, json.loads(outcome.sent))
            else:
                notebook = page.notebook.relative_to(root).as_posix()
                why = f"{outcome.ending}. Run it again"
                yield outcome.number, Failure(page.slug, notebook, None, None, why)


def _work(root: Path, task: Task, how: How, scratch: Path) -> bytes:
    pool.cap_memory(how.memory_mb)
    environment.forget()
    # A page lives for a second: looking for cycles as often as Python does takes a sixth of it.
    gc.set_threshold(50_000)
    try:
        done = execute(
            task.page,
            root,
            task.inputs,
            how.engine,
            how.timeout,
            how.memory_mb,
            scratch,
            task.anew,
        )
    except OSError as error:
        return json.dumps({"trouble": f"{error.strerror or error}"}).encode()
    return json.dumps(_plain(done)).encode()


def _plain(done: Run | Failure) -> dict[str, Any]:
    return {"run" if isinstance(done, Run) else "failure": vars(done)}


def _done(root: Path, sent: dict[str, Any]) -> Run | Failure:
    if "error" in sent:
        raise PlaybookError(sent["error"])
    if "trouble" in sent:
        raise RunStore(root).unwritable(OSError(sent["trouble"]))
    return Run(**sent["run"]) if "run" in sent else Failure(**sent["failure"])


class Server:
    """A clean process that forks pages for one that cannot."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "playbook.execution.local"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | fork.SINGLE,
            # Ctrl-C is for us; when we end, so does the server.
            start_new_session=True,
        )

    def ask(
        self, root: Path, tasks: Sequence[Task], how: How
    ) -> Iterator[tuple[int, Run | Failure]]:
        """Let it execute pages; give each as it is finished, as `execute_all` does."""
        process = self._process
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        plain = [task.plain(root) for task in tasks]
        request = {"root": str(root), "tasks": plain, "how": asdict(how)}
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        for _ in tasks:
            line = process.stdout.readline()
            if not line:
                raise PlaybookError("the process that executes pages was lost. Run it again.")
            sent = json.loads(line)
            yield sent["number"], _done(root, sent)

    def close(self) -> None:
        """End it, and whatever it runs."""
        with suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            pool.stop([self._process.pid])
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


@contextmanager
def server() -> Iterator[Server]:
    """Have a server for as long as it is needed."""
    one = Server()
    try:
        yield one
    finally:
        one.close()


def serve() -> None:
    """Be the server: execute what stdin asks for, until it ends."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    source = sys.stdin.fileno()
    with os.fdopen(os.dup(source), "rb", buffering=0) as requests, suppress(EOFError):
        while line := requests.readline():
            asked = json.loads(line)
            root, how = Path(asked["root"]), How(**asked["how"])
            fork.warm(how.engine)
            tasks = [Task.of(one, root) for one in asked["tasks"]]
            try:
                for number, done in forked(root, tasks, how, lifeline=source):
                    print(json.dumps({"number": number} | _plain(done)), file=out, flush=True)
            except PlaybookError as error:
                print(json.dumps({"number": 0, "error": str(error)}), file=out, flush=True)


if __name__ == "__main__":
    serve()
