"""The preview: on the loopback address alone, and a change builds again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from playbook.catalogue import Project
from playbook.site import notfound
from playbook.site.preview import Preview
from playbook.site.serve import HOST, serve, server
from tests.catalogue.editing import replace
from tests.security.test_policy import policy


def test_the_server_listens_on_the_loopback_address_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("hello")
    with server(tmp_path) as http:
        assert http.server_address[0] == HOST == "127.0.0.1"
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        address = f"http://{HOST}:{http.server_address[1]}"
        with urllib.request.urlopen(f"{address}/index.html") as answer:
            assert answer.read() == b"hello", "what is no whole page is sent as it is"
            assert answer.headers["Cache-Control"] == "no-store"
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{address}/../conftest.py")
        http.shutdown()


def test_an_address_that_is_not_there_shows_the_page_of_the_site(tmp_path: Path) -> None:
    with server(tmp_path) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        address = f"http://{HOST}:{http.server_address[1]}/places/nowhere.html"
        for page, said in (("", b"no such page"), ("<p>Not here", b"<p>Not here")):
            if page:
                (tmp_path / "404.html").write_text(page)
            with pytest.raises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(address)
            assert caught.value.code == 404
            assert said in caught.value.read()
        head = urllib.request.Request(address, method="HEAD")
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(head)
        assert caught.value.headers["Content-Length"] == str(len("<p>Not here"))
        assert caught.value.read() == b""
        http.shutdown()


def test_a_lost_reader_of_a_preview_sees_the_page_with_its_styles(tmp_path: Path) -> None:
    page = tmp_path / "404.html"
    page.write_text('<html data-content_root="./"><link href="_static/a.css"><a href="index.html">')
    notfound.settle(tmp_path, "/playbook/")
    assert 'href="/playbook/_static/a.css"' in page.read_text()
    shown = '<html data-content_root="/"><link href="/_static/a.css"><a href="/index.html">'
    with server(tmp_path) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"http://{HOST}:{http.server_address[1]}/playbook/nowhere.html")
        assert shown.encode() in caught.value.read()
        http.shutdown()


def test_a_saved_file_builds_again_and_the_preview_can_be_stopped(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project.find(mini)
    (project.build / "site").mkdir(parents=True)
    built: list[float] = []
    stop = threading.Event()

    def build() -> str:
        built.append(time.monotonic())
        return ""

    preview = threading.Thread(
        target=serve, args=(project, build), kwargs={"port": 0, "stop": stop}, daemon=True
    )
    preview.start()
    deadline = time.monotonic() + 30
    while len(built) < 2 and time.monotonic() < deadline:
        # Saved again until the watcher has started: how long that takes is the system's business.
        (mini / "book" / "index.md").write_text(f"# {time.monotonic()}")
        time.sleep(0.5)
    stop.set()
    preview.join(30)
    assert len(built) >= 2, "once at the start, once for the edit"
    assert not preview.is_alive()
    said = capsys.readouterr().err
    assert "Preview at http://127.0.0.1:" in said
    assert "Changed: book/index.md" in said


@contextmanager
def previewed(site: Path, preview: Preview) -> Iterator[str]:
    with server(site, 0, preview) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://{HOST}:{http.server_address[1]}"
        http.shutdown()


def test_a_page_shows_what_is_wrong_and_the_next_build_by_itself(
    browser: Any, mini_site: Path, tmp_path: Path
) -> None:
    # The page has its strict policy: what the preview adds has to run under it.
    text = (mini_site / "index.html").read_text(encoding="utf-8")
    assert "unsafe" not in policy(text)["script-src"]
    page = tmp_path / "index.html"
    page.write_text(text.replace("</article>", "<p id='edit'>Before</p></article>", 1))
    preview = Preview()
    tab = browser.new_page()
    with previewed(tmp_path, preview) as address:
        tab.goto(address)
        assert tab.locator("#preview-problem").count() == 0
        tab.wait_for_timeout(600)
        preview.settle("data/missions.yml:3: title: is <b>missing</b>.\nAdd it.")
        notice = tab.locator("#preview-problem")
        notice.wait_for()
        assert "data/missions.yml:3: title: is <b>missing</b>.\nAdd it." in notice.inner_text()
        assert notice.get_attribute("role") == "alert"
        page.write_text(page.read_text().replace("Before", "After"))
        preview.settle("")
        tab.locator("text=After").wait_for()
        assert tab.locator("#preview-problem").count() == 0
    tab.close()


def test_a_page_that_was_sent_before_a_build_ended_is_asked_for_again(
    browser: Any, tmp_path: Path
) -> None:
    page = tmp_path / "index.html"
    page.write_text("<body><p>Before</p></body>")
    preview = Preview()
    tab = browser.new_page()

    def late(route: Any) -> None:
        # The page is there, and its script has not looked yet.
        if not preview.builds:
            page.write_text("<body><p>After</p></body>")
            preview.settle("")
        route.continue_()

    with previewed(tmp_path, preview) as address:
        tab.route("**/_preview.json", late)
        tab.goto(address)
        tab.locator("text=After").wait_for(timeout=10_000)
    tab.close()


def test_a_page_that_is_read_while_a_build_ends_has_the_number_of_before() -> None:
    preview = Preview()

    def read() -> bytes:
        preview.settle("")
        return b"<body></body>"

    assert b'data-build="0"' in preview.page(read)


def test_a_site_that_was_never_built_shows_why(tmp_path: Path) -> None:
    preview = Preview()
    preview.settle("data/missions.yml: is missing.")
    with previewed(tmp_path, preview) as address:
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{address}/index.html")
        assert b"data/missions.yml: is missing." in caught.value.read()


@pytest.fixture
def copy(root: Path, built_site: Path, tmp_path: Path) -> Path:
    """The whole playbook with its built site, to edit."""
    for name in ("book", "data", "notebooks", "scripts"):
        shutil.copytree(root / name, tmp_path / "copy" / name)
    for name in ("_config.yml", "_toc.yml", "requirements.txt", "pyproject.toml", "README.md"):
        shutil.copy2(root / name, tmp_path / "copy" / name)
    for name in ("book", "runs", "site", "vendor"):
        shutil.copytree(root / "_build" / name, tmp_path / "copy" / "_build" / name)
    return tmp_path / "copy"


SOON = 3.0
"""Seconds after which an author sees an edit of prose, of the whole book with its site built."""


@pytest.mark.audit
def test_an_edit_of_the_whole_book_is_seen_soon_and_a_mistake_in_the_page(
    browser: Any, copy: Path
) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "PLAYBOOK_ROOT"}
    command = [sys.executable, "-m", "playbook", "serve", "--port", "0"]
    tab = browser.new_page()
    with subprocess.Popen(
        command, cwd=copy, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr is not None
            said = (line for line in process.stderr if "Preview at" in line)
            address = next(said).split()[2]
            threading.Thread(target=lambda: list(said), daemon=True).start()
            tab.goto(f"{address}how-to-use.html")
            tab.wait_for_timeout(1000)
            prose, took = copy / "book" / "how-to-use.md", []
            mark = "In a few minutes you can learn"
            for number in range(4):
                words = f"Edit {number}: you can learn"
                replace(prose, mark, words)
                start, mark = time.monotonic(), words
                # In a folder of its own everything is rendered once more, before the first is seen.
                tab.get_by_text(words).first.wait_for(timeout=300_000)
                took.append(time.monotonic() - start)
            print(f"\nSeconds until each edit was seen: {[round(one, 2) for one in took]}")
            replace(prose, mark, "In {value}`ae_four_huor.nwl`")
            notice = tab.locator("#preview-problem")
            notice.wait_for(timeout=60_000)
            assert "how-to-use.md:" in notice.inner_text()
            assert "Did you mean ae_four_hour.nwl" in notice.inner_text()
            replace(prose, "In {value}`ae_four_huor.nwl`", "Mended")
            tab.get_by_text("Mended").first.wait_for(timeout=60_000)
            assert notice.count() == 0
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
            tab.close()
    assert min(took[1:]) < SOON
