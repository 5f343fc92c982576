"""Warm processes that draw charts as SVG and paint their pictures, beside whatever else is at work.

A JavaScript engine takes half a second to start and does not survive a fork, so each artist is a
process of its own. It takes orders as lines on its standard input, works them off in turn, says
of each that it is done, and ends when the input is closed: also when who ordered was killed.
"""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playbook.errors import PlaybookError
from playbook.writing import write_atomically

AHEAD = 32
"""Orders that an artist has at hand, so that it never waits for the next; they fit into a pipe."""

PAYS = 16
"""Orders for which another process is worth its start, which takes as long as drawing as many."""

READY = "ready"
"""Tells a process to start its engine at once, not with the first drawing."""

CLIP = re.compile(r"""(<clipPath id="| clip-path="url\(#)clip(\d+)""")
"""What cuts a chart off at its edges, and where it is asked for."""

LONGEST = 500
"""Letters of an error that are told: an answer is to be shorter than what a pipe takes at once."""


@dataclass
class Artist:
    """One process, the orders that it has not answered, and whether it has practised."""

    process: subprocess.Popen[bytes]
    orders: set[str] = field(default_factory=set)
    practised: bool = False

    @property
    def answered(self) -> int:
        """Number of the stream on which its answers come."""
        assert self.process.stdout is not None  # noqa: S101
        return self.process.stdout.fileno()

    def tell(self, order: dict[str, Any]) -> None:
        """Hand it an order. If it has died, whoever waits for its answer will find out."""
        self.orders.add(order["id"])
        self.say(order)

    def say(self, order: dict[str, Any]) -> None:
        """Hand it an order whose answer nobody waits for."""
        assert self.process.stdin is not None  # noqa: S101
        with suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(order).encode() + b"\n")
            self.process.stdin.flush()

    def answers(self) -> list[dict[str, Any]]:
        """Take the answers that are there; wait for the first.

        Raises
        ------
        PlaybookError
            When the process was lost.
        """
        # Each answer is written at once and is shorter than what a pipe takes at once.
        said = os.read(self.answered, 1 << 20)
        if not said:
            raise PlaybookError("a process that draws charts was lost. Build again.")
        found: list[dict[str, Any]] = [json.loads(line) for line in said.splitlines()]
        # Those of a build that was stopped half way may still be on their way.
        mine = [answer for answer in found if answer["id"] in self.orders]
        self.orders -= {answer["id"] for answer in mine}
        return mine


