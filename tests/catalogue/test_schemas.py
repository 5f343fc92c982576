"""The JSON Schemas that editors use are those of the models."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from playbook.catalogue import Project, schemas
from playbook.catalogue.documents import parse
from tests.catalogue.editing import replace

SCHEMAS = {name: json.loads(text) for name, text in schemas.texts().items()}


def records(root: Path) -> list[Path]:
    """Every record that names one of the schemas."""
    files = [*(root / "data").rglob("*.yml"), *(root / "notebooks").glob("*.yml")]
    return [file for file in files if "schema.json" in file.read_text().split("\n", 1)[0]]


def as_json(value: Any) -> Any:
    """Values as an editor sees them: a date is a text, a list is a list."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    return value


def valid(file: Path, schema: str) -> bool:
    values = as_json(parse(file.read_text(encoding="utf-8"), file.name).values)
    return jsonschema.Draft202012Validator(SCHEMAS[schema]).is_valid(values)


def test_the_committed_schemas_are_current(root: Path) -> None:
    folder = root / "data" / "schemas"
    assert {path.name for path in folder.iterdir()} == set(schemas.texts())
    for name, text in schemas.texts().items():
        current = (folder / name).read_text(encoding="utf-8")
        assert current == text, f"{name} is old: run `playbook data schemas`"


def test_every_record_names_its_schema_and_fits_it(root: Path) -> None:
    found = records(root)
    used = {Path(file.read_text().split("\n", 1)[0]).name for file in found}
    assert used <= set(SCHEMAS)
    assert {"canvas.schema.json", "case.schema.json", "indicator.schema.json"} < used
    for file in found:
        schema = file.read_text().split("\n", 1)[0].partition("$schema=")[2]
        assert (file.parent / schema).resolve().is_file(), f"{file.name} names {schema}"
        assert valid(file, Path(schema).name), file.name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("polarity: LowIsGood", "polarity: Low"),
        ("polarity: LowIsGood\n", ""),
        ("polarity: LowIsGood", "polarity: LowIsGood\npolarty: 1"),
        ("multiplier: 100\n", 'multiplier: "100"\n'),
        ("level: [0.95]", "level: [0.9]"),
    ],
)
def test_an_editor_sees_a_fault_too(mini: Path, old: str, new: str) -> None:
    path = mini / "data" / "indicators" / "smoking.yml"
    assert valid(path, "indicator.schema.json")
    replace(path, old, new)
    assert not valid(path, "indicator.schema.json")


def test_writing_again_changes_nothing(mini: Path) -> None:
    assert {path.name for path in schemas.write(Project(mini))} == set(SCHEMAS)
    assert schemas.write(Project(mini)) == []
