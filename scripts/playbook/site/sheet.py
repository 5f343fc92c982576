"""A sheet: lines of text set one below the other on a picture."""

from __future__ import annotations

from dataclasses import dataclass, field

from playbook.site.lettering import Lettering, Run

FAMILY = "Playbook Sans, Arial, Helvetica, sans-serif"
CHART_FONT = 'font-family="Arial, Helvetica, sans-serif"'
"""What the chart theme asks for: right for a chart in Jupyter Lab, where ours is not there."""
INK, QUIET = "#1B242D", "#4A545E"


def lettered(chart: str) -> str:
    """Set a chart in the playbook's own typeface, as it is on a page."""
    return chart.replace(CHART_FONT, f'font-family="{FAMILY}"')


@dataclass(frozen=True)
class Line:
    """One line of text: where its base line begins, and how it looks."""

    x: float
    y: float
    size: float
    colour: str
    runs: list[Run]


@dataclass
class Sheet:
    """Sets text from the top down.

    Attributes
    ----------
    lettering : Lettering
        Measures the text.
    x, y, room : float
        Left edge, where the next line begins, and the width of a line, in pixels.
    lines : list of Line
        What has been set.
    """

    lettering: Lettering
    x: float
    y: float
    room: float
    lines: list[Line] = field(default_factory=list)

    def set(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        most: int = 99,
        leading: float = 1.3,
    ) -> None:
        """Set a text below what stands already; ``leading`` is the height of a line."""
        for runs in self.lettering.lines(text, size, self.room, bold=bold, most=most):
            self.lines.append(Line(self.x, round(self.y + size, 1), size, colour, runs))
            self.y += size * leading

    def skip(self, height: float) -> None:
        """Leave room."""
        self.y += height
