"""The peers on the same notebooks: a plain Papermill loop, and Jupyter Book's own execution."""

import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import papermill
import yaml

from benchmarks.watch import Watched, watch

LOOP = """
import json, sys
import papermill
for page in json.load(open(sys.argv[1])):
    papermill.execute_notebook(page["notebook"], page["output"], parameters=page["parameters"],
                               kernel_name="python3", progress_bar=False)
"""
"""What projects such as NCAR/CUPiD do: one fresh kernel after another, each time for all pages."""


def papermill_loop(root: Path, plan: list[dict[str, Any]], folder: Path) -> Watched:
    """Execute every page of a plan with Papermill, one after another."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = [
        {
            "notebook": str(root / page["notebook"]),
            "output": str(folder / f"{number}.ipynb"),
            "parameters": page["parameters"],
        }
        for number, page in enumerate(plan)
    ]
    listed = folder / "pages.json"
    listed.write_text(json.dumps(pages))
    return watch([sys.executable, "-c", LOOP, str(listed)], root, _environment(root))


class JupyterBook:
    """Jupyter Book that executes the notebooks itself and keeps the results in its own cache.

    Parameters
    ----------
    root : Path
        A playbook that was built: its assembled book is taken, with the notebooks not executed.
    plan : list of dict
        ``slug``, ``notebook`` and ``parameters`` of each page.
    """

    def __init__(self, root: Path, plan: list[dict[str, Any]]) -> None:
        self.root, self.plan, self.book = root, plan, root / "_build" / "peer"
        shutil.rmtree(self.book, ignore_errors=True)
        shutil.copytree(root / "_build" / "book", self.book)
        settings = yaml.safe_load((self.book / "_config.yml").read_text())
        settings["execute"] = {"execute_notebooks": "cache", "timeout": 300}
        settings["sphinx"]["config"]["playbook_strict"] = False
        (self.book / "_config.yml").write_text(yaml.safe_dump(settings))
        self.lay_out()

    def lay_out(self) -> None:
        """Put each page's notebook into the book with its parameters, not executed."""
        for page in self.plan:
            papermill.execute_notebook(
                self.root / page["notebook"],
                self.book / f"{page['slug']}.ipynb",
                parameters=page["parameters"],
                prepare_only=True,
                progress_bar=False,
            )

    def build(self) -> tuple[Watched, int]:
        """Build; give what it took and how many notebooks it executed."""
        start = "from jupyter_book.cli.main import main; main()"
        command = [sys.executable, "-c", start, "build", str(self.book)]
        command += ["--path-output", str(self.root / "_build" / "peer_site")]
        done = watch(command, self.root, _environment(self.root))
        return done, len(re.findall(r"Executing notebook", done.output))


def _environment(root: Path) -> dict[str, str]:
    return os.environ | {"PLAYBOOK_ROOT": str(root), "NO_COLOR": "1"}
