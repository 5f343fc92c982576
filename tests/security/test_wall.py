"""Attack: a notebook whose code knows the guard goes around it, below Python or behind its back.

All are pages of one run, beside an honest page that was there before.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import pytest

from playbook.execution import wall
from playbook.execution.engine import Failure
from tests.conftest import make_mini, playbook
from tests.execution.pages import execute, notebook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the wall is Linux's")

SECRET = "planted-7f3a"  # noqa: S105 # found nowhere else
VICTIM = "boards/inequality"
RUN = f"_build/runs/{VICTIM}.run.json"

BEHIND = """
import ctypes, gc, os, tempfile
for one in gc.get_objects():
    if type(one).__name__ == "Guard":
        one.on_duty = False
own, libc = tempfile.gettempdir(), ctypes.CDLL(None, use_errno=True)

def told(answer):
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
"""
"""Turns the guard off, and takes the system's own library at hand."""

REFUSED = {
    "the run of another page": f"open({RUN!r}, 'w')",
    "the run of another page, below Python": f"told(libc.open(b{RUN!r}, os.O_WRONLY | os.O_TRUNC))",
    "the run of another page, taken away": f"os.remove({RUN!r})",
    "the run of another page, by a link": f"os.link({RUN!r}, own + '/x'); open(own + '/x', 'w')",
    "the run of another page, by a name": f"open(own + '/x', 'w'); os.rename(own + '/x', {RUN!r})",
    "the package": "import playbook.errors as one; open(one.__file__, 'a')",
    "a package beside it": "import pandas as one; open(one.__file__, 'a')",
    "data": "open('data/observations/smoking.csv', 'a')",
    "the site": "os.makedirs('_build/site')",
    "its own notebook": "open('notebooks/attack.ipynb', 'a')",
    "a hook of git": "os.makedirs('.git/hooks')",
    "a file at home": "open(os.path.expanduser('~/.profile'), 'w')",
    "a password at home": "open(os.path.expanduser('~/.netrc')).read()",
    "what git knows": "open('.git/config').read()",
    "settings that are hidden": "open('.env').read()",
    "whoever started it, its environment": "open(f'/proc/{os.getppid()}/environ', 'rb').read()",
    "whoever started it, its memory": "open(f'/proc/{os.getppid()}/mem', 'rb').read(1)",
    "whoever started it, ended": "os.kill(os.getppid(), 9)",
    "whoever started it, below Python": "told(libc.kill(os.getppid(), 9))",
    "another process": "os.fork()",
    "another process, below Python": "told(libc.fork())",
    "a program": "os.execv('/bin/true', ['true'])",
    "a socket": "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "a socket, below Python": "told(libc.socket(2, 2, 0))",
    "a socket of the machine": "import socket; socket.socket(socket.AF_UNIX)",
    "a socket, by another way in": "told(libc.syscall(425, 8, own.encode()))",
    "the disk": "os.truncate(open(own + '/x', 'wb').name, 1 << 40)",
}
"""What is tried; each is to end in an error of the system."""

SEEN = f"""
import posix, sys
found = [name for name, known in {{
    "environment": str(dict(os.environ)),
    "first copy": str(posix.environ),
    "system": ctypes.string_at(libc.getenv(b"DEPLOY_TOKEN") or b"").decode(),
    "memory at the start": open("/proc/self/environ", "rb").read().decode(),
    "objects": str([o for o in gc.get_objects() if type(o) is dict and "DEPLOY_TOKEN" in o]),
}}.items() if {SECRET[:6]!r} + {SECRET[6:]!r} in known]
frame = sys._getframe()
while frame := frame.f_back:
    found += [frame.f_code.co_name for one in list(frame.f_locals.values())
              if type(one) is dict and "DEPLOY" "_TOKEN" in one]
raise ValueError(f"seen: {{found}}")
"""

ALTERED = (
    "import playbook.methods.rates as one, sys; one.altered = True; sys.modules['json.tool'] = None"
)
UNTOUCHED = (
    "import playbook.methods.rates as one, json.tool; [hasattr(one, 'altered'), bool(json.tool)]"
)
PIPES = """
for number in [1, *range(3, 200)]:
    try:
        os.write(number, b'{"number": 0, "error": "forged"}\\n')
    except OSError:
        pass
"""


