"""Drawings: Vega-Lite specifications turned into SVG once, kept, and made fit for a page.

A drawing is stored under the hash of its specification, so an unchanged chart is never drawn
again, and the same chart gives the same bytes. vl-convert carries its own fonts: the layout does
not depend on what is installed on the machine.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from playbook.site.drawers import Drawers
from playbook.writing import write_atomically

SVG = "http://www.w3.org/2000/svg"
REFERENCE = re.compile(r"url\(#([^)]+)\)")
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
SIDE = re.compile(r' (width|height)="([^"]+)"')
STRIPPED = {"role", "class", "font-family", "pointer-events", "style"}
"""Attributes that a page does not need: the style sheet names the font, the title the chart."""
NUMERIC = {"d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy", "r"}


def _key(spec: dict[str, Any]) -> str:
    text = json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((_stamp() + text).encode()).hexdigest()


@cache
def _stamp() -> str:
    return f"vl-convert-python {version('vl-convert-python')}\n"


def convert(spec: dict[str, Any]) -> str:
    """Draw a Vega-Lite specification as a stand-alone SVG."""
    import vl_convert  # Starts a JavaScript engine: half a second that most callers never need.

    return str(vl_convert.vegalite_to_svg(json.dumps(spec)))


@dataclass(frozen=True)
class Drawings:
    """Stand-alone SVG drawings, one file for each specification.

    Parameters
    ----------
    folder
        Where they are kept; made when needed.
    """

    folder: Path

    def svg(self, spec: dict[str, Any]) -> str:
        """Give the drawing of a specification, made now if it is not there."""
        path = self._path(spec)
        try:
            return path.read_text(encoding="utf-8")
        except FileNotFoundError:
            text = convert(spec)
            write_atomically(path, text.encode())
            return text

    def prepare(self, specs: Iterable[dict[str, Any]], drawers: Drawers) -> int:
        """Draw what is not there yet, several at a time; give how many were drawn."""
        missing = {self._path(spec): spec for spec in specs}
        wanted = [(path, spec) for path, spec in missing.items() if not path.exists()]
        for number, text in drawers.draw([spec for _, spec in wanted]):
            write_atomically(wanted[number][0], text.encode())
        return len(wanted)

    def _path(self, spec: dict[str, Any]) -> Path:
        return self.folder / f"{_key(spec)}.svg"


def specifications(component: dict[str, Any]) -> list[dict[str, Any]]:
    """List the specifications that a component draws."""
    if component["component"] == "figure":
        return [component["wide"], component["narrow"]]
    if component["component"] == "minis":
        return [item["spec"] for item in component["items"]]
    return []


def size_of(svg: str) -> tuple[int, int]:
    """Give the width and the height of a stand-alone SVG, in CSS pixels."""
    found = dict(SIDE.findall(svg[: svg.index(">")]))
    return round(float(found["width"])), round(float(found["height"]))


def inline(svg: str, uid: str, kind: str, title: str, description: str) -> str:
    """Make a stand-alone SVG fit to stand in a page.

    Parameters
    ----------
    svg : str
        As vl-convert gives it.
    uid : str
        Id of the figure; every id inside begins with it, so that none is used twice on a page.
    kind : str
        ``wide``, ``narrow`` or ``only``: the style sheet shows the drawing that fits.
    title, description : str
        What a screen reader announces; neither may be empty.

    Raises
    ------
    ValueError
        If the title or the description is empty.
    """
    if not title.strip() or not description.strip():
        raise ValueError(f"chart {uid}: title and description must not be empty")
    prefix = f"{uid}-{kind}"
    drawing = ElementTree.fromstring(svg)  # noqa: S314 # made by vl-convert, never taken in
    width, height = size_of(svg)
    for element in drawing.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
        _clean(element, prefix)
    drawing.attrib = {
        "class": f"pb-svg pb-svg--{kind}",
        "role": "img",
        "aria-labelledby": f"{prefix}-t {prefix}-d",
        "viewBox": f"0 0 {width} {height}",
        "width": str(width),
        "height": str(height),
    }
    for place, (tag, text) in enumerate([("title", title), ("desc", description)]):
        label = ElementTree.Element(tag, id=f"{prefix}-{tag[0]}")
        label.text = text
        drawing.insert(place, label)
    return ElementTree.tostring(drawing, encoding="unicode")


def _clean(element: ElementTree.Element, prefix: str) -> None:
    kept = {}
    for name, value in element.attrib.items():
        if name in STRIPPED or name.startswith("aria-") or "}" in name:
            continue
        if name in NUMERIC:
            value = LONG_NUMBER.sub(_short, value)
        elif name == "id":
            value = f"{prefix}-{value}"
        kept[name] = REFERENCE.sub(rf"url(#{prefix}-\1)", value)
    element.attrib = kept


def _short(match: re.Match[str]) -> str:
    # A hundredth of a pixel is not seen; adding 0 turns -0.0 into 0.0.
    return f"{round(float(match[0]), 2) + 0:g}" if abs(float(match[0])) < 1e5 else match[0]


@dataclass(frozen=True)
class Sparkline:
    """A small line with its last point marked; gaps stay gaps.

    Parameters
    ----------
    numbers
        The series in time order; None where there is no figure.
    width, height
        In CSS pixels.
    """

    numbers: Sequence[float | None]
    width: int = 120
    height: int = 34

    def __bool__(self) -> bool:
        return sum(number is not None for number in self.numbers) > 1

    @cached_property
    def points(self) -> list[tuple[float, float] | None]:
        """Place of each number, rounded to a tenth of a pixel."""
        known = [number for number in self.numbers if number is not None]
        low, span = min(known), (max(known) - min(known)) or 1
        step = (self.width - 10) / max(len(self.numbers) - 1, 1)
        return [
            None
            if number is None
            else (
                round(4 + place * step, 1),
                round(self.height - 5 - (number - low) / span * (self.height - 10), 1),
            )
            for place, number in enumerate(self.numbers)
        ]

    @property
    def path(self) -> str:
        """The line as SVG path data."""
        parts, pen = [], "M"
        for point in self.points:
            parts.append("" if point is None else f"{pen}{point[0]:g} {point[1]:g}")
            pen = "M" if point is None else "L"
        return "".join(parts)

    @property
    def x(self) -> float:
        """Where the last known point is, from the left."""
        return [point for point in self.points if point][-1][0]

    @property
    def y(self) -> float:
        """Where the last known point is, from the top."""
        return [point for point in self.points if point][-1][1]
