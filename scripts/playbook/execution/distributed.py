"""Executing pages on the workers of a Dask cluster that is there already.

Each worker has a checkout of its own and starts in it. Before a page goes out, each worker says
what data, package and lock it has; one that has another is refused, since its pages would not be
those of this machine. A page comes back as the bytes of its two files and is put into the store
here, so no disk is shared. A page whose worker is lost is given to another by the scheduler.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any

from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.execution import fingerprint
from playbook.execution.engine import Failure
from playbook.execution.local import How, Server, Task
from playbook.execution.store import Run, RunStore

CONNECT_SECONDS = 15

NAMES = {"data": "the data", "package": "the playbook's code", "lock": "the locked packages"}

Sent = dict[str, Any]
"""What comes back of a page: a failure, or a run and the bytes of its notebook."""


def execute_all(
    address: str, project: Project, tasks: Sequence[Task], how: How
) -> Iterator[tuple[int, Run | Failure]]:
    """Execute pages on a cluster and give each as it comes back, by its number in the list.

    Parameters
    ----------
    address : str
        The scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    PlaybookError
        When ``distributed`` is not installed, no scheduler answers, it has no workers, or a worker
        has other data, another package or another lock. When the run store cannot be written.
    """
    if not tasks:
        return
    client = _client(address)
    from distributed import as_completed

    with client:
        ours = identity(project)
        _check(client, ours)
        futures = {
            client.submit(_work, task.plain(project.root), asdict(how), ours, pure=False): number
            for number, task in enumerate(tasks)
        }
        for future in as_completed(list(futures), loop=client.loop):
            number = futures[future]
            yield number, _kept(project, tasks[number], future)


def identity(project: Project) -> dict[str, str]:
    """Hash what must be the same on every machine: data, notebooks' code, package and lock."""
    digest = hashlib.sha256()
    for folder in (project.data, project.notebooks):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{project.shown(path)}\0{content}\0".encode())
    return {
        "data": digest.hexdigest(),
        "package": fingerprint.package(),
        "lock": fingerprint.lock(project),
    }


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise PlaybookError(
            "--scheduler needs the extra `distributed`. Install it: "
            "pip install 'mission-playbook[distributed]'."
        ) from None
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise PlaybookError(
            f"no Dask scheduler answers at {address} ({error}). Start one with `dask scheduler`, "
            "or leave --scheduler out."
        ) from None


def _check(client: Any, ours: dict[str, str]) -> None:
    """Refuse workers that would make other pages than this machine."""
    asked = client.run(_own_identity, on_error="return")
    # A worker that was lost as it was asked is no matter: each is asked again before each page.
    found = {worker: theirs for worker, theirs in asked.items() if not isinstance(theirs, OSError)}
    if not found:
        raise PlaybookError(
            "the scheduler has no workers. Start some with `dask worker` in a checkout."
        )
    problems = []
    for worker, theirs in sorted(found.items()):
        if isinstance(theirs, Exception):
            problems.append(PlaybookError(f"worker {worker} cannot run pages: {theirs}"))
        elif other := [NAMES[name] for name in NAMES if theirs[name] != ours[name]]:
            problems.append(
                PlaybookError(
                    f"worker {worker} is refused: {' and '.join(other)} differ from those here. "
                    "Bring its checkout and its packages to the same state and start it again."
                )
            )
    if problems:
        raise PlaybookError.together(problems)


def _kept(project: Project, task: Task, future: Any) -> Run | Failure:
    """Put a page that came back into the store."""
    notebook = task.page.notebook.relative_to(project.root).as_posix()
    try:
        sent: Sent = future.result()
    except Exception as error:
        why = f"its worker was lost ({type(error).__name__}: {error})"
        return Failure(task.page.slug, notebook, None, None, why)
    if "failure" in sent:
        return Failure(**sent["failure"])
    store = RunStore(project.root, project.build)
    try:
        return store.take(Run(**sent["run"]), sent["notebook"])
    except OSError as error:
        raise store.unwritable(error) from error


# What follows runs on a worker.


def _own_identity() -> dict[str, str]:
    return identity(Project.find())


@cache
def _servers() -> LifoQueue[Server]:
    """Idle processes that fork pages: a worker has threads and must not fork itself."""
    return LifoQueue()


def _work(plain: dict[str, Any], how: dict[str, Any], ours: dict[str, str]) -> Sent:
    """Execute one page in this worker's checkout."""
    project = Project.find(system=plain["page"]["system"] or None)
    theirs = _identity_now(project.root)
    if theirs != ours:
        # A worker that came later, or whose checkout changed meanwhile.
        other = [NAMES[name] for name in NAMES if theirs[name] != ours[name]]
        notebook = plain["page"]["notebook"]
        why = f"its worker was refused: {' and '.join(other)} differ"
        return {"failure": asdict(Failure(plain["page"]["slug"], notebook, None, None, why))}
    try:
        server = _servers().get_nowait()
    except Empty:
        server = Server()
    task, one = Task.of(plain, project.root), replace(How(**how), jobs=1)
    try:
        ((_, done),) = server.ask(project.root, [task], one)
    except BaseException:
        server.close()
        raise
    _servers().put(server)
    if isinstance(done, Failure):
        return {"failure": asdict(done)}
    store = RunStore(project.root, project.build)
    return {"run": asdict(done), "notebook": store.notebook_path(done.page).read_bytes()}


@cache
def _identity_now(root: Path) -> dict[str, str]:
    return identity(Project(root))
