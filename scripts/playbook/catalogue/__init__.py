"""What exists: missions, indicators, targets, sources and places, as validated records."""

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
