"""Forms for readers and the container for contributors: of the known form, and true."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from playbook.catalogue import Catalogue, Project
from tests.conftest import ROOT

FOLDER = ROOT / ".github" / "ISSUE_TEMPLATE"
FORMS = sorted(path for path in FOLDER.glob("*.yml") if path.name != "config.yml")
JARGON = re.compile(r"\b(?:commit|repository|branch|YAML|merge|CI|render)\b", re.IGNORECASE)
FOR_READERS = {"wrong_figure", "new_indicator", "words_or_access", "idea"}


@pytest.mark.parametrize(
    ("schema", "paths"),
    [("issue-forms", FORMS), ("issue-config", [FOLDER / "config.yml"])],
)
def test_forms_fit_the_schema_of_github(schema: str, paths: list[Path]) -> None:
    command: list[str | Path] = [
        Path(sys.executable).with_name("check-jsonschema"),
        "--builtin-schema",
    ]
    done = subprocess.run(
        [*command, f"vendor.github-{schema}", *paths], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_there_is_a_form_for_each_thing_that_readers_come_with() -> None:
    assert {path.stem for path in FORMS} == FOR_READERS | {"software"}
    for path in FORMS:
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        ids = [one["id"] for one in form["body"] if "id" in one]
        assert len(ids) == len(set(ids)), path.name
        # A form that asks for much is not sent: at most 3 fields have to be filled in.
        needed = [one for one in form["body"] if one.get("validations", {}).get("required")]
        assert 1 <= len(needed) <= 3, path.name
        if path.stem in FOR_READERS:
            assert not JARGON.findall(json.dumps(form)), path.name


def test_the_form_for_an_indicator_names_each_mission() -> None:
    form = yaml.safe_load((FOLDER / "new_indicator.yml").read_text(encoding="utf-8"))
    (menu,) = [one for one in form["body"] if one["type"] == "dropdown"]
    missions = Catalogue.read(Project(ROOT)).own_missions.values()
    assert menu["attributes"]["options"][:-1] == [one.short_title for one in missions]


def test_the_container_has_a_python_that_we_support_and_makes_the_site() -> None:
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
    found = re.fullmatch(r"python:(\d+)\.(\d+)-\w+", container["image"])
    assert found
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    least = tuple(int(part) for part in needed.removeprefix(">=").split("."))
    assert (int(found[1]), int(found[2])) >= least
    (target,) = re.findall(r"^make (\w+)$", container["postCreateCommand"])
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
