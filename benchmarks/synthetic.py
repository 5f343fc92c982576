"""A playbook of many small pages: one indicator with a chart, again and again.

They stand in chapters of 50, as a long book is arranged: each page lists its own chapter.
"""

import shutil
from pathlib import Path

import nbformat
import yaml

CHAPTER = 50
CELLS = [
    ("markdown", "# {{ title }}", []),
    ("code", "number: int = 0  # of the page", ["parameters"]),
    (
        "code",
        """from playbook.catalogue import Catalogue
from playbook.figures import about, over_time
from playbook.figures.components import Answer, Page
from playbook.figures.measure import Measure
from playbook.observations import load

catalogue = Catalogue.read()
areas = [*catalogue.system.boroughs, catalogue.system.country]
record = catalogue.indicator("smoking_prevalence")
measure = Measure(record, load(record.id, areas=areas), catalogue)""",
        [],
    ),
    ("code", 'Page(title=f"Synthetic page {number}", description="For the benchmark.")', []),
    ("code", 'Answer(sentence=f"This is page {number}.")', []),
    ("code", "over_time.over_time(measure)", []),
]


def make(root: Path, number: int) -> Path:
    """Turn a copy of the playbook into one with this many pages of one notebook."""
    node = nbformat.v4.new_notebook(metadata={"kernelspec": _kernel(root)})
    for position, (kind, source, tags) in enumerate(CELLS):
        new = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
        node.cells.append(new(source, id=f"cell-{position}", metadata={"tags": tags}))
    for notebook in (root / "notebooks").glob("*.ipynb"):
        notebook.unlink()
    for path in (root / "book").rglob("*.md"):
        path.unlink()
    # Its records name, as their evidence, files that are not in this one.
    shutil.rmtree(root / "data" / "governance")
    (root / "book" / "index.md").write_text("# Many pages\n\nFor the benchmark.\n")
    pages, chapters = [], []
    for first in range(0, number, CHAPTER):
        name = f"chapter-{first:04}"
        nbformat.write(node, root / "notebooks" / f"{name}.ipynb")
        (root / "book" / f"{name}.md").write_text(f"# Pages from {first}\n\nA chapter.\n")
        pages += [
            {"notebook": f"{name}.ipynb", "slug": f"pages/{one}", "parameters": {"number": one}}
            for one in range(first, min(first + CHAPTER, number))
        ]
        sections = [{"file": f"notebooks/{name}"}]
        chapters.append({"file": f"book/{name}", "sections": sections})
    (root / "notebooks" / "pages.yml").write_text(yaml.safe_dump({"pages": pages}))
    contents = {"format": "jb-book", "root": "book/index", "chapters": chapters}
    (root / "_toc.yml").write_text(yaml.safe_dump(contents))
    return root


def _kernel(root: Path) -> dict[str, str]:
    node = nbformat.read(root / "notebooks" / "place.ipynb", as_version=4)
    return dict(node.metadata["kernelspec"])
