"""Which builder makes which table: the one list of everything that ``ingest`` writes."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from playbook.sources import (
    ae,
    beds,
    cvdprevent,
    deprivation,
    discharge,
    fingertips,
    linked_data,
    maps,
    mental_health,
    population,
    qof,
)
from playbook.sources import explore_local_statistics as els
from playbook.sources.extract import Extracts
from playbook.sources.places import Places

Builder = Callable[[Extracts, Places], pd.DataFrame]

OBSERVATIONS: dict[str, Builder] = {
    # Cardiovascular disease
    "cvd_mortality_preventable_u75": lambda e, p: els.cvd_mortality(e),
    "adult_obesity": lambda e, p: els.adult_obesity(e),
    "smoking_prevalence": lambda e, p: els.smoking(e),
    "healthy_life_expectancy_female": lambda e, p: els.healthy_life_expectancy(e, "Female"),
    "healthy_life_expectancy_male": lambda e, p: els.healthy_life_expectancy(e, "Male"),
    "cvd_lipid_therapy": cvdprevent.treated,
    "cvd_primary_prevention_lipid": cvdprevent.primary_prevention,
    "hypertension_prevalence": qof.hypertension,
    "diabetes_prevalence": lambda e, p: fingertips.diabetes(e),
    # Acute pathway
    "ae_attendances": ae.attendances,
    "ae_four_hour": ae.four_hour,
    "ae_twelve_hour_waits": ae.twelve_hour_waits,
    "emergency_admissions": ae.emergency_admissions,
    "adult_bed_occupancy": beds.occupancy,
    "ready_to_leave": discharge.ready_to_leave,
    "falls_admissions_65": lambda e, p: fingertips.falls_65(e),
    # Children and young people
    "self_harm_admissions_10_24": lambda e, p: fingertips.self_harm_10_24(e),
    "self_harm_admissions_all_ages": lambda e, p: fingertips.self_harm_all_ages(e),
    "cyp_mental_health_access": mental_health.access,
    "cyp_mental_health_waits_4_weeks": mental_health.waits_4_weeks,
    "cyp_mental_health_contacts": linked_data.contacts,
    "persistent_absence": lambda e, p: els.persistent_absence(e),
    "child_poverty": lambda e, p: els.child_poverty(e),
}
"""Indicator id to the builder of ``observations/<id>.csv``."""

CONTEXT: dict[str, Builder] = {
    "places/catchments.csv": maps.catchments,
    "population.csv": population.estimates,
    "standard_population.csv": lambda e, p: population.standard(e),
    "deprivation_2019.csv": lambda e, p: deprivation.small_areas_2019(e),
    "deprivation_2025.csv": lambda e, p: deprivation.small_areas_2025(e),
    "deprivation_areas_2025.csv": lambda e, p: deprivation.authorities_2025(e),
}
"""Path under ``data/`` to the builder of a table that is no observation table."""
