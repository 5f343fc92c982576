"""Pictures: SVG turned into small PNG files, each drawn once and kept under its hash.

The artists paint them while Sphinx reads and writes pages. The letters are those of the vendored
typeface, whatever is installed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from playbook.site import vendor
from playbook.site.artists import Artists
from playbook.writing import put

MADE_BY = ("vl-convert-python", "pillow", "fontpkg-source-sans-3")
KEPT: list[Artists] = []
"""The artists of a workshop, once it has them: builds come and go, and the artists stay."""


@lru_cache
def _stamp() -> str:
    return "\n".join([*(f"{name} {version(name)}" for name in MADE_BY), str(vendor.RECIPE)])


@dataclass
class Pictures:
    """The pictures that the pages now made ask for.

    Parameters
    ----------
    folder
        Where they are kept; made when needed.
    fonts
        Folder of the vendored fonts.
    """

    folder: Path
    fonts: Path
    _wanted: dict[str, Path] = field(default_factory=dict)
    _artists: Artists = field(default_factory=lambda: KEPT[0] if KEPT else Artists(1))

    def order(self, address: str, svg: str, scale: float = 1) -> None:
        """Ask for a picture at an address of the site; it is drawn unless it is there already."""
        digest = hashlib.sha256(f"{_stamp()}\n{scale}\n{svg}".encode()).hexdigest()
        path = self.folder / f"{digest}.png"
        self._wanted[address] = path
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            source = path.with_suffix(".svg")
            source.write_text(svg, encoding="utf-8")
            self._artists.order(source, path, scale=scale, fonts=str(self.fonts))

    def drawn(self) -> dict[str, Path]:
        """Wait until all are drawn; give the file of each address.

        Raises
        ------
        PlaybookError
            If one cannot be drawn.
        OSError
            If one cannot be written.
        """
        self._artists.finish()
        self.stop()
        return dict(self._wanted)

    def deliver(self, site: Path) -> int:
        """Put each picture at its address; a file that stays as it is keeps its time.

        Returns
        -------
        int
            How many files changed.
        """
        changed = 0
        for address, path in self.drawn().items():
            changed += put(site / address, path.read_bytes())
        return changed

    def stop(self) -> None:
        """Draw no more."""
        if self._artists not in KEPT:
            self._artists.close()


def placed(svg: str, x: float, y: float, width: float, height: float) -> str:
    """Give a stand-alone SVG as a part of another one, fitted into a rectangle."""
    start = svg.index("<svg")
    head, body = svg[start:].split(">", 1)
    for name in ("x", "y", "width", "height"):
        head = _without(head, name)
    place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    return f"<svg {place}{head.removeprefix('<svg')}>{body}"


def _without(head: str, attribute: str) -> str:
    before, found, after = head.partition(f' {attribute}="')
    return before + after.partition('"')[2] if found else head
