"""What stands at the root of a tree of editions: what belongs to all of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from playbook.catalogue.manifest import Manifest
from playbook.editions import feed
from playbook.figures import words
from playbook.site import address

FRONT = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta http-equiv="refresh" content="0; url=latest/index.html" />
<title>{title}</title>
</head>
<body>
<h1>{title}</h1>
<p><a href="latest/index.html">The newest edition, {name} of {day}</a></p>
</body>
</html>
"""


def base_of(manifest: Manifest) -> str:
    """Give the address of the tree from that of an edition in it; empty when it is not known."""
    return manifest.base_address.removesuffix(f"{manifest.name}/")


def files(known: Sequence[Manifest], newest: Path) -> dict[str, bytes]:
    """Make the files of the root, by name.

    Parameters
    ----------
    known
        Every edition, oldest first.
    newest
        Folder of the newest.
    """
    last = known[-1]
    base = base_of(last)
    title = escape(last.pages["index"].title)
    made = {
        "versions.json": _json([_version(one, base, last) for one in reversed(known)]),
        "pages.json": _json({"latest": last.name, "pages": _standing(known)}),
        "index.html": FRONT.format(title=title, name=last.name, day=words.day(last.date)).encode(),
        "robots.txt": address.robots(base).encode(),
        # GitHub Pages would leave out every folder whose name begins with _.
        ".nojekyll": b"",
    }
    made["feed.xml"] = feed.of(known, base)
    if (newest / "404.html").is_file():
        made["404.html"] = (newest / "404.html").read_bytes()
    if base:
        # An address for ever is that of the edition in which a page was last published.
        at: dict[str, tuple[str, str]] = {}
        for one in known:
            at |= {page: (one.base_address, one.date.isoformat()) for page in one.pages}
        made["sitemap.xml"] = address.sitemap_of(
            (address.of_page(where, page), day) for page, (where, day) in at.items()
        ).encode()
    return made


def _standing(known: Sequence[Manifest]) -> dict[str, list[str]]:
    """Say which editions have something at an address, newest first, by address.

    Scripts of editions long published read it: the form stays.
    """
    at: dict[str, list[str]] = {}
    for one in reversed(known):
        for path in one.files:
            if path.endswith(".html"):
                at.setdefault(path.removesuffix(".html"), []).append(one.name)
    return dict(sorted(at.items()))


def _version(one: Manifest, base: str, last: Manifest) -> dict[str, Any]:
    """Write an entry as the theme's version switcher reads it."""
    newest = one is last
    said = f"{one.name}, {words.day(one.date)}" + (" (newest)" if newest else "")
    return {
        "name": said,
        "version": one.name,
        "url": f"{base}{one.name}/" if base else f"{one.name}/",
        "preferred": newest,
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()
