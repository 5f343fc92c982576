"""Numbers of our own that prose quotes: they are those that the code works with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project
from playbook.methods import spc_rules, trend
from playbook.site import constants
from tests.catalogue.editing import replace
from tests.site.conftest import Book
from tests.site.test_values import put


def test_a_constant_is_that_of_its_method(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = constants.values(Catalogue.read(Project(root)))
    assert found["method.trend_points"]["number"] == trend.POINTS
    assert found["method.run"]["number"] == spc_rules.RUN
    assert (found["method.level"]["text"], found["method.z"]["text"]) == ("95%", "1.96")
    assert found["method.simulations"]["text"] == "100,000"
    monkeypatch.setattr(trend, "POINTS", 6)
    changed = constants.values(Catalogue.read(Project(root)))
    assert changed["method.trend_points"]["text"] == "6 points"


def test_counts_are_those_of_the_records(mini: Path) -> None:
    found = constants.values(Catalogue(Project(mini)))
    assert (found["book.missions"]["number"], found["book.trusts"]["number"]) == (1, 1)
    replace(mini / "data" / "systems" / "mini.yml", "missions: [M2]\n", "")
    assert constants.values(Catalogue(Project(mini)))["book.missions"]["number"] == 0


def test_every_constant_leads_to_a_section_of_a_page(root: Path) -> None:
    for key, value in constants.values(Catalogue.read(Project(root))).items():
        text = (root / "book" / f"{value['page']}.md").read_text(encoding="utf-8")
        heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
        anchors = {re.sub(r"[^a-z0-9]+", "-", head.lower()).strip("-") for head in heads}
        assert not value["figure"] or value["figure"] in anchors, key


def test_words_that_are_not_those_of_a_value_fail_with_their_line(book: Book) -> None:
    put(book, "ae", "waits")
    book.write("prose.md", "# Prose\n\nFirst.\n\nIt was {value}`about 83% <ae>`.\n")
    count, text, _ = book.build()
    assert count == 1
    assert "prose.md:5: ERROR: says 83%, but ae is 81.2%." in text
    book.write("prose.md", "# Prose\n\nFirst.\n\nIt was {value}`about 81% in March 2026 <ae>`.\n")
    assert book.build()[0] == 0


def test_a_block_rests_on_its_claims_as_a_whole(book: Book) -> None:
    block = "```{sourced} c-m1-01 c-m1-03\n| A | B |\n|---|---|\n| 25% | 80% |\n```\n"
    book.write("claims.md", "# Ledger\n\n```{claim-ledger}\n```\n")
    book.write("prose.md", f"# Prose\n\n{block}")
    count, text, _ = book.build()
    assert count == 0, text
    html = book.page("prose")
    assert "<table" in html
    assert 'href="claims.html#c-m1-01"' in html
    assert 'href="claims.html#c-m1-03"' in html
    assert 'href="prose.html">Prose</a>' in book.page("claims")
    book.write("prose.md", f"# Prose\n\n{block.replace('c-m1-03', 'c-m9-03')}")
    count, text, _ = book.build()
    assert count == 1
    assert "prose.md:3: ERROR: there is no claim 'c-m9-03'" in text
