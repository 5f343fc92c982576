"""Each page that a notebook makes offers that notebook, with its own parameters, to work on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from playbook.figures.components import MEDIA_TYPE
from tests.conftest import pages_of

LINK = re.compile(r'id="own-notebook".*?href="([^"]+)" download>([\w.]+) with this', re.DOTALL)


def offered(site: Path) -> dict[str, Path]:
    """Give the notebook that each page leads to, by page."""
    found = {}
    for name in pages_of(site):
        text = (site / name).read_text(encoding="utf-8")
        if link := LINK.search(text):
            found[name.removesuffix(".html")] = (site / name).parent / link[1]
    return found


def test_every_page_of_a_notebook_offers_it_with_its_parameters(mini_site: Path) -> None:
    runs = mini_site.parent / "runs"
    made = {path.relative_to(runs).as_posix(): path for path in runs.rglob("*.run.json")}
    found = offered(mini_site)
    assert set(found) == {name.removesuffix(".run.json") for name in made}
    for page, path in found.items():
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert not any(cell.outputs or cell.execution_count for cell in code), page
        given = [c.source for c in code if "injected-parameters" in c.metadata.tags]
        parameters = json.loads(made[f"{page}.run.json"].read_bytes())["parameters"]
        known: dict[str, object] = {}
        exec("\n".join(given), known)  # noqa: S102
        assert {name: known[name] for name in parameters} == parameters, page
    assert {path.stat().st_size < 20_000 for path in found.values()} == {True}


def test_a_notebook_that_was_taken_away_shows_what_its_page_shows(
    mini_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PLAYBOOK_ROOT", raising=False)
    root = mini_site.parents[1]
    path = offered(mini_site)["indicators/smoking"]
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(root)}}).execute()
    executed = nbformat.read(root / "_build/runs/indicators/smoking.ipynb", as_version=4)
    assert shown(notebook) == shown(executed)
    assert len(shown(notebook)) > 5


def shown(notebook: nbformat.NotebookNode) -> list[object]:
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", [])]
    return [one.data[MEDIA_TYPE] for one in outputs if MEDIA_TYPE in one.get("data", {})]
