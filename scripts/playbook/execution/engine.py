"""Executing one page: Papermill on one notebook, then everything that a run keeps of it."""

from __future__ import annotations

import os
import re
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

import nbformat

from playbook.catalogue import Project
from playbook.execution import environment, fork, guard
from playbook.execution.pages import Page
from playbook.execution.recap import Failure
from playbook.execution.store import Run, RunStore
from playbook.figures.components import MEDIA_TYPE

ERROR_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
"""What the name of a value or a figure may be."""

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def execute(
    page: Page,
    root: Path,
    inputs: dict[str, Any],
    engine: str,
    timeout: float,
    memory_mb: int = 0,
    scratch: Path | None = None,
    anew: bool = False,
) -> Run | Failure:
    """Execute one page and put the result into the run store.

    Parameters
    ----------
    page : Page
        What to execute.
    root : Path
        The playbook's folder; the notebook works there.
    inputs : dict
        What the plan knows of the page's fingerprint; the recorded reads are added.
    engine : str
        ``fork`` or ``kernel``; both give the same outputs.
    timeout : float
        Seconds that one cell may take.
    memory_mb : int
        The cap on memory that this process was given, for the message when it is not enough.
    scratch : Path, optional
        Where to put temporary files; by default where the system does.
    anew : bool
        Make every part of the page, those of its last run that still hold too. A kernel always
        does: it is the reference.

    Returns
    -------
    Run or Failure
        A failure leaves the store as it was.

    Raises
    ------
    OSError
        When the store cannot be written.
    """
    # Imported here: the worker pays for it, not every command.
    import papermill
    from papermill.exceptions import PapermillExecutionError

    notebook = str(page.notebook.relative_to(root))
    started = time.perf_counter()
    aside: dict[int, list[dict[str, Any]]] = {}
    store = RunStore(root, Project(root, page.system).build)
    with tempfile.TemporaryDirectory(prefix="playbook-", dir=scratch) as folder:
        reads, parts = Path(folder) / "reads.jsonl", Path(folder) / "parts.json"
        if engine == "fork" and not anew and (kept := store.parts(page.slug, inputs)):
            parts.write_bytes(kept)
        try:
            with environment.of_page(root, page.system, reads, parts):
                # With nowhere to save, Papermill does not write the whole notebook after each cell.
                node = papermill.execute_notebook(
                    page.notebook,
                    None,
                    parameters=page.parameters,
                    kernel_name="python3",
                    progress_bar=False,
                    cwd=root,
                    execution_timeout=timeout,
                    **(_forked(aside) if engine == "fork" else _kernel(Path(folder))),
                )
        except PapermillExecutionError as error:
            return _failure(page, notebook, error, memory_mb)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            reason = f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"
            return Failure(page.slug, notebook, None, None, reason)
        log = reads.read_text(encoding="utf-8").splitlines() if reads.exists() else []
        made = parts.read_bytes() if parts.exists() else b""
    for number, outputs in aside.items():
        node.cells[number].outputs = outputs
    memory = node.metadata.papermill.get("peak_memory_mb")
    normalise(node)
    warnings = take_warnings(node)
    try:
        facts = harvest(node)
    except ValueError as error:
        return Failure(page.slug, notebook, None, None, str(error))
    seconds = time.perf_counter() - started
    return store.put(page, node, inputs, log, facts, warnings, seconds, memory, made)


def _forked(aside: dict[int, list[dict[str, Any]]]) -> dict[str, Any]:
    return {"engine_name": fork.NAME, "aside": aside}


def _kernel(folder: Path) -> dict[str, Any]:
    """Let the kernel talk over sockets in a folder of its own, where the system has them.

    Nobody else on the machine can then listen, and two runs never meet on one port. What the kernel
    itself logs (it is interrupted as it ends) is no news to anyone.
    """
    from traitlets.config import Config

    sockets = {"transport": "ipc", "ip": str(folder / "kernel")} if os.name == "posix" else {}
    arguments = ["--log-level=CRITICAL", f"--ext={guard.EXTENSION}"]
    arguments += ["--HistoryManager.enabled=False"]
    return {"config": Config(KernelManager=sockets), "extra_arguments": arguments}


