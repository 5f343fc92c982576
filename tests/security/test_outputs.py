"""Attack: a notebook shows HTML, a script or a drawing that a reader's browser would run."""

from __future__ import annotations

import re

import nbformat
import pytest

from playbook.site import outputs
from tests.site.conftest import Book, book

__all__ = ["book"]

ATTACKS = [
    "<script>steal()</script>",
    "<img src=x onerror=steal()>",
    "<svg><script>steal()</script></svg>",
    "<svg onload=steal()>",
    "<a href='javascript:steal()'>Read</a>",
    "<a href='data:text/html,<script>steal()</script>'>Read</a>",
    "<iframe src='https://example.org/steal()'></iframe>",
    "<form action='https://example.org/steal()'><input name=a></form>",
    "<math><mtext><table><mglyph><style><img src=x onerror=steal()>",
    "<p style=\"background:url('https://example.org/steal()')\">Text</p>",
    "<meta http-equiv=refresh content='0;url=https://example.org/steal()'>",
    "<base href='https://example.org/steal()'>",
    "<link rel=stylesheet href='https://example.org/steal()'>",
    "<object data='https://example.org/steal()'></object>",
    '<noscript><p title="</noscript><img src=x onerror=steal()>">',
    "<!--><img src=x onerror=steal()>-->",
    "<img src='https://example.org/steal()'>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_would_run_or_fetch_is_taken_out_and_the_words_stay(attack: str) -> None:
    shown = outputs.clean(f"<p>Before</p>{attack}<p>After</p>")
    live = shown.replace("&lt;", "").lower()
    for tag in ("script", "img", "svg", "iframe", "form", "meta", "base", "link", "object"):
        assert f"<{tag}" not in live
    # What is left of the attack is text, which no browser runs.
    for sign in ("onerror=", "onload=", "javascript:", "data:text", "style="):
        assert not re.search(rf"<[^>]*{sign}", live)
    assert "Before" in shown


def test_a_table_stays_a_table() -> None:
    head = '<thead><tr><th scope="col">A</th></tr></thead>'
    table = f"<table>{head}<tbody><tr><td>1</td></tr></tbody></table>"
    assert outputs.clean(table) == table


def test_outputs_of_a_notebook_reach_the_page_cleaned(book: Book) -> None:
    bundles = [
        {"text/html": f"<p>A sound paragraph</p>{''.join(ATTACKS[:5])}"},
        {"application/javascript": "steal()"},
        {"image/svg+xml": "<svg onload='steal()'></svg>"},
    ]
    shown = [nbformat.v4.new_output("display_data", bundle) for bundle in bundles]
    cells = [
        nbformat.v4.new_markdown_cell("# Waits", id="title"),
        nbformat.v4.new_code_cell(
            "x", outputs=shown, id="attack", metadata={"tags": ["remove-input"]}
        ),
    ]
    book.write("waits.ipynb", nbformat.writes(nbformat.v4.new_notebook(cells=cells)))
    count, text, _ = book.build()
    assert count == 0, text
    page = book.page("waits")
    assert "A sound paragraph" in page
    assert "steal" not in page
