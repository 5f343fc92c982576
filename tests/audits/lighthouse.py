"""Lighthouse in the Chromium of the tests; ``python -m tests.audits.lighthouse`` prints its scores.

Its network and its phone are simulated. Even so the score for speed takes its start from the
seconds that this machine needed, so that it is read as the median of some runs.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
from pathlib import Path
from typing import Any

from playbook.checks.browser import ARGUMENTS, find
from tests.audits import NODE, package
from tests.audits.host import hosted

DETERMINED = ("accessibility", "best-practices", "seo")
"""Categories that come out the same each time: what is held to 100."""

CATEGORIES = ("performance", *DETERMINED)
RUNS = 3
ROOT = Path(__file__).parent.parent.parent


OF_PROSE = {"index", "ladder", "setbacks"}
"""Pages of a folder that are not of its kind."""


def main_pages(site: Path) -> list[str]:
    """Choose the front page, the heaviest Mission, indicator, place and case, and one of prose."""
    kinds = [
        [page for page in (site / kind).glob("*.html") if page.stem not in OF_PROSE]
        for kind in ("missions", "indicators", "places", "cases")
    ]
    heaviest = [max(pages, key=lambda page: page.stat().st_size) for pages in kinds]
    return ["index.html", *(page.relative_to(site).as_posix() for page in heaviest), "methods.html"]


def report(
    address: str, preset: str = "mobile", categories: tuple[str, ...] = CATEGORIES
) -> dict[str, Any]:
    """Audit the page of an address as on a phone (``mobile``) or on a desk (``desktop``)."""
    options = [f"--only-categories={','.join(categories)}"]
    options += ["--output=json", "--quiet", f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}"]
    if preset == "desktop":
        options.append("--preset=desktop")
    done = subprocess.run(
        [NODE, str(package("lighthouse/cli/index.js")), address, *options],
        env=os.environ | {"CHROME_PATH": find() or ""},
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode:
        raise RuntimeError(f"Lighthouse could not audit {address}:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def scores(found: dict[str, Any]) -> dict[str, int]:
    """Give the scores of a report, out of 100."""
    return {name: round(100 * found["categories"][name]["score"]) for name in CATEGORIES}


def failures(found: dict[str, Any]) -> list[str]:
    """Name the audits with a weight that were not passed in full."""
    asked = [audit for one in found["categories"].values() for audit in one["auditRefs"]]
    return [
        f"{audit['id']}: {found['audits'][audit['id']]['title']}"
        for audit in asked
        if audit["weight"] and found["audits"][audit["id"]]["score"] not in (None, 1)
    ]


def main() -> None:
    """Print the median scores of the main pages of the built site, on a phone and on a desk."""
    site = ROOT / "_build" / "site"
    with hosted(site) as address:
        print(f"{'page':44} {'preset':8} {' '.join(f'{name:>14}' for name in CATEGORIES)}")
        for name in main_pages(site):
            for preset in ("mobile", "desktop"):
                runs = [scores(report(f"{address}/{name}", preset)) for _ in range(RUNS)]
                middle = [statistics.median(run[one] for run in runs) for one in CATEGORIES]
                print(f"{name:44} {preset:8} {' '.join(f'{one:14}' for one in middle)}", flush=True)


if __name__ == "__main__":
    main()
