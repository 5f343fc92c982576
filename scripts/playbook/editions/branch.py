"""A branch of a git repository as the tree that readers see, such as that of GitHub Pages.

A publication takes the branch as it is, adds a commit, and asks the repository to move the branch
from the one to the other: it does so whole or not at all, and refuses when the branch was moved by
somebody else meanwhile. Git keeps each content once, however many editions have it.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playbook.editions import tree
from playbook.errors import PlaybookError

MARK = "#"
"""Stands between a repository and its branch."""
NOBODY = ("-c", "user.name=Mission Playbook", "-c", "user.email=playbook@localhost")
"""Who commits where git does not know the person, as on a machine for continuous integration."""
PLAIN = ("-c", "core.autocrlf=false", "-c", "core.safecrlf=false", "-c", "gc.auto=0")


@dataclass
class Branch:
    """A tree of editions on a branch.

    Parameters
    ----------
    repository
        Folder or address of the repository, bare or not.
    name
        The branch; made by the first publication.
    """

    repository: str
    name: str
    _folder: Path = field(default=Path(), repr=False)
    _tip: str = field(default="", repr=False)
    _names: list[str] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, given: str) -> Branch:
        """Read ``REPOSITORY#BRANCH``.

        Raises
        ------
        PlaybookError
            If it is no name of a branch.
        """
        repository, _, name = given.rpartition(MARK)
        here = Path(repository)
        found = cls(str(here.resolve()) if here.is_dir() else repository, name)
        if not repository or _git(None, "check-ref-format", "--branch", name).returncode:
            raise PlaybookError(
                f"{given!r} names no branch. Write REPOSITORY#BRANCH, such as ../site.git#gh-pages."
            )
        return found

    def __str__(self) -> str:
        """Write it as it is given."""
        return f"{self.repository}{MARK}{self.name}"

    @property
    def _ref(self) -> str:
        return f"refs/heads/{self.name}"

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Take the branch as it is now; that nobody else moves it is seen to at the end."""
        with tempfile.TemporaryDirectory(prefix="playbook-branch-") as folder:
            self._folder = Path(folder).resolve() / "before"
            said = self._ask("ls-remote", self.repository, self._ref, here=False)
            self._tip = said.split("\t")[0]
            if self._tip:
                self._take()
            else:
                self._ask("init", "--quiet", str(self._folder), here=False)
            yield False

    def _take(self) -> None:
        """Fetch the list of files, and of their contents just what each edition says of itself."""
        only = ("--depth=1", "--filter=blob:none", "--no-checkout", "--branch", self.name)
        self._ask("clone", "--quiet", *only, self.repository, str(self._folder), here=False)
        self._tip = self._ask("rev-parse", "HEAD").strip()
        self._ask("read-tree", "HEAD")
        self._names = self._ask("ls-files", "-z").split("\0")
        wanted = [one for one in self._names if one.endswith(f"/{tree.MANIFEST}")]
        if tree.CONTENTS in self._names:
            self._ask("checkout-index", "--", tree.CONTENTS, *wanted)

    def tree(self) -> Path | None:
        """Give a folder with what readers see; None before the first publication.

        Raises
        ------
        PlaybookError
            If the branch holds something else.
        """
        if not self._tip:
            return None
        if not (self._folder / tree.CONTENTS).is_file():
            raise PlaybookError(
                f"{self} holds something else than editions. Name a branch that does not exist "
                "yet, or the one that was published to before."
            )
        return self._folder

    def replace(self, make: Callable[[Path], str]) -> None:
        """Let the next tree be made, and move the branch to it in one step.

        Raises
        ------
        PlaybookError
            If somebody else moved it meanwhile, or the repository refuses.
        """
        ahead = self._folder.with_name("ahead")
        ahead.mkdir()
        make(ahead)
        if self._tip:
            # Editions stay as they are; what belongs to all of them is made anew.
            again = [one for one in self._names if one and "/" not in one]
            gone = ("rm", "-r", "--cached", "--quiet", "--ignore-unmatch")
            self._ask(*gone, "--", tree.LATEST, *again)
        self._ask(f"--work-tree={ahead}", "add", "--no-all", "--force", ".", folder=ahead)
        state = self._ask("write-tree", "--missing-ok").strip()
        newest = tree.contents(ahead)["latest"]
        parent = ("-p", self._tip) if self._tip else ()
        who = NOBODY if _git(self._folder, "config", "user.email").returncode else ()
        commit = self._ask(*who, "commit-tree", state, *parent, "-m", f"Edition {newest}").strip()
        # The branch has to be what it was when this began, or not to be there.
        lease = f"--force-with-lease={self._ref}:{self._tip}"
        move = f"{commit}:{self._ref}"
        done = _git(self._folder, "push", "--quiet", "--atomic", lease, self.repository, move)
        if done.returncode == 0:
            return
        if self._ask("ls-remote", self.repository, self._ref).split("\t")[0] != self._tip:
            raise PlaybookError(
                f"{self} was published to by somebody else meanwhile. Theirs stands, and nothing "
                "of it was changed. Publish again."
            )
        said = done.stderr.strip()[-500:]
        raise PlaybookError(f"{self} cannot be written: {said} Nothing was published.")

    def _ask(self, *words: str, folder: Path | None = None, here: bool = True) -> str:
        prefix = (f"--git-dir={self._folder}/.git",) if folder else ()
        done = _git(folder or (self._folder if here else None), *prefix, *words)
        if done.returncode:
            raise PlaybookError(f"{self} cannot be used: {done.stderr.strip()[-500:]}")
        return done.stdout


def _git(folder: Path | None, *words: str) -> subprocess.CompletedProcess[str]:
    place = ("-C", str(folder)) if folder else ()
    return subprocess.run(  # arguments of our own
        ["git", *place, *PLAIN, *words],  # noqa: S607
        # Nobody is there to be asked for a password.
        env=os.environ | {"GIT_TERMINAL_PROMPT": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
