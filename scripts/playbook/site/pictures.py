"""Pictures: SVG turned into small PNG files, each painted once and kept under its hash.

The letters are those of the vendored typeface, whatever is installed.
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
from playbook.writing import put, write_atomically

MADE_BY = ("vl-convert-python", "pillow", "fontpkg-source-sans-3")

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
            _register(self.fonts)
            write_atomically(path, paint(svg, scale))
        return path


@lru_cache
def _register(fonts: Path) -> None:
    import vl_convert

    vl_convert.register_font_directory(str(fonts))


def paint(svg: str, scale: float) -> bytes:
    """Paint an SVG as PNG, with a palette.

    Raises
    ------
    PlaybookError
        If it is no SVG.
    """
    import vl_convert  # Only a build that paints needs it.
    from PIL import Image

    try:
        image = Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=scale)))
    except (ValueError, RuntimeError) as error:
        raise PlaybookError(f"a chart cannot be drawn: {str(error)[:LONGEST]}") from None
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
