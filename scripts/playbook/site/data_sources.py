"""The data package for people: every table with its publisher, licence, period, size and hash."""

from __future__ import annotations

import json
from typing import Any

from playbook.catalogue import Project
from playbook.errors import PlaybookError

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
    tables = [_table(resource, brief) for resource in package.get("resources", [])]
    return {"component": "sources", "items": tables, "caption": package.get("title", "")}


def _table(resource: dict[str, Any], brief: bool) -> dict[str, Any]:
    sources = [
        {"title": source.get("title", source.get("path", "")), "href": source.get("path", "")}
        for source in resource.get("sources", [])
    ]
    licences = [one.get("title") or one.get("name", "") for one in resource.get("licenses", [])]
    facts = [
        ("Publisher", resource.get("publisher", "")),
        ("Licence", ", ".join(licences)),
        ("Period", _period(resource.get("period", ""))),
        ("Rows", f"{resource['rows']:,}" if "rows" in resource else ""),
        ("Size", size(resource["bytes"]) if "bytes" in resource else ""),
        ("How it was made", "" if brief else resource.get("derivation", "")),
    ]
    return {
        "name": resource["name"],
        "title": resource.get("title", resource["name"]),
        "path": f"data/{resource['path']}" if isinstance(resource.get("path"), str) else "",
        "sha256": str(resource.get("hash", "")).removeprefix("sha256:"),
        "sources": sources,
        "facts": [{"term": term, "text": text} for term, text in facts if text],
    }


def _period(period: Any) -> str:
    if isinstance(period, dict):
        return " to ".join(str(period[key]) for key in ("start", "end") if period.get(key))
    return str(period)


def size(count: int) -> str:
    """Write a number of bytes: ``812 bytes``, ``29 kB``, ``1.9 MB``."""
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:,.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:,.1f} MB"
