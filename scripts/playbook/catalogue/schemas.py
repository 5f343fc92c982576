"""JSON Schemas of the records, so that editors complete and check them.

They are made from the models and committed, and a test compares the two. Each YAML file names
its schema in its first line.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playbook.catalogue import governance
from playbook.catalogue.allowed import Allowed
from playbook.catalogue.assessment import Assessment
from playbook.catalogue.case import Case
from playbook.catalogue.catalogue import Breaks, Missions, Sources, Targets
from playbook.catalogue.claim import Claims
from playbook.catalogue.discovery import Discovery
from playbook.catalogue.feed import Feeds
from playbook.catalogue.indicator import Indicator
from playbook.catalogue.ladder import Ladder
from playbook.catalogue.manifest import Manifest
from playbook.catalogue.method import Canvas, FilledCanvas, Stages
from playbook.catalogue.moved import MovedPages
from playbook.catalogue.network import Networks
from playbook.catalogue.own_errors import Errata
from playbook.catalogue.page_kinds import PageKinds
from playbook.catalogue.portfolio import Portfolio
from playbook.catalogue.prioritisation import Prioritisation
from playbook.catalogue.project import Project
from playbook.catalogue.received import Received
from playbook.catalogue.records import Record
from playbook.catalogue.release import Release
from playbook.catalogue.system import Edition, Playbook, System
from playbook.catalogue.theory import Theories

MODELS: dict[str, type[Record]] = {
    "allowed": Allowed,
    "breaks": Breaks,
    "case": Case,
    "canvas": Canvas,
    "claims": Claims,
    "discovery": Discovery,
    "edition": Edition,
    "errata": Errata,
    "feeds": Feeds,
    "filled-canvas": FilledCanvas,
    "indicator": Indicator,
    "ladder": Ladder,
    "manifest": Manifest,
    "missions": Missions,
    "moved": MovedPages,
    "networks": Networks,
    "pages": PageKinds,
    "playbook": Playbook,
    "portfolio": Portfolio,
    "prioritisation": Prioritisation,
    "received": Received,
    "sources": Sources,
    "stages": Stages,
    "system": System,
    "release": Release,
    "self_assessment": Assessment,
    "targets": Targets,
    **governance.FILES,
    "theory_of_change": Theories,
}
"""Kind of record: the schema of it is ``<kind>.schema.json``."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def texts() -> dict[str, str]:
    """Schema of each kind of record, as the text of its file."""
    return {
        f"{kind}.schema.json": json.dumps(_schema(model), indent=2, ensure_ascii=False) + "\n"
        for kind, model in MODELS.items()
    }


def stale(project: Project) -> dict[Path, str]:
    """Give the schemas that are missing or of other models: the file, and what it should say."""
    folder = project.data / "schemas"
    return {
        path: text
        for name, text in texts().items()
        if not (path := folder / name).is_file() or path.read_text(encoding="utf-8") != text
    }


def write(project: Project) -> list[Path]:
    """Write the schemas to ``data/schemas/``; a file that is current keeps its time.

    Returns
    -------
    list of Path
        The files that changed.
    """
    changed = stale(project)
    for path, text in changed.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(changed)


def _schema(model: type[Record]) -> dict[str, Any]:
    return {"$schema": DIALECT, **model.model_json_schema()}
