"""What a process that forks once a page needs: a name, settings, and its imports done."""

from __future__ import annotations

import os

NAME = "playbook-fork"
"""The engine's name in Papermill; see `playbook.execution.fork_engine`."""

SINGLE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Set before the imports: a pool of threads does not survive a fork."""


def available() -> bool:
    """Say whether this system can fork; Windows cannot, and the kernel is used there."""
    return hasattr(os, "fork")


def warm() -> None:
    """Import what notebooks use, once, in the process that will fork."""
    import playbook.figures.about
    import playbook.figures.area_page
    import playbook.figures.control_chart
    import playbook.figures.groups
    import playbook.figures.mission_page
    import playbook.figures.over_time
    import playbook.figures.places
    import playbook.figures.scorecard
    import playbook.methods.rates
    import playbook.observations  # noqa: F401
    from playbook.execution import shell  # noqa: F401
