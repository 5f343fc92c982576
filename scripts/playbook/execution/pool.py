"""Several processes at a time, one forked for each task, from a process that is warm.

A task's process leads a group of its own, so that stopping it stops whatever it started. It ends
with its parent, however the parent ends, so that nothing is left running.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

PR_SET_PDEATHSIG = 1
TASKS = Path("/proc/self/task")


@dataclass(frozen=True)
class Outcome:
    """How a task ended: what it sent, and the status of its process."""

    number: int
    sent: bytes
    status: int

    @property
    def ending(self) -> str:
        """Say in words how the process ended."""
        if os.WIFSIGNALED(self.status):
            name = signal.Signals(os.WTERMSIG(self.status)).name
            return f"its process was ended by {name}"
        return f"its process ended with code {os.WEXITSTATUS(self.status)}"


@dataclass
class _Child:
    number: int
    pid: int
    reader: int
    sent: bytearray = field(default_factory=bytearray)


def may_fork() -> bool:
    """Say whether this process can fork safely: it has one thread, also below Python."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    # Frameworks of macOS start threads that cannot be seen from here.
    return TASKS.is_dir() and len(list(TASKS.iterdir())) == 1


def each(
    tasks: Sequence[Callable[[], bytes]], jobs: int, lifeline: int | None = None
) -> Iterator[Outcome]:
    """Run tasks in forked processes and give each as it ends.

    Parameters
    ----------
    tasks : sequence of callables
        Started in this order; what one returns comes back in its outcome.
    jobs : int
        Processes at a time.
    lifeline : int, optional
        A file descriptor that becomes readable when whoever asked for this is gone.

    Raises
    ------
    EOFError
        When the lifeline ends.

    Notes
    -----
    However this is left (also by Ctrl-C, or when the iterator is closed), no process stays.
    """
    waiting = list(enumerate(tasks))[::-1]
    running: dict[int, _Child] = {}
    watched = [] if lifeline is None else [lifeline]
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                with deaf() as mask:
                    child = _start(*waiting.pop(), others=list(running), mask=mask)
                    running[child.reader] = child
            ready, _, _ = select.select([*running, *watched], [], [])
            if lifeline in ready:
                raise EOFError("whoever asked for these tasks is gone")
            for reader in ready:
                part = os.read(reader, 1 << 20)
                if part:
                    running[reader].sent += part
                    continue
                child = running.pop(reader)
                os.close(reader)
                _, status = os.waitpid(child.pid, 0)
                stop([child.pid])
                yield Outcome(child.number, bytes(child.sent), status)
    finally:
        stop([child.pid for child in running.values()])
        for child in running.values():
            os.close(child.reader)
            os.waitpid(child.pid, 0)


@contextmanager
def deaf() -> Iterator[set[signal.Signals]]:
    """Hold Ctrl-C back while a child is forked and noted; it is heard on leaving.

    Python runs hooks around a fork and ignores whatever is raised in them: a Ctrl-C at that moment
    would be lost.

    Yields
    ------
    set of signal.Signals
        The mask to put back, for the child, once it is ready to be interrupted.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield before  # type: ignore[misc]
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(
    number: int, task: Callable[[], bytes], others: list[int], mask: set[signal.Signals]
) -> _Child:
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        for one in (reader, *others):
            os.close(one)
        _be(task, writer, parent, mask)
    os.close(writer)
    with suppress(OSError):
        # Both sides do it, so that it is done before either goes on.
        os.setpgid(pid, pid)
    return _Child(number, pid, reader)


def _be(task: Callable[[], bytes], writer: int, parent: int, mask: set[signal.Signals]) -> NoReturn:
    """Be the child: run the task, send what it gives, and end without cleaning up."""
    code = 1
    try:
        os.setpgid(0, 0)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        end_with(parent)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(task())
        code = 0
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(code)


def end_with(parent: int) -> None:
    """Let the kernel end this process when its parent ends; Linux alone knows how."""
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        # It ended before it was asked.
        os._exit(1)


def stop(pids: list[int]) -> None:
    """End processes at once, with their groups and with what left their groups."""
    for below in [one for pid in pids for one in descendants(pid)]:
        with suppress(OSError):
            os.kill(below, signal.SIGKILL)
    for pid in pids:
        with suppress(OSError):
            os.killpg(pid, signal.SIGKILL)


def descendants(pid: int) -> list[int]:
    """List the processes below one, where the system tells; a Jupyter kernel has its own group."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, path.read_text().split()):
                found += [child, *descendants(child)]
    return found


def cap_memory(megabytes: int) -> None:
    """Let this process and those that it starts ask for no more memory than this; 0 is no cap.

    Nor may a file that they write be larger.
    """
    if megabytes and hasattr(os, "fork"):
        import resource

        limit = megabytes * 1024**2
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
