"""Building the site: run what is stale, assemble, let Jupyter Book render, then swap the result in.

Jupyter Book never executes anything here. A site is replaced whole, and only by a good one.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from playbook.catalogue import Catalogue, Project
from playbook.errors import PlaybookError
from playbook.execution import pages as page_list
from playbook.execution import runner
from playbook.execution.runner import Recap
from playbook.observations import tables
from playbook.site import svg
from playbook.site.assemble import assemble

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PROBLEM = re.compile(r"\b(WARNING|ERROR|CRITICAL|Exception|Error)\b")
LEFT_OUT = shutil.ignore_patterns(".buildinfo*", ".doctrees", "_sources", "*.pickle", "reports")


@dataclass(frozen=True)
class Built:
    """What a build did.

    Attributes
    ----------
    recap : Recap
        What was executed, reused and failed.
    site : Path
        The finished site.
    pages : int
        HTML pages in it.
    changed : list of str
        Files of the assembled book that differ from last time.
    seconds : float
        Wall-clock time of it all.
    """

    recap: Recap
    site: Path
    pages: int
    changed: list[str]
    seconds: float


class PagesFailedError(Exception):
    """Some pages could not be executed; the site was left as it was."""

    def __init__(self, recap: Recap) -> None:
        super().__init__(f"{len(recap.failures)} pages failed")
        self.recap = recap


def build(
    project: Project,
    *,
    jobs: int = 0,
    force: bool = False,
    clean: bool = False,
    engine: str = "fork",
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

    Raises
    ------
    PlaybookError
        When data, a record, a notebook's form or the book itself is wrong.
    PagesFailedError
        When a notebook fails.
    """
    started = time.perf_counter()
    tables.validate(project)
    catalogue = Catalogue.read(project)
    pages = page_list.expand(project, catalogue)
    recap = runner.run(project, runner.plan(project, pages, force=force), jobs=jobs, engine=engine)
    if recap.failures:
        raise PagesFailedError(recap)
    book = project.build / "book"
    settings = {"playbook_strict": True, "playbook_code": _site_code()}
    tree = assemble(project, pages, recap.runs, book, settings)
    specs = [spec for one in tree.components for spec in svg.specifications(one)]
    svg.Drawings(project.build / "svg").prepare(specs, jobs or os.cpu_count() or 1)
    html = render(project, book, clean=clean)
    site = swap_in(html, project.build / "site")
    count = sum(1 for _ in site.rglob("*.html"))
    return Built(recap, site, count, tree.written, time.perf_counter() - started)


def render(project: Project, book: Path, *, clean: bool) -> Path:
    """Let Jupyter Book make HTML of the assembled book; any warning fails.

    Sphinx gives a warning once and then forgets it with the cached page, so after a failure the
    cache goes too: a broken book fails however often it is built.
    """
    output = project.build / "render"
    if clean:
        shutil.rmtree(output, ignore_errors=True)
    start = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", start, "build", str(book)]
    command += ["--path-output", str(output), "-W", "--keep-going"]
    done = subprocess.run(
        command,
        cwd=project.root,
        env=os.environ
        | {
            "PLAYBOOK_ROOT": str(project.root),
            "PLAYBOOK_SYSTEM": project.system,
            "NO_COLOR": "1",
            "PYTHONHASHSEED": "0",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        shutil.rmtree(output, ignore_errors=True)
        raise PlaybookError(
            f"Jupyter Book could not make the site:\n{_problems(project, book, done)}"
        )
    return output / "_build" / "html"


def _problems(project: Project, book: Path, done: subprocess.CompletedProcess[str]) -> str:
    text = COLOUR.sub("", done.stderr + done.stdout)
    # People edit book/, not the assembled copy.
    text = text.replace(f"{book}/", f"{project.shown(project.book)}/")
    lines = list(dict.fromkeys(line for line in text.splitlines() if PROBLEM.search(line)))
    return "\n".join(lines[:40]) or text[-2000:]


def swap_in(html: Path, site: Path) -> Path:
    """Put a finished site in place of the one before."""
    partial, before = site.with_name(".site.partial"), site.with_name(".site.before")
    for leftover in (partial, before):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(html, partial, ignore=LEFT_OUT)
    if site.exists():
        site.rename(before)
    partial.rename(site)
    shutil.rmtree(before, ignore_errors=True)
    return site


def _site_code() -> str:
    """Hash the code and templates that turn components into markup: a change renders every page."""
    digest = hashlib.sha256()
    for path in sorted(p for p in Path(__file__).parent.rglob("*") if p.suffix in {".py", ".html"}):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
