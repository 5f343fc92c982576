"""A process that has everything a build needs at hand: imports done, tables open, drawers started.

Each build is a fork of it, so that none leaves anything to the next. Most of a small build is
otherwise spent on importing. It works for the process that started it, and ends with it.
"""

from __future__ import annotations

import gc
import os
import pickle
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from playbook.catalogue import Catalogue, Project
from playbook.errors import PagesFailedError, PlaybookError
from playbook.execution import fork, pool
from playbook.execution import pages as page_list
from playbook.observations import preload, tables
from playbook.site import renderer, seal, templating
from playbook.site.build import Built, build
from playbook.site.drawers import Drawers

LENGTH = struct.Struct("!Q")


class Workshop:
    """The workshop, seen from the process that wants builds.

    Parameters
    ----------
    project : Project
        The playbook.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._process: subprocess.Popen[bytes] | None = None
        self._tools = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def build(self, **options: Any) -> Built:
        """Build the site as `playbook.site.build.build` does, with the same options and errors.

        Raises
        ------
        PlaybookError
            Also when the workshop was lost.
        """
        process = self._ready()
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        try:
            _send(process.stdin, options)
            result = _receive(process.stdout)
        except (OSError, EOFError):
            self.close()
            raise PlaybookError("the process that builds was lost. Build again.") from None
        if isinstance(result, Exception):
            raise result
        return result

    def close(self) -> None:
        """End it, and whatever it runs."""
        if self._process is not None:
            pool.stop([self._process.pid])
            self._process.communicate()
            self._process = None

    def _ready(self) -> subprocess.Popen[bytes]:
        """Start it, anew when the package or the lock is not what it started with."""
        tools = seal.tools(self.project)
        if self._process is not None and self._tools != tools:
            self.close()
        if self._process is None:
            self._tools = tools
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(self.project.root), self.project.system],
                cwd=self.project.root,
                env=os.environ | fork.SINGLE | renderer.settings(self.project),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # Ctrl-C is for whoever asked.
                start_new_session=True,
            )
        return self._process


def main() -> None:
    """Be the workshop: build when stdin asks, until it ends."""
    out = os.fdopen(os.dup(1), "wb")
    # Whatever prints meanwhile must not be taken for an answer.
    os.dup2(2, 1)
    project = Project(Path(sys.argv[1]), sys.argv[2])
    source = sys.stdin.fileno()
    drawers = Drawers(os.cpu_count() or 1)
    drawers.start()
    fork.warm()
    renderer.warm()
    templating.warm()
    with os.fdopen(os.dup(source), "rb", buffering=0) as requests, suppress(EOFError), drawers:
        while True:
            _open(project)
            task = partial(_build, project, drawers, _receive(requests))
            for outcome in pool.each([task], 1, lifeline=source):
                if not outcome.sent:
                    # It may have left a drawer with half a question.
                    raise EOFError(outcome.ending)
                out.write(outcome.sent)
                out.flush()


def _open(project: Project) -> None:
    """Read what the next build will read, as far as it is whole; the build itself says what not."""
    with suppress(PlaybookError):
        tables.validate(project)
        page_list.expand(project, Catalogue.read(project))
        preload(project)


def _build(project: Project, drawers: Drawers, options: dict[str, Any]) -> bytes:
    result: Built | Exception
    # It ends with this build, and what it makes is small beside what is there already.
    gc.freeze()
    gc.set_threshold(50_000)
    try:
        result = build(project, drawers=drawers, **options)
    except (PlaybookError, PagesFailedError) as error:
        result = error
    return _packed(result)


def _packed(value: object) -> bytes:
    packed = pickle.dumps(value)
    return LENGTH.pack(len(packed)) + packed


def _send(stream: Any, value: object) -> None:
    stream.write(_packed(value))
    stream.flush()


def _receive(stream: BinaryIO | Any) -> Any:
    """Read one value; it comes from our own other half."""
    return pickle.loads(_exactly(stream.read, LENGTH.unpack(_exactly(stream.read, LENGTH.size))[0]))  # noqa: S301


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    found = b""
    while len(found) < size:
        part = read(size - len(found))
        if not part:
            raise EOFError("whoever was there is gone")
        found += part
    return found


if __name__ == "__main__":
    main()
