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
from xml.sax.saxutils import escape

from playbook.site.artists import Artists, draw
from playbook.writing import write_atomically

SVG = "http://www.w3.org/2000/svg"
REFERENCE = re.compile(r"url\(#([^)]+)\)")
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
SIDE = re.compile(r' (width|height)="([^"]+)"')
PREFIX = "@@"
"""Stands in a shape for what the ids of a figure begin with; no drawing of ours has it."""

UID = re.compile(r"[\w.-]+", re.ASCII)
STRIPPED = {"role", "class", "font-family", "pointer-events", "style"}
"""Attributes that a page does not need: the style sheet names the font, the title the chart."""
NUMERIC = {"d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy", "r"}


def _key(spec: dict[str, Any]) -> str:
    text = json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((_stamp() + text).encode()).hexdigest()


@cache
def _stamp() -> str:
    return f"vl-convert-python {version('vl-convert-python')}, clips from 0\n"


@cache
def _recipe() -> str:
    """Hash this file: what it makes of a drawing is kept only for as long as it makes the same."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]


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
            text = draw(json.dumps(spec))
            write_atomically(path, text.encode())
            return text

    def shape(self, spec: dict[str, Any]) -> str:
        """Give what a page shows of the drawing, taken from it now if it is not there."""
        path = self._path(spec, f".{_recipe()}.shape")
        try:
            return path.read_text(encoding="utf-8")
        except FileNotFoundError:
            text = shape(self.svg(spec))
            write_atomically(path, text.encode())
            return text

    def order(
        self,
        specs: Iterable[dict[str, Any]],
        artists: Artists,
        picture: dict[str, Any] | None = None,
    ) -> int:
        """Ask for what is not there yet, and do not wait; give for how many drawings.

        Parameters
        ----------
        specs, artists
            What to draw, and by whom.
        picture : dict, optional
            How the first of them is to be painted as well, see `Artists.order`.
        """
        missing = {path: spec for spec in specs if not (path := self._path(spec)).exists()}
        for number, (path, spec) in enumerate(missing.items()):
            source = path.with_suffix(".json")
            wanted = {"spec": spec} | ({"picture": picture} if picture and not number else {})
            write_atomically(source, json.dumps(wanted).encode())
            artists.order(source, path)
        return len(missing)

    def _path(self, spec: dict[str, Any], ending: str = "") -> Path:
        return self.folder / f"{_key(spec)}{ending}.svg"


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


def shape(svg: str) -> str:
    """Give what a page shows of a stand-alone SVG, its ids beginning with `PREFIX`.

    Parameters
    ----------
    svg : str
        As vl-convert gives it.
    """
    drawing = ElementTree.fromstring(svg)  # noqa: S314 # made by vl-convert, never taken in
    width, height = size_of(svg)
    for element in drawing.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
        _clean(element)
    drawing.attrib = {
        "viewBox": f"0 0 {width} {height}",
        "width": str(width),
        "height": str(height),
    }
    return ElementTree.tostring(drawing, encoding="unicode")


def inline(shape: str, uid: str, kind: str, title: str, description: str) -> str:
    """Make a shape fit to stand in a page.

    Parameters
    ----------
    shape : str
        From `shape`.
    uid : str
        Id of the figure; every id inside begins with it, so that none is used twice on a page.
    kind : str
        ``wide``, ``narrow`` or ``only``: the style sheet shows the drawing that fits.
    title, description : str
        What a screen reader announces; neither may be empty.

    Raises
    ------
    ValueError
        If the title or the description is empty, or the id is none.
    """
    if not title.strip() or not description.strip():
        raise ValueError(f"chart {uid}: title and description must not be empty")
    if not UID.fullmatch(uid):
        raise ValueError(f"chart {uid!r}: an id has letters, digits, dots, - and _")
    prefix = f"{uid}-{kind}"
    size, body = shape.replace(PREFIX, prefix).removeprefix("<svg").split(">", 1)
    return (
        f'<svg class="pb-svg pb-svg--{kind}" role="img" aria-labelledby="{prefix}-t {prefix}-d"'
        f'{size}><title id="{prefix}-t">{escape(title)}</title>'
        f'<desc id="{prefix}-d">{escape(description)}</desc>{body}'
    )


def _clean(element: ElementTree.Element) -> None:
    kept = {}
    for name, value in element.attrib.items():
        if name in STRIPPED or name.startswith("aria-") or "}" in name:
            continue
        if name in NUMERIC:
            value = LONG_NUMBER.sub(_short, value)
        elif name == "id":
            value = f"{PREFIX}-{value}"
        kept[name] = REFERENCE.sub(rf"url(#{PREFIX}-\1)", value)
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
