"""A published tree on nginx with the settings that we document: headers, policy, and a load."""

from __future__ import annotations

import hashlib
import http.client
import itertools
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from playbook.editions import tree
from playbook.site import policy
from tests.audits import nginx
from tests.editions import shelves
from tests.security.test_policy import WATCH

pytestmark = pytest.mark.audit

OLD, NEW = "2026.08", "2026.11"
READERS, REQUESTS = 16, 8_000
LONGEST = 120
"""Seconds that the load may take in all: some 70 requests a second, where thousands are usual."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, mini_site: Path) -> Path:
    """A tree of two editions of the miniature."""
    where = tmp_path_factory.mktemp("nginx") / "web"
    for name in (OLD, NEW):
        shelves.put(where, name, mini_site)
    return where


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server writes."""
    return tmp_path_factory.mktemp("logs")


@pytest.fixture(scope="module")
def address(place: Path, logs: Path) -> Iterator[str]:
    with nginx.served(place, logs) as where:
        yield where


def ask(address: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        connection.request(
            "GET", quote(path), headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "status", "kept"),
    [
        (f"/{OLD}/index.html", 200, "public, max-age=31536000, immutable"),
        (f"/{OLD}/_static/playbook.css", 200, "public, max-age=31536000, immutable"),
        (f"/{OLD}/edition.json", 200, "public, max-age=31536000, immutable"),
        ("/latest/index.html", 200, "public, max-age=300"),
        ("/versions.json", 200, "public, max-age=300"),
        ("/pages.json", 200, "public, max-age=300"),
        ("/feed.xml", 200, "public, max-age=300"),
        ("/", 200, "public, max-age=300"),
        # What is not there yet may be tomorrow.
        ("/2026.12/index.html", 404, "no-cache"),
        (f"/{OLD}", 301, "no-cache"),
        (f"/{OLD}/../tree.json", 200, "public, max-age=300"),
        (f"/{OLD}/../../secret", 400, "no-cache"),
        ("/.nojekyll", 404, "no-cache"),
    ],
)
def test_how_long_an_answer_may_be_kept(address: str, path: str, status: int, kept: str) -> None:
    answered, headers, _ = ask(address, path)
    assert (answered, headers["Cache-Control"]) == (status, kept)


def test_every_answer_has_the_policy_and_the_headers_of_security(address: str) -> None:
    for path in ("/", f"/{OLD}/index.html", "/latest/_static/playbook.css", "/feed.xml", "/none"):
        _, headers, _ = ask(address, path)
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["Server"] == "nginx"
    rules = _rules(ask(address, "/")[1]["Content-Security-Policy"])
    # What a page's own policy allows, the header does not refuse, and it allows nothing more.
    own = _rules(policy.policy("auto"))
    assert rules.pop("frame-ancestors") == {"'none'"}
    assert own.pop("script-src") <= rules.pop("script-src")
    assert rules == own


def _rules(text: str) -> dict[str, set[str]]:
    return {one.split()[0]: set(one.split()[1:]) for one in text.split(";")}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/latest/index.html", "text/html; charset=utf-8"),
        ("/latest/_static/playbook.css", "text/css; charset=utf-8"),
        ("/versions.json", "application/json; charset=utf-8"),
        ("/feed.xml", "application/atom+xml"),
    ],
)
def test_kinds_are_named_and_text_is_compressed(address: str, path: str, kind: str) -> None:
    _, headers, whole = ask(address, path)
    assert headers["Content-Type"] == kind
    _, headers, packed = ask(address, path, Accept_Encoding="gzip")
    if len(whole) >= 512:
        assert headers["Content-Encoding"] == "gzip"
        assert len(packed) < len(whole)
        assert headers["Vary"] == "Accept-Encoding"


def test_csv_files_of_figures_are_text(address: str, place: Path) -> None:
    one = next((place / "latest").rglob("*.csv")).relative_to(place)
    assert ask(address, f"/{one}")[1]["Content-Type"] == "text/csv; charset=utf-8"


