"""Every page of the built site in a browser: quiet, self-contained, fit for phones and readers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import pages_of

WIDTHS = (320, 390, 1280)
DESK = {"width": 1280, "height": 900}

CRAMPED = """() => [
    ...[...document.querySelectorAll(".prev-next-area a")].filter(
        (a) => a.scrollWidth > a.clientWidth),
    ...[...document.querySelectorAll("main td code")].filter((c) => c.getClientRects().length > 5),
].map((one) => one.textContent.trim())"""
"""Neighbours whose arrow is cut off, and names in tables that are chopped into a column of bits."""

MOVING = """() => {
    const name = (one) => one ? `${one.tagName}.${one.getAttribute("class") ?? ""}` : "";
    const kinds = new Map([...document.querySelectorAll("*")].map((one) =>
        [[name(one), name(one.parentElement), one.getAttribute("style")].join(" < "), one]));
    return [...kinds].filter(([, one]) =>
        [null, "::before", "::after"].some((part) => {
            const style = getComputedStyle(one, part);
            return style.scrollBehavior === "smooth" || style.animationName !== "none"
                || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
        })).map(([kind]) => kind);
}"""
"""What moves on a page by itself or when touched; of elements that are alike, one is asked."""

CHART = re.compile(r'class="[^"]*\bpb-(?:figure__plot|mini|explore)\b')
"""What `DRAWN` looks for: a page without it need not be loaded."""

DRAWN = """() => {
    const shown = (one) => {
        const box = one.getBoundingClientRect();
        return box.width > 0 && box.height > 0 && one.checkVisibility({ visibilityProperty: true });
    };
    return [
        innerWidth,
        [...document.querySelectorAll(".pb-figure__plot, .pb-mini")].map((plot) => [
            plot.id,
            [...plot.querySelectorAll("svg[role=img]")].map((one) => {
                const box = one.getBoundingClientRect();
                return [box.width, box.height];
            }),
        ]),
        [...document.querySelectorAll(".pb-explore")].filter(shown).length,
    ];
}"""
"""The width, each chart with the sizes of its drawings, and how many live charts are offered. What
is not shown has no size."""


@dataclass
class Seen:
    """What there was to see on all pages."""

    problems: list[str] = field(default_factory=list)
    cramped: dict[str, list[str]] = field(default_factory=dict)
    moving: dict[str, list[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def names(built_site: Path) -> list[str]:
    """Every page of the site."""
    return sorted(path.relative_to(built_site).as_posix() for path in built_site.rglob("*.html"))


@pytest.fixture(scope="module")
def seen(browser: Any, built_site: Path, site_address: str, names: list[str]) -> Seen:
    """Each page loaded once, for all that is asked of it with scripts: loading takes longest."""
    seen, current = Seen(), ""
    read = set(pages_of(built_site))
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")
    tab = context.new_page()
    devtools = context.new_cdp_session(tab)

    def say(text: str) -> None:
        seen.problems.append(f"{current}: {text}")

    tab.on("requestfailed", lambda request: say(f"failed request {request.url}"))
    tab.on("pageerror", lambda error: say(f"script error {error}"))
    tab.on(
        "console", lambda m: say(f"console {m.text}") if m.type in {"error", "warning"} else None
    )
    tab.on("response", lambda r: say(f"{r.status} {r.url}") if r.status >= 400 else None)
    tab.on(
        "request",
        lambda r: None if r.url.startswith((site_address, "data:")) else say(f"outside {r.url}"),
    )
    for current in names:
        tab.goto(f"{site_address}/{current}", wait_until="load")
        if current in read:
            seen.moving[current] = tab.evaluate(MOVING)
        if current.startswith(("cases/", "docs/")):
            size(devtools, 390, 844)
            seen.cramped[current] = tab.evaluate(CRAMPED)
        for width in WIDTHS:
            size(devtools, width)
            wide, over = tab.evaluate(
                "[innerWidth, document.documentElement.scrollWidth - window.innerWidth]"
            )
            assert wide == width
            if over > 0:
                say(f"{over} px too wide at {width} px")
    context.close()
    return seen


def size(devtools: Any, width: int, height: int = 900) -> None:
    """Size what a page is shown in, but not the window around it: that takes as long again."""
    how = {"width": width, "height": height, "screenWidth": width, "screenHeight": height}
    how |= {"deviceScaleFactor": 1, "mobile": False}
    devtools.send("Emulation.setDeviceMetricsOverride", how)


def found(by_page: dict[str, list[str]]) -> dict[str, list[str]]:
    """Give the pages on which something was found."""
    return {name: what for name, what in by_page.items() if what}


def test_no_page_fails_complains_asks_outside_or_scrolls_sideways(seen: Seen) -> None:
    assert seen.problems == []


def test_no_name_is_cut_off_or_chopped_up_on_a_phone(seen: Seen) -> None:
    assert len(seen.cramped) > 30
    assert found(seen.cramped) == {}


def test_nothing_moves_for_those_who_ask_for_less_motion(seen: Seen, built_site: Path) -> None:
    assert set(seen.moving) == set(pages_of(built_site))
    assert found(seen.moving) == {}


def test_every_chart_is_drawn_without_scripts(
    browser: Any, built_site: Path, site_address: str, names: list[str]
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=DESK)
    tab = context.new_page()
    devtools = context.new_cdp_session(tab)
    problems, charts, widths = [], 0, (390, 1280)
    for name in names:
        if not CHART.search((built_site / name).read_text(encoding="utf-8")):
            continue
        tab.goto(f"{site_address}/{name}")
        # No script runs that could ask how wide the page was when it came: the next one is first
        # seen as the last one was.
        widths = widths[::-1]
        for width in widths:
            size(devtools, width)
            wide, plots, offered = tab.evaluate(DRAWN)
            assert wide == width
            # One of the two drawings of a figure shows, never both and never none.
            for place, sizes in plots:
                seen = [size for size in sizes if size[0] > 100 and size[1] > 40]
                charts += len(seen)
                if len(seen) != 1:
                    problems.append(f"{name}#{place} at {width} px: {len(seen)} drawings")
            if offered:
                problems.append(f"{name} at {width} px: offers a live chart without scripts")
    context.close()
    assert problems == []
    assert charts > 100
