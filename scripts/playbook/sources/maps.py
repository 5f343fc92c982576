"""Boundaries of local authorities, and where the patients of a trust live."""

from __future__ import annotations

import json
from collections.abc import Collection

import pandas as pd

from playbook.errors import PlaybookError
from playbook.sources.extract import Extracts, require_unique
from playbook.sources.places import Places

BOUNDARIES = "london_boroughs_lad_may2024_bsc.geojson"
CATCHMENTS = "trust_la_catchment_{system}.csv"

# A share of 1 patient in a million is a share; the digits beyond are arithmetic.
SHARE_DECIMALS = 6


def boundaries(extracts: Extracts, in_system: Collection[str]) -> str:
    """Return the boroughs of the region as GeoJSON text (WGS84), one feature a line.

    ONS Open Geography, generalised to 200 m. Each feature has ``code``, ``name`` and
    ``in_system``. Sorted by code, so that a change shows as a change.
    """
    path = extracts.path(BOUNDARIES)
    if not path.is_file():
        raise PlaybookError(f"the extract is not there. Put it into {extracts.folder}.", file=path)
    features = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        published = feature["properties"]
        if not {"area_code", "area_name"} <= published.keys():
            found = ", ".join(published)
            raise PlaybookError(
                f"a feature has the properties {found}; area_code and area_name are needed.",
                file=path,
                field="properties",
            )
        code = published["area_code"]
        own = {"code": code, "name": published["area_name"], "in_system": code in in_system}
        features.append({"type": "Feature", "properties": own, "geometry": feature["geometry"]})
    missing = sorted(set(in_system) - {f["properties"]["code"] for f in features})
    if missing:
        raise PlaybookError(f"has no boundary for {', '.join(missing)}.", file=path)
    features.sort(key=lambda feature: feature["properties"]["code"])
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


def catchments(extracts: Extracts, places: Places) -> pd.DataFrame:
    """Share of an acute trust's patients who live in an authority: ``trust, area, share``.

    OHID, NHS acute (hospital) trust catchment populations, 2022 edition. All authorities for
    the trusts of the system, and the system's authorities for trusts around it.
    """
    keys, share = ["nhs_trust22_code", "ltla21_code"], "proportion_trust_came_from_ltla"
    frame = extracts.read(CATCHMENTS, text=keys, numbers=[share])
    require_unique(frame, keys)
    frame = frame.set_axis(["trust", "area", "share"], axis=1)
    frame = frame[frame["trust"].isin(places.codes("trust"))]
    frame["share"] = frame["share"].round(SHARE_DECIMALS)
    return frame.sort_values(["trust", "area"], ignore_index=True)
