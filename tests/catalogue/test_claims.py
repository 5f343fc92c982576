"""The ledger's records: what is refused, what can be quoted, which sums hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project, consistency, quotable
from playbook.catalogue.arithmetic import sums
from playbook.errors import PlaybookError
from tests.catalogue.editing import replace

LEDGER = """sources:
  - id: page
    publisher: Riverside Partners
    title: An invented page
    date: "2024"
    urls: [https://example.org/page]
claims:
  - id: c-1
    mission: M2
    statement: Of 200 invented visits, 50 (25%) took 4 hours or less.
    values:
      - {name: visits, number: 200, unit: visits}
      - {name: quick, number: 50, unit: visits}
      - {name: share, number: 25, unit: per cent}
    arithmetic:
      - {value: share, part: quick, whole: visits}
    period: in 2024
    source: page
    seen: primary
    confidence: high
    status: quotable
    checked: 2026-11-22
  - id: c-2
    mission: cross
    statement: Invented, with care.
    values:
      - {name: people, number: 12, unit: people}
    source: page
    seen: secondary
    confidence: low
    status: caution
    note: Say that it is an estimate.
    checked: 2026-11-22
"""


@pytest.fixture
def ledger(mini: Path) -> Path:
    """The ledger of a miniature."""
    path = mini / "data" / "claims.yml"
    path.write_text(LEDGER, encoding="utf-8")
    return path


def catalogue(ledger: Path) -> Catalogue:
    return Catalogue(Project(ledger.parent.parent))


def test_a_playbook_without_a_ledger_has_no_claims(mini: Path) -> None:
    assert Catalogue(Project(mini)).claims == {}


def test_the_ledger_fits_together(ledger: Path) -> None:
    assert list(consistency.problems(catalogue(ledger))) == []


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        (
            "[https://example.org/page]",
            "[example.org]",
            "sources[1].urls[1]",
            "does not have the form",
        ),
        ('date: "2024"', 'date: "last spring"', "sources[1].date", "does not have the form"),
        ("number: 12,", 'number: "12",', "claims[2].values[1].number", "number"),
        ("status: caution", "status: rejected", "claims[2].reason", "has to say why"),
        ("    note: Say that it is an estimate.\n", "", "claims[2].note", "what to be careful of"),
        ("part: quick", "part: slow", "claims[1].arithmetic[1].part", "not among the values"),
        ("name: quick", "name: visits", "claims[1].values[2]", "is named above"),
        ("    seen: secondary\n", "", "claims[2].seen", "is missing"),
    ],
)
def test_a_bad_claim_is_refused_with_its_line(
    ledger: Path, old: str, new: str, field: str, message: str
) -> None:
    replace(ledger, old, new)
    with pytest.raises(PlaybookError) as caught:
        _ = catalogue(ledger).claims
    assert f": {field}: " in str(caught.value)
    assert message in str(caught.value)
    assert caught.value.line


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "    period: in 2024\n    source: page",
            "    period: in 2024\n    source: pag",
            "there is no source pag. Did you mean page?",
        ),
        ("mission: M2", "mission: M7", "there is no mission M7"),
        ("whole: visits", "whole: c-3.visits", "there is no claim c-3. Did you mean"),
        ("whole: visits", "whole: c-2.visits", "c-2 has no value visits"),
    ],
)
def test_a_claim_that_names_nothing_is_found(
    ledger: Path, old: str, new: str, message: str
) -> None:
    line = replace(ledger, old, new)
    (problem,) = consistency.problems(catalogue(ledger))
    assert message in str(problem)
    assert problem.file == "data/claims.yml"
    assert problem.line in {line, line + 1}


def test_the_same_id_twice_is_refused(ledger: Path) -> None:
    replace(ledger, "id: c-2", "id: c-1")
    with pytest.raises(PlaybookError, match=r"claims\[2\].id: c-1 is used above"):
        _ = catalogue(ledger).claims


def test_a_sum_is_done_and_shown(ledger: Path) -> None:
    found = catalogue(ledger)
    (one,) = sums(found, found.claims["c-1"])
    assert (one.holds, one.line()) == (True, "50 / 200 = 25%")
    replace(ledger, "name: share, number: 25", "name: share, number: 26")
    found = catalogue(ledger)
    (one,) = sums(found, found.claims["c-1"])
    assert (one.holds, one.line()) == (False, "50 / 200 = 25%, not 26%")


def test_what_an_id_quotes(ledger: Path) -> None:
    found = catalogue(ledger)
    one = quotable.find(found, "c-1")
    assert one.text == ""
    assert one.row == "claims#c-1"
    assert one.source == "Riverside Partners, An invented page, 2024; read at its publisher"
    assert one.differing("50 of 200 visits, or 25%, within 4 hours") == []
    assert [bad.text for bad in one.differing("51 of 200 visits")] == ["51"]
    assert quotable.find(found, "c-1.share").text == "25%"
    assert quotable.find(found, "c-2").care == "Say that it is an estimate."


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("c-3", "there is no claim 'c-3'. Did you mean"),
        ("c-1.shar", "claim c-1 has no value 'shar'. Did you mean share?"),
    ],
)
def test_an_id_that_quotes_nothing_names_the_nearest(ledger: Path, name: str, message: str) -> None:
    with pytest.raises(PlaybookError) as caught:
        quotable.find(catalogue(ledger), name)
    assert message in str(caught.value)


def test_every_claim_of_the_playbook_is_on_record(root: Path) -> None:
    found = Catalogue.read(Project(root))
    rejected = [claim.id for claim in found.claims.values() if claim.status == "rejected"]
    assert rejected == ["c-m3-rej-01", "c-x-rej-02"]
    (one,) = sums(found, found.claims["c-m3-rej-01"])
    assert one.line() == "4,349 / 383,882 = 1.1%, not 11%"
    # The guess at the right count stands nowhere, in digits or with a comma.
    text = (root / "data" / "claims.yml").read_text(encoding="utf-8").replace(",", "")
    assert str(383_882 // 10) not in re.findall(r"\d+", text)
    named = {target.claim for target in found.targets.values() if target.claim}
    assert {name for name in named if name.startswith("c-")} <= set(found.claims)
