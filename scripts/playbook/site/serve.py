"""Previewing the site on this machine, and building it again when something changes."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playbook.catalogue import Project
from playbook.site import notfound

HOST = "127.0.0.1"
"""The loopback address: a preview is for one person on one machine."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing: the terminal belongs to the build's messages."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Show the site's own page for an address that is not there, as a web host does."""
        page = Path(self.directory, notfound.NAME)
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            return super().send_error(code, message, explain)
        content = page.read_bytes()
        self.send_response(code, message)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        return None

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


def server(site: Path, port: int = 0) -> ThreadingHTTPServer:
    """Make a server of a folder on the loopback address; port 0 takes a free one."""
    return ThreadingHTTPServer((HOST, port), partial(_Quiet, directory=str(site)))


def watched(project: Project) -> list[Path]:
    """Name what a contributor edits: a change there makes the site again."""
    names = ["_config.yml", "_toc.yml"]
    return [project.book, project.notebooks, project.data, *(project.root / n for n in names)]


def serve(
    project: Project,
    rebuild: Callable[[], None],
    *,
    port: int = 8000,
    stop: threading.Event | None = None,
) -> None:
    """Serve the site and call ``rebuild`` after every change, until interrupted.

    Parameters
    ----------
    project : Project
        The playbook; its site is in ``_build/site``.
    rebuild : callable
        Builds the site; it reports its own problems, so that a mistake does not end the preview.
    port : int
        Port on the loopback address.
    stop : threading.Event, optional
        Ends the preview when set.
    """
    from watchfiles import watch

    site = project.build / "site"
    with server(site, port) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        address = f"http://{HOST}:{http.server_address[1]}/"
        print(f"Preview at {address} (Ctrl-C ends it)", file=sys.stderr, flush=True)
        try:
            for changes in watch(*watched(project), stop_event=stop, raise_interrupt=False):
                names = sorted({project.shown(Path(path)) for _, path in changes})
                print(f"Changed: {', '.join(names[:5])}", file=sys.stderr, flush=True)
                rebuild()
        finally:
            http.shutdown()
