"""A browser for the gates that need one: an optional extra, for most contributors need none."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playbook.errors import PlaybookError

EXTRA = 'pip install "mission-playbook[accessibility]"'
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Quiet start: no look-ups of its own, so that every request seen is the site's."""


def find() -> str | None:
    """Give the path of a Chromium: ``PLAYBOOK_CHROMIUM``, one on the path, or Playwright's own."""
    named = os.environ.get("PLAYBOOK_CHROMIUM")
    if named:
        return named
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@contextmanager
def tab() -> Iterator[Any]:
    """Open a tab of a headless Chromium.

    Raises
    ------
    PlaybookError
        If the extra, or the browser itself, is not installed.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise PlaybookError(f"the gate needs a browser. Install its extra: {EXTRA}.") from None
    chromium = find()
    if chromium is None:
        raise PlaybookError(
            "the gate needs Chromium, and there is none. Run `playwright install chromium`, or "
            "name one in PLAYBOOK_CHROMIUM."
        )
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        try:
            yield started.new_page()
        finally:
            started.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def hosted(site: Path) -> Iterator[str]:
    """Serve a site on a free port of the loopback address; give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{http.server_address[1]}"
        finally:
            http.shutdown()
