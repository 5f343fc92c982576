"""Reading a notebook: its parameters cell, and every way in which that can be wrong."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from playbook.errors import PlaybookError
from playbook.execution import notebooks


def write(path: Path, *cells: tuple[str, list[str]]) -> Path:
    node = nbformat.v4.new_notebook()
    for source, tags in cells:
        node.cells.append(nbformat.v4.new_code_cell(source, metadata={"tags": tags}))
    nbformat.write(node, path)
    return path


def test_parameters_are_read_with_type_and_default(tmp_path: Path) -> None:
    path = write(
        tmp_path / "page.ipynb",
        ('place: str = "brent"  # a borough\nyears: int = 3', ["parameters"]),
        ("print(place)", []),
    )
    found = notebooks.read(path).parameters
    assert {name: (one.type, one.default) for name, one in found.items()} == {
        "place": ("str", "brent"),
        "years": ("int", 3),
    }


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([("x = 1", [])], "no cell is tagged 'parameters'"),
        ([("a: int = 1", ["parameters"]), ("b: int = 1", ["parameters"])], "2 cells are tagged"),
        ([("place = 'brent'", ["parameters"])], "line 1: the parameters cell takes only lines"),
        ([("a: int = 1\nb: dict = {}", ["parameters"])], "line 2: type 'dict' is not one of"),
        ([("a: int = 'x'", ["parameters"])], "line 1: the default 'x' is not of type int"),
        ([("a: str = f()", ["parameters"])], "line 1: the default must be a plain value"),
        ([("a: str = (", ["parameters"])], "is not Python"),
    ],
)
def test_a_wrong_parameters_cell_is_named_with_its_line(
    tmp_path: Path, cells: list[tuple[str, list[str]]], said: str
) -> None:
    path = write(tmp_path / "page.ipynb", *cells)
    with pytest.raises(PlaybookError) as caught:
        notebooks.read(path)
    assert said in str(caught.value)
    assert "page.ipynb" in str(caught.value)


def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.ipynb"
    path.write_text("not JSON")
    with pytest.raises(PlaybookError, match="is not a valid notebook"):
        notebooks.read(path)
    with pytest.raises(PlaybookError, match="no such notebook"):
        notebooks.read(tmp_path / "other.ipynb")


def test_unknown_and_ill_typed_parameters_are_refused(tmp_path: Path) -> None:
    notebook = notebooks.read(
        write(tmp_path / "page.ipynb", ('place: str = "x"\nshare: float = 1.0', ["parameters"]))
    )
    notebooks.check_parameters(notebook, {"place": "brent", "share": 2})
    with pytest.raises(PlaybookError, match=r"unknown parameter 'plaice'; .*place, share"):
        notebooks.check_parameters(notebook, {"plaice": "brent"})
    with pytest.raises(PlaybookError, match="'place' must be str, not int"):
        notebooks.check_parameters(notebook, {"place": 3})
    with pytest.raises(PlaybookError, match="'share' must be float, not bool"):
        notebooks.check_parameters(notebook, {"share": True})


def test_prose_and_outputs_do_not_change_the_code_hash(tmp_path: Path) -> None:
    path = write(tmp_path / "page.ipynb", ("a: int = 1", ["parameters"]), ("a + 1", []))
    before = notebooks.read(path).code_hash()
    node = nbformat.read(path, as_version=4)
    node.cells.insert(0, nbformat.v4.new_markdown_cell("# New words"))
    node.cells[2].outputs = [nbformat.v4.new_output("stream", text="2")]
    nbformat.write(node, path)
    assert notebooks.read(path).code_hash() == before
    node.cells[2].source = "a + 2"
    nbformat.write(node, path)
    assert notebooks.read(path).code_hash() != before
