"""`playbook doctor` on installations that are broken, each in one way."""

from __future__ import annotations

import json
import shutil
import sys
from importlib import metadata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from playbook.checks import browser, installation
from playbook.checks.installation import Symptom
from playbook.cli import app
from tests.catalogue.editing import replace


def seen(root: Path, about: str) -> Symptom:
    return next(one for one in installation.examine(root) if one.about == about)


def test_this_installation_is_well(root: Path) -> None:
    found = {one.about: one for one in installation.examine(root)}
    for about in ("python", "packages", "data", "writing", "fonts"):
        assert found[about].verdict == "well", found[about]
    assert found["packages"].found.endswith("each as in the lock")


def test_an_old_python_is_named() -> None:
    found = installation._python(Path(), (3, 10, 4))
    assert (found.verdict, found.found) == ("broken", "is 3.10.4")
    assert "3.11" in found.remedy


def test_a_package_of_another_version_and_one_that_is_missing(mini: Path) -> None:
    has = metadata.version("numpy")
    (mini / "requirements.txt").write_text(
        "numpy==1.0.1 \\\n    --hash=sha256:00\nno-such-package==2.0\n"
        "never-asked==1 ; python_version < '3'\n"
    )
    found = seen(mini, "packages")
    assert found.verdict == "broken"
    assert found.found == f"numpy is {has}, not 1.0.1; no-such-package is missing"
    assert "--require-hashes" in found.remedy
    (mini / "requirements.txt").unlink()
    assert seen(mini, "packages").found == "there is no requirements.txt"


def test_a_package_that_cannot_be_imported_stops_no_other_look(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jupyter_client.kernelspec", None)
    found = {one.about: one.verdict for one in installation.examine(mini)}
    assert found["kernel"] == "broken"
    assert found["data"] == "well"


def test_a_changed_table_is_broken_and_the_command_says_so(mini: Path) -> None:
    replace(mini / "data/observations/smoking.csv", ",14,210,1500,", ",15,225,1500,")
    done = CliRunner().invoke(app, ["doctor", "--json"])
    assert done.exit_code == 3
    assert "broken  data       data/observations/smoking.csv: hash: does not match" in done.stderr
    said = json.loads(done.stdout)["examined"]
    assert {one["about"] for one in said} == set(installation.LOOKS)


def test_a_folder_that_cannot_be_written_to(mini: Path) -> None:
    shutil.rmtree(mini / "_build")
    (mini / "_build").write_text("no folder")
    found = seen(mini, "writing")
    assert found.verdict == "broken"
    assert found.found.startswith("_build: ")


def test_what_was_left_half_written(mini: Path) -> None:
    (mini / "_build" / "runs").mkdir(parents=True)
    (mini / "_build" / "runs" / ".a.json.12.partial").touch()
    assert seen(mini, "_build").verdict == "note"


def test_what_only_some_commands_need_is_a_note(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seen(mini, "git").found == "this folder is no repository"
    # Without a path Playwright would be asked, which may be at work for other tests.
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setenv("PATH", "")
    assert seen(mini, "git").found == "is not there"
    assert seen(mini, "browser").verdict == "note"
    monkeypatch.setenv("PLAYBOOK_SYSTEM", "mini")
    assert seen(mini, "variables").found == "PLAYBOOK_SYSTEM=mini"
    assert CliRunner().invoke(app, ["doctor"]).exit_code == 0


def test_code_of_another_checkout_is_noticed(mini: Path) -> None:
    (mini / "scripts" / "playbook").mkdir(parents=True)
    assert seen(mini, "code").verdict == "note"
