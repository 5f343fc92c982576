"""A server on the loopback address that answers for every publisher, well or badly.

The first part of a path is the publisher's host, so that pages can carry their real links.
"""

from __future__ import annotations

import gzip
import hashlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

PIECE = b"0" * (1 << 16)


@dataclass(frozen=True)
class Reply:
    """What a publisher answers."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    marked: bool = True
    """Sent with an ETag, and not sent again to who has it."""
    packed: bool = False
    endless: int = 0
    """Send so many bytes in place of the body, said beforehand or not."""
    announced: bool = True
    drip: float = 0
    """Seconds between two bytes."""
    silent: float = 0
    """Seconds before the first byte."""
    reset: bool = False
    cut: int = 0
    """Break off after so many bytes of the body."""


Answering = Callable[[dict[str, str]], Reply]


@dataclass
class Publishers:
    """Every publisher: what they answer, and what they were asked."""

    address: str = ""
    routes: dict[str, Answering | Reply] = field(default_factory=dict)
    faults: dict[str, list[Reply | Callable[[Reply], Reply]]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def answer(self, path: str, query: dict[str, str]) -> Reply:
        """Find the answer: a fault that waits at the path, or what the publisher says."""
        route = self.routes.get(path)
        if route is None:
            return Reply(b"<html><title>Page not found</title></html>", 404)
        waiting = self.faults.get(path)
        fault = None
        if waiting:
            fault = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if isinstance(fault, Reply):
            return fault
        said = route if isinstance(route, Reply) else route(query)
        return fault(said) if fault else said

    def forget(self) -> None:
        """Begin anew, with nothing to say."""
        for one in (self.routes, self.faults, self.asked):
            one.clear()

    def spoil(self, path: str, *faults: Reply | Callable[[Reply], Reply]) -> None:
        """Let a path answer with faults, one after the other; the last of them stays."""
        self.faults[path] = list(faults)


def mended(said: Reply) -> Reply:
    """Answer as it should be, after faults."""
    return said


def body(change: Callable[[bytes], bytes]) -> Callable[[Reply], Reply]:
    """Change the body of what the publisher says."""
    return lambda said: replace(said, body=change(said.body), marked=False)


@contextmanager
def answering() -> Iterator[Publishers]:
    """Serve on a free port."""
    publishers = Publishers()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = dict(parse_qsl(parts.query))
            publishers.asked.append((self.path, dict(self.headers.items())))
            reply = publishers.answer(parts.path, query)
            try:
                _send(self, reply)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            """Say nothing: who asked has hung up."""

    with Server(("127.0.0.1", 0), Handler) as http:
        publishers.address = f"http://127.0.0.1:{http.server_address[1]}"
        threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}).start()
        yield publishers
        http.shutdown()


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    if reply.silent:
        time.sleep(reply.silent)
    if reply.reset:
        # Closing with nothing to linger for sends a reset.
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True
        handler.connection.close()
        return
    mark = f'"{hashlib.sha256(reply.body).hexdigest()[:16]}"'
    if reply.marked and reply.status == 200 and handler.headers.get("If-None-Match") == mark:
        handler.send_response(304)
        handler.end_headers()
        return
    content = gzip.compress(reply.body, mtime=0) if reply.packed else reply.body
    handler.send_response(reply.status)
    for name, text in reply.headers.items():
        handler.send_header(name, text)
    if reply.marked and reply.status == 200:
        handler.send_header("ETag", mark)
    if reply.packed:
        handler.send_header("Content-Encoding", "gzip")
    if reply.announced:
        handler.send_header("Content-Length", str(reply.endless or len(content)))
    else:
        handler.send_header("Connection", "close")
        handler.close_connection = True
    handler.end_headers()
    if reply.endless:
        for _ in range(reply.endless // len(PIECE)):
            handler.wfile.write(PIECE)
    elif reply.drip:
        for at in range(len(content)):
            handler.wfile.write(content[at : at + 1])
            handler.wfile.flush()
            time.sleep(reply.drip)
    elif reply.cut:
        handler.wfile.write(content[: reply.cut])
        handler.close_connection = True
    else:
        handler.wfile.write(content)
