"""Running a plan: which pages are stale, executing those, and a recap of what failed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tqdm import tqdm

from playbook.catalogue import Catalogue, Project
from playbook.execution import distributed, fork, local
from playbook.execution.fingerprint import inputs, stale
from playbook.execution.local import How, Task
from playbook.execution.pages import Page
from playbook.execution.recap import Failure, Recap
from playbook.execution.store import Run, RunStore

FIGURE = 0.2
"""Seconds that it takes, about, to draw a figure in both widths and to paint it."""

ASKED = ["asked for"]
"""Reasons of a page that is made anew though nothing changed."""


@dataclass(frozen=True)
class Planned:
    """A page and, in words, why it must be executed; no reason means that its run still holds.

    Its seconds are those that it took last time, and those of its figures, which are drawn beside
    other pages.
    """

    page: Page
    reasons: list[str]
    seconds: float | None = None


def plan(project: Project, pages: list[Page], *, force: bool = False) -> list[Planned]:
    """Decide which pages must be executed, and why."""
    store, catalogue = RunStore(project.root, project.build), Catalogue.read(project)
    planned = []
    for page in pages:
        known = store.get(page.slug)
        reasons = ASKED if force else stale(catalogue, page, known)
        seconds = known.seconds + FIGURE * len(known.facts["figures"]) if known else None
        planned.append(Planned(page, reasons, seconds))
    store.remember()
    return planned


def run(
    project: Project,
    planned: list[Planned],
    *,
    scheduler: str | None = None,
    each: Callable[[Run], None] | None = None,
    **options: Any,
) -> Recap:
    """Execute the stale pages of a plan, several at a time, and keep each as it finishes.

    Parameters
    ----------
    project : Project
        The playbook.
    planned : list of Planned
        From `plan`.
    scheduler : str, optional
        Address of a Dask scheduler whose workers execute the pages; by default this machine does.
    each : callable, optional
        Is given each run that was made now, while other pages are still at work.
    **options
        Fields of `playbook.execution.local.How`: ``jobs``, ``engine``, ``timeout``, ``memory_mb``.
        Where forking is not to be had, the kernel is used and the recap says so.

    Returns
    -------
    Recap
        A failed page never stops the others.

    Raises
    ------
    PlaybookError
        When the run store cannot be written. What was finished is kept.
    """
    started, how = time.perf_counter(), How(**options)
    store, recap = RunStore(project.root, project.build), Recap()
    results: dict[str, Run | Failure] = {}
    with store.alone() as waited:
        if waited:
            # Another run was at work here: what it made need not be made again.
            force = all(one.reasons == ASKED for one in planned)
            planned = plan(project, [one.page for one in planned], force=force)
        todo = sorted((one for one in planned if one.reasons), key=_slowest_first)
        if how.engine == "fork" and not fork.available():
            how = replace(how, engine="kernel")
            recap.notes.append("this system cannot fork: each page ran in a kernel of its own")
        tasks = [Task(one.page, inputs(project, one.page), one.reasons == ASKED) for one in todo]
        # A monitor would be a thread, and a process with threads must not fork.
        tqdm.monitor_interval = 0
        with tqdm(
            total=len(todo), desc="Pages", unit="page", file=sys.stderr, disable=None, leave=False
        ) as progress:
            if scheduler:
                made = distributed.execute_all(scheduler, project, tasks, how)
            else:
                made = local.execute_all(project.root, tasks, how)
            for number, done in made:
                results[todo[number].page.slug] = done
                if each and isinstance(done, Run):
                    each(done)
                progress.update()
    for one in planned:
        slug = one.page.slug
        result: Run | Failure | None = results.get(slug) or store.get(slug)
        if isinstance(result, Failure):
            recap.failures.append(result)
            continue
        if result is not None:
            recap.runs[slug] = result
        (recap.executed if slug in results else recap.reused).append(slug)
    recap.seconds = time.perf_counter() - started
    return recap


def _slowest_first(one: Planned) -> float:
    """Order by last time's seconds; a page that never ran may be the slowest of all."""
    return float("-inf") if one.seconds is None else -one.seconds