def _failure(page: Page, notebook: str, error: Any, memory_mb: int) -> Failure:
    text = ANSI.sub("", "\n".join(error.traceback))
    lines = ERROR_LINE.findall(text)
    message = f"{error.ename}: {error.evalue}"
    if memory_mb and "MemoryError" in error.ename:
        message += f" (a page may use {memory_mb:,} MB; --memory-mb raises the cap)"
    # Papermill adds its own parameters cell, so its index is not the contributor's.
    return Failure(
        page=page.slug,
        notebook=notebook,
        cell=_source_cell(page, error.source),
        line=int(lines[-1]) if lines else None,
        message=message,
    )


def _source_cell(page: Page, source: str) -> int | None:
    for number, cell in enumerate(nbformat.read(page.notebook, as_version=4).cells, start=1):
        if cell.cell_type == "code" and cell.source == source:
            return number
    return None


def normalise(node: nbformat.NotebookNode) -> None:
    """Remove what differs between two runs of the same page: times, random ids, Python's build."""
    node.metadata.pop("papermill", None)
    node.metadata["language_info"] = {"name": "python"}
    for index, cell in enumerate(node.cells):
        cell.id = f"cell-{index}"
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        cell.metadata.get("tags", []).sort()


def take_warnings(node: nbformat.NotebookNode) -> list[str]:
    """Take what the code wrote to standard error out of the notebook; readers need not see it."""
    taken: list[str] = []
    for cell in node.cells:
        if cell.cell_type == "code":
            noise = [o for o in cell.outputs if o.get("name") == "stderr"]
            taken += [output["text"].strip() for output in noise]
            cell.outputs = [o for o in cell.outputs if o.get("name") != "stderr"]
    return taken


def components(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the components that an executed notebook showed, in order."""
    return [
        output["data"][MEDIA_TYPE]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
        for output in cell["outputs"]
        if MEDIA_TYPE in output.get("data", {})
    ]


def harvest(node: nbformat.NotebookNode) -> dict[str, Any]:
    """Collect the page's facts, values and figures from its components.

    Raises
    ------
    ValueError
        When the notebook shows no ``Page`` or more than one, two figures or values share a name or
        one has a name that no file may have, or a chart would fetch something.
    """
    shown = components(node)
    pages = [c for c in shown if c["component"] == "page"]
    if len(pages) != 1:
        raise ValueError(
            f"the notebook must show exactly one Page(title=..., description=...), not {len(pages)}"
        )
    values = [value for c in shown if c["component"] == "values" for value in c["values"]]
    figures = [c["id"] for c in shown if c["component"] == "figure"]
    for kind, names in (("value", [v["key"] for v in values]), ("figure", figures)):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"{kind} {twice[0]!r} is made twice on this page")
    for kind, name in [*(("value", v["key"]) for v in values), *(("figure", f) for f in figures)]:
        # Each becomes the name of a file.
        if not NAME.fullmatch(str(name)):
            raise ValueError(f"{kind} {name!r} is no name: letters, digits, dots, - and _")
    for component in shown:
        if away := _fetched(component):
            raise ValueError(f"a {component['component']} names {away!r}: it may fetch nothing")
    page = {key: pages[0][key] for key in ("title", "description", "words")}
    return {"page": page, "values": values, "figures": figures}


def _fetched(component: dict[str, Any]) -> str:
    """Find what a chart of a component would fetch or lead to: its data stands in it."""
    specs = [component.get(name) for name in ("wide", "narrow")]
    waiting: list[Any] = [
        *specs,
        *(item.get("spec") for item in component.get("items") or [] if isinstance(item, dict)),
    ]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            for name in ("url", "href"):
                if name in one:
                    return str(one[name])
            # Rows may have a column of any name.
            waiting += [value for name, value in one.items() if name not in {"values", "datasets"}]
        elif isinstance(one, list):
            waiting += one
    return ""
