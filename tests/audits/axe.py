"""axe-core in a browser tab: every rule that it has on, none switched off.

Its rule on the size of targets (WCAG 2.2, level AA) is off unless asked for; we ask for it. What it
leaves off besides is deprecated or of level AAA.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from tests.audits import package

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")

RUN = """async () => {
    const found = await axe.run(document, {
        resultTypes: ["violations"],
        rules: { "target-size": { enabled: true } },
    });
    const lines = found.violations.flatMap((rule) => rule.nodes.map((node) =>
        `${rule.id}: ${node.target.join(" ")} ${node.html.slice(0, 160)} ${node.failureSummary}`));
    return [found.passes.length, lines];
}"""
OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@cache
def script() -> str:
    """Give the source of axe-core."""
    return package("axe-core/axe.min.js").read_text(encoding="utf-8")


def judge(tab: Any, where: str) -> list[str]:
    """Judge the page in a tab as it is; give a line for each violation."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(f"{script()}; 0")
    passed, lines = tab.evaluate(RUN)
    assert passed > 5, f"{where}: axe judged next to nothing"
    return [f"{where}: {line}" for line in lines]


def audit(tab: Any, address: str, where: str) -> list[str]:
    """Judge a page on a desk and on a phone, light and dark, with all open that can be opened."""
    problems = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto(address)
        tab.evaluate(OPEN)
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            tab.locator(f"html[data-theme={scheme}]").wait_for()
            problems += judge(tab, f"{where}, {scheme}, {width} px")
    return problems
