"""Jupyter Book, in a process of its own that is started early and renders when it is told to.

Half of the time of a small rebuild is the renderer's own imports. They are done while pages are
executed; the process then waits for one line.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from playbook.catalogue import Project
from playbook.errors import PlaybookError

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PROBLEM = re.compile(r"\b(WARNING|ERROR|CRITICAL|Exception|Error)\b")

START = """
import sys
import jupyter_book.cli.main, jupyter_book.sphinx, sphinx.builders.html
import myst_nb.sphinx_, sphinx_book_theme, playbook.site.extension
if sys.stdin.readline():
    jupyter_book.cli.main.main()
"""
"""Import what a book needs, then wait for the word; an empty answer means that nobody needs it."""


class Renderer:
    """Jupyter Book, ready to make HTML of the assembled book; any warning fails.

    Parameters
    ----------
    project : Project
        The playbook.
    book : Path
        The assembled book.
    """

    def __init__(self, project: Project, book: Path) -> None:
        self.project, self.book = project, book
        self.output = project.build / "render"
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        command = [sys.executable, "-c", START, "build", str(self.book)]
        command += ["--path-output", str(self.output), "-W", "--keep-going"]
        settings = {
            "PLAYBOOK_ROOT": str(self.project.root),
            "PLAYBOOK_SYSTEM": self.project.system,
            "NO_COLOR": "1",
            "PYTHONHASHSEED": "0",
        }
        self._process = subprocess.Popen(
            command,
            cwd=self.project.root,
            env=os.environ | settings,
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

    def render(self, *, clean: bool) -> Path:
        """Make HTML of the assembled book, and give the folder.

        Sphinx gives a warning once and then forgets it with the cached page, so after a failure the
        cache goes too: a broken book fails however often it is built.

        Parameters
        ----------
        clean : bool
            Render every page anew.

        Raises
        ------
        PlaybookError
            If Jupyter Book fails or warns; its lines are given.
        """
        if self._process is None:
            raise RuntimeError("a renderer is used in a with statement")
        if clean:
            shutil.rmtree(self.output, ignore_errors=True)
        said, _ = self._process.communicate("render\n")
        if self._process.returncode:
            shutil.rmtree(self.output, ignore_errors=True)
            raise PlaybookError(f"Jupyter Book could not make the site:\n{self._problems(said)}")
        return self.output / "_build" / "html"

    def _problems(self, said: str) -> str:
        # People edit book/, not the assembled copy.
        edited = self.project.shown(self.project.book)
        text = COLOUR.sub("", said).replace(f"{self.book}/", f"{edited}/")
        lines = list(dict.fromkeys(line for line in text.splitlines() if PROBLEM.search(line)))
        return "\n".join(lines[:40]) or text[-2000:]
