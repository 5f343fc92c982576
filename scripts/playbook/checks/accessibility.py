"""The gate of accessibility: axe-core finds nothing on any page of the site.

Every rule that it has on is asked, and its rule on the size of targets (WCAG 2.2, level AA), which
is off unless asked for. What it leaves off besides is deprecated or of level AAA. No finding is no
proof: people with the tools that they use have to try.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from playbook.catalogue import Project
from playbook.checks import browser
from playbook.checks.findings import Finding
from playbook.errors import PlaybookError
from playbook.site import pagetitles

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
LEAST = 5
"""A page on which fewer rules were found to hold was not judged at all."""

RUN = """async () => {
    const found = await axe.run(document, {
        resultTypes: ["violations"],
        rules: { "target-size": { enabled: true } },
    });
    const lines = found.violations.flatMap((rule) => rule.nodes.map((node) => [rule.id,
        `${node.target.join(" ")} ${node.html.slice(0, 160)} ${node.failureSummary}`,
        rule.helpUrl]));
    return [found.passes.length, lines];
}"""
OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"

Violation = tuple[str, str, str]
"""Rule, where and what, and the address that explains it."""


def check(project: Project) -> list[Finding]:
    """Judge every page of the site on a desk and on a phone, in light and dark.

    Raises
    ------
    PlaybookError
        If the browser or axe-core is not installed.
    """
    script()
    site = project.build / "site"
    with browser.hosted(site) as address, browser.tab() as tab:
        return [
            Finding(
                rule=rule,
                problem=f"{where}: {said}",
                remedy=f"See {link}",
                file=project.shown(path),
            )
            for path in pagetitles.shown(site)
            for where, (rule, said, link) in audit(
                tab, f"{address}/{path.relative_to(site).as_posix()}"
            )
        ]


@cache
def script() -> str:
    """Give the source of axe-core.

    Raises
    ------
    PlaybookError
        If it is not installed.
    """
    found = find_spec("axe_playwright_python")
    if found is None or not found.submodule_search_locations:
        raise PlaybookError(f"the gate needs axe-core. Install its extra: {browser.EXTRA}.")
    folder = Path(next(iter(found.submodule_search_locations)))
    return (folder / "axe.min.js").read_text(encoding="utf-8")


def judge(tab: Any) -> list[Violation]:
    """Judge the page in a tab as it is.

    Raises
    ------
    PlaybookError
        If axe judged next to nothing, so that its silence says nothing.
    """
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(f"{script()}; 0")
    passed, found = tab.evaluate(RUN)
    if passed <= LEAST:
        raise PlaybookError(f"axe judged next to nothing on {tab.url}. Does the page load?")
    return [(rule, " ".join(said.split()), link) for rule, said, link in found]


def audit(
    tab: Any, address: str, schemes: Sequence[Sequence[str]] = (SCHEMES, SCHEMES)
) -> Iterator[tuple[str, Violation]]:
    """Judge a page with all open that can be opened, at each width in the schemes given for it."""
    for width, shown in zip(WIDTHS, schemes, strict=True):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto(address)
        tab.evaluate(OPEN)
        for scheme in shown:
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            tab.locator(f"html[data-theme={scheme}]").wait_for()
            for found in judge(tab):
                yield f"{scheme}, {width} px", found
