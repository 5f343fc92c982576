"""While a cell runs, data opens only to the playbook's own readers, and no way out opens at all.

What a notebook reads past them is noted nowhere, and its page would keep an old number. The guard
is an audit hook, so it sees every way in which Python opens a file; it is an IPython extension, so
both engines load it in the same way.

It keeps honest notebooks honest and stops the plain attack. It is no wall: code that loads a
library of its own, by ctypes for one, is past it. What a stranger proposes is read before it is
run, and run where a container is the wall.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from playbook import reading
from playbook.catalogue import Project
from playbook.errors import PlaybookError

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

PROGRAMS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn"})
"""What Python calls the ways to another program, which no guard looks at."""


class Guard:
    """Refuses to open what lies below a folder, as long as it is on duty."""

    def __init__(self, folder: Path) -> None:
        # A link to a file in the folder is the file; a link to the folder is the folder.
        self.folder = os.path.realpath(folder)
        self.on_duty = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Be asked by Python about an event; raise to refuse it."""
        if not self.on_duty:
            return
        if event in NETWORK or event in PROGRAMS:
            way = "no network" if event in NETWORK else "no other program"
            raise PlaybookError(f"{event}: a notebook has {way}. It reads what is in data/.")
        if event != "open" or reading.passing():
            return
        name = arguments[0]
        if not isinstance(name, str | bytes | os.PathLike):
            return
        path = os.path.realpath(os.fsdecode(name))
        if path.startswith("/proc/") and path.endswith("/environ"):
            raise PlaybookError(f"{path}: a notebook has no environment to read.")
        if path == self.folder or path.startswith(self.folder + os.sep):
            self.on_duty = False
            try:
                raise PlaybookError(refusal(Path(path).relative_to(self.folder).as_posix()))
            finally:
                self.on_duty = True


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

    A notebook that runs outside a playbook has nothing to guard.
    """
    try:
        guard = Guard(Project.find().data)
    except PlaybookError:
        return
    sys.addaudithook(guard)

    def begin(_info: Any) -> None:
        guard.on_duty = True

    def end(_result: Any) -> None:
        guard.on_duty = False

    shell.events.register("pre_run_cell", begin)
    shell.events.register("post_run_cell", end)
