"""One payload for each component, small and complete, for the tests of the site."""

from __future__ import annotations

from typing import Any

from tests.site.mission_payloads import AGE, HOW_MISSIONS_ARE_RUN, STATUS

SPEC: dict[str, Any] = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "width": 300,
    "height": 120,
    "background": "#FFFFFF",
    "data": {"values": [{"x": 1, "y": 81.2}, {"x": 2, "y": 77.1}]},
    "mark": {"type": "line", "color": "#12436D"},
    "encoding": {
        "x": {"field": "x", "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative"},
    },
}
TREND = {"kind": "none", "word": "Not tested", "note": "Fewer than 5 points"}
KEY = [{"mark": "triangle-up", "label": "Better", "colour": "#2073BC"}]
TABLE = {
    "caption": "Share of visits, March 2026",
    "columns": [{"label": "Trust", "align": "left"}, {"label": "Share", "align": "right"}],
    "rows": [["London North West", "84.2%"], ["Hillingdon", "80.8%"]],
    "row_headers": True,
}

PAYLOADS: dict[str, dict[str, Any]] = {
    **HOW_MISSIONS_ARE_RUN,
    "answer": {"text": "About **81 in every 100** visits took less than 4 hours."},
    "facts": {
        "items": [
            {"label": "Latest", "value": "81.2%", "note": "95% interval 80.9% to 81.4%"},
            {"label": "Compared", "value": "", "note": "England 77.1%", "status": STATUS},
        ]
    },
    "flow": {
        "id": "flow-0",
        "title": "From a table to a page",
        "caption": "One direction only.",
        "steps": [{"name": "Table", "text": "tidy"}, {"name": "Page", "text": "readable"}],
    },
    "figure": {
        "id": "compare",
        "title": "All 4 trusts were above England",
        "subtitle": "Share of visits completed within 4 hours, March 2026",
        "description": "London North West 84.2%, Hillingdon 80.8%.",
        "key": KEY,
        "wide": SPEC | {"width": 720},
        "narrow": SPEC,
        "table": TABLE,
        "csv": {"filename": "compare.csv", "text": "trust,share\nLondon North West,84.2\n"},
        "notes": ["The scale starts at 72%."],
        "source": "NHS England, A&E attendances",
        "period": "March 2026",
        "snapshot": "5513f6ee9094",
        "edition": "2026.11",
    },
    "metadata": {
        "title": "About this indicator",
        "items": [
            {"term": "Definition", "text": "Visits within 4 hours"},
            {"term": "Caveats", "text": ["One", "Two"]},
            {"term": "Source", "text": "NHS England", "href": "https://example.org/"},
        ],
    },
    "scorecard": {
        "caption": "4 trusts together",
        "rows": [
            {
                "title": "Within 4 hours",
                "href": "indicators/known",
                "note": "Higher is better",
                "latest": "81.2%",
                "interval": "80.9% to 81.4%",
                "comparison": STATUS,
                "trend": TREND,
                "spark": [76.0, None, 81.2],
                "age": AGE,
            }
        ],
    },
    "board": {
        "id": "charts",
        "caption": "Every control chart",
        "columns": [
            {"label": "Indicator", "sorts": ["A to Z", "Z to A"]},
            {"label": "Change", "sorts": []},
        ],
        "rows": [
            [
                {
                    "text": "Waits",
                    "note": "March 2026",
                    "href": "indicators/known",
                    "status": None,
                    "order": 0,
                },
                {
                    "text": "",
                    "note": "Fewer than 12 months",
                    "href": "",
                    "status": STATUS,
                    "order": None,
                },
            ]
        ],
    },
    "edition": {
        "name": "2026.11",
        "date": "22 November 2026",
        "ages": "Age of its 2 headline figures: 2 over 36 months",
    },
    "minis": {
        "key": KEY,
        "items": [
            {
                "id": "within-4-hours",
                "title": "Within 4 hours",
                "href": "indicators/known",
                "value": "81.2%",
                "rank": "Highest of 4",
                "spec": SPEC,
                "description": "From 77.1% to 81.2%.",
                "comparison": STATUS,
                "trend": TREND,
                "period": "year to March 2026",
                "age": AGE,
                "table": TABLE,
                "csv": {"filename": "within-4-hours.csv", "text": "period,value\n"},
                "source": "NHS England",
                "snapshot": "64e0a6d13bd9",
                "edition": "2026.11",
            }
        ],
    },
    "compared": {
        "items": [
            {
                "id": "revision-1",
                "title": "Within 4 hours",
                "href": "indicators/known",
                "text": "Hillingdon: 81.2% (to 31 March 2025) → 80.8% (to 31 March 2025).",
                "why": "NHS England gives other figures for the same period.",
                "source": "NHS England, published 10 April 2025",
                "key": KEY,
                "pair": [
                    {
                        "id": f"within_4_hours-{side}",
                        "name": f"Within 4 hours, Hillingdon: {side}",
                        "side": "Edition 2025.06",
                        "value": "81.2% (to 31 March 2025)",
                        "spec": SPEC,
                    }
                    for side in ("before", "after")
                ],
                "table": TABLE,
            }
        ],
    },
    "cards": {
        "items": [
            {
                "number": "2",
                "title": "More days at home",
                "href": "missions/known",
                "goal": "180,000 more days at home",
                "state": "No published result was found.",
                "colour": "m2",
                "metrics": [
                    {
                        "label": "Within 4 hours",
                        "href": "indicators/known",
                        "value": "81.2%",
                        "unit": "of visits",
                        "spark": [1, 2],
                        "status": STATUS,
                        "age": AGE,
                    },
                    {"label": "Not run yet", "href": "", "value": "", "unit": "days"},
                ],
                "more": "See all of Mission 2",
            }
        ]
    },
    "breaks": {"items": [{"when": "to May 2023", "kind": "Not reported", "text": "A field test."}]},
    "provenance": {
        "notebook": "notebooks/indicator.ipynb",
        "parameters": {"indicator": "ae_four_hour"},
        "edition": "2026.11",
        "snapshot": "5513f6ee9094",
        "tables": [
            {"path": "data/observations/ae_four_hour.csv", "sha256": "5513f6ee9094" + "0" * 52}
        ],
    },
    "links": {"items": [{"title": "Brent", "href": "places/known", "text": "A borough."}]},
    "index": {
        "groups": [
            {
                "title": "Mission 2",
                "items": [
                    {
                        "label": "Within 4 hours",
                        "question": "How long do people wait?",
                        "href": "indicators/known",
                        "value": "81.2%",
                        "unit": "",
                        "status": STATUS,
                        "age": AGE,
                    }
                ],
            }
        ]
    },
    "tiles": {
        "columns": 2,
        "items": [
            {"title": "Brent", "href": "places/known", "text": "Fine.", "column": 1, "row": 1},
            {"title": "Harrow", "href": "places/unknown", "text": "", "column": 2, "row": 1},
        ],
    },
    "sources": {
        "caption": "All tables",
        "items": [
            {
                "name": "ae",
                "title": "A&E attendances",
                "path": "data/observations/ae.csv",
                "sha256": "ab" * 32,
                "sources": [{"title": "NHS England", "href": "https://example.org/"}],
                "summary": "NHS England, 1,200 rows",
                "facts": [{"term": "Licence", "text": "OGL-UK-3.0"}],
            }
        ],
    },
    "page": {"title": "A page", "description": "About it.", "words": {}},
    "values": {"values": []},
}
"""By component; ``component`` itself is left out."""
