"""What a process imports before it forks, and what a system without fork does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project
from playbook.execution import fork, pages, runner
from playbook.execution.local import How


def test_a_few_pages_do_not_wait_for_what_not_all_of_them_need() -> None:
    code = (
        "import sys; from playbook.execution import fork; fork.warm(pages=1); "
        "few = {'scipy.stats', 'scipy.optimize'} & set(sys.modules); fork.warm(); "
        "print(sorted(few), 'scipy.stats' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "[] True"


def test_a_system_without_fork_says_so_and_uses_the_kernel(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fork, "available", lambda: False)
    asked: list[How] = []

    def execute_all(_root: Path, _tasks: object, how: How) -> list[object]:
        asked.append(how)
        return []

    monkeypatch.setattr(runner.local, "execute_all", execute_all)
    project = Project.find(mini)
    chosen = pages.select(pages.expand(project, Catalogue.read(project)), ["northbrook"])
    recap = runner.run(project, runner.plan(project, chosen))
    assert asked[0].engine == "kernel"
    assert "this system cannot fork: each page ran in a kernel of its own" in recap.notes
