"""Several processes at a time, forked for tasks from a process that is warm.

A task's process leads a group of its own, so that stopping it stops whatever it started. It ends
with its parent, however the parent ends, so that nothing is left running.
"""

from __future__ import annotations

import os
import select
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

PR_SET_PDEATHSIG = 1
NUMBER = struct.Struct("=Q")
"""Of a task, and of the bytes that it gave."""

TASKS = Path("/proc/self/task")


@dataclass(frozen=True)
class Outcome:
    """How a task ended: what it gave, and the status of its process, 0 when that goes on."""

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
    """A process, the task that it is at, and the two pipes: what it gives, and its next task."""

    number: int
    pid: int
    reader: int
    hand: int
    sent: bytearray = field(default_factory=bytearray)

    def given(self) -> bytes | None:
        """Give what the task gave; None as long as that is not whole."""
        whole = len(self.sent) >= NUMBER.size and len(self.sent) == NUMBER.size + int(
            NUMBER.unpack_from(self.sent)[0]
        )
        return bytes(self.sent[NUMBER.size :]) if whole else None

    def next(self, number: int) -> int:
        """Hand it its next task; give the number of the one before.

        If it has died, that is found when its answer is waited for.
        """
        before, self.number = self.number, number
        self.sent.clear()
        with suppress(BrokenPipeError):
            os.write(self.hand, NUMBER.pack(number))
        return before

    def let_go(self) -> None:
        """Close the pipe of its tasks: it ends after the one that it is at."""
        if self.hand >= 0:
            os.close(self.hand)
            self.hand = -1

    def close(self) -> None:
        """Close both pipes."""
        os.close(self.reader)
        self.let_go()


def may_fork() -> bool:
    """Say whether this process can fork safely: it has one thread, also below Python."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    # Frameworks of macOS start threads that cannot be seen from here.
    return TASKS.is_dir() and len(list(TASKS.iterdir())) == 1


def each(
    tasks: Sequence[Callable[[], bytes]],
    jobs: int,
    lifeline: int | None = None,
    *,
    again: bool = False,
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
    again : bool
        Let a process take task after task, for tasks that leave nothing to the next: a fork of a
        large process takes as long as some tasks. By default each task has one of its own.

    Raises
    ------
    EOFError
        When the lifeline ends.

    Notes
    -----
    However this is left (also by Ctrl-C, or when the iterator is closed), no process stays.
    """
    waiting = list(range(len(tasks)))[::-1]
    running: dict[int, _Child] = {}
    watched = [] if lifeline is None else [lifeline]
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                with deaf() as mask:
                    child = _start(tasks, waiting.pop(), again, list(running.values()), mask)
                    running[child.reader] = child
            ready, _, _ = select.select([*running, *watched], [], [])
            if lifeline in ready:
                raise EOFError("whoever asked for these tasks is gone")
            for reader in ready:
                part, child = os.read(reader, 1 << 20), running[reader]
                child.sent += part
                if not part:
                    del running[reader]
                    yield Outcome(child.number, child.given() or b"", _ended(child))
                elif again and (given := child.given()) is not None:
                    if waiting:
                        # It goes on while whoever waits makes use of what it gave.
                        yield Outcome(child.next(waiting.pop()), given, 0)
                    else:
                        # Told once it has ended: after the last task no process is left.
                        child.let_go()
    finally:
        stop([child.pid for child in running.values()])
        for child in running.values():
            child.close()
            os.waitpid(child.pid, 0)


def _ended(child: _Child) -> int:
    """See a process off that closed its pipe; give its status."""
    child.close()
    _, status = os.waitpid(child.pid, 0)
    stop([child.pid])
    return status


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
    tasks: Sequence[Callable[[], bytes]],
    number: int,
    again: bool,
    others: list[_Child],
    mask: set[signal.Signals],
) -> _Child:
    (reader, writer), (turns, hand) = os.pipe(), os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    parent, pid = os.getpid(), os.fork()
    child = _Child(number, pid, reader, hand)
    if pid == 0:
        for one in (child, *others):
            one.close()
        _be(tasks, number, turns if again else None, writer, parent, mask)
    os.close(writer)
    os.close(turns)
    with suppress(OSError):
        # Both sides do it, so that it is done before either goes on.
        os.setpgid(pid, pid)
    return child


def _be(
    tasks: Sequence[Callable[[], bytes]],
    number: int,
    turns: int | None,
    writer: int,
    parent: int,
    mask: set[signal.Signals],
) -> NoReturn:
    """Be the child: run a task, or task after task, send what each gives, and end at once."""
    code = 1
    try:
        os.setpgid(0, 0)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        end_with(parent)
        with os.fdopen(writer, "wb") as pipe:
            handed = NUMBER.pack(number)
            while handed:
                given = tasks[NUMBER.unpack(handed)[0]]()
                pipe.write(NUMBER.pack(len(given)) + given)
                pipe.flush()
                handed = b"" if turns is None else os.read(turns, NUMBER.size)
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