def said(found: dict[str, dict[str, object]], page: str) -> str:
    return str(found[page]["message"])


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict, dict[str, str]]:
    """A run of every attack: the playbook, what the command said, and hashes of before."""
    root = make_mini(tmp_path_factory.mktemp("wall") / "mini")
    home = root.parent / "home"
    (home / ".ipython").mkdir(parents=True)
    for path in (home / ".netrc", root / ".git" / "config", root / ".env"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"password {SECRET}\n")
    codes = {f"attack-{n}": BEHIND + code for n, code in enumerate(REFUSED.values())}
    codes |= {"seen": BEHIND + SEEN, "pipes": BEHIND + PIPES}
    codes |= {"altered": ALTERED, "untouched": UNTOUCHED, "memory": "bytearray(5 << 30)"}
    kinds = (root / "notebooks" / "pages.yml").read_text()
    for page, code in codes.items():
        notebook(root / "notebooks" / f"{page}.ipynb", code)
        kinds += f"  - {{notebook: {page}.ipynb, slug: {page}}}\n"
    (root / "notebooks" / "pages.yml").write_text(kinds)
    first = playbook(root, "run", VICTIM)
    assert first.returncode == 0, first.stderr
    before = standing(root)
    mine = {"DEPLOY_TOKEN": SECRET, "HOME": str(home)}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in mine.items():
            patch.setenv(name, value)
        done = playbook(root, "run", *codes, VICTIM, "--json")
    return root, json.loads(done.stdout), before


def standing(root: Path) -> dict[str, str]:
    """Hash everything that stands in a playbook and in the package, but for what runs write."""
    package = Path(wall.__file__).parents[1]
    paths = [path for path in [*root.parent.rglob("*"), *package.rglob("*.py")] if path.is_file()]
    mine = root / "_build" / "runs"
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.parent != mine and path.suffix != ".pyc" and ".ipython" not in path.parts
    }


@pytest.mark.parametrize("attack", REFUSED)
def test_what_goes_around_the_guard_meets_the_wall(attacked: tuple, attack: str) -> None:
    failures = {one["page"]: one for one in attacked[1]["failed"]}
    page = f"attack-{list(REFUSED).index(attack)}"
    assert any(
        word in said(failures, page)
        for word in (
            "Permission denied",
            "Operation not permitted",
            "File too large",
            "cross-device link",
        )
    ), said(failures, page)


def test_no_attack_changed_a_file_or_the_run_of_another_page(attacked: tuple) -> None:
    root, done, before = attacked
    assert standing(root) == before
    assert VICTIM in done["reused"]


def test_secrets_of_whoever_builds_are_nowhere_in_a_pages_process(attacked: tuple) -> None:
    failures = {one["page"]: one for one in attacked[1]["failed"]}
    assert said(failures, "seen") == "ValueError: seen: []"
    root = attacked[0]
    for path in (root / "_build").rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path


def test_a_notebook_that_alters_modules_alters_them_for_itself_alone(attacked: tuple) -> None:
    assert {"altered", "untouched"} <= set(attacked[1]["executed"])
    text = (attacked[0] / "_build" / "runs" / "untouched.ipynb").read_text()
    assert "[False, True]" in text


def test_what_a_notebook_writes_into_pipes_that_it_finds_reaches_nobody(attacked: tuple) -> None:
    # The command's answer could be read, and says nothing that was forged.
    assert "forged" not in json.dumps(attacked[1]["executed"])
    assert "error" not in attacked[1]


def test_memory_is_limited(attacked: tuple) -> None:
    failures = {one["page"]: one for one in attacked[1]["failed"]}
    assert said(failures, "memory").startswith("MemoryError")
    assert "--memory-mb raises the cap" in said(failures, "memory")


def test_time_is_limited(mini: Path) -> None:
    failure = execute(mini, "import time; time.sleep(60)", timeout=2)
    assert isinstance(failure, Failure)
    assert failure.message == "CellTimeoutError: no answer within 2 seconds"


def test_the_reference_engine_has_the_wall_too(mini: Path) -> None:
    tried = ["the package", "a socket, below Python", "a program"]
    lines = [
        f"try:\n    {REFUSED[one]}\nexcept OSError as e:\n    said.append(e.errno)\n"
        for one in tried
    ]
    code = f"{BEHIND}\nsaid = []\n{''.join(lines)}\nraise ValueError(said)"
    failure = execute(mini, code, how="kernel")
    assert isinstance(failure, Failure)
    assert failure.message == "ValueError: [13, 1, 13]"


def test_a_page_is_refused_in_words_what_an_honest_one_may_not_do(mini: Path) -> None:
    for code, words in {
        "open('mine.txt', 'w')": "mine.txt: a notebook writes no file",
        "import os; os.kill(os.getppid(), 0)": "a notebook has no other process",
        "import os; os.fork()": "a notebook has no other program",
    }.items():
        failure = execute(mini, code)
        assert isinstance(failure, Failure)
        assert words in failure.message
    assert not (mini / "mine.txt").exists()


def test_without_the_system_there_is_no_wall_and_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall.sys, "platform", "darwin")
    assert wall.enclose(tmp_path, tmp_path) == ()
    assert list(tmp_path.iterdir()) == []
