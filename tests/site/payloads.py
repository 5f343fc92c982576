"""One payload for each component, small and complete, for the tests of the site."""

from __future__ import annotations

from typing import Any

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
STATUS = {"kind": "better", "word": "Better than England", "note": "England 77.1%"}
TREND = {"kind": "none", "word": "Not tested", "note": "Fewer than 5 points"}
AGE = {"text": "8 months old", "level": "current"}
KEY = [{"mark": "triangle-up", "label": "Better", "colour": "#2073BC"}]
TABLE = {
    "caption": "Share of visits, March 2026",
    "columns": [{"label": "Trust", "align": "left"}, {"label": "Share", "align": "right"}],
    "rows": [["London North West", "84.2%"], ["Hillingdon", "80.8%"]],
    "row_headers": True,
}

PAYLOADS: dict[str, dict[str, Any]] = {
    "answer": {"text": "About **81 in every 100** visits took less than 4 hours."},
    "facts": {
        "items": [
            {"label": "Latest", "value": "81.2%", "note": "95% interval 80.9% to 81.4%"},
            {"label": "Compared", "value": "", "note": "England 77.1%", "status": STATUS},
        ]
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
    "ranking": {
        "id": "ranking",
        "caption": "Illustrative: options by value",
        "places": 1,
        "most": 100,
        "criteria": [
            {"id": "effect", "title": "Effect", "points": 60},
            {"id": "equity", "title": "Equity", "points": 40},
        ],
        "presets": [
            {"title": "All groups", "points": [60, 40]},
            {"title": "Residents", "points": [20, 80]},
        ],
        "rows": [
            {
                "id": "one",
                "title": "First option",
                "text": "What it is",
                "scores": [80.0, 20.0],
                "value": 56.0,
                "written": "56.0",
                "rank": 1,
                "inside": True,
            },
            {
                "id": "two",
                "title": "Second option",
                "text": "What that is",
                "scores": [40.0, 60.0],
                "value": 48.0,
                "written": "48.0",
                "rank": 2,
                "inside": False,
            },
        ],
    },
    "chain": {
        "items": [
            {
                "title": "Outcomes",
                "steps": [
                    {
                        "text": "Shorter waits",
                        "basis": "Published: a page",
                        "measures": [
                            {"title": "Waits", "href": "indicators/known", "status": STATUS}
                        ],
                        "unmeasured": "",
                    },
                    {
                        "text": "More days at home",
                        "basis": "Our reading",
                        "measures": [],
                        "unmeasured": "Nobody counts them",
                    },
                ],
                "assumptions": ["Home is safe"],
            }
        ]
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
    "history": {
        "items": [{"date": "12 October 2023", "title": "v1", "text": "First.", "source": "Board"}]
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
    "ledger": {
        "anchor": "claims",
        "empty": "No claim is on record.",
        "groups": [
            {
                "title": "Across the Missions",
                "items": [
                    {
                        "id": "c-1",
                        "label": "Of 200 visits, 50 took 4 hours or less.",
                        "status": {"kind": "same", "word": "Quotable"},
                        "derived": True,
                        "source": {
                            "publisher": "a partner",
                            "title": "A page",
                            "date": "2024",
                            "urls": [{"href": "https://example.org/", "text": "example.org/"}],
                            "note": "Read in part.",
                        },
                        "facts": [{"term": "Period", "text": "2024"}],
                    }
                ],
            }
        ],
    },
    "groups": {
        "empty": "No case is on record.",
        "groups": [
            {
                "title": "Grade 3, 1: Before and after",
                "items": [
                    {"title": "A case", "href": "cases/known", "text": "Grade 3. Riverside."}
                ],
            },
            {"title": "Grade 2, none: Self-report", "items": []},
        ],
    },
    "sums": {"items": [{"text": "50 / 200 = 25%"}]},
    "entries": {
        "empty": "Nothing is on record.",
        "items": [
            {
                "id": "entry-1",
                "title": "A decision",
                "text": "What was decided.",
                "facts": [{"term": "Decided by", "text": "A board", "href": "places/known"}],
            }
        ],
    },
    "points": {"items": [{"text": "Nobody asks what got worse."}]},
    "steps": {
        "kind": "stages",
        "name": "Stages",
        "items": [
            {
                "label": "Stage 1",
                "title": "Orient",
                "href": "method/known",
                "text": "Agree on the goal.",
                "note": "Leaves behind: a statement.",
                "turns": ["The goal was wrong: back to Orient."],
            }
        ],
    },
    "canvas": {
        "id": "sheet-blank",
        "title": "Opportunity sheet",
        "subtitle": "More days at home",
        "summary": "About 60 minutes.",
        "standing": "Illustrative",
        "filled": True,
        "form": {"filename": "sheet.yml", "text": "id: sheet\n"},
        "path": "",
        "items": [
            {
                "id": "who",
                "title": "Who is affected",
                "prompt": "How many, and where.",
                "wide": True,
                "text": "Nobody knows.",
                "source": {"text": "A page", "href": "https://example.org/"},
                "ours": False,
            },
            {
                "id": "first",
                "title": "Who would gain first",
                "prompt": "And who last.",
                "wide": False,
                "text": "Not published.",
                "source": None,
                "ours": True,
            },
        ],
    },
    "opportunities": {
        "items": [
            {
                "id": "discharge",
                "title": "Better discharge",
                "question": "Who is ready to leave and cannot?",
                "data": [
                    {
                        "label": "Ready to leave",
                        "href": "indicators/known",
                        "value": "12%",
                        "unit": "",
                        "spark": [1, 2, 3],
                        "status": STATUS,
                        "age": AGE,
                        "tells": "Beds, month by month.",
                        "answer": "",
                    }
                ],
                "quoted": [
                    {"text": "Many stay.", "source": {"text": "A plan", "href": "places/known"}}
                ],
                "voices": [],
                "candidates": [{"title": "Hubs", "href": "places/known", "text": "Pilot."}],
                "nothing": "Nothing recorded yet.",
                "who": {"data": "Trusts.", "voices": "Carers.", "candidates": "Sites."},
                "chain": {
                    "kind": "action",
                    "name": "From data to action",
                    "items": [
                        {
                            "label": "Data",
                            "title": "Table",
                            "href": "places/known#data",
                            "text": "As published.",
                            "note": "",
                            "turns": [],
                        }
                    ],
                },
            }
        ]
    },
    "page": {"title": "A page", "description": "About it.", "words": {}},
    "values": {"values": []},
}
"""By component; ``component`` itself is left out."""
