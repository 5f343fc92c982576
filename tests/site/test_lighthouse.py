"""Lighthouse finds nothing to mend on the main pages but, perhaps, how fast this machine is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.audits import lighthouse
from tests.audits.host import hosted


@pytest.mark.audit
def test_the_main_pages_have_full_marks(built_site: Path, site_address: str) -> None:
    names = lighthouse.main_pages(built_site)
    assert len(names) == 6
    for name in names:
        found = lighthouse.report(f"{site_address}/{name}", categories=lighthouse.DETERMINED)
        scores = {one: found["categories"][one]["score"] for one in lighthouse.DETERMINED}
        assert scores == dict.fromkeys(lighthouse.DETERMINED, 1), (name, lighthouse.failures(found))


def test_lighthouse_sees_faults(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        "<!doctype html><meta charset=utf-8><meta name=robots content=noindex><p>No more than this"
    )
    with hosted(tmp_path) as address:
        found = lighthouse.report(f"{address}/", categories=lighthouse.DETERMINED)
    named = " ".join(lighthouse.failures(found))
    for audit in ("document-title", "html-has-lang", "meta-description", "is-crawlable"):
        assert audit in named
