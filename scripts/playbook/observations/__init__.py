"""The one tidy table: its schema, loading it, and the record of what was read."""

from playbook.observations.loading import (
    load,
    load_area_deprivation,
    load_boundaries,
    load_catchments,
    load_deprivation,
    load_population,
    load_standard_population,
    preload,
)
from playbook.observations.parts import in_parts

__all__ = [
    "in_parts",
    "load",
    "load_area_deprivation",
    "load_boundaries",
    "load_catchments",
    "load_deprivation",
    "load_population",
    "load_standard_population",
    "preload",
]
