"""Measure a command, or a call: wall-clock seconds, and peak memory with all children."""

import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

PAUSE = 0.1
"""Seconds between two looks at the memory: a peak shorter than this can be missed."""


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


def watch(command: list[str], folder: Path, environment: dict[str, str]) -> Watched:
    """Run a command to its end.

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
        while process.poll() is None:
            peak = max(peak, _memory_mb(process))
            time.sleep(PAUSE)
    seconds, output = time.perf_counter() - started, log.read_text("utf-8", "replace")
    log.unlink()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    return Watched(seconds, peak, output)


def watch_call(call: Callable[[], Any]) -> tuple[Watched, Any]:
    """Make a call to its end; this process's own children count, and what is theirs.

    Returns
    -------
    Watched, object
        What it took, and what it gave.
    """
    started, peak, me = time.perf_counter(), 0.0, psutil.Process()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(call)
        while not running.done():
            peak = max(peak, _memory_mb(me))
            time.sleep(PAUSE)
    return Watched(time.perf_counter() - started, peak, ""), running.result()


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
