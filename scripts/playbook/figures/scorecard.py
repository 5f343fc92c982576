"""The scorecard of a Mission: one row an indicator, with the same verdicts as its page."""

from __future__ import annotations

from playbook.figures import judged
from playbook.figures.components import Scorecard
from playbook.figures.measure import Measure
from playbook.figures.verdicts import POLARITY


def scorecard(measures: list[Measure], caption: str, links: dict[str, str]) -> Scorecard:
    """Make the scorecard.

    Parameters
    ----------
    measures : list of Measure
        In the order of the rows.
    caption : str
        Says whose figures these are.
    links : dict of str to str
        Page of each indicator, by id.
    """
    rows = []
    for measure in measures:
        head = judged.headline(measure)
        rows.append(
            {
                "title": measure.indicator.short_title,
                "href": links[measure.indicator.id],
                "note": POLARITY[measure.indicator.polarity],
                "latest": head["latest"],
                "interval": head["interval"].removeprefix("95% interval "),
                "comparison": head["comparison"],
                "trend": head["trend"],
                "spark": head["spark"],
                "age": {
                    "text": f"{head['period']} ({head['age']['text']})",
                    "level": head["age"]["level"],
                },
            }
        )
    return Scorecard(caption=caption, rows=rows)
