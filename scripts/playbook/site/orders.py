"""What is ordered of the artists once a page was run: its drawings, and pictures of its figures.

The pages that show them find them made; one that does not makes its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playbook.site import address, vendor
from playbook.site.artists import Artists
from playbook.site.framed import origin
from playbook.site.svg import Drawings, specifications

LEFT_OUT = {"wide", "narrow", "table", "csv"}
"""Of a figure, what its picture does not show."""


@dataclass(frozen=True)
class Orders:
    """Orders of one build.

    Parameters
    ----------
    build : Path
        The folder of what is built.
    artists : Artists
        Who draws and paints.
    book, base : str
        What the book is called, and its address; a picture says both.
    """

    build: Path
    artists: Artists
    book: str
    base: str

    def of_page(self, page: str, shown: Iterable[dict[str, Any]]) -> None:
        """Order what the components of a page show."""
        # In letters that are not there yet, a picture would be another.
        fonts = self.build / "vendor" / "fonts"
        paints = vendor.made(fonts.parent)
        drawings = Drawings(self.build / "svg")
        for one in shown:
            picture = None
            if paints and one["component"] == "figure":
                picture = {
                    "folder": str(self.build / "pictures"),
                    "fonts": str(fonts),
                    "figure": {key: value for key, value in one.items() if key not in LEFT_OUT},
                    "origin": origin(self.book, address.of_page(self.base, page)),
                }
            drawings.order(specifications(one), self.artists, picture)
