"""A process that has everything a build needs at hand: imports done, tables open, artists started.

Each build is a fork of it, so that none leaves anything to the next. Most of a small build is
otherwise spent on importing. It works for the process that started it, and ends with it.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

from playbook.catalogue import Catalogue, Project
from playbook.errors import PagesFailedError, PlaybookError
from playbook.execution import fork, pool, runner
from playbook.execution import pages as page_list
from playbook.observations import preload, tables
from playbook.site import renderer, seal, templating
from playbook.site.artists import Artists
from playbook.site.build import Built, build
from playbook.site.lettering import Lettering


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
            pickle.dump(options, process.stdin)
            process.stdin.flush()
            # It comes from our own other half.
            result = pickle.load(process.stdout)  # noqa: S301
        except (OSError, EOFError, pickle.UnpicklingError):
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
    artists = Artists(os.cpu_count() or 1)
    artists.renew()
    fork.warm()
    renderer.warm()
    templating.warm()
    with (
        os.fdopen(os.dup(source), "rb") as requests,
        suppress(EOFError),
        closing(artists),
    ):
        while True:
            _open(project)
            options = pickle.load(requests)  # noqa: S301
            artists.renew()
            task = partial(_build, project, artists, options)
            for outcome in pool.each([task], 1, lifeline=source):
                if outcome.status:
                    # Its answer may be half an answer, and an artist may have half an order.
                    raise EOFError(outcome.ending)
                out.write(outcome.sent)
                out.flush()


def _open(project: Project) -> None:
    """Read what the next build will read, as far as it is whole; the build itself says what not."""
    with suppress(PlaybookError):
        tables.validate(project)
        runner.plan(project, page_list.expand(project, Catalogue.read(project)))
        preload(project)
    with suppress(FileNotFoundError):
        Lettering(project.build / "vendor" / "fonts").width("", 1)


def _build(project: Project, artists: Artists, options: dict[str, Any]) -> bytes:
    result: Built | Exception
    # It ends with this build, and what it makes is small beside what is there already.
    gc.freeze()
    gc.set_threshold(50_000)
    try:
        result = build(project, artists=artists, **options)
    except (PlaybookError, PagesFailedError) as error:
        result = error
    return pickle.dumps(result)


if __name__ == "__main__":
    main()
