"""One process at a time is reached in a folder, by who may write there, while it lives."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from playbook.site import endpoint

HOLD = """
import sys, time
from pathlib import Path
from playbook.site import endpoint
with endpoint.held(Path(sys.argv[1])) as place:
    print("held" if place else "taken", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holder(folder: Path, seconds: float = 60) -> subprocess.Popen[str]:
    """Hold the place in another process; give it once it says what it found."""
    command = [sys.executable, "-c", HOLD, str(folder), str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture(params=["short", "d" * 120])
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A folder; the name of a socket may have about a hundred letters, a path may have more."""
    return tmp_path / str(request.param)


def test_who_holds_the_place_is_reached_there(folder: Path) -> None:
    assert endpoint.reached(folder.parent) is None
    with endpoint.held(folder) as place:
        assert place is not None
        assert stat.S_IMODE(place.path.stat().st_mode) == 0o600

        def answer() -> None:
            caller, _ = place.listener.accept()
            with caller:
                caller.sendall(b"here")

        answered = threading.Thread(target=answer)
        answered.start()
        line = endpoint.reached(folder)
        assert line is not None
        with line:
            assert line.recv(10) == b"here"
        answered.join()
    assert endpoint.reached(folder) is None
    assert not place.path.exists()


def test_one_process_holds_it_at_a_time(folder: Path) -> None:
    with endpoint.held(folder), holder(folder) as other:
        assert said(other) == "taken"
        other.kill()
    with holder(folder, 0) as other:
        assert said(other) == "held"


def test_one_that_was_killed_leaves_it_to_the_next(folder: Path) -> None:
    with holder(folder) as other:
        assert said(other) == "held"
        other.kill()
    assert (folder / endpoint.NAME).exists()
    assert endpoint.reached(folder) is None
    with endpoint.held(folder) as place:
        assert place is not None
        line = endpoint.reached(folder)
        assert line is not None
        line.close()


def test_it_stands_until_the_folder_is_cleared(folder: Path) -> None:
    with endpoint.held(folder) as place:
        assert place is not None
        assert place.stands()
        place.path.unlink()
        assert not place.stands()
        # What another process put there since is not taken for it, and is left there.
        place.path.touch()
        assert not place.stands()
    assert place.path.exists()
