"""The chart theme: the Analysis Function palette, horizontal text, light guides, no legend.

Source of the palette and rules: Government Analysis Function, "Data visualisation: charts" and
"colours in charts". Dark mode is the style sheet's work: it remaps these exact hexadecimal colours,
so a chart may use no others, written in capitals.
"""

from __future__ import annotations

from typing import Any

NAVY, TEAL, MAROON, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
INK, LILAC, BLUE, SKY = "#3D3D3D", "#A285D1", "#2073BC", "#6BACE6"
GUIDE, MUTED, FAINT, RULE = "#595959", "#8A8F94", "#BFBFBF", "#D9DDE1"
CATEGORICAL = [NAVY, TEAL, MAROON, ORANGE, INK, LILAC]

FONT = "Arial, Helvetica, sans-serif"
WIDE, NARROW = 720, 300
"""Widths in CSS pixels: a chart is drawn twice, so that its text never shrinks below 12 px."""


def config(narrow: bool = False) -> dict[str, Any]:
    """Give the Vega-Lite ``config`` block of every chart.

    Parameters
    ----------
    narrow : bool
        True for the drawing that phones show; its text is 1 px larger.
    """
    size = 14 if narrow else 13
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelFont": FONT,
            "titleFont": FONT,
            "labelFontSize": size,
            "titleFontSize": size,
            "labelColor": GUIDE,
            "titleColor": GUIDE,
            "titleFontWeight": "normal",
            "labelAngle": 0,
            "labelPadding": 6,
            "gridColor": RULE,
            "domainColor": GUIDE,
            "tickColor": GUIDE,
            "tickSize": 4,
        },
        "axisX": {"grid": False},
        "axisY": {"domain": False, "ticks": False},
        "text": {"font": FONT, "fontSize": size, "color": INK},
        "line": {"strokeWidth": 2, "color": NAVY},
        "rule": {"color": GUIDE},
        "point": {"filled": True, "opacity": 1, "color": NAVY},
        "legend": {"disable": True},
    }
