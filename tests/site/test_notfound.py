"""The page for an address that is not there works at any depth, and below a path."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playbook.site import notfound
from playbook.site.serve import server

PAGE = """<html data-content_root="./"><link href="_static/a.css?v=1"/><a href="#main">Skip</a>
<a href="index.html">Home</a><a href="places/index.html#top">Places</a><form action="search.html">
<a href="https://example.org/">Elsewhere</a><a href="mailto:a@example.org">Us</a>
<script src="_static/a.js"></script></html>"""


@pytest.mark.parametrize("prefix", ["/", "/playbook/"])
def test_links_begin_at_the_root_and_others_stay(tmp_path: Path, prefix: str) -> None:
    (tmp_path / "404.html").write_text(PAGE)
    for _ in range(2):
        notfound.settle(tmp_path, prefix)
        text = (tmp_path / "404.html").read_text()
        assert re.findall(r'(?:href|src|action|data-content_root)="([^"]*)"', text) == [
            prefix,
            f"{prefix}_static/a.css?v=1",
            "#main",
            f"{prefix}index.html",
            f"{prefix}places/index.html#top",
            f"{prefix}search.html",
            "https://example.org/",
            "mailto:a@example.org",
            f"{prefix}_static/a.js",
        ]


def test_a_book_without_such_a_page_has_none(tmp_path: Path) -> None:
    notfound.settle(tmp_path, "/")
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def rooted(built_site: Path) -> Iterator[str]:
    """The real site on a server of its own."""
    with server(built_site) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_address[1]}"
        http.shutdown()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_reader_who_is_lost_deep_down_finds_the_way(
    browser: Any, rooted: str, script: bool
) -> None:
    context = browser.new_context(java_script_enabled=script)
    tab = context.new_page()
    failed: list[str] = []
    tab.on(
        "response",
        lambda answer: (
            failed.append(answer.url)
            if answer.status >= 400 and "nowhere" not in answer.url
            else None
        ),
    )
    answer = tab.goto(f"{rooted}/places/of/nowhere.html")
    assert answer.status == 404
    assert tab.title().startswith("Page not found")
    assert failed == []
    assert tab.locator("h1").bounding_box()["height"] > 20
    box = tab.get_by_label("What were you looking for?")
    box.fill("blood pressure")
    box.press("Enter")
    tab.wait_for_url(re.compile(r"/search\.html\?q=blood\+pressure$"))
    tab.goto(f"{rooted}/no/way")
    tab.get_by_role("link", name="Places").first.click()
    assert tab.url.startswith(rooted)
    assert tab.locator("h1").inner_text().startswith("Places")
    context.close()
