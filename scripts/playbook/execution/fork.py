"""What a process that forks once a page needs: a name, settings, and its imports done."""

from __future__ import annotations

import os

NAME = "playbook-fork"
"""The engine's name in Papermill; see `playbook.execution.fork_engine`."""

SINGLE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Set before the imports: a pool of threads does not survive a fork."""


MANY = 4
"""From so many pages on, importing everything first takes less time than each page for itself."""


def available() -> bool:
    """Say whether this system can fork; Windows cannot, and the kernel is used there."""
    return hasattr(os, "fork")


def warm(engine: str = NAME, pages: int = MANY) -> None:
    """Import what executing pages takes, once, in the process that will fork.

    Parameters
    ----------
    engine : str
        For the kernel, Papermill alone.
    pages : int
        How many will be executed. For a few, what not every page needs is left to those that do.
    """
    import papermill  # noqa: F401

    if engine == "kernel":
        return
    import altair as alt
    import IPython.core.logger  # noqa: F401
    import pandas as pd

    import playbook.figures.about
    import playbook.figures.area_page
    import playbook.figures.boards
    import playbook.figures.borough_map
    import playbook.figures.case_page
    import playbook.figures.control_chart
    import playbook.figures.equity_gap
    import playbook.figures.funnel_plot
    import playbook.figures.groups
    import playbook.figures.inequality_figure
    import playbook.figures.mission_page
    import playbook.figures.mission_record
    import playbook.figures.over_time
    import playbook.figures.people_gap
    import playbook.figures.places
    import playbook.figures.scorecard
    import playbook.figures.theory
    import playbook.figures.trajectory
    import playbook.figures.trajectory_chart
    import playbook.methods.rates
    import playbook.observations  # noqa: F401
    from playbook.execution import shell
    from playbook.figures import small_multiples

    shell.prepare()
    if pages >= MANY:
        import PHStatsMethods  # noqa: F401
    # Some of Altair's imports wait for the first chart of a table, and most pages need just these.
    alt.Chart(pd.DataFrame({"x": [0.0]})).mark_point().encode(x="x:Q").to_dict()
    small_multiples.templates()
