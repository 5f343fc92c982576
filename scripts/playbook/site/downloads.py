"""Files that go with a page: a chart's figures as CSV, the chart as SVG and PNG, its live form.

They are written while a page is read: below ``_figures/<page>/`` of the site, and whole tables
below ``_data/``. The environment keeps the list, so that the files of a page that went away go too.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playbook.hashing import files
from playbook.site.one_pager import FOLDER as ONE_PAGERS
from playbook.site.pictures import Pictures
from playbook.site.take_away import FOLDER as NOTEBOOKS
from playbook.writing import put

FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
FIGURES, TABLES, CARDS = "_figures", "_data", "_cards"
OURS = (FIGURES, TABLES, CARDS, ONE_PAGERS, NOTEBOOKS)
FINE = 2
"""Dots of a picture to a CSS pixel: sharp on a good screen and on a slide."""


@dataclass
class Downloads:
    """Writes the files of one page.

    Parameters
    ----------
    site
        Root of the finished site.
    page
        Address of the page, without ``.html``.
    pictures
        Paints what is to be PNG.
    written
        Names of the files written so far, relative to the site's root.
    """

    site: Path
    page: str
    pictures: Pictures
    written: list[str] = field(default_factory=list)

    def put(self, name: str, text: str) -> str:
        """Write a file of this page; give its address from the page.

        Raises
        ------
        ValueError
            When the name is no plain file name.
        """
        return self._put(self._own(name), text.encode())

    def picture(self, name: str, svg: str) -> str:
        """Paint a picture of this page; give its address from the page.

        Raises
        ------
        ValueError
            When the name is no plain file name.
        """
        address = self._own(name)
        self.pictures.put(self.site / address, svg, FINE)
        return self._noted(address)

    def table(self, name: str, content: bytes) -> str:
        """Write a table, which several pages may share; give its address from the page."""
        return self._put(f"{TABLES}/{name}", content)

    def _put(self, address: str, content: bytes) -> str:
        put(self.site / address, content)
        return self._noted(address)

    def _own(self, name: str) -> str:
        if not FILE_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not a file name: letters, digits, dots and dashes")
        return f"{FIGURES}/{self.page}/{name}"

    def _noted(self, address: str) -> str:
        self.written.append(address)
        return "../" * self.page.count("/") + address


def live_script(uid: str, wide: dict[str, Any], narrow: dict[str, Any]) -> str:
    """Give the script that hands a chart's specifications to the page.

    A script and not JSON: a page opened from a disk may not fetch, but it may load a script.
    """
    return f"playbookChart({json.dumps(uid)}, {_dump([_lively(wide), _lively(narrow)])});\n"


def _lively(spec: dict[str, Any]) -> dict[str, Any]:
    config = spec.get("config", {})
    mark = config.get("mark", {}) | {"tooltip": {"content": "encoding"}}
    return spec | {"config": config | {"mark": mark}}


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def sweep(site: Path, wanted: set[str]) -> list[str]:
    """Remove the files of figures that went away; give those that should be there and are not."""
    root = f"{site}/"
    present = {path.removeprefix(root) for one in OURS for path, _ in files(site / one)}
    for name in present - wanted:
        path = site / name
        path.unlink()
        for folder in path.parents:
            if folder == site or any(folder.iterdir()):
                break
            folder.rmdir()
    return sorted(wanted - present)
