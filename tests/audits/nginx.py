"""nginx on the loopback address with the settings of `deploy/nginx.conf`, for a published tree.

``python -m tests.audits.nginx --install`` makes sure that there is one. Debian starts a server of
its own with the package where services run; this one needs no rights and no port of the system.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import debian

SETTINGS = Path(__file__).parents[2] / "deploy" / "nginx.conf"
LONGEST = 300
"""Seconds after which a server that nobody stopped stops by itself."""

AROUND = """
{user}
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/playbook.conf;
}}
"""


def find() -> str | None:
    """Find nginx; Debian puts it where the path of an ordinary user does not lead."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def settings(tree: Path, port: int) -> str:
    """Give the documented settings with the marked lines set, and nothing else changed."""
    lines = SETTINGS.read_text(encoding="utf-8").splitlines()
    ours = {"listen": f"127.0.0.1:{port}", "server_name": "localhost", "root": str(tree)}
    for number, line in enumerate(lines):
        if "# SET" in line:
            name = line.split()[0]
            lines[number] = f"    {name} {ours.pop(name)};"
    assert not ours, f"no line of {SETTINGS} is marked: {', '.join(ours)}"
    return "\n".join(lines) + "\n"


@contextmanager
def served(tree: Path, folder: Path) -> Iterator[str]:
    """Serve a tree on a free port; give its address without a slash at the end.

    Parameters
    ----------
    tree
        The tree, or the symbolic link to it.
    folder
        An empty folder for what the server writes; ``error.log`` has what it complained about.
    """
    program = find()
    assert program, "there is no nginx; `make nginx` installs it"
    port = _free()
    (folder / "playbook.conf").write_text(settings(tree, port), encoding="utf-8")
    # As root it would read as somebody who may not look into folders of tests.
    user = "user root;" if os.geteuid() == 0 else ""
    whole = folder / "nginx.conf"
    whole.write_text(AROUND.format(user=user, folder=folder), encoding="utf-8")
    command = [program, "-p", folder, "-c", whole, "-e", folder / "error.log", "-g", "daemon off;"]
    with subprocess.Popen(["timeout", str(LONGEST), *map(str, command)]) as server:
        try:
            _wait(server, port, folder)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    log = folder / "error.log"
    raise AssertionError(f"nginx did not start: {log.read_text() if log.is_file() else ''}")


if __name__ == "__main__":
    if "--install" in sys.argv and not find():
        debian.install("nginx")
        if not find():
            sys.exit("nginx could not be installed. Install it by hand: the audit loads it.")
    print(find() or "no nginx found; run with --install")
