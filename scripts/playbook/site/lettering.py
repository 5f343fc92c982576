"""How wide a text is in the playbook's typeface, and where its lines break: SVG breaks none."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from playbook.site import vendor

BOLD = re.compile(r"\*\*(.+?)\*\*")
REGULAR, STRONG = vendor.WEIGHTS
UNKNOWN = 0.6
"""Width of a letter that the typeface does not have, in ems: some other typeface will draw it."""


class Run(NamedTuple):
    """Words of one weight within a line."""

    text: str
    bold: bool


@lru_cache
def _advances(fonts: Path, bold: bool) -> dict[str, float]:
    widths = vendor.widths(fonts, STRONG if bold else REGULAR)
    found: dict[str, float] = json.loads(widths.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class Lettering:
    """Measures and breaks text.

    Parameters
    ----------
    fonts
        Folder of the vendored fonts.
    """

    fonts: Path

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Give the width of a text on one line, in the unit of ``size``."""
        advances = _advances(self.fonts, bold)
        return size * sum(advances.get(letter, UNKNOWN) for letter in text)

    def lines(
        self, text: str, size: float, room: float, *, bold: bool = False, most: int = 99
    ) -> list[list[Run]]:
        """Break a text into lines.

        Parameters
        ----------
        text : str
            Plain, with ``**words**`` for strong ones.
        size, room : float
            Size of the letters and width of a line, in the same unit.
        bold : bool
            All of it is strong.
        most : int
            Lines at most; a text that is longer ends in an ellipsis.

        Returns
        -------
        list of list of Run
            A word that is wider than a line stands on a line of its own.
        """
        lines: list[list[Run]] = []
        left = 0.0
        for word, strong in _words(text, bold):
            needed = self.width(word, size, bold=strong)
            space = self.width(" ", size, bold=strong)
            if lines and needed + space <= left:
                lines[-1].append(Run(f" {word}", strong))
                left -= needed + space
            else:
                lines.append([Run(word, strong)])
                left = room - needed
        if len(lines) > most:
            lines = lines[:most]
            last = lines[-1][-1]
            lines[-1][-1] = Run(f"{last.text.rstrip('.,;:')}…", last.bold)
        return [_joined(line) for line in lines]


def _words(text: str, bold: bool) -> list[tuple[str, bool]]:
    """Give the words; punctuation that follows a strong word stays with it."""
    found: list[tuple[str, bool]] = []
    glued = False
    for place, part in enumerate(BOLD.split(text)):
        strong = bold or place % 2 == 1
        words = part.split()
        if words and glued and not part[0].isspace():
            first = words.pop(0)
            before, was = found.pop()
            found.append((before + first, was))
        found += [(word, strong) for word in words]
        glued = bool(found) and (not part or not part[-1].isspace())
    return found


def _joined(line: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in line:
        if joined and joined[-1].bold == run.bold:
            joined[-1] = Run(joined[-1].text + run.text, run.bold)
        else:
            joined.append(run)
    return joined
