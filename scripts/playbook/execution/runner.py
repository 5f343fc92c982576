"""Running a plan: which pages are stale, executing those, and a recap of what failed."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

from playbook.catalogue import Project
from playbook.execution import fork
from playbook.execution.engine import Failure, execute
from playbook.execution.fingerprint import inputs, stale
from playbook.execution.pages import Page
from playbook.execution.store import Run, RunStore

TIMEOUT = 120.0
"""Seconds that one cell may take before its page is stopped."""


@dataclass(frozen=True)
class Planned:
    """A page and, in words, why it must be executed; no reason means that its run still holds."""

    page: Page
    reasons: list[str]


@dataclass
class Recap:
    """What a run did.

    Attributes
    ----------
    runs : dict of str to Run
        Every page that has a valid run now, by slug.
    executed, reused : list of str
        Slugs, in the order of the plan.
    failures : list of Failure
        In the order of the plan.
    seconds : float
        Wall-clock time of it all.
    notes : list of str
        What a person should know of how it ran.
    """

    runs: dict[str, Run] = field(default_factory=dict)
    executed: list[str] = field(default_factory=list)
    reused: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Give the recap as lines for a person; every failure is at the end, where it is read."""
        warned = [run for slug in self.executed if (run := self.runs.get(slug)) and run.warnings]
        for run in warned:
            yield f"warning: {run.page}: {run.warnings[0].splitlines()[-1]}"
        yield from self.notes
        total = len(self.executed) + len(self.reused) + len(self.failures)
        yield (
            f"{total} pages: {len(self.executed)} executed, {len(self.reused)} reused, "
            f"{len(self.failures)} failed, in {self.seconds:.1f} s"
        )
        for failure in self.failures:
            yield f"failed: {failure}"


def plan(project: Project, pages: list[Page], *, force: bool = False) -> list[Planned]:
    """Decide which pages must be executed, and why."""
    if force:
        return [Planned(page, ["asked for"]) for page in pages]
    store = RunStore(project.root, project.build)
    return [Planned(page, stale(project, page, store.get(page.slug))) for page in pages]


def run(project: Project, planned: list[Planned], *, jobs: int = 0, engine: str = "fork") -> Recap:
    """Execute the stale pages of a plan, several at a time, and keep each as it finishes.

    Parameters
    ----------
    project : Project
        The playbook.
    planned : list of Planned
        From `plan`.
    jobs : int
        Pages at a time; 0 takes the number of cores.
    engine : str
        ``fork``, or ``kernel`` for a fresh kernel a page. Where forking is not to be had, the
        kernel is used and the recap says so.

    Returns
    -------
    Recap
        A failed page never stops the others.
    """
    started = time.perf_counter()
    store, recap = RunStore(project.root, project.build), Recap()
    todo = [one.page for one in planned if one.reasons]
    if engine == "fork" and not fork.available():
        engine = "kernel"
        recap.notes.append("this system cannot fork: each page ran in a kernel of its own")
    results: dict[str, Run | Failure] = {}
    progress = tqdm(
        total=len(todo), desc="Pages", unit="page", file=sys.stderr, disable=None, leave=False
    )
    with progress:
        for slug, done in _execute_all(project, todo, jobs or os.cpu_count() or 1, engine):
            results[slug] = done
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


def _execute_all(
    project: Project, pages: list[Page], jobs: int, engine: str
) -> Iterator[tuple[str, Run | Failure]]:
    if not pages:
        return
    # Workers are spawned: the parent may have threads, which a fork would break. They inherit the
    # settings that keep them single-threaded, so that they can fork once a page themselves.
    os.environ |= {key: os.environ.get(key, value) for key, value in fork.SINGLE.items()}
    with ProcessPoolExecutor(
        min(jobs, len(pages)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=fork.warm if engine == "fork" else None,
    ) as pool:
        futures = {
            pool.submit(
                execute, page, Path(project.root), inputs(project, page), engine, TIMEOUT
            ): page
            for page in pages
        }
        try:
            for future in as_completed(futures):
                page = futures[future]
                try:
                    yield page.slug, future.result()
                except Exception as error:
                    name = page.notebook.name
                    reason = f"its worker was lost ({type(error).__name__}: {error}). Run it again"
                    yield page.slug, Failure(page.slug, name, None, None, reason)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
