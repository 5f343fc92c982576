"""Builds by a process that stays and has what a build needs at hand: `playbook.site.workbench`.

Most of a small build is otherwise spent on importing, so that this side imports next to nothing. A
preview keeps such a process for as long as it is open; ``playbook build --stay`` leaves one behind,
which ends when it had nothing to do for a while.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from socket import socket
from typing import Any

from playbook.catalogue import Project
from playbook.errors import PagesFailedError, PlaybookError
from playbook.execution import fork, pool
from playbook.execution.recap import Recap
from playbook.site import endpoint, seal
from playbook.site.built import Built

STAYS = 600
"""Seconds without a build after which a process that was left behind ends."""

STARTS = 60
"""Seconds within which it answers once it was started: it imports first."""

PAUSE = 0.02
"""Seconds between two looks whether it does."""

OTHER = {"other": True}
"""What a process answers that has another package or another lock than who asks; then it ends."""

LOST = "the process that builds was lost. Build again."


class Workshop:
    """The process, seen from one that wants builds; started when the first is wanted.

    Parameters
    ----------
    project : Project
        The playbook.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._process: subprocess.Popen[bytes] | None = None

    def build(self, **options: Any) -> Built:
        """Build the site as `playbook.site.build.build` does, with the same options and errors.

        Raises
        ------
        PlaybookError
            Also when the workshop was lost.
        """
        while True:
            with self._reached() as line:
                answer = asked(line, self.project, options)
            if answer is None:
                self.close()
                raise PlaybookError(LOST)
            if answer != OTHER:
                return given(answer)
            # It ends, and another one takes its place.
            self.close()
            time.sleep(PAUSE)

    def close(self) -> None:
        """End it, and whatever it runs."""
        if self._process is not None:
            pool.stop([self._process.pid])
            self._process.communicate()
            self._process = None

    def _reached(self) -> socket:
        """Reach the process, started if need be; one ends at once while another holds the place."""
        deadline = time.monotonic() + STARTS
        while (line := endpoint.reached(self.project.build)) is None:
            if time.monotonic() > deadline:
                self.close()
                raise PlaybookError(LOST)
            if self._process is not None and self._process.poll() is not None:
                failed = self._process.returncode
                self.close()
                if failed:
                    raise PlaybookError(LOST)
            if self._process is None:
                self._process = started(self.project)
            time.sleep(PAUSE)
        return line


def started(project: Project, *, stays: bool = False) -> subprocess.Popen[bytes]:
    """Start the process, for as long as this one lives, or until it has nothing to do for long."""
    from playbook.site import renderer

    return subprocess.Popen(
        [
            *(sys.executable, "-m", "playbook.site.workbench"),
            *(str(project.root), project.system, str(STAYS if stays else 0)),
        ],
        cwd=project.root,
        env=os.environ | fork.SINGLE | renderer.settings(project),
        stdin=subprocess.DEVNULL if stays else subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if stays else None,
        # Ctrl-C is for whoever asked.
        start_new_session=True,
    )


def leave(project: Project) -> None:
    """Leave a process behind for the next builds, unless there is one."""
    line = endpoint.reached(project.build)
    if line is None:
        started(project, stays=True)
    else:
        line.close()


def at_hand(project: Project, **options: Any) -> Built | None:
    """Build by a process that stays, if there is one; give what it built, else None.

    Raises
    ------
    PlaybookError, PagesFailedError
        As the build itself.
    """
    line = endpoint.reached(project.build)
    if line is None:
        return None
    with line:
        answer = asked(line, project, options)
    return None if answer in (None, OTHER) else given(answer)


def asked(line: socket, project: Project, options: dict[str, Any]) -> dict[str, Any] | None:
    """Ask for a build and wait for the answer; None when the process was lost meanwhile."""
    request = {"tools": seal.tools(project), "options": options}
    try:
        line.sendall(json.dumps(request).encode() + b"\n")
        with line.makefile("rb") as stream:
            answer: dict[str, Any] | None = json.loads(stream.readline() or b"null")
    except OSError:
        return None
    return answer


def given(answer: dict[str, Any]) -> Built:
    """Give what was built, or raise what was raised.

    Raises
    ------
    PlaybookError, PagesFailedError
        As the build itself.
    """
    if "wrong" in answer:
        raise PlaybookError(answer["wrong"])
    if "failed" in answer:
        raise PagesFailedError(Recap.of(answer["failed"]))
    return Built.of(answer["built"])