class Artists:
    """Processes that draw, started when the first drawing is wanted, or before.

    Parameters
    ----------
    number : int
        How many at most.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self._artists: list[Artist] = []
        self._waiting: deque[dict[str, Any]] = deque()
        self._ordered: set[Path] = set()
        self._wrong: list[dict[str, Any]] = []
        self._taken = 0

    def start(self, number: int | None = None, *how: str) -> list[subprocess.Popen[bytes]]:
        """Start the processes, as many as are wanted; those that run already stay."""
        wanted = self.number if number is None else min(number, self.number)
        for _ in range(len(self._artists), wanted):
            command = [sys.executable, "-m", __name__, *how]
            pipe = subprocess.PIPE
            process = subprocess.Popen(command, stdin=pipe, stdout=pipe, start_new_session=True)
            self._artists.append(Artist(process))
        return [one.process for one in self._artists]

    def renew(self) -> None:
        """Start the processes, anew those that were lost. For who started them, no fork."""
        lost = [one for one in self._artists if one.process.poll() is not None]
        for one in lost:
            one.process.communicate()
            self._artists.remove(one)
        self.start(self.number, READY)

    def practise(self, notebooks: Iterable[Path]) -> None:
        """Let processes that have not yet draw the charts of a page that was run, for nobody.

        Nobody waits for them either; an order that comes meanwhile is worked off after that page.
        """
        for artist, notebook in zip(self._artists, notebooks, strict=False):
            if not artist.practised:
                artist.say({"id": "", "practise": str(notebook)})
                artist.practised = True

    def order(self, source: Path, target: Path) -> None:
        """Ask for a chart to be drawn, and do not wait for it.

        Parameters
        ----------
        source : Path
            An object with a Vega-Lite specification as ``spec`` and, where the chart is to be
            painted too, as ``picture`` where pictures are kept (``folder``), the ``fonts``, and
            the ``figure`` and ``origin`` of `playbook.site.framed.framed`. It is removed when the
            drawing is there.
        target : Path
            The drawing, as SVG.
        """
        if target in self._ordered:
            return
        self._ordered.add(target)
        self._taken += 1
        named = {"source": str(source), "target": str(target)}
        self._waiting.append({"id": f"{os.getpid()} {self._taken}", **named})
        self._take_in(0)
        self._hand_out()

    def finish(self) -> None:
        """Wait until all that was asked for is there.

        Raises
        ------
        PlaybookError
            When something cannot be drawn, after all the rest is, or when a process was lost.
        OSError
            When a drawing cannot be written.
        """
        while any(one.orders for one in self._artists):
            self._take_in(None)
            self._hand_out()
        wrong, self._wrong = self._wrong, []
        self._ordered.clear()
        for answer in wrong:
            if "errno" in answer:
                raise OSError(answer["errno"], answer["error"])
            raise PlaybookError(f"a chart cannot be drawn: {answer['error']}")

    def close(self) -> None:
        """End the processes, whatever they are at."""
        for one in self._artists:
            one.process.kill()
            one.process.communicate()
        self._artists.clear()

    def _take_in(self, seconds: float | None) -> None:
        """Take the answers that come in this time; None waits for one."""
        busy = {one.answered: one for one in self._artists if one.orders}
        for stream in select.select(list(busy), [], [], seconds)[0]:
            self._wrong += [answer for answer in busy[stream].answers() if "error" in answer]

    def _hand_out(self) -> None:
        orders = len(self._waiting) + sum(len(one.orders) for one in self._artists)
        self.start(-(-orders // PAYS))
        while self._waiting:
            least = min(self._artists, key=lambda one: len(one.orders))
            if len(least.orders) == AHEAD:
                break
            least.tell(self._waiting.popleft())


def draw(specification: str) -> str:
    """Draw a Vega-Lite specification as a stand-alone SVG."""
    import vl_convert  # Starts a JavaScript engine: half a second that most callers never need.

    # The data of a chart stands in it: nothing is fetched while one is drawn.
    drawn = str(vl_convert.vegalite_to_svg(specification, allowed_base_urls=[]))
    # The engine counts on from one chart to the next: which came before must not show.
    seen: dict[str, int] = {}
    return CLIP.sub(lambda met: f"{met[1]}clip{seen.setdefault(met[2], len(seen))}", drawn)


def _paint(drawn: str, *, folder: str, fonts: str, figure: dict[str, Any], origin: str) -> None:
    """Paint the picture of a chart that was drawn; whoever puts it on a page finds it there."""
    # What a picture takes is imported by those that paint one.
    from playbook.site.downloads import FINE
    from playbook.site.framed import framed
    from playbook.site.lettering import Lettering
    from playbook.site.pictures import Pictures

    alone = framed(figure, drawn, Lettering(Path(fonts)), origin)
    Pictures(Path(folder), Path(fonts)).png(alone, FINE)


def _practise(notebook: Path) -> None:
    """Draw and paint the charts of a page for nobody: an engine takes twice as long at first."""
    from playbook.execution.engine import components
    from playbook.site.pictures import paint
    from playbook.site.svg import specifications

    with suppress(OSError, ValueError):
        for shown in components(json.loads(notebook.read_bytes())):
            for spec in specifications(shown):
                paint(draw(json.dumps(spec)), 1, notebook.parent)


def main() -> None:
    """Make what standard input asks for until it ends."""
    if READY in sys.argv:
        draw('{"mark": "point"}')
    for line in sys.stdin.buffer:
        order = json.loads(line)
        if "practise" in order:
            _practise(Path(order["practise"]))
            continue
        source, answer = Path(order["source"]), {"id": order["id"]}
        # A stopped build's orders may have been followed, or taken away, by the next one's.
        with suppress(FileNotFoundError):
            wanted = json.loads(source.read_text(encoding="utf-8"))
            try:
                drawn = draw(json.dumps(wanted["spec"]))
                write_atomically(Path(order["target"]), drawn.encode())
                if picture := wanted.get("picture"):
                    _paint(drawn, **picture)
            except OSError as error:
                answer |= {"error": error.strerror, "errno": error.errno}
            except (PlaybookError, ValueError, RuntimeError) as error:
                answer["error"] = str(error)[:LONGEST]
            source.unlink()
        # In one piece, which print does not promise.
        os.write(1, json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    main()
