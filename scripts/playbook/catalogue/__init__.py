"""What exists: missions, indicators, targets, sources and places, as validated records.

Each name is imported when it is first asked for: a command that only looks whether anything changed
has no use for the models of records, and they take longer to make than it takes to look.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playbook.catalogue.areas import Area
    from playbook.catalogue.catalogue import Catalogue
    from playbook.catalogue.indicator import Indicator
    from playbook.catalogue.mission import Mission, Statement, Target
    from playbook.catalogue.prioritisation import Prioritisation
    from playbook.catalogue.project import Project
    from playbook.catalogue.system import Break, Edition, Source, System

__all__ = [
    "Area",
    "Break",
    "Catalogue",
    "Edition",
    "Indicator",
    "Mission",
    "Prioritisation",
    "Project",
    "Source",
    "Statement",
    "System",
    "Target",
]

_HOMES = {
    "Area": "areas",
    "Break": "system",
    "Edition": "system",
    "Source": "system",
    "Statement": "mission",
    "Target": "mission",
}
"""Modules of the names that have another name than their module."""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, name.lower())}"), name)
