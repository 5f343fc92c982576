"""What a small edition says, for tests: one indicator of two invented places, made by hand."""

from __future__ import annotations

import datetime as dt

from playbook.catalogue.manifest import (
    Numbers,
    PublishedIndicator,
    PublishedSource,
    PublishedVerdict,
)
from playbook.editions.numbers import hashed

PAGE = "indicators/smoking"
AREAS = {"E1": "Northbrook", "E2": "Southfield", "E9": "England", "mini": "Riverside"}


def by(name: str, day: str, ends: dict[str, float], word: str = "Worse than England") -> Numbers:
    """Say what an edition says: Northbrook's figures by end of period, and its verdict.

    Southfield has half of them, and England 12 throughout.
    """
    series = {"E1": ends, "E2": {end: one / 2 for end, one in ends.items()}}
    series["E9"] = dict.fromkeys(ends, 12.0)
    verdict = PublishedVerdict(
        indicator="smoking", place="Northbrook", question="comparison",
        kind="worse" if word.startswith("Worse") else "same", word=word, note="England 12.0%",
    )  # fmt: skip
    indicator = PublishedIndicator(
        title="Adults who smoke", unit="%", decimals=1, page=PAGE, benchmark="E9",
        latest=f"{ends[max(ends)]:.1f}%", period=max(ends)[:4], version="1.0.0", changelog={},
        source="office", table=hashed(str(ends).encode()),
        corrections={}, breaks={}, series=series,
    )  # fmt: skip
    source = PublishedSource(
        publisher="Invented office", title="Survey", published=dt.date(2024, 3, 1),
        accessed=dt.date(2024, 4, 1),
    )  # fmt: skip
    return Numbers(
        name=name, date=dt.date.fromisoformat(day), system="mini", values={},
        verdicts={"smoking/Northbrook/comparison": verdict}, figures={},
        pages={PAGE: "Adults who smoke"}, indicators={"smoking": indicator}, areas=AREAS,
        sources={"office": source}, errors={},
    )  # fmt: skip


FIRST = by("2023.06", "2023-06-30", {"2021-12-31": 15.0, "2022-12-31": 14.0})
SECOND = by("2024.06", "2024-06-30", {"2021-12-31": 15.0, "2022-12-31": 14.0, "2023-12-31": 13.5})
THIRD = by(
    "2025.06", "2025-06-30",
    {"2021-12-31": 15.0, "2022-12-31": 13.0, "2023-12-31": 13.5}, "Similar to England",
)  # fmt: skip
EDITIONS = [FIRST, SECOND, THIRD]
"""The second has a new year; in the third a figure was revised, and a verdict moved with it."""
