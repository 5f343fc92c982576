"""A process that has everything a build needs at hand: imports done, tables open, artists started.

Each build is a fork of it, so that none leaves anything to the next. It answers one request after
another, each a line of JSON on a socket, and ends with who started it, with its socket, or when it
had nothing to do for a while. See `playbook.site.workshop` for the other side.
"""

from __future__ import annotations

import gc
import json
import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from socket import socket
from typing import Any

from playbook.catalogue import Catalogue, Project
from playbook.errors import PagesFailedError, PlaybookError
from playbook.execution import fork, pool, runner
from playbook.execution import pages as page_list
from playbook.execution.store import RunStore
from playbook.observations import preload, tables
from playbook.site import endpoint, renderer, seal, templating
from playbook.site.application import Application
from playbook.site.artists import Artists
from playbook.site.build import build
from playbook.site.endpoint import Endpoint
from playbook.site.lettering import Lettering
from playbook.site.renderer import Renderer
from playbook.site.workshop import OTHER

LOOKS = 5.0
"""Seconds between two looks whether the process is still wanted."""

IDLE = 1.0
"""Seconds without a caller after which there is time for what the next build may gain from."""

SPEAKS = 10.0
"""Seconds within which a request is said, once its caller is connected."""


def main() -> None:
    """Be the process, until it is not wanted any more."""
    project, stays = Project(Path(sys.argv[1]), sys.argv[2]), float(sys.argv[3])
    with endpoint.held(project.build) as place, closing(Artists(os.cpu_count() or 1)) as artists:
        if place is not None:
            _serve(project, place, artists, stays)


def _serve(project: Project, place: Endpoint, artists: Artists, stays: float) -> None:
    known = seal.tools(project)
    artists.renew()
    fork.warm()
    renderer.warm()
    templating.warm()
    while True:
        _open(project)
        idle = partial(_practise, project, artists)
        with _ready(project) as ready, _called(place, stays, idle) as caller:
            if caller is None:
                return
            request = _said(caller)
            if request is None:
                continue
            if request["tools"] != known:
                caller.sendall(json.dumps(OTHER).encode() + b"\n")
                return
            artists.renew()
            task = partial(_build, project, artists, ready, request["options"])
            try:
                (outcome,) = pool.each([task], 1, lifeline=caller.fileno())
            except EOFError:
                # The caller is gone, and an artist may have half an order.
                return
            if outcome.status:
                # Its answer may be half an answer.
                return
            with suppress(BrokenPipeError):
                caller.sendall(outcome.sent + b"\n")


def _practise(project: Project, artists: Artists) -> None:
    """Let the artists draw some pages with many charts, until their engines are at full speed."""
    # Where a page was never run there is nothing yet, and all is drawn by the first build.
    made = (RunStore(project.root, project.build).folder / "indicators").glob("*.ipynb")
    most = sorted(made, key=lambda path: -path.stat().st_size)
    artists.practise(most[: artists.number])


@contextmanager
def _called(place: Endpoint, stays: float, idle: Callable[[], None]) -> Iterator[socket | None]:
    """Wait for a caller; None when nobody wants the process any more."""
    caller = _waited(place, stays, idle)
    with caller if caller else nullcontext():
        yield caller


def _waited(place: Endpoint, stays: float, idle: Callable[[], None]) -> socket | None:
    lifeline = [] if stays else [sys.stdin.fileno()]
    waited = 0.0
    while place.stands():
        pause = LOOKS if waited else IDLE
        ready, _, _ = select.select([place.listener, *lifeline], [], [], pause)
        if place.listener in ready:
            return place.listener.accept()[0]
        if not waited:
            idle()
        waited += pause
        if ready or (stays and waited >= stays):
            return None
    return None


def _said(caller: socket) -> dict[str, Any] | None:
    """Read a request; None when what was said is none."""
    caller.settimeout(SPEAKS)
    try:
        with caller.makefile("rb") as stream:
            request: dict[str, Any] = json.loads(stream.readline())
    except (OSError, ValueError):
        return None
    caller.settimeout(None)
    return request


def _open(project: Project) -> None:
    """Read what the next build will read, as far as it is whole; the build itself says what not."""
    with suppress(PlaybookError):
        tables.validate(project)
        runner.plan(project, page_list.expand(project, Catalogue.read(project)))
        preload(project)
    with suppress(FileNotFoundError):
        Lettering(project.build / "vendor" / "fonts").width("", 1)


@contextmanager
def _ready(project: Project) -> Iterator[Application | None]:
    """Set Sphinx up for the book as it stands; None when there is none yet."""
    maker = Renderer(project)
    if not (maker.book / "_config.yml").is_file():
        yield None
        return
    with Application(maker.book, maker.output, os.cpu_count() or 1) as ready:
        yield ready


def _build(
    project: Project, artists: Artists, ready: Application | None, options: dict[str, Any]
) -> bytes:
    # It ends with this build, and what it makes is small beside what is there already.
    gc.freeze()
    gc.set_threshold(50_000)
    answer: dict[str, Any]
    try:
        built = build(project, artists=artists, ready=ready, **options)
        answer = {"built": built.plain()}
    except PlaybookError as error:
        answer = {"wrong": str(error)}
    except PagesFailedError as error:
        answer = {"failed": error.recap.plain()}
    return json.dumps(answer).encode()


if __name__ == "__main__":
    main()
