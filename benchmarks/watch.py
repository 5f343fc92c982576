"""Measure a command: wall-clock seconds, and peak memory with all children."""

import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

PAUSE = 0.1
"""Seconds between two looks at the memory: a peak shorter than this can be missed."""

SHARE = 30
"""A look takes time from what is looked at: of so many parts, it takes one."""


@dataclass(frozen=True)
class Watched:
    """What a command took.

    Attributes
    ----------
    seconds : float
        Wall-clock time.
    peak_mb : float
        Peak of the memory of the process and all its children. Memory that several share is
        counted once (proportional set size).
    output : str
        Standard output and standard error, in order.
    """

    seconds: float
    peak_mb: float
    output: str


def watch(
    command: list[str], folder: Path, environment: dict[str, str], besides: int | None = None
) -> Watched:
    """Run a command to its end.

    Parameters
    ----------
    command, folder, environment
        What to run, and where.
    besides : int, optional
        A process that works for it and that it did not start.

    Raises
    ------
    subprocess.CalledProcessError
        If it fails; its output is with the error.
    """
    started, peak = time.perf_counter(), 0.0
    log = folder / ".watched.log"
    with log.open("wb") as stream:
        process = psutil.Popen(
            command, cwd=folder, env=environment, stdout=stream, stderr=subprocess.STDOUT
        )
        roots = [process, *([psutil.Process(besides)] if besides else [])]
        while process.poll() is None:
            before = time.perf_counter()
            peak = max(peak, sum(map(_memory_mb, roots)))
            took = time.perf_counter() - before
            with suppress(psutil.TimeoutExpired):
                process.wait(max(PAUSE, took * SHARE))
    seconds, output = time.perf_counter() - started, log.read_text("utf-8", "replace")
    log.unlink()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    return Watched(seconds, peak, output)


def _memory_mb(process: psutil.Process) -> float:
    total = 0
    try:
        tree = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for one in tree:
        try:
            total += one.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
    return total / 2**20
