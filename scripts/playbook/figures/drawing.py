"""From an Altair chart to a finished specification, with the theme in it.

Apart from the theme, so that what only shows colours and figures need not wait for Altair.
"""

from __future__ import annotations

from typing import Any

import altair as alt
from altair.utils import schemapi

from playbook.figures.theme import NARROW, WIDE, config

# Altair checks each part against its schema as it is made, a third of the time of a chart. What is
# drawn is checked as a whole by the tests, and vl-convert refuses what is no chart.
schemapi.disable_debug_mode()


def finish(chart: alt.TopLevelMixin, *, narrow: bool, height: int) -> dict[str, Any]:
    """Give a chart the theme and its size, as a Vega-Lite specification.

    Parameters
    ----------
    chart : altair chart
        Layered or single; concatenations are not used in this playbook.
    narrow : bool
        Draw for a phone.
    height : int
        Height in CSS pixels, axes included.

    Returns
    -------
    dict
        A Vega-Lite 6 specification with its data inside. The same chart gives the same bytes.
    """
    spec = chart.properties(width=NARROW if narrow else WIDE, height=height).to_dict(validate=False)
    spec["config"] = config(narrow)
    spec["background"] = "#FFFFFF"
    spec["autosize"] = {"type": "fit", "contains": "padding"}
    spec["padding"] = {"left": 2, "right": 2, "top": 6, "bottom": 2}
    return spec
