"""While a cell runs, data opens only to the playbook's own readers, and no way out opens at all.

What a notebook reads past them is noted nowhere, and its page would keep an old number. What it
wrote elsewhere could be another page's run, or the package itself. The guard is an audit hook, so
it sees every way in which Python opens a file; it is an IPython extension, so both engines load it
in the same way.

It says in words what honest notebooks may not do. Code that is not Python's is past it: for a page
that is made for the book it also raises the wall, which the system keeps.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

from playbook import reading
from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.execution import wall

EXTENSION = __name__
"""What an IPython shell or kernel is told to load."""

LOADERS = {
    "population.csv": "load_population()",
    "deprivation_2019.csv": "load_deprivation(2019)",
    "deprivation_2025.csv": "load_deprivation(2025)",
    "deprivation_areas_2025.csv": "load_area_deprivation()",
    "standard_population.csv": "load_standard_population()",
    "places/catchments.csv": "load_catchments()",
    "places/london_boroughs.geojson": "load_boundaries()",
}
"""What to call, of playbook.observations, in place of opening a table."""


NETWORK = frozenset(
    {
        "socket.__new__",
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.sendmsg",
        "socket.sendto",
    }
)
"""What Python calls the ways to another machine."""

REACHING = frozenset({socket.AF_INET, socket.AF_INET6})
"""Families of addresses of other machines; a pair of sockets within a process is of none."""

PROGRAMS = frozenset(
    {
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.system",
        "subprocess.Popen",
    }
)
"""What Python calls the ways to another program, which no guard looks at."""

OTHERS = frozenset({"os.kill", "os.killpg"})
"""What Python calls the ways to reach another process."""

CHANGES = {
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.link": (0, 1),
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.utime": (0,),
    "sqlite3.connect": (0,),
}
"""What Python calls the ways to change a file, and which arguments name what changes."""

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Guard:
    """Refuses what a notebook may not do, as long as it is on duty.

    Parameters
    ----------
    folder : Path
        What lies below it opens to the playbook's own readers alone.
    own : Path, optional
        The one folder in which files may be written; without it, they may be anywhere.
    """

    def __init__(self, folder: Path, own: Path | None = None) -> None:
        # A link to a file in the folder is the file; a link to the folder is the folder.
        self.folder = os.path.realpath(folder)
        self.own = os.path.realpath(own) if own else ""
        self.on_duty = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Be asked by Python about an event; raise to refuse it."""
        if not self.on_duty:
            return
        if event == "socket.__new__" and arguments[1] not in REACHING:
            return
        if event in NETWORK or event in PROGRAMS:
            way = "no network" if event in NETWORK else "no other program"
            raise PlaybookError(f"{event}: a notebook has {way}. It reads what is in data/.")
        if event in OTHERS:
            raise PlaybookError(f"{event}: a notebook has no other process to reach.")
        if reading.passing():
            return
        if event == "open":
            self._open(*arguments)
        elif self.own and event in CHANGES:
            for number in CHANGES[event]:
                self._change(arguments[number])

    def _open(self, name: Any, _mode: str | None, flags: int) -> None:
        if not isinstance(name, str | bytes | os.PathLike):
            return
        path = os.path.realpath(os.fsdecode(name))
        if path.startswith("/proc/") and path.endswith("/environ"):
            raise PlaybookError(f"{path}: a notebook has no environment to read.")
        if _below(path, self.folder):
            self.on_duty = False
            try:
                raise PlaybookError(refusal(Path(path).relative_to(self.folder).as_posix()))
            finally:
                self.on_duty = True
        if self.own and flags & WRITING and path != os.devnull:
            self._change(name)

    def _change(self, name: Any) -> None:
        if not isinstance(name, str | bytes | os.PathLike):
            return
        # A link is itself what would be changed, not what it leads to.
        folder, last = os.path.split(os.fsdecode(name))
        path = f"{os.path.realpath(folder or os.curdir)}{os.sep}{last}"
        if not _below(path, self.own) or not _below(os.path.realpath(path), self.own):
            raise PlaybookError(
                f"{os.fsdecode(name)}: a notebook writes no file. What it gives, it shows; what it "
                "needs for a moment goes into a file of tempfile."
            )


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)


def refusal(file: str) -> str:
    """Say what to call instead of opening a file below ``data/``."""
    folder, _, name = file.rpartition("/")
    stem, _, ending = name.rpartition(".")
    if folder == "observations":
        instead = f"playbook.observations.load({stem!r})"
    elif file in LOADERS:
        instead = f"playbook.observations.{LOADERS[file]}"
    elif folder == "indicators":
        instead = f"Catalogue.read().indicator({stem!r}) of playbook.catalogue"
    elif file == "places/areas.csv":
        instead = "Catalogue.read().area(code) of playbook.catalogue"
    elif not folder and ending == "yml":
        noun = "system" if stem == "playbook" else stem
        instead = f"Catalogue.read().{noun} of playbook.catalogue"
    else:
        instead = "Catalogue.read() of playbook.catalogue, or a load function"
    return (
        f"data/{file} is not opened from a notebook: the page would not know when it changes. "
        f"Call {instead}."
    )


def load_ipython_extension(shell: Any) -> None:
    """Set the guard on the data of the playbook around; called by IPython.

    A notebook that runs outside a playbook has nothing to guard. One that a person runs writes
    where it likes; a page of the book is within the wall.
    """
    try:
        project = Project.find()
    except PlaybookError:
        return
    notes = os.environ.get(reading.FILE_VARIABLE)
    own = Path(notes).parent if notes else None
    guard = Guard(project.data, own)
    sys.addaudithook(guard)
    if own:
        tempfile.tempdir = str(own)
        # What is imported is not compiled for others.
        sys.dont_write_bytecode = True
    raised: list[str] = []

    def begin(_info: Any) -> None:
        if own and not raised:
            # Here, since the wall is around the thread that runs the cells.
            raised.extend(["guard", *wall.enclose(project.root, own)])
        guard.on_duty = True

    def end(_result: Any) -> None:
        guard.on_duty = False

    shell.events.register("pre_run_cell", begin)
    shell.events.register("post_run_cell", end)
