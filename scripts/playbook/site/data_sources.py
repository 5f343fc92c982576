"""The data package for people: every table with its publisher, licence, period, size and hash."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date
from typing import Any

from playbook.catalogue import Catalogue, Project, freshness
from playbook.errors import PlaybookError
from playbook.figures import words
from playbook.observations import as_of

FILE = "datapackage.json"


def payload(project: Project, *, brief: bool = False) -> dict[str, Any]:
    """Give the record of the component ``sources``.

    Parameters
    ----------
    project : Project
        Its ``data/datapackage.json`` is read.
    brief : bool
        Leave out how each table was derived.

    Raises
    ------
    PlaybookError
        When the data package is missing or no JSON.
    """
    path = project.data / FILE
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PlaybookError("is missing; run playbook refresh", file=project.shown(path)) from None
    except ValueError as error:
        raise PlaybookError(f"is not JSON: {error}", file=project.shown(path)) from error
    resources = [_shown(project, resource) for resource in package.get("resources", [])]
    known = (project.data / "sources.yml").is_file()
    ages = freshness.ages(Catalogue.read(project)) if known else []
    fresh = {f"{one.source.publisher}: {one.source.title}": one.words() for one in ages}
    tables = [_table(resource, brief, fresh) for resource in resources]
    return {"component": "sources", "items": tables, "caption": package.get("title", "")}


def _shown(project: Project, resource: dict[str, Any]) -> dict[str, Any]:
    """Describe a table as the edition gives it away, when that is not all of it."""
    path = project.data / str(resource.get("path", ""))
    if as_of.day(project) is None or not path.is_file():
        return resource
    content = as_of.content(project, path)
    if len(content) == resource.get("bytes"):
        return resource
    ends = sorted(row["period_end"] for row in csv.DictReader(io.StringIO(content.decode())))
    period = {"end": ends[-1]} if ends else {}
    return resource | {
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "rows": len(ends),
        "temporal": resource.get("temporal", {}) | period if ends else {},
    }


def _table(resource: dict[str, Any], brief: bool, fresh: dict[str, str]) -> dict[str, Any]:
    licences = [one.get("title") or one.get("name", "") for one in resource.get("licenses", [])]
    facts = [
        ("Licence", ", ".join(licences)),
        (
            "How fresh",
            " ".join(fresh.get(one.get("title", ""), "") for one in resource.get("sources", [])),
        ),
        ("Attribution", resource.get("attribution", "")),
        (
            "Read from",
            "; ".join(s["carrier"] for s in resource.get("sources", []) if "carrier" in s),
        ),
        ("How it was made", "" if brief else resource.get("derivation", "")),
    ]
    return {
        "name": resource["name"],
        "title": resource.get("title", resource["name"]),
        "summary": ". ".join(part for part in _summary(resource) if part),
        "path": f"data/{resource['path']}" if isinstance(resource.get("path"), str) else "",
        "sha256": str(resource.get("hash", "")).removeprefix("sha256:"),
        "sources": [
            {"title": source.get("title", source.get("path", "")), "href": source.get("path", "")}
            for source in resource.get("sources", [])
        ],
        "facts": [{"term": term, "text": text} for term, text in facts if text],
    }


def _summary(resource: dict[str, Any]) -> list[str]:
    """Say who published a table, for which time, and how large it is."""
    rows = f"{resource['rows']:,} rows" if "rows" in resource else ""
    kilobytes = size(resource["bytes"]) if "bytes" in resource else ""
    return [
        resource.get("publisher", ""),
        _period(resource.get("temporal", {})),
        ", ".join(part for part in (rows, kilobytes) if part),
    ]


def _period(temporal: dict[str, str]) -> str:
    """Write a period for people: ``1 April 2016 to 31 March 2026``."""
    ends = [temporal[end] for end in ("start", "end") if end in temporal]
    return " to ".join(words.day(date.fromisoformat(end)) for end in ends)


def size(count: int) -> str:
    """Write a number of bytes: ``812 bytes``, ``29 kB``, ``1.9 MB``."""
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:,.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:,.1f} MB"
