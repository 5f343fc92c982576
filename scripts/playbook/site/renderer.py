"""Jupyter Book, in a process of its own that is started early and renders when it is told to.

Half of the time of a small rebuild is the renderer's own imports. They are done while pages are
executed; the process then waits for the word. In a `playbook.site.workshop` they are done for good,
and the book is rendered where it is asked for.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from importlib import import_module
from io import StringIO
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import yaml

from playbook.catalogue import Project, documents
from playbook.errors import PlaybookError
from playbook.execution import pool

if TYPE_CHECKING:
    from playbook.site.application import Application

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PROBLEM = re.compile(r"\b(WARNING|ERROR|CRITICAL|Exception|Error)\b")

LATE = (
    "docutils.languages.en",
    "encodings.utf_8_sig",
    "multiprocessing.popen_fork",
    "multiprocessing.synchronize",
    "myst_nb.ext.glue.domain",
    "myst_nb.sphinx_ext",
    "myst_parser.sphinx_ext.myst_refs",
    "playbook.site.extension",
    "sphinx.builders.html",
    "sphinx.builders.html.transforms",
    "sphinx.ext.mathjax",
    "sphinx_design.extension",
    "sphinx_external_toc.events",
    "typst",
    "vl_convert",
    "xml.dom.minidom",
)
"""What the extensions themselves import only once they are used."""

SELECTORS = ("li", "ul", ".toc-h1", ".toc-h2")
"""What the theme looks for in each page: the first time, the patterns behind it are compiled."""


Said = tuple[int, str]
"""Whether Jupyter Book failed or warned (0 when not), and what it said."""


class Renderer:
    """Jupyter Book, ready to make HTML of the assembled book; any warning fails.

    Parameters
    ----------
    project : Project
        The playbook.
    here : bool
        Render in this process, which is used for nothing after and began as Sphinx wants it: see
        `settings`.
    ready : Application, optional
        One that was set up for this before.
    """

    def __init__(
        self, project: Project, *, here: bool = False, ready: Application | None = None
    ) -> None:
        self.project, self.here, self.ready = project, here, ready
        self.book, self.output = project.build / "book", project.build / "render"
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        if self.here:
            return self
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(self.book), str(self.output)],
            cwd=self.project.root,
            env=os.environ | settings(self.project),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.communicate()

    def render(self, *, clean: bool, jobs: int) -> Path:
        """Make HTML of the assembled book, and give the folder.

        Sphinx gives a warning once and then forgets it with the cached page, so after a failure the
        cache goes too: a broken book fails however often it is built.

        Parameters
        ----------
        clean : bool
            Render every page anew.
        jobs : int
            Cores that it may use.

        Raises
        ------
        PlaybookError
            If Jupyter Book fails or warns; its lines are given.
        """
        if clean:
            shutil.rmtree(self.output, ignore_errors=True)
        if self.here:
            failed, said = render(self.book, self.output, jobs, self.ready)
        else:
            failed, said = self._there(jobs)
        if failed:
            shutil.rmtree(self.output, ignore_errors=True)
            raise PlaybookError(f"Jupyter Book could not make the site:\n{self._problems(said)}")
        return self.output / "_build" / "html"

    def _there(self, jobs: int) -> Said:
        if self._process is None:
            raise RuntimeError("a renderer is used in a with statement")
        said, _ = self._process.communicate(f"{jobs}\n")
        return self._process.returncode, said

    def _problems(self, said: str) -> str:
        # People edit book/, not the assembled copy.
        edited = self.project.shown(self.project.book)
        text = COLOUR.sub("", said).replace(f"{self.book}/", f"{edited}/")
        lines = list(dict.fromkeys(line for line in text.splitlines() if PROBLEM.search(line)))
        return "\n".join(lines[:40]) or text[-2000:]


def settings(project: Project) -> dict[str, str]:
    """Give the environment in which a process that renders must be started."""
    return {
        "PLAYBOOK_ROOT": str(project.root),
        "PLAYBOOK_SYSTEM": project.system,
        "NO_COLOR": "1",
        "PYTHONHASHSEED": "0",
    }


def warm() -> None:
    """Import what rendering takes; Sphinx would import most of it when it meets its settings."""
    import soupsieve
    from jupyter_book.config import get_default_sphinx_config
    from myst_nb.core import render as outputs  # type: ignore[import-untyped]
    from PIL import Image
    from pygments.lexers import get_lexer_by_name
    from pygments.styles import get_all_styles
    from sphinx.application import builtin_extensions

    # What Sphinx notes for its own developers is shown to nobody.
    logging.disable(logging.DEBUG)
    yaml.safe_load = partial(yaml.load, Loader=documents.LOADER)
    for name in (*builtin_extensions, *get_default_sphinx_config()["extensions"], *LATE):
        import_module(name)
    for selector in SELECTORS:
        soupsieve.compile(selector)
    # The language in which the book shows commands; the theme looks for a style among all of them.
    get_lexer_by_name("bash")
    handlers, level = logging.root.handlers[:], logging.root.level
    list(get_all_styles())
    # One of them sets logging up as it is imported.
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    outputs.load_renderer("default")
    outputs.load_mime_renders()
    Image.preinit()


def render(book: Path, output: Path, jobs: int, ready: Application | None = None) -> Said:
    """Let Jupyter Book make HTML of a book; give whether it had something to complain of, and what.

    With several jobs, processes of their own read and write pages. They end with this one.

    Parameters
    ----------
    book, output : Path
        The assembled book, and where the build goes.
    jobs : int
        Cores that it may use.
    ready : Application, optional
        One that was set up before; it is used if it is what one would be now.
    """
    # Whoever has it rendered elsewhere need not import Sphinx.
    from playbook.site.application import Application

    os.register_at_fork(after_in_child=partial(pool.end_with, os.getpid()))
    new, said = Application(book, output, jobs), StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        if ready is not None and ready.fits(new):
            return ready.build(), ready.said.getvalue() + said.getvalue()
        if ready is not None:
            ready.leave()
        with new:
            return new.build(), new.said.getvalue() + said.getvalue()


def main() -> None:
    """Wait for the number of jobs, then render; an empty answer means that nobody needs it."""
    warm()
    if jobs := sys.stdin.readline():
        book, output = map(Path, sys.argv[1:])
        failed, said = render(book, output, int(jobs))
        print(said, flush=True)
        sys.exit(failed)


if __name__ == "__main__":
    main()