def test_what_a_reader_has_is_not_sent_again(address: str) -> None:
    _, headers, _ = ask(address, "/latest/index.html")
    again = ask(address, "/latest/index.html", If_None_Match=headers["ETag"])
    assert (again[0], again[2]) == (304, b"")
    assert again[1]["Cache-Control"] == "public, max-age=300"


def test_an_address_that_is_not_there_shows_the_page_of_the_site(address: str, place: Path) -> None:
    status, _, body = ask(address, f"/{NEW}/indicators/no-such.html")
    assert (status, body) == (404, (place / "404.html").read_bytes())


def test_a_new_edition_is_served_at_once(tmp_path: Path) -> None:
    web = tmp_path / "web"
    shelves.put(web, OLD, shelves.site(tmp_path / "one"))
    (tmp_path / "logs").mkdir()
    with nginx.served(web, tmp_path / "logs") as where:
        assert ask(where, f"/{NEW}/index.html")[0] == 404
        shelves.put(web, NEW, shelves.site(tmp_path / "two", smoking="<h1>Less</h1>"))
        assert ask(where, f"/{NEW}/index.html")[0] == 200
        assert ask(where, "/latest/smoking.html")[2] == b"<h1>Less</h1>"


def test_pages_work_in_a_browser_under_the_header(browser: Any, address: str) -> None:
    context = browser.new_context()
    context.add_init_script(WATCH)
    tab = context.new_page()
    said: list[str] = []
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto(f"{address}/{OLD}/indicators/within_4_hours.html")
    tab.locator(".pb-explore").first.click()
    tab.locator(".pb-live svg").first.wait_for(timeout=20_000)
    assert tab.evaluate("document.documentElement.dataset.theme")
    assert (tab.evaluate("window.refused"), said) == ([], [])
    # Only the header can say that nobody may put the page into a frame of theirs.
    assert "frame-ancestors" not in tab.content()
    context.close()


def test_a_load_of_readers_gets_every_file_whole(address: str, place: Path, logs: Path) -> None:
    files = {
        f"/{name}/{path}": sha
        for name, one in tree.editions(place.resolve()).items()
        for path, sha in one.files.items()
    }
    wanted = list(itertools.islice(itertools.cycle(sorted(files)), REQUESTS))
    began, problems, seconds = time.monotonic(), [], []

    def read(paths: list[str]) -> None:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
        for path in paths:
            if time.monotonic() - began > LONGEST:
                problems.append(f"{path}: not asked within {LONGEST} s")
                break
            start = time.perf_counter()
            try:
                connection.request("GET", quote(path))
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException) as error:
                problems.append(f"{path}: {error!r}")
                connection.close()
                continue
            seconds.append(time.perf_counter() - start)
            headers = answer.headers
            if answer.status != 200 or hashlib.sha256(body).hexdigest() != files[path]:
                problems.append(f"{path}: {answer.status}, {len(body)} bytes")
            if "immutable" not in headers["Cache-Control"]:
                problems.append(f"{path}: {headers['Cache-Control']}")
            if "frame-ancestors" not in headers.get("Content-Security-Policy", ""):
                problems.append(f"{path}: no policy")
        connection.close()

    readers = [
        threading.Thread(target=read, args=(wanted[number::READERS],)) for number in range(READERS)
    ]
    for one in readers:
        one.start()
    for one in readers:
        one.join(LONGEST + 30)
    took = time.monotonic() - began
    assert problems[:10] == []
    assert len(seconds) == REQUESTS
    cuts = quantiles(seconds, n=100)
    print(
        f"\n{REQUESTS} requests of {READERS} readers for {len(files)} files in {took:.1f} s: "
        f"{REQUESTS / took:.0f} a second; median {1000 * cuts[49]:.1f} ms, "
        f"99th percentile {1000 * cuts[98]:.1f} ms; no error."
    )
    complaints = [
        line for line in (logs / "error.log").read_text().splitlines()
        if not re.search(r"open\(\) .* failed \(2: No such file", line)
    ]  # fmt: skip
    assert complaints == []
