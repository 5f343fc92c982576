"""Building the site: run what is stale, assemble, let Jupyter Book render, then swap the result in.

Jupyter Book never executes anything here. A site is replaced whole, and only by a good one.
"""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from playbook.catalogue import Catalogue, Project
from playbook.catalogue.story import Story
from playbook.errors import PagesFailedError, PlaybookError
from playbook.execution import pages as page_list
from playbook.execution import runner
from playbook.execution.pages import Page
from playbook.execution.store import Run
from playbook.locking import lock
from playbook.observations import tables
from playbook.site import seal
from playbook.site.artists import Artists
from playbook.site.assemble import Assembly
from playbook.site.built import Built
from playbook.site.orders import Orders
from playbook.site.outline import book_of
from playbook.site.renderer import Renderer
from playbook.site.swap import recover, swap_in

if TYPE_CHECKING:
    from playbook.site.application import Application

CANNOT_WRITE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG}

Teller = Callable[[Catalogue, list[Page], dict[str, Run]], Story]
"""Tells of the editions before, given what was run."""


def build(
    project: Project,
    *,
    jobs: int = 0,
    force: bool = False,
    clean: bool = False,
    engine: str = "fork",
    scheduler: str | None = None,
    base_address: str = "",
    renderer: Renderer | None = None,
    artists: Artists | None = None,
    ready: Application | None = None,
    story: Teller | None = None,
) -> Built:
    """Build the whole site into ``_build/site``.

    Parameters
    ----------
    jobs : int
        Pages executed at a time; 0 takes the number of cores.
    force : bool
        Execute every page, fresh or not.
    engine : str
        ``fork``, or ``kernel`` for a fresh kernel a page.
    clean : bool
        Let Jupyter Book render every page anew. An edition is always built clean.
    scheduler : str, optional
        Address of a Dask scheduler whose workers execute the pages; by default this machine does.
    base_address : str
        Where the site will be published; by default as ``_config.yml`` says.
    renderer : Renderer, optional
        One that was started already, before the imports of this module; by default one is now.
    artists : Artists, optional
        Those of a workshop; this process then renders too, for it has the imports done.
    ready : Application, optional
        Sphinx, set up in a workshop.
    story : callable, optional
        Tells of the editions before this one, from what was run. The site will stand in a tree of
        editions, and shows its readers the others.

    Raises
    ------
    PlaybookError
        When data, a record, a notebook's form or the book itself is wrong.
    PagesFailedError
        When a notebook fails.
    """
    started, cores = time.perf_counter(), jobs or os.cpu_count() or 1
    with _writable(project), _alone(project.build):
        recover(project.build / "site")
        taken = seal.inputs(project, base_address)
        with (
            nullcontext(renderer)
            if renderer
            else Renderer(project, here=bool(artists), ready=ready) as maker,
            nullcontext(artists) if artists else closing(Artists(cores)) as drawing,
        ):
            tables.validate(project)
            catalogue = Catalogue.read(project)
            pages = page_list.expand(project, catalogue)
            planned = runner.plan(project, pages, force=force)
            book = book_of(project, base_address)
            orders = Orders(project.build, drawing, book.title, book.address)
            settings = {
                "playbook_strict": True,
                "playbook_code": _site_code(),
                "playbook_in_tree": story is not None,
            }
            assembly = Assembly(project, pages, maker.book, settings)

            def take_in(run: Run) -> None:
                orders.of_page(run.page, assembly.page(run))

            # While other pages are still at work.
            recap = runner.run(
                project, planned, scheduler=scheduler, each=take_in, jobs=jobs, engine=engine
            )
            if recap.failures:
                raise PagesFailedError(recap)
            for run in recap.runs.values():
                take_in(run)
            told = story(catalogue, pages, recap.runs) if story else None
            tree = assembly.finish(recap.runs.values(), book, told)
            drawing.finish()
            if not artists:
                # What they hold is room for those that render.
                drawing.close()
            tree.remember()
            html = maker.render(clean=clean, jobs=cores)
        site = swap_in(html, project.build / "site")
        count = sum(1 for _ in site.rglob("*.html"))
        # An edition is not what the next build would make.
        if told is None:
            seal.put(project, taken, [page.slug for page in pages], count)
    return Built(recap, site, count, tree.written, time.perf_counter() - started, book.address)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait for another build that is at work here: they would render into the same folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".build.lock").open("a") as stream:
        lock(stream.fileno())
        yield


@contextmanager
def _writable(project: Project) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in CANNOT_WRITE:
            raise
        raise PlaybookError(
            f"cannot be written: {error.strerror}. The site is as it was before. "
            "Make room or allow writing, and build again.",
            file=project.shown(project.build),
        ) from error


def _site_code() -> str:
    """Hash the code and templates that turn components into markup: a change renders every page."""
    digest = hashlib.sha256()
    for path in sorted(
        p for p in Path(__file__).parent.rglob("*") if p.suffix in {".py", ".html", ".svg", ".typ"}
    ):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
