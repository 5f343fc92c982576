"""The tutorial of CONTRIBUTING.md, done from a fresh clone as it is written there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from playbook.catalogue.unfilled import MARK
from tests.conftest import ROOT

HEADING = "## Your first contribution"
BLOCK = re.compile(r"^```(bash|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INSTEAD = {
    # The set-up is that of whoever runs this: `make test` has just made it in the same way.
    "make site\n. .venv/bin/activate\n": "playbook build\n",
}
PAGES = ("places/barnet", "cases/barbershops", "indicators/physical_inactivity")


def blocks() -> list[tuple[str, str]]:
    """Give what the tutorial says to run or to write, in order."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    tutorial = text.partition(HEADING)[2].partition("\n## ")[0]
    return [(kind, INSTEAD.get(body, body)) for kind, body in BLOCK.findall(tutorial)]


def fill_in(folder: Path, body: str) -> None:
    """Write each line in place of the next mark that stands after the same field."""
    name, *lines = body.splitlines()
    path = folder / name.removeprefix("# ")
    text = path.read_text(encoding="utf-8")
    for line in lines:
        field = re.match(r"\s*(?:- |\w+: )", line)
        assert field, line
        mark = re.compile(rf"^{re.escape(field[0])}.*{MARK}.*$", re.MULTILINE)
        text, found = mark.subn(lambda _, said=line: said, text, count=1)
        assert found, f"{path.name} has no {MARK} for {line!r}"
    path.write_text(text, encoding="utf-8")


@pytest.mark.audit
def test_the_tutorial_works_from_a_fresh_clone(tmp_path: Path) -> None:
    folder = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    environment = {k: v for k, v in os.environ.items() if k not in {"PLAYBOOK_ROOT", "PYTHONPATH"}}
    environment |= {
        "PYTHONPATH": str(folder / "scripts"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }

    def run(command: str) -> str:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=folder, env=environment, capture_output=True, text=True, timeout=900,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    steps = blocks()
    assert [body.splitlines()[0] for _, body in steps][-1] == "git restore ."
    for number, (kind, body) in enumerate(steps):
        start = time.monotonic()
        if kind == "bash":
            if body.startswith("git restore"):
                for page in PAGES:
                    assert (folder / "_build" / "site" / f"{page}.html").is_file(), page
                home = (folder / "_build/site/places/index.html").read_text(encoding="utf-8")
                assert "Barnet" in home
            said = run(body)
            if body == "playbook check\n":
                assert "fails" not in said
        else:
            fill_in(folder, body)
        print(f"step {number}: {time.monotonic() - start:.1f} s: {body.splitlines()[0]}")
    assert run("git status --porcelain") == ""
