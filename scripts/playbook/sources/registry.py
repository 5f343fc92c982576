"""Which builder makes which table: the one list of everything that ``ingest`` writes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

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


def _alone(build: Callable[[Extracts], pd.DataFrame]) -> Builder:
    """Fit a builder that needs no places in among those that do."""
    return lambda extracts, _: build(extracts)


OBSERVATIONS: dict[str, Builder] = {
    # Cardiovascular disease
    "cvd_mortality_preventable_u75": _alone(els.cvd_mortality),
    "adult_obesity": _alone(els.adult_obesity),
    "smoking_prevalence": _alone(els.smoking),
    "healthy_life_expectancy_female": _alone(partial(els.healthy_life_expectancy, sex="Female")),
    "healthy_life_expectancy_male": _alone(partial(els.healthy_life_expectancy, sex="Male")),
    "cvd_lipid_therapy": cvdprevent.treated,
    "cvd_primary_prevention_lipid": cvdprevent.primary_prevention,
    "hypertension_prevalence": qof.hypertension,
    "diabetes_prevalence": _alone(fingertips.diabetes),
    # Acute pathway
    "ae_attendances": ae.attendances,
    "ae_four_hour": ae.four_hour,
    "ae_twelve_hour_waits": ae.twelve_hour_waits,
    "emergency_admissions": ae.emergency_admissions,
    "adult_bed_occupancy": beds.occupancy,
    "ready_to_leave": discharge.ready_to_leave,
    "falls_admissions_65": _alone(fingertips.falls_65),
    # Children and young people
    "self_harm_admissions_10_24": _alone(fingertips.self_harm_10_24),
    "self_harm_admissions_all_ages": _alone(fingertips.self_harm_all_ages),
    "cyp_mental_health_access": mental_health.access,
    "cyp_mental_health_waits_4_weeks": mental_health.waits_4_weeks,
    "cyp_mental_health_contacts": linked_data.contacts,
    "persistent_absence": _alone(els.persistent_absence),
    "child_poverty": _alone(els.child_poverty),
}
"""Indicator id to the builder of ``observations/<id>.csv``."""

CONTEXT: dict[str, Builder] = {
    "places/catchments.csv": maps.catchments,
    "population.csv": population.estimates,
    "standard_population.csv": _alone(population.standard),
    "deprivation_2019.csv": _alone(deprivation.small_areas_2019),
    "deprivation_2025.csv": _alone(deprivation.small_areas_2025),
    "deprivation_areas_2025.csv": _alone(deprivation.authorities_2025),
}
"""Path under ``data/`` to the builder of a table that is no observation table."""
