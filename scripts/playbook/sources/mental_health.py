"""NHS England and NHS Digital: children and young people's mental health services.

Access comes from the NHS Mental Health Dashboard
(https://www.england.nhs.uk/publication/nhs-mental-health-dashboard/); waits from the additional
statistics that NHS Digital made for the Children's Commissioner
(https://digital.nhs.uk/supplementary-information). Counts below England are rounded to 5.
The same body stands under several codes in these files: ``places.canonical`` makes them one.
"""

from __future__ import annotations

import pandas as pd

from playbook.sources.extract import Extracts, only, require, require_unique
from playbook.sources.places import Places
from playbook.sources.tidy import observations

DASHBOARD = "nhse_mh_dashboard_cyp_2016_2022.csv"
WAITS = "cyp_mh_waits_ccg_2019_2022.csv"

ACCESS = "cyp_access_1plus_contact_rolling12m"
UP_TO_4_WEEKS = "wait_0_4w"
WAIT_BANDS = [
    UP_TO_4_WEEKS,
    "wait_4_6w",
    "wait_6_8w",
    "wait_8_10w",
    "wait_10_12w",
    "wait_over_12w",
]
WITHHELD = "Suppressed: the publisher withholds a small number in one of the waiting bands"


def access(extracts: Extracts, places: Places) -> pd.DataFrame:
    """People under 18 with 1 or more contacts in 12 months (count).

    Every figure is for the 12 months up to the end of its period, whatever the period is called
    in the file, so the spans overlap.
    """
    frame = extracts.read(
        DASHBOARD, text=["org_code", "indicator"], dates=["period_end"], numbers=["value"]
    )
    frame = only(frame, "indicator", ACCESS)
    frame = frame.assign(area=places.canonical(frame["org_code"]))
    require_unique(frame, ["area", "period_end"])
    first_day = frame["period_end"] - pd.DateOffset(years=1) + pd.Timedelta(days=1)
    rows = frame.assign(period_start=first_day, count=frame["value"])
    return observations("cyp_mental_health_access", rows, age="Under 18")


def waits_4_weeks(extracts: Extracts, places: Places) -> pd.DataFrame:
    """People whose second contact came 4 weeks or less after referral (per cent of those seen).

    Years only: in a quarter of 13 weeks the long waits cannot show. The denominator is the sum of
    the waiting bands, thus people who had their second contact in the year.
    """
    frame = extracts.read(
        WAITS,
        text=["org_code", "period_type"],
        dates=["period_start", "period_end"],
        numbers=WAIT_BANDS,
    )
    require(frame, "period_type", {"annual", "quarter"})
    frame = only(frame, "period_type", "annual")
    frame = frame.assign(area=places.canonical(frame["org_code"]))
    require_unique(frame, ["area", "period_start"])
    withheld = frame[WAIT_BANDS].isna().any(axis=1)
    seen = frame[WAIT_BANDS].sum(axis=1)
    rows = frame.assign(
        value=100 * frame[UP_TO_4_WEEKS] / seen,
        count=frame[UP_TO_4_WEEKS],
        denominator=seen.mask(withheld),
        status=withheld.map({True: "suppressed", False: "published"}),
        note=withheld.map({True: WITHHELD, False: ""}),
    )
    return observations("cyp_mental_health_waits_4_weeks", rows, age="Under 18")
