"""Hand-written extracts and places, small enough to check by eye."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from playbook.sources.extract import Extracts
from playbook.sources.places import Places
from tests.sources import loopback
from tests.sources.loopback import Publishers

Write = Callable[[str, str], Extracts]


@pytest.fixture(scope="module")
def loopback_server() -> Iterator[Publishers]:
    """One server for the tests of a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1")
        with loopback.answering() as found:
            yield found


@pytest.fixture
def publishers(loopback_server: Publishers) -> Publishers:
    """Publishers who say nothing yet."""
    loopback_server.forget()
    return loopback_server


@pytest.fixture
def extract(tmp_path: Path) -> Write:
    """Write one extract, given as lines with | between cells, and return the folder of all."""

    def write(name: str, lines: str) -> Extracts:
        rows = [line.strip() for line in lines.strip().splitlines()]
        text = "\n".join(",".join(cell.strip() for cell in row.split("|")) for row in rows)
        extracts = Extracts(tmp_path, "ours")
        extracts.path(name).write_text(text + "\n", encoding="utf-8")
        return extracts

    return write


@pytest.fixture
def places() -> Places:
    """A country, two trusts, a partnership and its group, two sub-ICBs."""
    rows = [
        ("C", "Land", "country"),
        ("T1", "First Trust", "trust"),
        ("T2", "Second Trust", "trust"),
        ("S", "Our Partnership", "stp"),
        ("G1", "NHS North CCG", "ccg"),
        ("B1", "One ICB", "sub_icb"),
        ("B2", "Two ICB", "sub_icb"),
    ]
    areas = pd.DataFrame(rows, columns=["code", "name", "type"])
    return Places(areas, "C", ["B1", "S"], pd.Series({"S-old": "S", "Whole": "C"}))


def cells(table: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """Rows as tuples, with None for empty."""
    return [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in table[list(columns)].itertuples(index=False)
    ]
