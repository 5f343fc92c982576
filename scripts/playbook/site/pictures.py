"""Pictures: SVG turned into small PNG files, each drawn once and kept under its hash.

A process of its own draws them while Sphinx reads and writes pages, which takes one core and
longer. It is told of each picture by a line on its standard input, and ends when that is closed:
also when Sphinx was killed. The letters are those of the vendored typeface, whatever is installed.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from playbook.site import vendor
from playbook.writing import put, write_atomically

MADE_BY = ("vl-convert-python", "pillow", "fontpkg-source-sans-3")
COLOURS = 256
"""A chart has fewer: with a palette a file is a sixth as large, and nobody sees a difference."""


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
    _drawing: set[Path] = field(default_factory=set)
    _painter: subprocess.Popen[str] | None = None

    def order(self, address: str, svg: str, scale: float = 1) -> None:
        """Ask for a picture at an address of the site; it is drawn unless it is there already."""
        digest = hashlib.sha256(f"{_stamp()}\n{scale}\n{svg}".encode()).hexdigest()
        path = self.folder / f"{digest}.png"
        self._wanted[address] = path
        if path.exists() or path in self._drawing:
            return
        self._drawing.add(path)
        self.folder.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".svg").write_text(svg, encoding="utf-8")
        if self._painter is None:
            self._painter = subprocess.Popen(
                [sys.executable, "-m", __name__, str(self.folder), str(self.fonts)],
                stdin=subprocess.PIPE,
                text=True,
            )
        # If it has died, it has said why, and `drawn` will find out.
        with suppress(BrokenPipeError):
            print(scale, path.stem, file=self._painter.stdin, flush=True)

    def drawn(self) -> dict[str, Path]:
        """Wait until all are drawn; give the file of each address.

        Raises
        ------
        RuntimeError
            If some could not be drawn; the process has said why.
        """
        if self._painter is not None:
            self._painter.communicate()
            if self._painter.returncode:
                raise RuntimeError("the pictures could not be drawn; the lines above say why")
            self._painter = None
        self._drawing.clear()
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
        """Draw no more: the pages failed."""
        if self._painter is not None:
            self._painter.kill()
            self._painter.communicate()


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


def draw(svg: str, scale: float) -> bytes:
    """Draw an SVG as PNG, with a palette."""
    import vl_convert
    from PIL import Image

    image = Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=scale)))
    opaque = image.getextrema()[-1] == (255, 255)
    small = image.convert("RGB" if opaque else "RGBA").quantize(
        COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
    )
    out = io.BytesIO()
    small.save(out, "PNG")
    return out.getvalue()


def main(folder: Path, fonts: Path) -> None:
    """Draw what standard input names until it ends."""
    import vl_convert

    vl_convert.register_font_directory(str(fonts))
    for line in sys.stdin:
        scale, name = line.split()
        source = folder / f"{name}.svg"
        picture = draw(source.read_text(encoding="utf-8"), float(scale))
        write_atomically(folder / f"{name}.png", picture)
        source.unlink(missing_ok=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
