"""Attack: a notebook reaches out, reads secrets of whoever builds, or starts another program."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.execution.engine import Failure
from tests.execution.pages import execute

ATTACKS = {
    "a connection": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "a look-up": "import socket; socket.getaddrinfo('example.org', 80)",
    "a datagram": "import socket\n"
    "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'a', ('127.0.0.1', 9))",
    "a server": "import socket; socket.socket().bind(('127.0.0.1', 0))",
    "an address": "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
    "a program": "import subprocess; subprocess.run(['env'])",
    "a shell": "import os; os.system('env')",
    "the first environment": "open('/proc/self/environ').read()",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_notebook_has_no_way_out(mini: Path, attack: str) -> None:
    failure = execute(mini, ATTACKS[attack])
    assert isinstance(failure, Failure)
    assert "a notebook has no" in failure.message


@pytest.mark.parametrize("how", ["fork", "kernel"])
def test_a_notebook_does_not_inherit_secrets(
    mini: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPLOY_TOKEN", "planted")
    source = "import os; assert 'DEPLOY_TOKEN' not in os.environ and os.environ['PLAYBOOK_ROOT']"
    found = execute(mini, source, how=how)
    assert not isinstance(found, Failure) or "AssertionError" not in found.message, found
    caught = execute(mini, "import os; raise ValueError('DEPLOY_TOKEN' in os.environ)", how=how)
    assert isinstance(caught, Failure)
    assert caught.message == "ValueError: False"
