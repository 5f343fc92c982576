"""Files of other projects that the site carries, so that no page asks another host for anything.

They are made from installed packages into a folder of the build, and never committed:

- ``vendor/vega.js``: Vega, Vega-Lite and Vega-Embed (BSD 3-Clause), from vl-convert. Loaded only
  when a reader asks for a live chart.
- ``fonts/``: the Latin letters of Source Sans 3 (SIL Open Font Licence 1.1), from fontpkg. A subset
  is a modified version, which may not carry the reserved name: hence "Playbook Sans". Pages load
  the WOFF2 file; the two TrueType files and the widths of their letters are for pictures that the
  build draws, and stay behind.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from io import BytesIO
from pathlib import Path

FAMILY = "Playbook Sans"
FONT = "playbook-sans.woff2"
WEIGHTS = (400, 700)
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2009, *range(0x2010, 0x2027), 0x202F, 0x2032,
         0x2033, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248,
         0x2260, 0x2264, 0x2265]  # fmt: skip
"""Code points kept: Latin letters, punctuation, arrows and the signs that figures need."""
MADE_FROM = ("vl-convert-python", "fontpkg-source-sans-3", "fonttools", "brotli")
RECIPE = 4
"""Raised when this module makes something else of the same packages."""


def make(folder: Path) -> Path:
    """Make the vendored files unless they are there, made from the packages now installed.

    Returns
    -------
    Path
        The folder, to be laid over the site's ``_static``.
    """
    if made(folder):
        return folder
    _write(folder / "vendor" / "vega.js", vega().encode())
    package = files("fontpkg_source_sans_3")
    source = package.joinpath("files/SourceSans3[wght].ttf").read_bytes()
    _write(folder / "fonts" / FONT, font(source))
    for weight in WEIGHTS:
        letters = font(source, weight)
        _write(still(folder / "fonts", weight), letters)
        _write(widths(folder / "fonts", weight), json.dumps(advances(letters)).encode())
    _write(folder / "fonts" / "OFL.txt", package.joinpath("LICENSE").read_bytes())
    _write(_mark(folder), _stamp().encode())
    return folder


def made(folder: Path) -> bool:
    """Say whether the vendored files are there, made from the packages now installed."""
    mark = _mark(folder)
    return mark.is_file() and mark.read_text(encoding="utf-8") == _stamp()


def _mark(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.json")


@cache
def _stamp() -> str:
    return json.dumps({name: version(name) for name in MADE_FROM} | {"recipe": RECIPE})


def vega() -> str:
    """Give Vega, Vega-Lite and Vega-Embed as one script that sets ``vegaEmbed``."""
    import vl_convert  # Starts a JavaScript engine.

    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    # Its names are for itself: Sphinx's scripts declare some of the same.
    return f"(() => {{\n{bundle}\n}})();\n"


def still(fonts: Path, weight: int) -> Path:
    """Name the TrueType file of one weight in a folder of fonts."""
    return fonts / f"playbook-sans-{weight}.ttf"


def widths(fonts: Path, weight: int) -> Path:
    """Name the file of the widths of one weight's letters in a folder of fonts."""
    return still(fonts, weight).with_suffix(".json")


def advances(letters: bytes) -> dict[str, float]:
    """Give the width of each letter of a TrueType font, in ems.

    Kept beside the font: fontTools takes half a second to read what a picture needs.
    """
    from fontTools.ttLib import TTFont

    found = TTFont(BytesIO(letters))
    unit, wide = found["head"].unitsPerEm, found["hmtx"]
    return {chr(code): wide[name][0] / unit for code, name in found.getBestCmap().items()}


def font(source: bytes, weight: int | None = None) -> bytes:
    """Cut a variable font down to the letters that the site uses.

    Parameters
    ----------
    source : bytes
        The variable font, as TrueType.
    weight : int, optional
        The one weight to keep, as TrueType; by default the weights of the site, as WOFF2.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    letters = TTFont(BytesIO(source), recalcTimestamp=False)
    options = Options(layout_features=["kern", "liga", "lnum", "tnum", "pnum", "mark", "ccmp"])
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LATIN)
    subsetter.subset(letters)
    letters = instantiateVariableFont(letters, {"wght": weight or WEIGHTS})
    for record in letters["name"].names:
        if record.nameID in {1, 4, 6}:
            record.string = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
    letters.flavor = None if weight else "woff2"
    out = BytesIO()
    letters.save(out)
    return out.getvalue()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
