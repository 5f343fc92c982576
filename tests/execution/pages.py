"""Small notebooks for the tests of execution, and running one of them."""

from __future__ import annotations

from pathlib import Path

import nbformat

from playbook.catalogue import Catalogue, Project
from playbook.execution import engine, pages
from playbook.execution.engine import Failure
from playbook.execution.pages import Page
from playbook.execution.store import Run


def every_page(folder: Path) -> tuple[Project, list[Page]]:
    """The playbook in a folder, and all of its pages."""
    project = Project.find(folder)
    return project, pages.expand(project, Catalogue.read(project))


def notebook(path: Path, *sources: str) -> Path:
    """Write a notebook with a parameter, a title, and these cells."""
    show = "from playbook.figures.components import Page\nPage(title='T', description='D')"
    cells = [nbformat.v4.new_code_cell("n: int = 1", metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_code_cell(source) for source in (show, *sources)]
    path.parent.mkdir(parents=True, exist_ok=True)
    python = {"name": "python3", "display_name": "Python 3", "language": "python"}
    node = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": python})
    nbformat.write(node, path)
    return path


def execute(root: Path, *sources: str, how: str = "fork", timeout: float = 60) -> Run | Failure:
    """Execute a notebook of these cells as a page."""
    path = notebook(root / "notebooks" / "try.ipynb", *sources)
    return engine.execute(Page("try", path, {"n": 2}), root, {"code": "x"}, how, timeout)
