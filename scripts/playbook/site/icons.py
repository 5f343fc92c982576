"""The site's icon for programs that take no SVG, made from ``favicon.svg``.

There is no web manifest: the site is read, not installed.
"""

from __future__ import annotations

from pathlib import Path

from playbook.site.pictures import Pictures, placed

SMALL, LARGE = 32, 180
"""Sizes in pixels: of the icon of a tab, and of one on a phone's home screen."""


def put(pictures: Pictures, static: Path, mark: str) -> None:
    """Paint the icons; a phone fills what is clear with black, so the large one is on white."""
    pictures.put(static / "favicon.png", _square(placed(mark, 0, 0, SMALL, SMALL), SMALL))
    white = f'<rect width="{LARGE}" height="{LARGE}" fill="#FFFFFF"/>'
    inner = placed(mark, 20, 20, LARGE - 40, LARGE - 40)
    pictures.put(static / "apple-touch-icon.png", _square(white + inner, LARGE))


def _square(inner: str, side: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" '
        f'viewBox="0 0 {side} {side}">{inner}</svg>'
    )
