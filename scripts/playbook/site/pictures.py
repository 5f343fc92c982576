"""Pictures: SVG turned into small PNG files, each painted once and kept under its hash.

The letters are those of the vendored typeface, whatever is installed. Typst paints: it holds the
letters in memory, where vl-convert opens the file of the typeface anew for each letter, which is
more than half of its time.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from playbook.errors import PlaybookError
from playbook.site import vendor
from playbook.site.press import compiler
from playbook.writing import put, write_atomically

MADE_BY = ("typst", "pillow", "fontpkg-source-sans-3")
TEMPLATE = Path(__file__).parent / "templates" / "picture.typ"

DENSITY = 96
"""Dots for each inch at which a CSS pixel is one dot."""

COLOURS = 256
"""A chart has fewer: with a palette a file is a sixth as large, and nobody sees a difference."""

LONGEST = 500
"""Letters of an error that are told; the painter's own go on for pages."""


@lru_cache
def _stamp() -> str:
    return "\n".join([*(f"{name} {version(name)}" for name in MADE_BY), str(vendor.RECIPE)])


@dataclass(frozen=True)
class Pictures:
    """A store of pictures.

    Parameters
    ----------
    folder
        Where they are kept; made when needed.
    fonts
        Folder of the vendored fonts.
    """

    folder: Path
    fonts: Path

    def put(self, target: Path, svg: str, scale: float = 1) -> bool:
        """Put a picture where the site shows it, painted now if it is not there yet.

        Returns
        -------
        bool
            Whether the file changed; one that stays as it is keeps its time.

        Raises
        ------
        PlaybookError
            If it cannot be painted.
        OSError
            If it cannot be written.
        """
        return put(target, self.png(svg, scale).read_bytes())

    def png(self, svg: str, scale: float = 1) -> Path:
        """Give the file of a picture in the store; see `put`."""
        digest = hashlib.sha256(f"{_stamp()}\n{scale}\n{svg}".encode()).hexdigest()
        path = self.folder / f"{digest}.png"
        if not path.is_file():
            write_atomically(path, paint(svg, scale, self.fonts))
        return path


def paint(svg: str, scale: float, fonts: Path) -> bytes:
    """Paint an SVG as PNG, with a palette.

    Parameters
    ----------
    svg : str
        A stand-alone SVG, which names a typeface of ``fonts`` where it has text.
    scale : float
        Dots for each CSS pixel.
    fonts : Path
        Folder of the vendored fonts.

    Raises
    ------
    PlaybookError
        If it is no SVG.
    """
    import typst
    from PIL import Image

    painter = compiler(TEMPLATE, fonts)
    try:
        drawn = painter.compile(format="png", ppi=DENSITY * scale, sys_inputs={"svg": svg})
    except typst.TypstError as error:
        raise PlaybookError(f"a chart cannot be drawn: {str(error)[:LONGEST]}") from None
    image = Image.open(io.BytesIO(drawn))
    opaque = image.getextrema()[-1] == (255, 255)
    small = image.convert("RGB" if opaque else "RGBA").quantize(
        COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
    )
    out = io.BytesIO()
    small.save(out, "PNG")
    return out.getvalue()


def placed(svg: str, x: float, y: float, width: float, height: float) -> str:
    """Give a stand-alone SVG as a part of another one, fitted into a rectangle.

    It is not cut off at the edges: nothing reaches them, and a picture would take twice as long.
    """
    start = svg.index("<svg")
    head, body = svg[start:].split(">", 1)
    for name in ("x", "y", "width", "height"):
        head = _without(head, name)
    place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" overflow="visible"'
    return f"<svg {place}{head.removeprefix('<svg')}>{body}"


def _without(head: str, attribute: str) -> str:
    before, found, after = head.partition(f' {attribute}="')
    return before + after.partition('"')[2] if found else head
