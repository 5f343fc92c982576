"""A Papermill engine that forks a warm process once a page, in place of starting a kernel.

Most of a page's time in a fresh kernel goes into starting Python and importing. Here the parent
has the imports done; a child runs the cells in an IPython shell of its own and sends each cell's
outputs back over a pipe. Nothing leaks from page to page, since each child ends with its page. The
outputs are those of a kernel, which stays the reference: ``--engine kernel``.

Registered with Papermill as ``playbook-fork``, so also ``papermill --engine playbook-fork``.
Papermill imports this module itself; nothing else should, or the two would import in a circle.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from typing import Any

import nbformat
from papermill.engines import Engine

from playbook import reading
from playbook.execution import fork, pool


class ForkEngine(Engine):
    """Runs a notebook's cells in a forked child."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        *_kernel: Any,
        execution_timeout: float | None = None,
        aside: dict[int, list[dict[str, Any]]] | None = None,
        **_options: Any,
    ) -> None:
        """Execute a notebook; called by Papermill.

        Parameters
        ----------
        nb_man : NotebookExecutionManager
            Papermill's notebook with its parameters in place.
        execution_timeout : float, optional
            Seconds that one cell may take.
        aside : dict, optional
            Where to put the outputs, by the number of the cell, rather than into the notebook: at
            the end Papermill writes out the whole notebook, also for a caller who wants no file.

        Raises
        ------
        RuntimeError
            When the system cannot fork.
        """
        if not fork.available():
            raise RuntimeError(f"{fork.NAME} needs a system that can fork; use the kernel engine")
        sources = [cell.source if cell.cell_type == "code" else None for cell in nb_man.nb.cells]
        reader, writer = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        with pool.deaf() as mask:
            parent, child = os.getpid(), os.fork()
            if child == 0:
                os.close(reader)
                _run(sources, writer, parent, mask)
        try:
            os.close(writer)
            _collect(nb_man, reader, execution_timeout, aside)
        finally:
            os.close(reader)
            os.kill(child, signal.SIGKILL)
            _, _, usage = os.wait4(child, 0)
        # Kilobytes on Linux, bytes on macOS.
        scale = 1024**2 if sys.platform == "darwin" else 1024
        nb_man.nb.metadata.papermill["peak_memory_mb"] = round(usage.ru_maxrss / scale, 1)


def _run(sources: list[str | None], writer: int, parent: int, mask: set[signal.Signals]) -> None:
    """Be the child: run the cells, send what each showed, and end without cleaning up."""
    code = 1
    try:
        from playbook.execution.shell import Session

        pool.end_with(parent)
        _let_go(writer)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        reading.clear()
        session = Session()
        with os.fdopen(writer, "w", encoding="utf-8") as pipe:
            for number, source in enumerate(sources):
                if source is None or not source.strip():
                    continue
                outputs, count = session.run(source)
                pipe.write(json.dumps({"cell": number, "count": count, "outputs": outputs}) + "\n")
                pipe.flush()
                if any(output["output_type"] == "error" for output in outputs):
                    break
        code = 0
    finally:
        os._exit(code)


def _let_go(writer: int) -> None:
    """Close what was inherited but the one pipe: others lead to whoever asked for pages.

    What code below Python prints would be among the results of a command; it goes to the messages.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.closerange(3, writer)
    os.closerange(writer + 1, os.sysconf("SC_OPEN_MAX"))


def _collect(
    nb_man: Any,
    reader: int,
    timeout: float | None,
    aside: dict[int, list[dict[str, Any]]] | None,
) -> None:
    """Be the parent: put the child's outputs into the notebook as they come, or aside."""
    waiting = [
        number
        for number, cell in enumerate(nb_man.nb.cells)
        if cell.cell_type == "code" and cell.source.strip()
    ]
    buffer, deadline = b"", time.monotonic() + (timeout or 1e9)
    while waiting:
        ready, _, _ = select.select([reader], [], [], max(deadline - time.monotonic(), 0))
        part = os.read(reader, 1 << 20) if ready else b""
        if not part:
            why = "the process ended" if ready else f"no answer within {timeout:g} seconds"
            name = "DeadKernelError" if ready else "CellTimeoutError"
            _fail(nb_man, waiting[0], name, why)
            return
        buffer += part
        while b"\n" in buffer:
            line, buffer = buffer.split(b"\n", 1)
            done = json.loads(line)
            cell = nb_man.nb.cells[done["cell"]]
            failed = any(output["output_type"] == "error" for output in done["outputs"])
            if aside is None or failed:
                cell.outputs = [nbformat.from_dict(output) for output in done["outputs"]]
            else:
                aside[done["cell"]] = done["outputs"]
            cell.execution_count = done["count"]
            waiting.remove(done["cell"])
            deadline = time.monotonic() + (timeout or 1e9)
            if failed:
                nb_man.cell_exception(cell, done["cell"])
                return
            nb_man.cell_complete(cell, done["cell"])


def _fail(nb_man: Any, number: int, name: str, why: str) -> None:
    cell = nb_man.nb.cells[number]
    cell.outputs = [
        nbformat.v4.new_output("error", ename=name, evalue=why, traceback=[f"{name}: {why}"])
    ]
    nb_man.cell_exception(cell, number)
