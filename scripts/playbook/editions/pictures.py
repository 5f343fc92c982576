"""Figures compared by what draws them, and a picture of each difference for a person to look at.

A figure is its specification: data, marks and scales. Two that are equal draw the same to the dot,
so nothing is drawn to find out; only what differs is, side by side and one over the other.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.execution.engine import components
from playbook.execution.store import RunStore
from playbook.site import artists

Specs = dict[str, dict[str, Any]]
"""Specification of each figure, by the address of its page, ``#`` and its name there."""

MARKED = (213, 0, 50)
"""The colour of what differs."""

FAINT = 0.35
"""How much of the rest is left to see, to know where one is."""

HEAD = 28


def of(project: Project) -> Specs:
    """Give every figure of a playbook's runs, small ones too.

    Raises
    ------
    PlaybookError
        When there is no run.
    """
    store = RunStore(project.root, project.build)
    found: Specs = {}
    for path in sorted(store.folder.rglob("*.ipynb")):
        page = path.relative_to(store.folder).with_suffix("").as_posix()
        for one in components(json.loads(path.read_bytes())):
            if one["component"] == "figure":
                found[f"{page}#{one['id']}"] = one["wide"]
            elif one["component"] == "minis":
                found |= {f"{page}#{item['id']}": item["spec"] for item in one["items"]}
    if not found:
        raise PlaybookError("has no runs: `playbook run` makes them.", file=project.root)
    return found


def differing(before: Specs, after: Specs) -> Iterator[str]:
    """Name the figures that both have and that are drawn otherwise, in order."""
    return (name for name in sorted({*before} & {*after}) if before[name] != after[name])


def between(before: Specs, after: Specs, folder: Path) -> list[Path]:
    """Write a picture of each figure that differs into a folder; give their files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in differing(before, after):
        path = folder / f"{name.replace('/', '-').replace('#', '--')}.png"
        path.write_bytes(picture(before[name], after[name]))
        written.append(path)
    return written


def picture(before: Mapping[str, Any], after: Mapping[str, Any]) -> bytes:
    """Draw a figure before and after, and below both what differs, as PNG.

    Parameters
    ----------
    before, after
        Vega-Lite specifications.

    Returns
    -------
    bytes
        Three pictures, one below the other: ``before``, ``after``, and ``what differs``, in which
        each dot that is another colour is marked, and all else is faint.
    """
    drawn = [_drawn(one) for one in (before, after)]
    size = max(one.width for one in drawn), max(one.height for one in drawn)
    old, new = (_on_white(one, size) for one in drawn)
    changed = ImageChops.difference(old, new).convert("L").point(lambda dot: 255 if dot else 0)
    faint = Image.blend(Image.new("RGB", size, "white"), new, FAINT)
    faint.paste(MARKED, mask=changed)
    panels = {"before": old, "after": new, "what differs": faint}
    sheet = Image.new("RGB", (size[0], len(panels) * (size[1] + HEAD)), "white")
    pen = ImageDraw.Draw(sheet)
    for number, (word, panel) in enumerate(panels.items()):
        top = number * (size[1] + HEAD)
        pen.text((8, top + 4), word, fill="black", font_size=16)
        sheet.paste(panel, (0, top + HEAD))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def _drawn(spec: Mapping[str, Any]) -> Image.Image:
    import vl_convert  # Starts a JavaScript engine.

    # In the engine's own letters: a run that was never made a site of has no vendored ones.
    return Image.open(io.BytesIO(vl_convert.svg_to_png(artists.draw(json.dumps(spec)))))


def _on_white(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    whole = Image.new("RGB", size, "white")
    shown = image.convert("RGBA")
    whole.paste(shown, mask=shown)
    return whole
