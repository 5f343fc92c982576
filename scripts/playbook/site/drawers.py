"""Warm processes that draw charts.

A JavaScript engine takes half a second to start and does not survive a fork, so each drawer is a
process of its own that imports nothing but vl-convert, and is asked for one drawing at a time.
"""

from __future__ import annotations

import json
import select
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import IO, Any

from playbook.errors import PlaybookError

DRAW = """
import json, sys, vl_convert
vl_convert.vegalite_to_svg({"mark": "point"})
for line in sys.stdin.buffer:
    try:
        answer = {"svg": vl_convert.vegalite_to_svg(line.decode())}
    except ValueError as error:
        answer = {"error": str(error)}
    print(json.dumps(answer), flush=True)
"""


class Drawers:
    """Processes that draw, started when the first drawing is wanted, or before.

    Parameters
    ----------
    number : int
        How many at a time.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self, number: int | None = None) -> None:
        """Start the processes, as many as are wanted; those that run already stay."""
        for _ in range(len(self._processes), min(number or self.number, self.number)):
            self._processes.append(
                subprocess.Popen(
                    [sys.executable, "-c", DRAW],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    start_new_session=True,
                )
            )

    def renew(self) -> None:
        """Start the processes, anew those that were lost. For who started them, no fork."""
        self._processes = [one for one in self._processes if one.poll() is None]
        self.start()

    def draw(self, specs: Sequence[dict[str, Any]]) -> Iterator[tuple[int, str]]:
        """Draw Vega-Lite specifications and give each stand-alone SVG, by its number in the list.

        Raises
        ------
        PlaybookError
            When a specification cannot be drawn, or a process was lost.
        """
        self.start(len(specs))
        waiting = list(enumerate(specs))[::-1]
        idle = list(self._processes)
        busy: dict[IO[bytes], tuple[int, subprocess.Popen[bytes]]] = {}
        try:
            while waiting or busy:
                while waiting and idle:
                    number, spec = waiting.pop()
                    process = idle.pop()
                    busy[self._ask(process, spec)] = (number, process)
                ready, _, _ = select.select(list(busy), [], [])
                for stream in ready:
                    number, process = busy.pop(stream)
                    idle.append(process)
                    yield number, self._answer(stream)
        finally:
            # An answer that nobody waits for must not be taken for the next.
            for stream in busy:
                stream.readline()

    def close(self) -> None:
        """End the processes."""
        for process in self._processes:
            process.kill()
            process.communicate()
        self._processes.clear()

    @staticmethod
    def _ask(process: subprocess.Popen[bytes], spec: dict[str, Any]) -> IO[bytes]:
        """Send a specification; give the stream on which the answer will come."""
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        try:
            process.stdin.write(json.dumps(spec).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            raise _lost() from None
        return process.stdout

    @staticmethod
    def _answer(stream: IO[bytes]) -> str:
        line = stream.readline()
        if not line:
            raise _lost()
        answer = json.loads(line)
        if "error" in answer:
            raise PlaybookError(f"a chart cannot be drawn: {answer['error']}")
        return str(answer["svg"])


def _lost() -> PlaybookError:
    return PlaybookError("a process that draws charts was lost. Build again.")
