"""Payloads of the components that tell how Missions are run, and on what evidence."""

from __future__ import annotations

from typing import Any

STATUS = {"kind": "better", "word": "Better than England", "note": "England 77.1%"}
AGE = {"text": "8 months old", "level": "current"}

HOW_MISSIONS_ARE_RUN: dict[str, dict[str, Any]] = {
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
    "history": {
        "items": [{"date": "12 October 2023", "title": "v1", "text": "First.", "source": "Board"}]
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
}
