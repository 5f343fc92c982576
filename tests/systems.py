"""A second system for the miniature playbook: one borough, one trust, figures of one indicator."""

from __future__ import annotations

from pathlib import Path

from playbook.sources import package

AREAS = """E09000911,Far Upstream,Far Upstream,utla,E12000908,ONS,,,,
E12000908,Upper valley,Upper valley region,region,,ONS,,,,
RZ8,Far Upstream Hospital NHS Trust,Far Upstream Hospital,trust,E12000908,ODS,,,,
"""
RECORD = """# yaml-language-server: $schema=../../../../data/schemas/system.schema.json
id: upstream
name: Upstream test system
short_name: Upstream
description: One invented borough and an invented trust without figures.
membership: Invented.
places_noun: [borough, boroughs]
boroughs: [E09000911]
trusts: [RZ8]
region: E12000908
country: E92000001
"""
RANKS = """area,average_score,rank_of_average_score,share_most_deprived_10pct
E09000911,20.5,2,0.125
"""
TABLE = """  - path: deprivation_areas_2025.csv
    derivation: Invented for tests.
    title: Deprivation of authorities 2025
    sources: [mini_health]
"""
FIGURE = (
    "smoking,E09000911,2024-01-01,2024-12-31,Persons,18 and over,all,20,300,1500,,,published,\n"
)


def add_second(mini: Path) -> Path:
    """Add the record, its areas and one figure to a copy of the miniature; give the record."""
    data = mini / "data"
    path = data / "systems" / "upstream.yml"
    path.write_text(RECORD, encoding="utf-8")
    areas = data / "places" / "areas.csv"
    areas.write_text(areas.read_text(encoding="utf-8") + AREAS, encoding="utf-8")
    smoking = data / "observations" / "smoking.csv"
    lines = smoking.read_text(encoding="utf-8").splitlines(keepends=True)
    after = next(n for n, line in enumerate(lines) if line.startswith("smoking,E92"))
    smoking.write_text("".join([*lines[:after], FIGURE, *lines[after:]]), encoding="utf-8")
    (data / "deprivation_areas_2025.csv").write_text(RANKS, encoding="utf-8")
    with (data / "tables.yml").open("a", encoding="utf-8") as stream:
        stream.write(TABLE)
    package.write(mini)
    return path
