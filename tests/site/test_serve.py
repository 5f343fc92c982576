"""The preview: on the loopback address alone, and a change builds again."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.site.serve import HOST, serve, server


def test_the_server_listens_on_the_loopback_address_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("hello")
    with server(tmp_path) as http:
        assert http.server_address[0] == HOST == "127.0.0.1"
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        address = f"http://{HOST}:{http.server_address[1]}"
        with urllib.request.urlopen(f"{address}/index.html") as answer:
            assert answer.read() == b"hello"
            assert answer.headers["Cache-Control"] == "no-store"
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{address}/../conftest.py")
        http.shutdown()


def test_an_address_that_is_not_there_shows_the_page_of_the_site(tmp_path: Path) -> None:
    with server(tmp_path) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        address = f"http://{HOST}:{http.server_address[1]}/places/nowhere.html"
        for page, said in (("", b"File not found"), ("<p>Not here", b"<p>Not here")):
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


def test_a_saved_file_builds_again_and_the_preview_can_be_stopped(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project.find(mini)
    (project.build / "site").mkdir(parents=True)
    built, stop = threading.Event(), threading.Event()
    preview = threading.Thread(
        target=serve, args=(project, built.set), kwargs={"port": 0, "stop": stop}, daemon=True
    )
    preview.start()
    deadline = time.monotonic() + 30
    while not built.is_set() and time.monotonic() < deadline:
        # Saved again until the watcher has started: how long that takes is the system's business.
        (mini / "book" / "index.md").write_text(f"# {time.monotonic()}")
        built.wait(0.5)
    stop.set()
    preview.join(30)
    assert built.is_set()
    assert not preview.is_alive()
    said = capsys.readouterr().err
    assert "Preview at http://127.0.0.1:" in said
    assert "Changed: book/index.md" in said
