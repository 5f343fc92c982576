"""Attack: a page of prose holds what would run for a reader, or where the book is built."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import nbformat
import pytest

from playbook.catalogue import Catalogue, Project
from playbook.errors import PlaybookError
from playbook.execution import notebooks
from playbook.site import admitted, assemble, prose
from tests.site.conftest import Book, a_book, book

__all__ = ["book"]

SECRET = "planted-51c2"  # noqa: S105 # found nowhere else

PAGES = {
    "a script": "<script>steal()</script>",
    "a script in a line": "Some <script>steal()</script> words.",
    "an image with a handler": "<img src=x onerror=steal()>",
    "a drawing": "<svg onload=steal()></svg>",
    "a frame": "<iframe src='https://example.org/steal()'></iframe>",
    "a style": "<div style='position:fixed'>steal()</div>",
    "a comment that closes early": "<!--><img src=x onerror=steal()>-->",
    "the directive raw": "```{raw} html\n<b>steal()</b>\n```",
    "the directive raw of a file": "```{raw} html\n:file: ../../secret.txt\n```",
    "reStructuredText": "```{eval-rst}\n.. raw:: html\n\n   <b>steal()</b>\n```",
    "a link in reStructuredText": "```{eval-rst}\n`Read <javascript:steal()>`_\n```",
    "a link to data": "```{eval-rst}\n`Read <data:text/html,steal()>`_\n```",
    "an include": "```{include} ../../secret.txt\n```",
    "an include of a root": "```{include} /../../secret.txt\n```",
    "a listing of a file": "```{literalinclude} ../../secret.txt\n```",
    "a table of a file": "```{csv-table}\n:file: ../../secret.txt\n```",
    "a file to take": "{download}`Take <../../secret.txt>`",
    "a link to a file": "[Take](../../secret.txt)",
    "a picture of a file": "![Words](../../secret.png)",
    "a picture that is fetched": "![Words](https://example.org/steal.png)",
    "a picture that is fetched, by a figure": "```{figure} //example.org/steal.png\nWords\n```",
    "a page that leads away": "```{eval-rst}\n.. meta::\n   :http-equiv=refresh: 0; url=https://"
    "example.org/steal()\n```",
}
LIVE = re.compile(
    r"<(?:script|svg|iframe|b|div|img|meta)\b|<[^>]*(?:onerror|onload|onclick|style|http-equiv)="
    r"|<[^>]*(?:href|src)=\"(?:javascript|data|https?:|/)"
)
"""What of an attack a browser would act on."""

SAFE = {
    "a link of Markdown": "[Read](javascript:steal())",
    "a handler as an attribute": '[Read](https://example.org/){onclick="steal()"}',
    "a word that is filled in": "{{ cycler.__init__.__globals__.os.popen('echo steal').read() }}",
}
"""What is no part of our Markdown: it is words, and no harm comes of it."""

HEADS = {
    "settings": "myst:\n  enable_extensions: [substitution]\n  substitutions: {a: b}",
    "execution": "mystnb:\n  execution_mode: force",
    "a notebook": "jupytext:\n  text_representation: {format_name: myst}\nkernelspec: {name: x}",
    "an object": "kind: !!python/object/apply:os.system ['true']",
}


def name_of(attack: str) -> str:
    return attack.replace(" ", "-").replace(",", "")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, root: Path) -> tuple[Book, str]:
    """A book with a page of each attack, built at once, and what Sphinx said."""
    made = a_book(tmp_path_factory.mktemp("prose"), root)
    (made.root / "secret.txt").write_text(SECRET)
    (made.root / "secret.png").write_text(SECRET)
    for attack, text in (PAGES | SAFE).items():
        made.write(f"{name_of(attack)}.md", f"# A page\n\nBefore.\n\n{text}\n\nAfter.\n")
    extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "tasklist"]
    _, text, _ = made.build(myst_enable_extensions=extensions)
    return made, text


@pytest.mark.parametrize("attack", PAGES)
def test_a_page_that_holds_an_attack_is_refused_and_the_attack_is_taken_out(
    built: tuple[Book, str], attack: str
) -> None:
    made, said = built
    assert f"{name_of(attack)}.md" in said or f"{name_of(attack)}:" in said, said
    shown = made.page(name_of(attack))
    article = shown[shown.index("Before.") : shown.index("After.")]
    assert not LIVE.search(article), article
    assert SECRET not in shown


def test_nothing_of_the_machine_is_among_the_files_of_the_book(built: tuple[Book, str]) -> None:
    for path in built[0].html.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("attack", SAFE)
def test_what_is_no_part_of_our_markdown_stays_words(built: tuple[Book, str], attack: str) -> None:
    shown = built[0].page(name_of(attack))
    for live in ('href="javascript:', "onclick=", "\nsteal\n"):
        assert live not in shown


@pytest.mark.parametrize("attack", HEADS)
def test_the_head_of_a_page_sets_nothing_that_runs(mini: Path, attack: str) -> None:
    path = mini / "book" / "index.md"
    path.write_text(f"---\nkind: Home\n{HEADS[attack]}\n---\n{path.read_text()}")
    with pytest.raises(PlaybookError, match=r"book/index\.md:3|book/index\.md"):
        list(prose.files(Project(mini), {}, set(), "Mini"))


def test_every_head_of_the_real_book_is_admitted(root: Path) -> None:
    project = Project(root)
    assert len(dict(prose.files(project, {}, set(), "x"))) > 30
    for path in (root / "book" / prose.ANOTHER).rglob("*.md"):
        admitted.page(path.read_text(encoding="utf-8"), project.shown(path))


@pytest.mark.parametrize(
    "name", ["x.html", "x.js", "x.svg", "x.ipynb", "x.rst", "conf.py", "x.SVG"]
)
def test_a_file_that_could_run_does_not_go_into_the_book(name: str) -> None:
    with pytest.raises(PlaybookError, match="may not stand in the book"):
        admitted.name(PurePosixPath(name), f"book/{name}")


def test_the_guide_names_each_kind_of_file_that_the_book_takes(root: Path) -> None:
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    told = text.partition("\n## Edit prose\n")[2].partition("no other\nkind of file")[0]
    assert set(re.findall(r"`(\.[a-z]+)`", told)) == admitted.ENDINGS


def test_settings_in_a_notebook_do_not_reach_the_book(mini: Path) -> None:
    path = mini / "notebooks" / "validation.ipynb"
    node = nbformat.read(path, as_version=4)
    node.metadata |= {"mystnb": {"execution_mode": "force"}, "myst": {"substitutions": {"a": "b"}}}
    nbformat.write(node, path)
    from playbook.execution import pages, runner

    project = Project(mini)
    (page,) = pages.select(pages.expand(project, Catalogue.read(project)), ["validation"])
    recap = runner.run(project, runner.plan(project, [page]))
    executed = assemble.RunStore(mini).notebook(recap.runs["validation"])
    source = notebooks.read(path)
    shown = assemble.published(project, source, recap.runs["validation"], executed)
    assert set(shown["metadata"]) <= admitted.METADATA
