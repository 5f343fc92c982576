"""The workflows: of the known form, nothing for zizmor to find, no rights for requests."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d")


def beside(name: str) -> Path:
    return Path(sys.executable).with_name(name)


def test_they_fit_the_schema_of_github() -> None:
    done = subprocess.run(
        [beside("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *WORKFLOWS],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_zizmor_finds_nothing() -> None:
    done = subprocess.run(
        [beside("zizmor"), "--offline", "--no-progress", *WORKFLOWS], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_to_a_commit(path: Path) -> None:
    used = [line.strip() for line in path.read_text().splitlines() if "uses:" in line]
    assert [line for line in used if not PINNED.search(line)] == []


def test_code_of_a_pull_request_gets_no_secret_and_no_right_to_write() -> None:
    text = (ROOT / ".github/workflows/pull-request.yml").read_text()
    workflow = yaml.safe_load(text)
    assert "secrets." not in text
    assert "github.token" not in text
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["build"]["permissions"] == {"contents": "read"}


def test_what_comments_on_a_request_runs_no_code_of_it() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/comment.yml").read_text())
    (job,) = workflow["jobs"].values()
    assert all("uses" not in step for step in job["steps"])
    assert not any(
        word in step["run"] for step in job["steps"] for word in ("make ", "playbook", "python")
    )


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_step_writes_what_others_wrote_into_its_commands(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text())
    runs = [s["run"] for job in workflow["jobs"].values() for s in job["steps"] if "run" in s]
    assert not any("${{" in run for run in runs)


def test_each_target_that_a_workflow_makes_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text()
    made = {name for p in WORKFLOWS for name in re.findall(r"run: make ([a-z-]+)", p.read_text())}
    assert made == {"preview", "check", "refresh", "publish", "sbom", "vulnerabilities"}
    assert all(re.search(rf"^{name}:", makefile, re.M) for name in made)
