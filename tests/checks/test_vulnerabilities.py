"""What pip-audit answered is passed on; packages that nobody answered for are never called safe."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from playbook.checks.vulnerabilities import UNREACHED, read
from tests.conftest import ROOT

CLEAN = {"name": "safe", "version": "1.0", "vulns": []}
SKIPPED = {"name": "quiet", "skip_reason": "Dependency not found on PyPI"}
UNSAFE = {
    "name": "holey",
    "version": "2.0",
    "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["2.1"], "aliases": [], "description": ""}],
}


def answer(folder: Path, *packages: dict[str, Any]) -> Path:
    path = folder / "vulnerabilities.json"
    path.write_text(json.dumps({"dependencies": packages, "fixes": []}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("packages", "passed", "said"),
    [
        ([CLEAN], True, "1 packages audited without a finding, 0 known vulnerabilities."),
        ([CLEAN, UNSAFE], False, "holey 2.0: PYSEC-2026-1. Mended in 2.1: `make lock`."),
        ([CLEAN, SKIPPED], False, "1 packages were not audited: the database did not answer for"),
        ([SKIPPED], False, UNREACHED),
        ([], False, UNREACHED),
    ],
)
def test_only_what_was_audited_passes(
    tmp_path: Path, packages: list[dict[str, Any]], passed: bool, said: str
) -> None:
    path = answer(tmp_path, *packages)
    command = [sys.executable, "-m", "playbook.checks.vulnerabilities", path]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode == 0) is passed
    assert said in done.stdout


def test_without_an_answer_nothing_was_audited(tmp_path: Path) -> None:
    assert read(tmp_path / "none.json").lines() == [UNREACHED]
    (tmp_path / "torn.json").write_text("{")
    assert not read(tmp_path / "torn.json").passed


@pytest.mark.audit
def test_the_bill_of_materials_names_each_locked_package_with_its_hashes() -> None:
    target = ROOT / "_build" / "sbom.json"
    written = []
    for _ in range(2):
        target.unlink(missing_ok=True)
        done = subprocess.run(["make", "sbom"], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        written.append(target.read_bytes())
    assert written[0] == written[1]
    bill = json.loads(written[0])
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == (
        "CycloneDX", "mission-playbook",
    )  # fmt: skip
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split(" ")[0] for line in lock if line[:1].isalnum()}
    listed = {f"{one['name']}=={one['version']}": one for one in bill["components"]}
    assert set(listed) == pinned
    for one in listed.values():
        hashes = [each for ref in one["externalReferences"] for each in ref.get("hashes", [])]
        assert any(each["alg"] == "SHA-256" for each in hashes), one["name"]
