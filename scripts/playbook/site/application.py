"""Sphinx, set up as Jupyter Book sets it up, for one build of the assembled book.

Setting it up takes a part of a small build that a process that stays need not wait for: it is done
before a build is asked for, which uses it if all that it was set up from is as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import StringIO
from pathlib import Path
from typing import Any, Self

from sphinx import builders
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.cmd.build import handle_exception
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.parallel import make_chunks

from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.hashing import files, stamp
from playbook.site import about, pace

SETTINGS, CONTENTS = "_config.yml", "_toc.yml"
SOURCES = (".md", ".ipynb", ".rst", ".txt")
"""Files of a book that may be pages: which there are is looked at when Sphinx is set up."""


FEW = 20
"""Pages that one process is given at most when all are given out at once."""


class Application:
    """Sphinx for one book; it is used once, and what it says is kept.

    Parameters
    ----------
    book, output : Path
        The assembled book, and where the build goes.
    jobs : int
        Processes that read and write pages.
    """

    def __init__(self, book: Path, output: Path, jobs: int) -> None:
        self.book, self.output, self.jobs = book, output, jobs
        self.said = StringIO()
        self._made_of = self._sources()
        self._within = ExitStack()
        self._sphinx: Sphinx | None = None
        self._trouble: BaseException | None = None

    def __enter__(self) -> Self:
        """Set it up. What goes wrong is said when it is to build."""
        # Directives, roles and nodes of docutils are those of this build until it is left.
        self._within.enter_context(patch_docutils(None))
        self._within.enter_context(docutils_namespace())
        try:
            self._sphinx = self._set_up()
        except Exception as error:
            self._trouble = error
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def leave(self) -> None:
        """Give docutils back as it was found."""
        self._within.close()

    def fits(self, other: Application) -> bool:
        """Say whether it is what ``other``, which is not set up yet, would become."""
        return self._trouble is None and (self.book, self.output, self.jobs, self._made_of) == (
            other.book, other.output, other.jobs, other._made_of,
        )  # fmt: skip

    def build(self) -> int:
        """Make HTML; give 0 when there was nothing to complain of."""
        try:
            if self._trouble is not None:
                raise self._trouble
            assert self._sphinx is not None  # noqa: S101
            with self._dealing():
                self._sphinx.build()
        except Exception as error:
            handle_exception(self._sphinx, _Plainly, error, self.said)
            return 2
        return int(self._sphinx.statuscode)

    @contextmanager
    def _dealing(self) -> Iterator[None]:
        """Let Sphinx give pages out as `deal` does."""
        builders.make_chunks = self.deal
        try:
            yield
        finally:
            builders.make_chunks = make_chunks

    def deal(self, arguments: Sequence[str], nproc: int, maxbatch: int = 10) -> list[Any]:
        """Give a few pages out to as many processes as there are jobs, the slowest first.

        Called as Sphinx's own `make_chunks` is. Each process takes a fork and a copy of what Sphinx
        knows of all pages, so more of them, as Sphinx would start, pay only for many pages.
        """
        if len(arguments) > FEW * self.jobs:
            return make_chunks(arguments, nproc, maxbatch)
        assert self._sphinx is not None  # noqa: S101
        seconds = pace.seconds(self._sphinx.env, arguments)
        dealt: list[list[str]] = [[] for _ in range(min(self.jobs, len(arguments)))]
        for page in sorted(arguments, key=lambda name: (-seconds[name], name)):
            min(dealt, key=lambda one: sum(map(seconds.__getitem__, one))).append(page)
        return dealt

    def _set_up(self) -> Sphinx:
        from jupyter_book.config import get_final_config

        settings, _ = get_final_config(
            user_yaml=self.book / SETTINGS,
            sourcedir=self.book,
            cli_config={
                "external_toc_path": (self.book / CONTENTS).as_posix(),
                "latex_individualpages": False,
            },
        )
        html = self.output / "_build" / "html"
        return Sphinx(
            srcdir=self.book,
            confdir=None,
            outdir=html,
            doctreedir=html.parent / ".doctrees",
            buildername="html",
            confoverrides=settings,
            status=self.said,
            warning=self.said,
            warningiserror=True,
            keep_going=True,
            # Sphinx keeps one for handing pages out, which takes little.
            parallel=self.jobs + 1 if self.jobs > 1 else 1,
        )

    def _sources(self) -> list[Any]:
        """Tell the state of all that is looked at when Sphinx is set up."""
        kept = self.output / "_build" / ".doctrees" / ENV_PICKLE_FILENAME
        names = [path for path, _ in files(self.book) if path.endswith(SOURCES)]
        written = [path for name in (SETTINGS, CONTENTS) if (path := self.book / name).is_file()]
        try:
            told: Any = about.described(Project.find(self.book))
        except PlaybookError as error:
            told = str(error)
        read = [path.read_bytes() for path in written]
        return [names, read, stamp(kept.stat()) if kept.is_file() else [], told]


class _Plainly:
    """How an exception is told: in its own words."""

    pdb = verbosity = traceback = False
