"""Previewing the site on this machine, and building it again when something changes."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playbook.catalogue import Project
from playbook.site import notfound
from playbook.site.preview import SCRIPT, STATE, WATCH, Preview

HOST = "127.0.0.1"
"""The loopback address: a preview is for one person on one machine."""


class _Quiet(SimpleHTTPRequestHandler):
    def __init__(self, *given: Any, preview: Preview, **named: Any) -> None:
        self.preview = preview
        super().__init__(*given, **named)

    def log_message(self, *_args: object) -> None:
        """Say nothing: the terminal belongs to the build's messages."""

    def do_GET(self) -> None:
        """Send a file; a page with what the preview has to say of it."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        asked = urlsplit(self.path).path
        if asked == SCRIPT:
            self._send(WATCH.encode(), "text/javascript")
        elif asked == STATE:
            self._send(self.preview.state(), "application/json")
        elif path.suffix == ".html" and path.is_file():
            self._send(self.preview.page(path.read_bytes), "text/html")
        else:
            super().do_GET()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Show the site's own page for an address that is not there, as a web host does."""
        page = Path(self.directory, notfound.NAME)
        if code != HTTPStatus.NOT_FOUND:
            return super().send_error(code, message, explain)
        shown = self.preview.missing()
        if page.is_file():
            shown = self.preview.page(lambda: notfound.at_root(page.read_bytes()))
        return self._send(shown, "text/html", HTTPStatus.NOT_FOUND)

    def _send(self, content: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


def server(site: Path, port: int = 0, preview: Preview | None = None) -> ThreadingHTTPServer:
    """Make a server of a folder on the loopback address; port 0 takes a free one."""
    handler = partial(_Quiet, directory=str(site), preview=preview or Preview())
    return ThreadingHTTPServer((HOST, port), handler)


def watched(project: Project) -> list[Path]:
    """Name what a contributor edits: a change there makes the site again."""
    names = ["_config.yml", "_toc.yml"]
    return [project.book, project.notebooks, project.data, *(project.root / n for n in names)]


def serve(
    project: Project,
    rebuild: Callable[[], str],
    *,
    port: int = 8000,
    stop: threading.Event | None = None,
) -> None:
    """Build the site, serve it, and build again after every change, until interrupted.

    Parameters
    ----------
    project : Project
        The playbook; its site is in ``_build/site``.
    rebuild : callable
        Builds the site and gives what a person has to mend, empty when nothing: a mistake does not
        end the preview, and each page shows it until it is mended.
    port : int
        Port on the loopback address.
    stop : threading.Event, optional
        Ends the preview when set.
    """
    from watchfiles import watch

    preview = Preview()
    preview.settle(rebuild())
    with server(project.build / "site", port, preview) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        address = f"http://{HOST}:{http.server_address[1]}/"
        print(f"Preview at {address} (Ctrl-C ends it)", file=sys.stderr, flush=True)
        try:
            paths = watched(project)
            for changes in watch(*paths, stop_event=stop, raise_interrupt=False):
                names = sorted({project.shown(Path(path)) for _, path in changes})
                print(f"Changed: {', '.join(names[:5])}", file=sys.stderr, flush=True)
                preview.settle(rebuild())
        finally:
            http.shutdown()
