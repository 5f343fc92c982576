"""A warm process that paints: SVG files turned into small PNG files.

It paints while Sphinx reads and writes pages, which takes one core and longer. It is told of each
picture by a line on its standard input and ends when that is closed: also when Sphinx was killed.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from playbook.writing import write_atomically

COLOURS = 256
"""A chart has fewer: with a palette a file is a sixth as large, and nobody sees a difference."""

WARM = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


class Painter:
    """A process that paints, started when the first picture is wanted, or before."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._finished = 0

    def start(self) -> subprocess.Popen[bytes]:
        """Start the process; one that runs already stays."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        return self._process

    def renew(self) -> None:
        """Start the process, anew when it was lost. For the process that started it, no fork."""
        if self._process is not None and self._process.poll() is not None:
            self.close()
        self.start()

    def paint(self, source: Path, target: Path, scale: float, fonts: Path) -> None:
        """Ask for a picture, and do not wait for it."""
        self._tell({"svg": str(source), "png": str(target), "scale": scale, "fonts": str(fonts)})

    def finish(self) -> None:
        """Wait until all that was asked for is painted.

        Raises
        ------
        RuntimeError
            If some could not be painted; the process has said why.
        """
        if self._process is None:
            return
        self._finished += 1
        # Of a build that was stopped half way, answers may still be on their way.
        mark = f"{os.getpid()} {self._finished}"
        self._tell({"mark": mark})
        assert self._process.stdout is not None  # noqa: S101
        while line := self._process.stdout.readline():
            if json.loads(line) == mark:
                return
        raise RuntimeError("the pictures could not be drawn; the lines above say why")

    def close(self) -> None:
        """End the process, whatever it is at."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _tell(self, what: dict[str, object]) -> None:
        stream = self.start().stdin
        assert stream is not None  # noqa: S101
        # If it has died, it has said why, and `finish` will find out.
        with suppress(BrokenPipeError):
            stream.write(json.dumps(what).encode() + b"\n")
            stream.flush()


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


def main() -> None:
    """Paint what standard input asks for until it ends."""
    import vl_convert

    known: set[str] = set()
    draw(WARM, 1)
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        if "mark" in asked:
            print(json.dumps(asked["mark"]), flush=True)
            continue
        if asked["fonts"] not in known:
            known.add(asked["fonts"])
            vl_convert.register_font_directory(asked["fonts"])
        source, target = Path(asked["svg"]), Path(asked["png"])
        # A stopped build's orders may have been followed, or taken away, by the next one's.
        with suppress(FileNotFoundError):
            picture = draw(source.read_text(encoding="utf-8"), asked["scale"])
            write_atomically(target, picture)
            source.unlink()


if __name__ == "__main__":
    main()
