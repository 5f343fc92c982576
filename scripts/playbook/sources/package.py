"""The data package: what every table is, where it came from, and the hash of its bytes.

A Frictionless data package (https://specs.frictionlessdata.io/data-package/), made from the
tables and from two records: ``sources.yml`` (publisher, licence, address) and ``tables.yml``
(which sources a table has and how it was derived). It is written on purpose only: a build checks
the hashes and never renews them, so that a changed table cannot pass unseen.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import Field

from playbook.catalogue import Catalogue, Project, Source, records
from playbook.catalogue.records import Document, Record
from playbook.catalogue.release import Release, ReleasedTable
from playbook.catalogue.system import Day, Text
from playbook.errors import PlaybookError, nearest
from playbook.observations import revisions
from playbook.sources import fields, releases
from playbook.sources.writing import write_text

FILE = "datapackage.json"
TABLES = "tables.yml"
PUBLIC_LICENCES = {
    "OGL-UK-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "MIT": "https://opensource.org/license/mit",
}


class Table(Record):
    """How one table came about."""

    path: Text
    """Path under ``data/``."""
    title: Text | None = None
    """What the table holds; by default the full title of its indicator."""
    sources: tuple[Text, ...] = ()
    """Ids of its sources; by default the source of its indicator."""
    derivation: Text
    """What was done to the publisher's figures, in plain English."""
    start: Day | None = None
    """First day that it is about; by default read from its periods."""
    end: Day | None = None
    """Last day that it is about; by default read from its periods."""


class Tables(Record):
    """The file of tables."""

    tables: tuple[Table, ...] = Field(min_length=1)
    """One entry a table."""


def write(project_root: Path) -> Path:
    """Describe the tables of a playbook anew and write ``data/datapackage.json``.

    Raises
    ------
    PlaybookError
        A table has no entry in ``tables.yml`` or is of no known kind, an entry has no table, or
        a source is not recorded.
    """
    project = Project(project_root.resolve())
    path = project.data / FILE
    write_text(text(project), path)
    return path


def text(project: Project) -> str:
    """Write the descriptor as the text of its file."""
    return json.dumps(describe(project), indent=2, ensure_ascii=False) + "\n"


def describe(project: Project) -> dict[str, Any]:
    """Return the descriptor; the same tables and records give the same descriptor."""
    catalogue = Catalogue.read(project)
    shown = project.shown(project.data / TABLES)
    entries, document = records.read(project.data / TABLES, Tables, shown)
    found = sorted(
        PurePosixPath(path.relative_to(project.data))
        for pattern in ("**/*.csv", "**/*.geojson")
        for path in project.data.glob(pattern)
    )
    logs = [path for path in found if path.parts[0] == revisions.FOLDER]
    ours = [path for path in found if path.parts[0] not in (releases.FOLDER, revisions.FOLDER)]
    by_path = _by_path(entries, ours, document)
    resources = [_resource(project, catalogue, p, by_path[p], document) for p in ours]
    resources += [_log(project, path, resources) for path in logs]
    resources += [
        _released(project, release, table)
        for release in releases.all_of(project)
        for table in release.tables
    ]
    licences = {licence["name"]: licence for r in resources for licence in r["licenses"]}
    return {
        "profile": "data-package",
        "name": f"mission-playbook-{catalogue.system.id}",
        "title": f"Figures of the Mission Playbook: {catalogue.system.name}",
        "version": catalogue.edition.name,
        "created": f"{catalogue.edition.date.isoformat()}T00:00:00Z",
        "licenses": [licences[name] for name in sorted(licences)],
        "resources": resources,
    }


def _by_path(
    entries: Tables, found: list[PurePosixPath], document: Document
) -> dict[PurePosixPath, tuple[int, Table]]:
    """Pair tables with their entries, one to one."""
    by_path: dict[PurePosixPath, tuple[int, Table]] = {}
    faults = []
    for number, entry in enumerate(entries.tables):
        path, place = PurePosixPath(entry.path), ("tables", number, "path")
        if path in by_path:
            faults.append(document.error(f"{path} has an entry above. Keep one.", place))
        elif path not in found:
            hint = nearest(entry.path, [p.as_posix() for p in found], noun="tables")
            faults.append(document.error(f"data/{path} is not there. {hint}", place))
        by_path[path] = (number, entry)
    for path in found:
        if path not in by_path:
            message = f"no entry for data/{path}. Say what it is and how it was derived."
            faults.append(document.error(message, ("tables",)))
    if faults:
        raise PlaybookError.together(faults)
    return by_path


