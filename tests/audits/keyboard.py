"""A walk through a page with the Tab key, as people without a mouse take it."""

from __future__ import annotations

from typing import Any

NUMBER = """() => {
    // From the top, also on a page that puts the focus into its own field.
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    const able = "a[href], area[href], button, input, select, textarea, summary, iframe, [tabindex]";
    const all = [...document.querySelectorAll(able)].filter((one) => one.tabIndex >= 0
        && !one.disabled && one.checkVisibility({ visibilityProperty: true }));
    all.forEach((one, index) => { one.dataset.stop = index; });
    return all.map((one) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 30)}`);
}"""  # noqa: E501
"""Number what can be reached, in the order in which it is read."""

FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const boxes = [...one.getClientRects()].map((box) => ({
        left: Math.max(0, box.left), right: Math.min(innerWidth, box.right),
        top: Math.max(0, box.top), bottom: Math.min(innerHeight, box.bottom),
    })).filter((box) => box.right - box.left > 1 && box.bottom - box.top > 1);
    const seen = boxes.some(({ left, right, top, bottom }) => {
        const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return one === above || one.contains(above);
    });
    const style = getComputedStyle(one);
    const ring = style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2
        && style.boxShadow.startsWith("rgb(");
    return { stop: Number(one.dataset.stop ?? -1), seen, ring };
}"""


def walk(tab: Any, key: str = "Tab") -> tuple[list[str], list[str]]:
    """Go once round a page; give the names of what is there, and what was wrong.

    Everything has to be reached once, in the order of reading, and then the page be left; whatever
    has the focus has to be seen, with a ring around it.
    """
    names, stops, problems = tab.evaluate(NUMBER), [], []
    for press in range(len(names)):
        tab.keyboard.press(key)
        here = tab.evaluate(FOCUSED)
        if here is None and press == 0:
            # Upwards from the top the way leads through the browser's own controls.
            tab.keyboard.press(key)
            here = tab.evaluate(FOCUSED)
        here = here or {"stop": -1, "seen": True, "ring": True}
        stops.append(here["stop"])
        name = names[here["stop"]] if here["stop"] >= 0 else "nothing, or something new"
        if not here["seen"]:
            problems.append(f"{key}: hidden while it has the focus: {name}")
        if not here["ring"]:
            problems.append(f"{key}: no ring around {name}")
    tab.keyboard.press(key)
    after = tab.evaluate(FOCUSED)
    order = list(range(len(names)))
    if stops != (order if key == "Tab" else order[::-1]):
        missed = [names[stop] for stop in order if stop not in stops]
        problems.append(f"{key}: went {stops}; missed {missed}")
    elif after is not None and after["stop"] != stops[0]:
        problems.append(f"{key}: could not leave {names[stops[-1]]}")
    return names, problems
