"""ONS boundaries by ArcGIS: GeoJSON, in pages. https://geoportal.statistics.gov.uk/"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from playbook.catalogue.feed import Feed
from playbook.errors import PlaybookError
from playbook.sources.answers import Answer, objects
from playbook.sources.merging import Part
from playbook.sources.places import Places
from playbook.sources.publishers import Wanted
from playbook.sources.receiving import Receiver

MOST_PAGES = 20
DECIMALS = 5
"""Of a coordinate in degrees: about a metre."""


def fetch(receiver: Receiver, wanted: Wanted) -> list[Answer]:
    """Ask for page after page, while the service says that there are more.

    Raises
    ------
    PlaybookError
        There is no end to them.
    """
    feed = wanted.feed
    (series,) = feed.series
    found: list[Answer] = []
    count = 0
    for number in range(MOST_PAGES):
        asks = series.asks | {"resultOffset": str(count)}
        answer = receiver.get(feed.address, "json", asks, label=str(number + 1), conditional=False)
        features = objects(answer, "features", ("properties", "geometry"))
        found.append(answer)
        count += len(features)
        more = json.loads(answer.content)
        properties = more.get("properties")
        is_more = more.get("exceededTransferLimit") or (
            isinstance(properties, dict) and properties.get("exceededTransferLimit")
        )
        if not is_more or not features:
            known = {one.sha256 for one in receiver.known.values()}
            return [] if all(one.sha256 in known for one in found) else found
    message = f"has more than {MOST_PAGES} pages. Ask for less in data/feeds.yml."
    raise PlaybookError(message, file=feed.address)


def parse(answers: Sequence[Answer], feed: Feed, places: Places) -> dict[str, Part]:
    """Put the features of all pages together, under our names, a feature a line.

    Raises
    ------
    PlaybookError
        A feature has no code, is there twice, or is no area on the globe.
    """
    (series,) = feed.series
    found: dict[str, dict[str, Any]] = {}
    for answer in answers:
        for number, one in enumerate(objects(answer, "features", ("properties", "geometry"))):
            properties, geometry = one["properties"], one["geometry"]
            names = {ours: feed.columns[ours] for ours in ("code", "name")}
            if not isinstance(properties, dict) or not set(names.values()) <= properties.keys():
                raise answer.error(
                    f"feature {number + 1} lacks {' or '.join(names.values())}. If they were "
                    "renamed, mend `columns` in data/feeds.yml.",
                    field="properties",
                )
            code, name = (str(properties[names[key]]) for key in ("code", "name"))
            if code in found:
                raise answer.error(f"{code} stands there twice.", field="features")
            shape = geometry if isinstance(geometry, dict) else {}
            if shape.get("type") not in ("Polygon", "MultiPolygon"):
                raise answer.error(f"{code} has no polygon.", field="geometry")
            rounded = _rounded(shape.get("coordinates"), answer, code)
            found[code] = {
                "code": code,
                "name": name,
                "geometry": {"type": shape["type"], "coordinates": rounded},
            }
    if not found:
        raise answers[0].error("has no features.", field="features")
    features = [found[code] for code in sorted(found)]
    return {series.table: Part(pd.DataFrame(), True, answers[0].address, features)}


def _rounded(value: Any, answer: Answer, code: str) -> Any:
    if isinstance(value, list):
        if len(value) == 2 and not isinstance(value[0], list):
            east, north = value
            if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in value):
                raise answer.error(f"{code} has a point that is no pair of numbers.")
            # In metres of the national grid the figures are in the hundred thousands.
            if not (-10 < east < 3 and 49 < north < 62):
                raise answer.error(
                    f"{code} has a point at {east}, {north}, which is not in this country: are "
                    "these degrees? `outSR` has to be 4326."
                )
            return [round(east, DECIMALS), round(north, DECIMALS)]
        if value and all(isinstance(one, list) for one in value):
            return [_rounded(one, answer, code) for one in value]
    raise answer.error(f"{code} has coordinates of another form.", field="coordinates")
