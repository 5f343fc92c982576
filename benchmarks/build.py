"""Measure how a playbook is rebuilt, beside its peers on the same notebooks, in one run.

Works on copies in a temporary folder. Prints a table and writes ``book/speed.json``, which the page
on speed shows. Takes about half an hour on 2 cores; ``--quick`` leaves out the synthetic pages.

Run it with ``python -m benchmarks.build``.
"""

import datetime
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import synthetic
from benchmarks.peers import JupyterBook, papermill_loop
from benchmarks.watch import Watched, watch
from playbook.catalogue import Catalogue, Project
from playbook.site import endpoint, workshop

HERE = Path(__file__).parent.parent
RESULT = HERE / "book" / "speed.json"
TABLE = "self_harm_admissions_10_24"
TIMES = 5
"""A short build is measured so often, each time after another change; its median counts."""

PAUSE = 10
"""Seconds in which a person makes an edit: what stays makes use of them."""

SAMPLE = 10
"""Of the synthetic pages, how many the plain loop is given; its time is scaled up from them."""

OURS, PAGES = "This playbook", "This playbook, pages alone"
STAYS = "This playbook, with a process that stays"
LOOP, BOOK = "Papermill loop, pages alone", "Jupyter Book's cache"
COLD, SAME, ROW, PROSE = (
    "From nothing",
    "Nothing changed",
    "One value changed",
    "One text changed",
)


def main() -> None:
    """Measure everything, print it, and keep it."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        real = copy(Path(scratch) / "real")
        measure_real(real, rows)
        if "--quick" not in sys.argv:
            for number in (100, 1000):
                synthetic_pages(synthetic.make(copy(Path(scratch) / str(number)), number), rows)


def copy(folder: Path) -> Path:
    """Copy what git knows of the playbook, and nothing that was made."""
    listed = subprocess.run(
        [shutil.which("git") or "git", "ls-files", "-z"],
        cwd=HERE,
        capture_output=True,
        check=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (HERE / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(HERE / name, folder / name)
    return folder


def measure_real(root: Path, rows: list[dict[str, Any]]) -> None:
    """Measure the real pages: cold, unchanged, with one changed value, with changed prose."""
    plan = json.loads(run(root, "plan", "--json"))["plan"]
    note(rows, COLD, PAGES, *ours(root, "run"))
    shutil.rmtree(root / "_build")
    note(rows, COLD, OURS, *ours(root))
    note(rows, COLD, LOOP, papermill_loop(root, plan, root / "_build" / "loop"), len(plan))
    peer = JupyterBook(root, plan)
    note(rows, COLD, BOOK, *peer.build())
    note(rows, SAME, OURS, *ours(root))
    note(rows, SAME, BOOK, *peer.build())
    change_one_value(root)
    note(rows, ROW, OURS, *ours(root))
    note(rows, ROW, BOOK, *peer.build())
    with staying(root) as process:
        each = []
        for _ in range(TIMES):
            change_one_value(root)
            each.append(ours(root, besides=process))
        note(rows, ROW, STAYS, *sorted(each, key=lambda one: one[0].seconds)[TIMES // 2])
        print("each:", *(f"{done.seconds:.1f}" for done, _ in each), flush=True)
        change_prose(root, "## How this page was made", "## How this page is made")
        note(rows, PROSE, STAYS, *ours(root, besides=process))
    change_prose(root, "## How this page is made", "## How this page came about")
    peer.lay_out()
    note(rows, PROSE, OURS, *ours(root))
    note(rows, PROSE, BOOK, *peer.build())


def synthetic_pages(root: Path, rows: list[dict[str, Any]]) -> None:
    """Measure many small pages, cold; the plain loop on a sample of them."""
    plan = json.loads(run(root, "plan", "--json"))["plan"]
    task = f"{len(plan):,} synthetic pages, nothing made before"
    note(rows, task, OURS, *ours(root))
    done = papermill_loop(root, plan[:SAMPLE], root / "_build" / "loop")
    scaled = Watched(done.seconds / SAMPLE * len(plan), done.peak_mb, "")
    note(rows, task, f"{LOOP}, scaled up from {SAMPLE}", scaled, len(plan))


def ours(root: Path, command: str = "build", besides: int | None = None) -> tuple[Watched, int]:
    """Build the site, or run the pages alone; give what it took and how many were executed."""
    arguments = [sys.executable, "-m", "playbook", command, "--json"]
    done = watch(arguments, root, environment(root), besides)
    said = next(line for line in done.output.splitlines() if line.startswith("{"))
    return done, len(json.loads(said)["executed"])


@contextmanager
def staying(root: Path) -> Iterator[int]:
    """Have a process that stays, as ``playbook build --stay`` leaves one; once it is ready."""
    project = Project.find(root)
    with workshop.started(project, stays=True) as process:
        try:
            # Once to start it, once more to see that it is ready.
            for _ in range(2):
                while (line := endpoint.reached(project.build)) is None:
                    time.sleep(0.1)
                with line:
                    workshop.asked(line, project, {})
            time.sleep(PAUSE)
            yield process.pid
        finally:
            process.terminate()


def run(root: Path, *arguments: str) -> str:
    """Run a command of the playbook that is not measured."""
    done = subprocess.run(
        [sys.executable, "-m", "playbook", *arguments],
        cwd=root,
        env=environment(root),
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout


def environment(root: Path) -> dict[str, str]:
    """Let commands find the copy."""
    return os.environ | {"PLAYBOOK_ROOT": str(root)}


def change_one_value(root: Path) -> None:
    """Raise the newest value of one borough by 0.1, and mean it."""
    path = root / "data" / "observations" / f"{TABLE}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")
    code = Catalogue.read(Project.find(root)).system.boroughs[0]
    place = max(number for number, line in enumerate(lines) if f",{code}," in line)
    cells = lines[place].split(",")
    where = header.index("value")
    cells[where] = f"{float(cells[where]) + 0.1:g}"
    lines[place] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    run(root, "data", "pack")


def change_prose(root: Path, old: str, new: str) -> None:
    """Change a heading of the notebook that makes the pages of places."""
    notebook = root / "notebooks" / "place.ipynb"
    text = notebook.read_text(encoding="utf-8")
    if old not in text:
        raise SystemExit("The heading to change is not in place.ipynb any more.")
    notebook.write_text(text.replace(old, new), encoding="utf-8")


def note(rows: list[dict[str, Any]], task: str, tool: str, done: Watched, pages: int) -> None:
    """Keep one measurement and print it."""
    row = {"task": task, "tool": tool, "seconds": round(done.seconds, 2)}
    rows.append(row | {"peak_mb": round(done.peak_mb), "pages": pages})
    # Kept as it goes: the whole takes long, and a part of it is worth having.
    RESULT.write_text(json.dumps({"about": about(), "rows": rows}, indent=1) + "\n")
    print(
        f"{task:50} {tool:34} {done.seconds:8.1f} s {done.peak_mb:7.0f} MB {pages:6} executed",
        flush=True,
    )


def about() -> dict[str, Any]:
    """Say where and with what it was measured."""
    packages = ("papermill", "jupyter-book", "myst-nb", "Sphinx", "pandas", "altair")
    return {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in packages},
    }


if __name__ == "__main__":
    main()
