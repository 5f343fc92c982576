"""A build from a shell leaves a process behind when it is asked to, and the next ones use it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playbook.catalogue import Project
from playbook.execution import pool
from playbook.site import endpoint, seal
from tests.catalogue.editing import replace
from tests.conftest import copied, playbook
from tests.site.test_build import hashes
from tests.site.test_workshop import gone


def left_by(folder: Path) -> int:
    """Wait until a process can be reached in the folder; say which it is."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if line := endpoint.reached(folder / "_build"):
            with line:
                credentials = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
            return int.from_bytes(credentials[:4], "little")
        time.sleep(0.1)
    pytest.fail("nobody stayed")


def built(folder: Path, *options: str) -> dict[str, Any]:
    """Build from a shell, and give the result."""
    done = playbook(folder, "build", "--json", *options)
    found: dict[str, Any] = json.loads(done.stdout)
    assert (done.returncode == 0) == found["ok"], done.stderr
    return found


@pytest.fixture(scope="module")
def folder(mini_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A miniature playbook with a process that stayed."""
    folder = copied(mini_site, tmp_path_factory.mktemp("stay") / "mini")
    built(folder, "--stay")
    yield folder
    pool.stop([left_by(folder)])


def test_the_next_build_uses_it_and_gives_what_a_fresh_process_gives(folder: Path) -> None:
    process = left_by(folder)
    table = folder / "data" / "observations" / "smoking.csv"
    replace(table, ",14,210,1500,", ",14.2,213,1500,")
    assert playbook(folder, "data", "pack").returncode == 0
    before = Path(f"/proc/{process}/stat").read_text().split()
    found = built(folder)
    assert "indicators/smoking" in found["executed"]
    assert "trusts/northbrook-hospital" in found["reused"]
    after = Path(f"/proc/{process}/stat").read_text().split()
    # Seconds of children that it waited for: it was that process that built.
    assert int(after[15]) > int(before[15])
    assert left_by(folder) == process
    site = hashes(folder / "_build" / "site")
    pool.stop([process])
    assert gone([process])
    built(folder, "--clean", "--force", "--stay")
    assert hashes(folder / "_build" / "site") == site


def test_mistakes_are_told_as_without_it(folder: Path) -> None:
    left_by(folder)
    notebook, record = folder / "notebooks" / "place.ipynb", folder / "data" / "missions.yml"
    whole = notebook.read_text()
    replace(notebook, "area_page.answer(catalogue, ", "area_page.no_such(catalogue, ")
    found = built(folder)
    assert not found["ok"]
    assert {one["page"].partition("/")[0] for one in found["failed"]} == {"places"}
    assert all("no_such" in one["message"] for one in found["failed"])
    notebook.write_text(whole)
    replace(record, "indicators:", "indicaters:")
    found = built(folder)
    assert found["error"].startswith("data/missions.yml:")
    replace(record, "indicaters:", "indicators:")
    assert built(folder)["ok"]


def test_one_with_another_lock_ends_and_is_not_used(folder: Path) -> None:
    process = left_by(folder)
    with (folder / "requirements.txt").open("a") as lock:
        lock.write("# another\n")
    assert built(folder, "--stay")["ok"]
    assert gone([process])
    assert left_by(folder) != process


def test_a_caller_that_goes_away_ends_the_build_and_the_process(folder: Path) -> None:
    process = left_by(folder)
    line = endpoint.reached(folder / "_build")
    assert line is not None
    request = {"tools": seal.tools(Project.find(folder)), "options": {"force": True}}
    with line:
        line.sendall(json.dumps(request).encode() + b"\n")
        time.sleep(0.5)
    assert gone([process, *pool.descendants(process)])
    assert built(folder, "--stay")["ok"]


@pytest.mark.parametrize("said", [b"", b"\n", b"no request\n", b'{"half": '])
def test_what_is_no_request_is_passed_over(folder: Path, said: bytes) -> None:
    process = left_by(folder)
    line = endpoint.reached(folder / "_build")
    assert line is not None
    with line:
        line.sendall(said)
    assert left_by(folder) == process


def test_it_ends_when_it_has_nothing_to_do_or_its_folder_is_cleared(
    folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "mini"
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns(".workshop*"))
    environment = os.environ | {"PLAYBOOK_ROOT": str(other)}
    command = [sys.executable, "-m", "playbook.site.workbench", str(other), ""]
    with subprocess.Popen([*command, "1"], cwd=other, env=environment) as short:
        assert left_by(other) == short.pid
        assert short.wait(30) == 0
    assert endpoint.reached(other / "_build") is None
    with subprocess.Popen([*command, "600"], cwd=other, env=environment) as long:
        assert left_by(other) == long.pid
        shutil.rmtree(other / "_build")
        assert long.wait(30) == 0