def _resource(
    project: Project,
    catalogue: Catalogue,
    path: PurePosixPath,
    numbered: tuple[int, Table],
    document: Document,
) -> dict[str, Any]:
    number, entry = numbered
    raw = (project.data / path).read_bytes()
    is_observation = path.parent.name == "observations"
    title, ids = entry.title, entry.sources
    if is_observation:
        indicator = catalogue.indicator(path.stem)
        title, ids = title or indicator.full_title, ids or (indicator.source,)
    if not title or not ids:
        lacking = "sources" if title else "title"
        message = "is missing. Only a table of observations takes it from its indicator."
        raise document.error(message, ("tables", number, lacking))
    unknown = [each for each in ids if each not in catalogue.sources]
    if unknown:
        hint = nearest(unknown[0], catalogue.sources, noun="sources")
        message = f"there is no source {unknown[0]!r}. {hint}"
        raise document.error(message, ("tables", number, "sources"))
    sources = [catalogue.sources[each] for each in ids]
    resource: dict[str, Any] = {
        "name": "-".join(path.with_suffix("").parts).replace("_", "-").lower(),
        "path": path.as_posix(),
        "title": title,
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
        **_provenance(sources),
        "derivation": entry.derivation,
    }
    if path.suffix == ".csv":
        rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))
        resource |= {
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "rows": len(rows),
            "schema": fields.of(path),
        }
        resource["temporal"] = _temporal(entry, rows)
    else:
        resource |= {"format": "geojson", "mediatype": "application/geo+json"}
        resource["temporal"] = _temporal(entry, [])
    if not resource["temporal"]:
        del resource["temporal"]
    return resource


def _log(project: Project, path: PurePosixPath, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """Describe the revisions of a table: its publisher and licence are those of the table."""
    of = next((one for one in resources if PurePosixPath(one["path"]).stem == path.stem), None)
    if of is None:
        message = "is the record of revisions of no table. Take it away."
        raise PlaybookError(message, file=f"data/{path}")
    raw = (project.data / path).read_bytes()
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))
    kept = ("publisher", "sources", "licenses", "attribution")
    return {
        "name": f"revisions-{of['name'].removeprefix('observations-')}",
        "path": path.as_posix(),
        "title": f"Revisions: {of['title']}",
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
        **{key: of[key] for key in kept},
        "derivation": "Written by the refresh: what each row said before it was changed.",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "rows": len(rows),
        "schema": fields.of(path),
    }


def _released(project: Project, release: Release, table: ReleasedTable) -> dict[str, Any]:
    """Describe a table of a release by its own manifest."""
    path = PurePosixPath(releases.FOLDER, release.id, table.path)
    raw = (project.data / path).read_bytes()
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))
    mark = "Synthetic example: " if release.synthetic else ""
    return {
        "name": "-".join(path.with_suffix("").parts).replace("_", "-"),
        "path": path.as_posix(),
        "title": f"{mark}{table.title}",
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{table.sha256}",
        "publisher": release.publisher,
        "sources": [
            {"title": f"{release.publisher}: {release.title}"}
            | ({"path": release.url} if release.url else {})
        ],
        "licenses": [_licence(release.licence)],
        "attribution": release.attribution,
        "derivation": release.method,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "rows": len(rows),
        "schema": fields.RELEASED,
        "temporal": {
            "start": min(row["period_start"] for row in rows),
            "end": max(row["period_end"] for row in rows),
        },
        "synthetic": release.synthetic,
    }


def _provenance(sources: list[Source]) -> dict[str, Any]:
    """Publisher, licence and attribution, each said once."""
    return {
        "publisher": "; ".join(dict.fromkeys(source.publisher for source in sources)),
        "sources": [_cited(source) for source in sources],
        "licenses": [_licence(name) for name in dict.fromkeys(s.licence for s in sources)],
        "attribution": " ".join(dict.fromkeys(source.attribution for source in sources)),
    }


def _cited(source: Source) -> dict[str, str]:
    cited = {"title": f"{source.publisher}: {source.title}", "path": source.url}
    return cited | ({"carrier": source.carrier} if source.carrier else {})


def _licence(name: str) -> dict[str, str]:
    """Write a licence: a data package wants an identifier, and people want the words."""
    identifier = re.sub(r"[^-a-zA-Z0-9._]+", "-", name.split(" (")[0]).strip("-")
    licence = {"name": identifier}
    if identifier != name:
        licence["title"] = name
    if name in PUBLIC_LICENCES:
        licence["path"] = PUBLIC_LICENCES[name]
    return licence


def _temporal(entry: Table, rows: list[dict[str, str]]) -> dict[str, str]:
    """First and last day that a table is about, as recorded or from its periods."""
    starts = [row.get("period_start") or row.get("period") or "" for row in rows]
    ends = [row.get("period_end") or row.get("period") or "" for row in rows]
    start = entry.start.isoformat() if entry.start else min(filter(None, starts), default="")
    end = entry.end.isoformat() if entry.end else max(filter(None, ends), default="")
    return {key: day for key, day in (("start", start), ("end", end)) if day}
