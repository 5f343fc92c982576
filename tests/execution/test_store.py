"""The run store: a pair of files that hold together, or no run at all."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from playbook.execution.pages import Page
from playbook.execution.store import Run, RunStore
from playbook.writing import write_atomically

FACTS = {"page": {"title": "T", "description": "D", "words": {}}, "values": [], "figures": []}


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path)


def put(store: RunStore, source: str = "1 + 1") -> Run:
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, id="a")])
    page = Page("places/brent", store.root / "notebooks" / "place.ipynb", {"place": "brent"})
    log = ['{"query": {}, "rows": 1, "sha256": "x"}'] * 2
    return store.put(page, node, {"code": "c"}, log, FACTS, [], 1.25)


def test_what_is_put_comes_back(store: RunStore) -> None:
    run = put(store)
    assert store.get("places/brent") == run
    assert run.reads == [{"query": {}, "rows": 1, "sha256": "x"}]
    assert run.notebook == "notebooks/place.ipynb"
    assert "".join(store.notebook(run)["cells"][0]["source"]) == "1 + 1"


def test_there_is_no_run_before_one_is_put(store: RunStore) -> None:
    assert store.get("places/brent") is None


@pytest.mark.parametrize("ending", [".ipynb", ".run.json"])
@pytest.mark.parametrize("damage", ["truncate", "alter", "remove"])
def test_a_damaged_pair_is_no_run(store: RunStore, ending: str, damage: str) -> None:
    put(store)
    path = store.notebook_path("places/brent").with_suffix(ending)
    content = path.read_text()
    if damage == "truncate":
        path.write_text(content[: len(content) // 2])
    elif damage == "alter":
        path.write_text(content.replace("1 + 1", "1 + 2").replace('"page":', '"pages":'))
    else:
        path.unlink()
    assert store.get("places/brent") is None


def test_a_run_of_another_page_is_not_taken_for_this_one(store: RunStore) -> None:
    put(store)
    for ending in (".ipynb", ".run.json"):
        path = store.notebook_path("places/brent").with_suffix(ending)
        path.rename(path.with_name(f"ealing{ending}"))
    assert store.get("places/ealing") is None


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.txt"
    write_atomically(path, b"old")

    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        write_atomically(path, b"new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["file.txt"]
